import {describe, expect, it} from "vitest";
import {linkOf} from "../../src/page/address";
import {DEFAULT_REQUEST} from "../../src/shared/default-request";
import {isValue, type Link, misread, readLink, requestOfLink, writeLink} from "../../src/shared/link";
import {stateOf} from "./samples";

const full: Link = {
  source: "y = x @ w  # ü & ? # = + %\nsum(y)",
  values: {x: [1, -2.5], w: [[1e-7, 2]], w0: 3},
  step: 11,
  view: "functions",
  open: ["f1", "f2"],
  closed: ["f3"],
  notation: "bar",
  output: "y",
  upstream: [1, 2],
  mode: "forward",
  direction: {w0: 1, x: [0, -0.5]},
  graph: "backward",
  shapes_only: {x: [1, 3, 224, 224]},
  round: 7,
  speed: 2,
  health: true,
  panel: "check",
  fault: {node: "n5", kind: "sign"},
  check: {kind: "forward", exponent: -7, name: "w0"},
  recompute: ["n3", "n7"],
  train: {optimizer: "adam", settings: {lr: 0.1}},
  t: 57,
};
const nothing = readLink({search: "", hash: ""});
const place = (text: string) => (text.startsWith("#") ? {search: "", hash: text} : {search: text, hash: ""});

describe("the address", () => {
  it("reads back what it wrote", () => {
    expect(readLink(place(writeLink(full)))).toEqual(full);
    expect(readLink(place(writeLink({...nothing, source: "x*y"})))).toEqual({...nothing, source: "x*y"});
  });

  it("leaves out what is as usual", () => {
    expect(writeLink({...nothing, source: "x*y", notation: "partial", speed: 1, step: 0})).toBe("?source=x*y");
    expect(writeLink(nothing)).toBe("");
  });

  it("keeps a long formula behind the #, which no server sees", () => {
    const long = {...full, source: "x + ".repeat(2000)};
    expect(writeLink(long).startsWith("#")).toBe(true);
    expect(readLink(place(writeLink(long)))).toEqual(long);
  });

  it("takes no notice of what it does not understand", () => {
    const search = "?source=x&step=-3&view=upside&values=[1]&upstream=oops&speed=1e9&notation=&open=a,<b>&other=1";
    expect(readLink({search, hash: ""})).toEqual({...nothing, source: "x", open: ["a"]});
  });

  it("names what is of the picture and not understood, but no word that it knows", () => {
    const wrong = "?source=x&view=upside&mode=sideways&graph=x&values=[1]&direction=7&upstream=oops";
    const names = ["values=[1]", "view=upside", "upstream=oops", "mode=sideways", "direction=7", "graph=x"];
    expect(misread({search: wrong, hash: ""})).toEqual(names);
    expect(misread({search: "", hash: `#mode=${"x".repeat(60)}`})).toEqual([`mode=${"x".repeat(39)}…`]);
    const usual =
      "?mode=reverse&graph=forward&view=gates&upstream=null&direction=null&output=&step=-3&speed=1e9&other=1";
    expect(misread({search: usual, hash: ""})).toEqual([]);
    expect(misread(place(writeLink(full)))).toEqual([]);
  });

  it("drops values that are no finite numbers", () => {
    const search = `?source=x&values=${encodeURIComponent('{"a":1,"b":"2","c":[1,null],"d":[[1],[2]],"e":{}}')}`;
    expect(readLink({search, hash: ""}).values).toEqual({a: 1, d: [[1], [2]]});
    expect(isValue([])).toBe(true);
    expect(isValue(Number.NaN)).toBe(false);
  });

  it("means the first picture when it names no source", () => {
    expect(requestOfLink(nothing, DEFAULT_REQUEST)).toEqual(DEFAULT_REQUEST);
    expect(requestOfLink({...nothing, view: "functions"}, DEFAULT_REQUEST).view).toBe("functions");
  });

  it("reads `last` as the end of whatever graph it is", () => {
    expect(readLink({search: "?source=x&step=last", hash: ""}).step).toBeGreaterThan(10_000);
  });

  it("holds the state, the step included", () => {
    const state = stateOf({player: {step: 7, playing: true, speed: 0.5}, notation: "delta"});
    const link = readLink(place(writeLink(linkOf(state))));
    expect(link).toMatchObject({step: 7, speed: 0.5, notation: "delta"});
    expect(requestOfLink(link, DEFAULT_REQUEST)).toEqual(state.request);
  });
});
