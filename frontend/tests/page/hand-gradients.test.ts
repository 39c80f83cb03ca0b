// @vitest-environment happy-dom
import {beforeEach, describe, expect, it, vi} from "vitest";
import {sizeWords, structureWords} from "../../src/page/dialogs/jacobian";
import {createReadingNotes} from "../../src/page/editor/reading-notes";
import {createHandGradients, firstWrong} from "../../src/page/inspector/hand-gradients";
import {problemOf} from "../../src/shared/api";
import type {HandGradient, Trace} from "../../src/shared/contract";
import type {SourceEdit} from "../../src/shared/request";
import {applyEdit, editWords} from "../../src/shared/source-edit";
import {GRADE} from "../player/fixtures/defaults";
import {neuron} from "../player/fixtures/index";

const at = (line: number, column = 0, end = 9) => ({line, column, end_line: line, end_column: end});
const grade = (name: string, more: Partial<HandGradient>): HandGradient => ({
  name,
  of: name.slice(1),
  verdict: "right",
  inherits: null,
  mistake: null,
  text: `${name} is right.`,
  span: at(3),
  ...GRADE,
  ...more,
});
const graded: Trace = {
  ...neuron,
  hand_gradients: [
    grade("dw2", {}),
    grade("dw1", {
      verdict: "wrong",
      mistake: "missing-factor",
      text: "dw1 is wrong: the factor `1 - s` is missing.",
      span: at(6),
      index: [0, 2],
      yours: -0.5,
      true: -0.125,
    }),
    grade("dx1", {verdict: "wrong", inherits: "dw1", text: "dx1 is wrong because dw1 is.", yours: 1, true: 2}),
    grade("dq", {of: "", verdict: "undecided", text: "dq was not checked: nothing has that name."}),
  ],
  notices: [
    {code: "hand-gradients", text: "They are compared with L.", span: null},
    {code: "loop", text: "The loop runs 2,000 times.", span: at(3)},
    {code: "update", text: "This line changes w0.", span: at(5)},
    {code: "update", text: "This line changes w1.", span: at(6)},
    {code: "unused-value", text: "`x` was given a value, but it is not used by this program.", span: null},
    {code: "folded", text: "said beside the picture", span: null},
  ],
};
const text = (selector: string): string => document.querySelector(selector)?.textContent ?? "";
const texts = (selector: string): (string | null)[] =>
  [...document.querySelectorAll(selector)].map((element) => element.textContent);

describe("gradients written by hand", () => {
  beforeEach(() => {
    document.body.innerHTML = '<div id="hand-gradients"></div>';
  });

  it("are graded in one table: right, wrong, inherited and not checked", () => {
    createHandGradients({onRow: () => undefined}).show(graded, false, "short");
    expect(text("h3")).toBe("Your gradients: 1 of 3 right");
    expect([...document.querySelectorAll("[role=img]")].map((mark) => mark.getAttribute("aria-label"))).toEqual([
      "right",
      "wrong",
      "follows from dw1, which is wrong",
      "not checked",
    ]);
    expect(texts("td.yours")).toEqual(["", "−0.50", "1.00", ""]);
    expect(texts("td.true")).toEqual(["", "−0.125", "2.00", ""]);
    expect(texts("tr.says")).toEqual([
      "dw1 is wrong: the factor 1 - s is missing.",
      "This line is right by itself: it follows from dw1.",
      "dq was not checked: nothing has that name.",
    ]);
    expect(document.body.textContent).not.toContain("`");
    expect(text(".wrong-one th")).toContain("[0, 2]");
  });

  it("blame the first line that is wrong by itself", () => {
    createHandGradients({onRow: () => undefined}).show(graded, false, "short");
    expect(firstWrong(graded)?.name).toBe("dw1");
    expect(text(".blame")).toBe("Line 6, dw1, is the first that is wrong; another one only inherits a mistake.");
    expect(document.querySelectorAll("tr.first-wrong:not(.says)").length).toBe(1);
  });

  it("lead to their line and their variable", () => {
    const onRow = vi.fn();
    createHandGradients({onRow}).show(graded, false, "short");
    for (const button of document.querySelectorAll("button")) button.click();
    expect(onRow.mock.calls).toEqual([
      [at(3), "n7"],
      [at(6), "n3"],
      [at(3), "n4"],
      [at(3), null],
    ]);
  });

  it("are said to be old once the text is another", () => {
    const panel = createHandGradients({onRow: () => undefined});
    panel.show(graded, false, "short");
    expect(document.querySelector<HTMLElement>(".old-mark")?.hidden).toBe(true);
    panel.show(graded, true, "short");
    expect(document.querySelector(".old")).not.toBeNull();
    expect(document.querySelector<HTMLElement>(".old-mark")?.hidden).toBe(false);
    expect([...document.querySelectorAll("button")].every((button) => button.disabled)).toBe(true);
    panel.show(neuron, false, "short");
    expect(document.getElementById("hand-gradients")?.children.length).toBe(0);
  });
});

