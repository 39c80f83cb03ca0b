import {expect, test} from "vitest";
import {commandOf, deckCall, deckWordOf, message} from "../../src/embed/protocol";

const ask = (method: string, ...args: unknown[]) => commandOf({target: "chainrule", v: 1, method, args});

test("commands are read, with or without a version", () => {
  expect(ask("play")).toEqual({method: "play"});
  expect(ask("go", 3)).toEqual({method: "go", step: 3});
  expect(ask("values", {w: 2, x: [[1, 2]]})).toEqual({method: "values", values: {w: 2, x: [[1, 2]]}});
  expect(ask("notation", "bar")).toEqual({method: "notation", notation: "bar"});
  expect(commandOf({target: "chainrule", method: "next"})).toEqual({method: "next"});
});

test.each([
  null,
  7,
  "next",
  [],
  {method: "next"},
  {target: "other", method: "next"},
  {target: "chainrule", v: 2, method: "next"},
  {target: "chainrule", method: "constructor"},
  {target: "chainrule", method: "go", args: ["3"]},
  {target: "chainrule", method: "go", args: [Number.NaN]},
  {target: "chainrule", method: "go", args: 3},
  {target: "chainrule", method: "speed", args: [1e9]},
  {target: "chainrule", method: "values", args: [[1]]},
  {target: "chainrule", method: "values", args: [{w: "2"}]},
  {target: "chainrule", method: "values", args: [{w: Number.POSITIVE_INFINITY}]},
  {target: "chainrule", method: "theme", args: ["red"]},
])("%j is ignored", (data) => {
  expect(commandOf(data)).toBeNull();
});

test("news carries its sender and version, and a height stays within reason", () => {
  expect(message({type: "values", values: {}})).toEqual({source: "chainrule", v: 1, type: "values", values: {}});
  expect(message({type: "height", height: 1e9})).toMatchObject({height: 5000});
  expect(message({type: "height", height: 300.2})).toMatchObject({height: 301});
});

test("reveal.js is spoken to in its own words", () => {
  expect(deckWordOf("slide:start")).toBe("slide:start");
  expect(deckWordOf({type: "slide:start"})).toBeNull();
  expect(JSON.parse(deckCall("next"))).toEqual({method: "next"});
  expect(JSON.parse(deckCall("triggerKey", 27))).toEqual({method: "triggerKey", args: [27]});
});
