// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {localNumbers} from "../../src/page/effects";
import {noticeCard, remarks} from "../../src/page/inspector/notices";
import {countPatterns} from "../../src/page/inspector/patterns";
import {numbersText} from "../../src/page/inspector/selection";
import {sumsOf} from "../../src/page/inspector/step-equations";
import {type Command, commandOf, KEYS, steppingCommandOf} from "../../src/page/keys";
import {rowsOf} from "../../src/page/values/value-rows";
import {frame} from "../../src/player/model/frame";
import {numbersOf} from "../../src/player/model/numbers";
import * as tape from "../../src/player/model/tape";
import {problemOf} from "../../src/shared/api";
import type {Arr} from "../../src/shared/contract";
import {neuron, shared, tangents} from "../player/fixtures/index";
import {QUESTION, stateOf} from "./samples";

describe("the cards", () => {
  it("say upstream × local = downstream for each operand", () => {
    const position = neuron.steps.findIndex((step) => step.kind === "backward" && step.nodes[0] === "n10") + 1;
    const [sum] = sumsOf(neuron, position, numbersOf(neuron));
    expect(sum?.terms.map(({text}) => text)).toEqual(["−0.53", "0.37", "−0.20"]);
    expect(sum?.terms.map(({word}) => word)).toEqual(["upstream", "local", "downstream"]);
  });

  it("add the terms of a copy one by one", () => {
    const steps = shared.steps.filter((step) => step.kind === "accumulate");
    const texts = steps.map((step) =>
      sumsOf(shared, step.index + 1, numbersOf(shared))[0]?.terms.map(({text}) => text),
    );
    expect(texts.length).toBe(2);
    expect(texts[0]?.[0]).toBe("0.00");
    expect(texts[1]?.[0]).toBe(texts[0]?.[2]);
  });

  it("are silent on the way forward", () => {
    expect(sumsOf(neuron, 1, numbersOf(neuron))).toEqual([]);
    expect(sumsOf(neuron, 0, numbersOf(neuron))).toEqual([]);
  });

  it("count the patterns of the lectures, and no others", () => {
    const counts = Object.fromEntries(countPatterns(neuron).map(({pattern, count}) => [pattern, count]));
    expect(counts).toMatchObject({distributor: 3, swap: 2});
    expect(Object.keys(counts)).not.toContain("router");
  });

  it("show numbers in full", () => {
    expect(numbersText(0.1 + 0.2)).toBe("0.30000000000000004");
    expect(numbersText([1, 2.5])).toBe("[1, 2.5]");
    expect(
      numbersText([
        [1, 2],
        [3, 4],
      ]),
    ).toBe("[[1, 2],\n [3, 4]]");
    expect(numbersText("NaN")).toBe("NaN");
  });
});

describe("the rows of values", () => {
  const rows = (step: number, chosen = {}) =>
    rowsOf(neuron, frame(neuron, step), numbersOf(neuron), {...QUESTION, values: chosen});
  it("show a gradient only once it has arrived", () => {
    expect(rows(0).every(({gradient}) => gradient === null)).toBe(true);
    expect(rows(neuron.steps.length).every(({gradient}) => gradient !== null)).toBe(true);
  });
  it("find the gradient of a leaf in the box that stands for several", () => {
    const gradients: Record<string, Arr> = Object.fromEntries(
      rows(99).map(({name, gradient}) => [name, gradient ?? "NaN"]),
    );
    const one = neuron.nodes.find(({name}) => name === "w1");
    const gradient: Arr = [gradients.w0 ?? "NaN", gradients.w1 ?? "NaN"];
    const trace = {
      ...neuron,
      nodes: neuron.nodes
        .filter(({name}) => name !== "w0")
        .map((node) => (node === one ? {...node, editable: false, names: ["w0", "w1"], gradient} : node)),
    };
    const found = rowsOf(trace, frame(trace, 99), {...numbersOf(trace), nodes: {}}, QUESTION);
    expect(found.find(({name}) => name === "w0")?.gradient).toBe(gradients.w0);
    expect(found.find(({name}) => name === "w1")?.gradient).toBe(gradients.w1);
  });
  it("show in forward mode how each variable moves, and no gradient that is never formed", () => {
    const at = (step: number) => rowsOf(tangents, frame(tangents, step), numbersOf(tangents), QUESTION);
    expect(at(0).map(({tangent}) => tangent)).toEqual(at(0).map(() => null));
    const moved = Object.fromEntries(at(1).map(({name, tangent}) => [name, tangent]));
    expect(moved).toEqual({w0: 1, x0: 0, w1: 0, x1: 0, w2: 0});
    expect(rows(99).every(({tangent}) => tangent === undefined)).toBe(true);
  });
  it("show what was chosen before the server has heard of it", () => {
    expect(rows(0, {w0: 7}).find(({name}) => name === "w0")?.value).toBe(7);
    expect(rows(0, {w0: [7]}).find(({name}) => name === "w0")?.value).toBe(2);
  });
});