describe("below the editor", () => {
  beforeEach(() => {
    document.body.innerHTML = '<div id="reading"></div>';
  });
  const show = (trace: Trace, isOld = false, onEdit: (edit: SourceEdit) => void = () => undefined): void =>
    createReadingNotes(onEdit).show(trace, trace.source, isOld);
  const program: Trace = {...graded, source: "program", dialect: "torch"};

  it("it is said how the text was read, whose language it is in, and no more than once", () => {
    show(program);
    expect(texts("li")).toEqual([
      "Line 3: The loop runs 2,000 times.",
      "Lines 5, 6 change the weights for the next round; this round is drawn before that.",
    ]);
    expect(text(".dialect")).toBe("Read as PyTorch.");
  });

  it("ways that were chosen by numbers are told", () => {
    show({...program, notices: [], guards: [{text: "x > 0", outcome: false, span: at(2)}]});
    expect(texts("li")).toEqual(["Line 2: x > 0 is false at these values, and the picture is drawn for that."]);
  });

  it("another reading is one click away", () => {
    const onEdit = vi.fn();
    const fix = {span: at(1, 0, 2), text: "w*x"};
    show({...program, alternatives: [{text: "w*x + b", fix}]}, false, onEdit);
    document.querySelector<HTMLElement>(".alternatives button")?.click();
    expect(text(".alternatives")).toContain("Or read it as");
    expect(onEdit).toHaveBeenCalledWith(fix);
  });

  it("nothing is said of a text that has changed since", () => {
    show(program, true);
    expect(text("#reading")).toBe("");
  });

  it("a trace with nothing to note says its dialect alone", () => {
    show({...neuron, source: "x"});
    expect(text("#reading")).toBe("Read as Python and NumPy.");
  });
});

describe("an edit that the server offers", () => {
  it("is made at its place, also behind signs outside the first plane and on later lines", () => {
    expect(applyEdit("f = (x + y)z", {span: at(1, 11, 11), text: "*"})).toBe("f = (x + y)*z");
    expect(applyEdit("a = 1\n𝑤 = sigmod(a)\n", {span: at(2, 4, 10), text: "sigmoid"})).toBe("a = 1\n𝑤 = sigmoid(a)\n");
    expect(applyEdit("ab\ncd", {span: {line: 1, column: 1, end_line: 2, end_column: 1}, text: ""})).toBe("ad");
    expect(applyEdit("x", {span: at(9, 9, 9), text: "!"})).toBe("x!");
  });

  it("says what it changes", () => {
    expect(editWords("f = (x + y)z", {span: at(1, 11, 11), text: "*"})).toBe("Write `*` here");
    expect(editWords("sigmod(a)", {span: at(1, 0, 6), text: "sigmoid"})).toBe("Change `sigmod` to `sigmoid`");
    expect(editWords("a;", {span: at(1, 1, 2), text: ""})).toBe("Remove `;`");
    expect(editWords("a", {span: at(1, 0, 1), text: "b\nc"})).toBe("Change it so");
  });

  it("comes with an error, if it is one", () => {
    const fix = {span: at(1, 0, 6), text: "sigmoid"};
    const body = {code: "unknown-function", detail: "No.", hint: null, span: at(1), fix, caret: "sigmod(x)\n^^^^^^"};
    expect(problemOf(body, 422)).toMatchObject(body);
    expect(problemOf({...body, fix: {span: null, text: "x"}}, 422).fix).toBeNull();
    expect(problemOf({...body, fix: "x", caret: 3}, 422)).toMatchObject({fix: null, caret: null});
  });
});

describe("a Jacobian", () => {
  it("is named by its structure and weighed as the lectures weigh it", () => {
    expect(structureWords({structure: "block", blocks: 2})).toBe("2 blocks, zero outside them");
    expect(structureWords({structure: "diagonal", blocks: 4})).toBe("diagonal");
    expect(sizeWords(2 ** 38)).toBe("256 GB");
    expect(sizeWords(384)).toBe("384 bytes");
  });
});