describe("a value that moves", () => {
  it("is left to the server when there is no tape, or when the text is another", () => {
    expect(localNumbers(stateOf({trace: {...neuron, tape: null}, traceRequest: QUESTION}), tape)).toBeNull();
    expect(localNumbers(stateOf({trace: neuron, traceRequest: {...QUESTION, source: "x"}}), tape)).toBeNull();
    expect(localNumbers(stateOf({trace: neuron, traceRequest: QUESTION}), null)).toBeNull();
  });
});

describe("the keyboard", () => {
  type Meaning = (event: KeyboardEvent) => Command | null;
  const press = (
    key: string,
    target: Element = document.body,
    keys: KeyboardEventInit = {},
    meaning: Meaning = commandOf,
  ) => {
    let command = null;
    const listen = (event: Event): void => {
      command = meaning(event as KeyboardEvent);
    };
    document.addEventListener("keydown", listen, {once: true});
    target.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, composed: true, ...keys}));
    return command;
  };
  it("knows every key of the help", () => {
    for (const {keys, command} of KEYS) for (const key of keys) expect(press(key)).toBe(command);
    expect(press("T")).toBe("theme");
  });
  it("leaves typing and the browser's own keys alone", () => {
    const input = document.createElement("input");
    const button = document.createElement("button");
    document.body.replaceChildren(input, button);
    expect(press("e", input)).toBeNull();
    expect(press("t", document.body, {ctrlKey: true})).toBeNull();
    expect(press(" ", button)).toBeNull();
    expect(press("ArrowRight", button)).toBe("next");
  });
  it("steps after a click on anything but a text, and leaves what Tab has reached its own keys", () => {
    document.body.innerHTML =
      '<input type="range"><button></button><input class="number" type="text"><textarea></textarea>' +
      '<dialog><button></button></dialog><input type="checkbox">';
    const [slider, button, field, area, inside, tick] = document.querySelectorAll("input, button, textarea");
    const clicked = (key: string, target: Element | undefined) =>
      press(key, target, {}, (event) => steppingCommandOf(event, true));
    const tabbed = (key: string, target: Element | undefined) =>
      press(key, target, {}, (event) => steppingCommandOf(event, false));
    for (const [key, command] of [
      ["ArrowLeft", "back"],
      ["Home", "start"],
      ["End", "end"],
      ["PageDown", "next"],
      [" ", "play"],
    ])
      for (const target of [slider, button]) expect(clicked(key as string, target)).toBe(command);
    for (const key of ["ArrowLeft", "Home", "PageDown", " "])
      for (const target of [field, area, inside]) expect(clicked(key, target)).toBeNull();
    expect(clicked(" ", tick)).toBeNull();
    expect(clicked("ArrowUp", slider)).toBeNull();
    expect(tabbed("ArrowLeft", slider)).toBeNull();
    expect(tabbed("Home", slider)).toBeNull();
    expect(tabbed("PageDown", slider)).toBe("next");
  });
});

describe("a failed request", () => {
  it("is told as the server told it, or by its status", () => {
    const body = {code: "syntax", detail: "No.", hint: "Try.", span: {line: 1, column: 0, end_line: 1, end_column: 1}};
    expect(problemOf(body, 422)).toMatchObject(body);
    expect(problemOf("<html>", 502)).toMatchObject({code: "http-502", hint: null, span: null});
  });
});

describe("what is worth knowing", () => {
  it("is said once for all gates of one label", () => {
    const corner = {code: "kink", text: "It has a corner at 0.", span: null};
    const nodes = neuron.nodes.map((node) => ({...node, notices: node.label === "×" ? [corner] : []}));
    const [found, ...more] = remarks(nodes);
    expect(more).toEqual([]);
    expect(found?.nodes.length).toBe(neuron.nodes.filter(({label}) => label === "×").length);
    const [card] = noticeCard({...neuron, nodes}, () => undefined);
    expect(card?.querySelectorAll("li").length).toBe(1);
    expect(card?.textContent).toContain(corner.text);
  });
});
