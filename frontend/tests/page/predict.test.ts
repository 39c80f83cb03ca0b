import {describe, expect, it} from "vitest";
import {
  asksAt,
  DOWNSTREAM,
  type Exercise,
  isExercise,
  placeIn,
  readExercise,
  requestFrom,
  traceOf as traceOfDocument,
  writeExercise,
} from "../../src/page/predict/exercise";
import {localMarks} from "../../src/page/predict/local-marks";
import {drillFor, placesOf} from "../../src/page/predict/mistakes";
import {choosable, inOrder, nextGate, owedSentence, owedTo, turnsOf} from "../../src/page/predict/order";
import {
  focused,
  isDone,
  neighbourOf,
  type Quiz,
  reduceQuiz,
  remaining,
  samePicture,
  scoreOf,
  startQuiz,
  takesKey,
} from "../../src/page/predict/quiz";
import {placeOf, slotsOf} from "../../src/page/predict/slots";
import {lineChoices, solutionOf} from "../../src/page/predict/solutions";
import {rowsOf} from "../../src/page/values/value-rows";
import {frame} from "../../src/player/model/frame";
import {numbersOf, runningSum} from "../../src/player/model/numbers";
import {plan} from "../../src/player/model/plan";
import {BLANK, type Blank, type BlankMark, type ExerciseDocument, type Trace} from "../../src/shared/contract";
import {number} from "../../src/shared/number";
import {traceOf} from "../traces";

const shared = traceOf("shared"); // max(x*y, x+z) at x = 3, y = -4, z = 2
const request = requestFrom({source: shared.source, values: {x: 3, y: -4, z: 2}});
const exercise: Exercise = {request, fields: {...DOWNSTREAM, seed: 7}};

const blank = (change: Partial<Blank>): Blank => ({
  id: "b1",
  kind: "downstream",
  edge: null,
  node: null,
  step: 0,
  label: "A number",
  line: null,
  ...change,
});
const mark = (change: Partial<BlankMark>): BlankMark => ({
  id: "b1",
  answered: true,
  right: false,
  follows: false,
  mistake: null,
  sentence: "",
  ...change,
});

const copy = shared.nodes.find(({op}) => op === "copy") as Trace["nodes"][number];
const [into] = plan(shared).inputs.get(copy.id) ?? [];
const [term] = plan(shared).outOf.get(copy.id) ?? [];
const stepOf = (edge: string): number =>
  shared.steps.findIndex(({phase, edges}) => phase === "backward" && edges.includes(edge));

/** The document as the server would leave numbers out of it. */
function withoutGradients(...ids: readonly string[]): ExerciseDocument {
  const document = structuredClone(shared) as unknown as Record<string, unknown>;
  const edges = document.edges as {id: string; downstream: unknown}[];
  for (const edge of edges) if (ids.includes(edge.id)) edge.downstream = null;
  const blanks = ids.map((edge, at) =>
    blank({id: `b${at + 1}`, edge, step: stepOf(edge), label: `What comes along ${edge}`}),
  );
  return {...document, tape: null, blanks, rule: "Rounded."} as unknown as ExerciseDocument;
}

describe("the address of an exercise", () => {
  it("holds all of it", () => {
    const full: Exercise = {
      request: {...request, view: "functions", open: ["f1"], closed: ["f2"], output: "f", upstream: 2},
      fields: {ask: ["local", {kind: "term", edge: "e1"}], seed: 12, count: 3, digits: 4, significant: null},
    };
    expect(readExercise(writeExercise(full))).toEqual(full);
    expect(readExercise(writeExercise(exercise))).toEqual(exercise);
  });

  it("is refused where it cannot be understood", () => {
    for (const hash of ["", "#lesson=x", "#exercise=", "#exercise=%7B", "#exercise=3", '#exercise={"seed":1}'])
      expect(readExercise(hash)).toBeNull();
  });
});

describe("a document with numbers left out", () => {
  const trace = traceOfDocument(withoutGradients(term?.id ?? "", into?.id ?? ""));
  const last = frame(trace, trace.steps.length);

  it("is drawn with a question mark in the place of each", () => {
    expect(number(BLANK)).toBe("?");
    const shown = last.wires.find(({edge}) => edge.id === term?.id);
    expect(shown?.gradient).toBe("?");
    expect(last.wires.filter(({gradient}) => gradient === "?")).toHaveLength(2);
  });

  it("has no sum of terms that are not known", () => {
    const position = shared.steps.findIndex(({kind}) => kind === "accumulate") + 1;
    expect(runningSum(trace, copy.id, trace.steps.length)).toBe(BLANK);
    expect(runningSum(shared, copy.id, position)).not.toBe(BLANK);
  });

  it("says at the step what is asked, and not how it comes about", () => {
    const step = trace.steps[stepOf(term?.id ?? "")];
    expect(step?.text).toContain(`What comes along ${term?.id}?`);
    expect(step?.math).toBe("");
    expect(shared.steps[stepOf(term?.id ?? "")]?.math).not.toBe("");
  });

  it("is known as such, and gives no gradient to the panel of values", () => {
    expect([isExercise(trace), isExercise(shared)]).toEqual([true, false]);
    const gradientOfX = (of: Trace): unknown =>
      rowsOf(of, frame(of, of.steps.length), numbersOf(of), request).find(({name}) => name === "x")?.gradient;
    const hidden = {
      ...trace,
      nodes: trace.nodes.map((node) => (node.name === "x" ? {...node, gradient: BLANK} : node)),
    };
    expect(gradientOfX(shared)).toBe(1);
    expect(gradientOfX(hidden)).toBeNull();
  });
});

describe("what can be left out at a box", () => {
  it("is its value, its gradients, its slopes and its pattern", () => {
    const gate = shared.nodes.find(({op}) => op === "mul");
    const titles = asksAt(shared, gate?.id ?? "").map(({title}) => title);
    expect(titles).toContain("its value");
    expect(titles).toContain("the gradients it hands back");
    expect(titles).toContain("its pattern");
  });

  it("is the terms at a copy, and nothing that a leaf does not have", () => {
    expect(asksAt(shared, copy.id).map(({title}) => title)).toContain("the terms of its sum");
    const leaf = shared.nodes.find(({name}) => name === "y");
    expect(asksAt(shared, leaf?.id ?? "")).toHaveLength(1);
    expect(asksAt(shared, "nothing")).toEqual([]);
  });
});

describe("an exercise under way", () => {
  const blanks = [blank({id: "b1", edge: "e1", step: 5}), blank({id: "b2", edge: "e2", step: 6})];
  const begun = startQuiz(exercise, request, "exercise", blanks, "");
  const answer = (quiz: Quiz, id: string, text: string, ...marks: BlankMark[]): Quiz =>
    reduceQuiz(reduceQuiz(quiz, {type: "commit", id, text}), {type: "marks", id, marks});

  it("goes on to the next blank, and is done after the last", () => {
    const one = answer(begun, "b1", "2", mark({right: true}));
    expect(focused(one)?.id).toBe("b2");
    expect(isDone(one)).toBe(false);
    const two = answer(one, "b2", "3", mark({right: true}), mark({id: "b2", mistake: "local-only"}));
    expect([isDone(two), focused(two)]).toEqual([true, null]);
    expect(scoreOf(two)).toEqual({right: 1, first: 1, follows: 0, of: 2});
  });

  it("counts what is right at the first try, and what follows", () => {
    const wrong = answer(begun, "b1", "9", mark({}));
    const better = answer(reduceQuiz(wrong, {type: "focus", id: "b1"}), "b1", "2", mark({right: true}));
    const last = answer(better, "b2", "3", mark({right: true}), mark({id: "b2", right: true, follows: true}));
    expect(scoreOf(last)).toEqual({right: 2, first: 1, follows: 1, of: 2});
    expect(last.feedback?.tone).toBe("follows");
  });

  it("takes nothing that cannot be read for an answer", () => {
    const odd = answer(begun, "b1", "two", mark({answered: false, mistake: "unreadable", sentence: "What?"}));
    expect([odd.answers.b1, odd.drafts.b1, odd.firstMarks.b1, odd.focus]).toEqual([undefined, "two", undefined, "b1"]);
    expect(odd.feedback?.tone).toBe("note");
  });

  it("asks for a turn of an order until it is right", () => {
    const orders = [blank({id: "b1", kind: "order", step: 5}), blank({id: "b2", kind: "order", step: 6})];
    const quiz = startQuiz(exercise, request, "exercise", orders, "");
    const early = answer(quiz, "b1", "n1", mark({mistake: "too-early"}));
    expect([focused(early)?.id, isDone(early)]).toEqual(["b1", false]);
    expect(focused(answer(early, "b1", "n2", mark({right: true})))?.id).toBe("b2");
  });

  it("leaves out what is not shown yet, by its place", () => {
    expect(remaining(begun)).toEqual(blanks.map(placeIn));
    const shown = reduceQuiz(begun, {type: "show", id: "b1", answer: "2.00"});
    expect(remaining(shown)).toEqual([{kind: "downstream", edge: "e2"}]);
    expect(shown.focus).toBe("b2");
  });

  it("leaves out the lines that the exercise names, and no others", () => {
    const line = {kind: "line", name: "dw"} as const;
    const ask = [line, "downstream"] as const;
    const left = {...blanks[0], id: "b9", kind: "line", line: 6} as Blank;
    const quiz: Quiz = {
      ...begun,
      blanks: [left],
      exercise: {...begun.exercise, fields: {...begun.exercise.fields, ask}},
    };
    expect(remaining(quiz)).toEqual([line]);
  });

  it("walks from blank to blank and stops at the ends", () => {
    expect(neighbourOf(begun, 1)).toBe("b2");
    expect(neighbourOf(begun, -1)).toBe("b1");
    expect(neighbourOf(reduceQuiz(begun, {type: "focus", id: null}), 1)).toBe("b1");
  });

  it("knows its picture, whatever became of unused values", () => {
    expect(samePicture({...request, values: {x: 3}}, request)).toBe(true);
    expect(samePicture({...request, values: {x: 4}}, request)).toBe(false);
    expect(samePicture({...request, view: "units"}, request)).toBe(false);
  });
});

describe("keys that go to a blank", () => {
  const typed = (kind: Blank["kind"], keys: string): string =>
    [...keys].reduce((text, key) => (takesKey(kind, text, key) ? text + key : text), "");

  it("are those of a number", () => {
    for (const text of ["-0.2", "1/5", "2e-1", "−0,2", ".5", "3.2·10^12", "2*10^-3"])
      expect(typed("downstream", text)).toBe(text);
    expect(typed("value", "f1x.2q.3")).toBe("1.23");
    expect(takesKey("value", "", "e")).toBe(false);
    expect(takesKey("value", "", "*")).toBe(false);
    expect(takesKey("value", "", "ArrowRight")).toBe(false);
  });

  it("are those of a shape and of a line, and none of a choice", () => {
    expect(typed("shape", "3x2")).toBe("3x2");
    expect(takesKey("shape", "", "x")).toBe(false);
    expect(typed("wrong_line", "1-2")).toBe("12");
    expect(takesKey("pattern", "", "1")).toBe(false);
  });
});

describe("slots", () => {
  const edge = term?.id ?? "";
  const one = blank({edge, step: stepOf(edge)});
  const quiz = startQuiz(exercise, request, "predict", [one], "");

  it("stand where the number stands, from its step on", () => {
    expect(slotsOf(shared, quiz, one.step)).toEqual([]);
    const [slot] = slotsOf(shared, quiz, one.step + 1);
    expect(slot?.at[0]).toBe(term?.label[0]);
    expect(slot?.at[1]).toBeGreaterThan(term?.label[1] ?? 0);
    expect([slot?.text, slot?.state, slot?.tone]).toEqual(["?", "focus", "gradient"]);
  });

  it("show what is typed, and keep what was wrong beside the right number", () => {
    const typed = reduceQuiz(quiz, {type: "type", text: "-2"});
    expect(slotsOf(shared, typed, 99)[0]?.text).toBe("−2");
    const committed = reduceQuiz(typed, {type: "commit", id: "b1", text: "-2"});
    const wrong = reduceQuiz(committed, {type: "marks", id: "b1", marks: [mark({})]});
    const shown = slotsOf(shared, reduceQuiz(wrong, {type: "show", id: "b1", answer: "1.00"}), 99);
    expect(shown.map(({text, state}) => [text, state])).toEqual([["−2", "note"]]);
    const right = reduceQuiz(committed, {type: "marks", id: "b1", marks: [mark({right: true})]});
    expect(slotsOf(shared, reduceQuiz(right, {type: "show", id: "b1", answer: "-2.00"}), 99)).toEqual([]);
  });

  it("keep what was wrong off the number of a wire close below", () => {
    const [x, y] = term?.label ?? [0, 0];
    const noted = reduceQuiz(reduceQuiz(quiz, {type: "commit", id: "b1", text: "0.1"}), {
      type: "marks",
      id: "b1",
      marks: [mark({})],
    });
    const wrong = reduceQuiz(noted, {type: "show", id: "b1", answer: "1.00"});
    const noteIn = (trace: Trace) => slotsOf(trace, wrong, 99).find(({state}) => state === "note")?.at ?? [0, 0];
    const [, apart] = noteIn({...shared, edges: term === undefined ? [] : [term]});
    expect(apart).toBeGreaterThan(y + 20);
    const other = shared.edges.find(({id}) => id !== term?.id);
    const close = {...other!, label: [x, y + 50] as [number, number]};
    const [left, top] = noteIn({...shared, nodes: [], edges: [term!, close]});
    expect(Math.abs(left - x)).toBeGreaterThan(30);
    expect(top).toBeLessThan(y + 20);
  });

  it("have a place for each kind that is a number, a shape or a pattern", () => {
    const gate = shared.nodes.find(({op}) => op === "mul");
    const [first, second] = plan(shared).inputs.get(gate?.id ?? "") ?? [];
    const place = (change: Partial<Blank>) => placeOf(shared, blank(change));
    expect(place({kind: "value", node: gate?.id ?? ""})?.[1]).toBeLessThan(
      plan(shared).outOf.get(gate?.id ?? "")?.[0]?.label[1] ?? 0,
    );
    const [a, b] = [first, second].map((wire) => place({kind: "local", edge: wire?.id ?? ""}));
    expect(Math.abs((a?.[1] ?? 0) - (b?.[1] ?? 0))).toBeGreaterThanOrEqual(19);
    expect(place({kind: "pattern", node: gate?.id ?? ""})?.[0]).toBe(gate?.x);
    expect(place({kind: "order"})).toBeNull();
  });
});

describe("marks without a server", () => {
  const product = shared.nodes.find(({op}) => op === "mul")?.id ?? "";
  const judge = (change: Partial<Blank>, answer: string) => {
    const quiz = {...startQuiz(exercise, request, "predict", [blank(change)], ""), answers: {b1: answer}};
    return localMarks(shared, quiz)?.map(({right, mistake}) => [right, mistake])[0] ?? null;
  };
  const first = shared.steps.find(({kind}) => kind === "backward")?.nodes[0] ?? "";

  it.each([
    [{kind: "value", node: product}, "-12", true, null],
    [{kind: "value", node: product}, "-12.004", true, null],
    [{kind: "value", node: product}, "12", false, "unknown"],
    [{kind: "value", node: product}, "twelve", false, "unreadable"],
    [{kind: "pattern", node: product}, "swap multiplier", true, null],
    [{kind: "pattern", node: product}, "swap", true, null],
    [{kind: "pattern", node: product}, "router", false, "unknown"],
    [{kind: "shape", edge: into?.id ?? ""}, "a number", true, null],
    [{kind: "shape", edge: into?.id ?? ""}, "3x2", false, "unknown"],
    [{kind: "order", step: 3}, first, true, null],
    [{kind: "order", step: 3}, product, false, "unknown"],
  ] as const)("%j: %s is right: %s", (change, answer, right, mistake) => {
    expect(judge(change, answer)).toEqual([right, mistake]);
  });

  it("leave a line of the program to the server", () => {
    expect(judge({kind: "line", line: 1}, "dx = y")).toBeNull();
  });
});

describe("the order of the backward pass", () => {
  const gates = shared.steps.filter(({kind}) => kind === "backward").map(({nodes}) => nodes[0] ?? "");
  const [first = "", second = "", third = ""] = gates;

  it("owes a gate what its consumers have not handed back, through copies", () => {
    expect(owedTo(shared, second, new Set([first]))).toEqual([]);
    const owed = owedTo(shared, second, new Set());
    expect(owed.map(({gate}) => gate)).toEqual([first]);
    expect(owedSentence(shared, owed)).toContain("the max gate");
  });

  it("gives the next turn to a gate to which nothing is owed", () => {
    expect(nextGate(shared, new Set())).toBe(first);
    expect(choosable(shared, new Set([first])).map(({answer}) => answer)).not.toContain(first);
  });

  it("draws the steps of the gates that were chosen, and the terms they bring", () => {
    const drawn = inOrder(shared, [first, third]);
    const backward = drawn.steps.filter(({phase}) => phase === "backward");
    expect(backward.map(({kind}) => kind).slice(0, 3)).toEqual(["seed", "backward", "backward"]);
    expect(backward.filter(({kind}) => kind === "accumulate")).toHaveLength(1);
    const all = inOrder(shared, gates);
    expect(frame(all, all.steps.length).wires.map(({gradient}) => gradient)).toEqual(
      frame(shared, shared.steps.length).wires.map(({gradient}) => gradient),
    );
  });

  it("follows the user's own order from blank to blank", () => {
    const steps = shared.steps.filter(({kind}) => kind === "backward").map(({index}) => index);
    const orders = steps.slice(1).map((step, at) => blank({id: `b${at + 1}`, kind: "order", step}));
    const quiz = startQuiz(exercise, request, "exercise", orders, "");
    expect(turnsOf(shared, quiz)).toEqual([first]);
    const own = {...quiz, answers: {b1: third}, marks: {b1: mark({right: true})}};
    expect(turnsOf(shared, own)).toEqual([first, third]);
    expect(turnsOf(shared, {...own, solutions: {b2: second}})).toEqual([first, third, second]);
  });
});

describe("a named mistake", () => {
  it("pulses where it happens", () => {
    const sum = blank({edge: into?.id ?? ""});
    expect(placesOf(shared, sum, "overwrote-at-copy")).toContain(copy.id);
    const gate = shared.nodes.find(({op}) => op === "mul")?.id ?? "";
    const [a, b] = plan(shared).inputs.get(gate) ?? [];
    expect(placesOf(shared, blank({edge: a?.id ?? ""}), "swapped-nothing")).toEqual([b?.id]);
    expect(placesOf(shared, sum, "unknown")).toEqual([]);
  });

  it("has a small exercise of its kind, with other numbers for each seed", () => {
    expect(drillFor("overwrote-at-copy", 3)?.fields.seed).toBe(3);
    expect(drillFor("overwrote-at-copy", 3)?.request.values).toEqual({});
    expect([drillFor("unknown", 3), drillFor(null, 3)]).toEqual([null, null]);
  });
});

it("the right answers are read off the whole trace", () => {
  const gate = shared.nodes.find(({op}) => op === "mul");
  expect(solutionOf(shared, blank({kind: "value", node: gate?.id ?? ""}))).toBe("−12.00");
  expect(solutionOf(shared, blank({kind: "pattern", node: gate?.id ?? ""}))).toBe("swap multiplier");
  expect(solutionOf(shared, blank({edge: into?.id ?? ""}))).toBe("1.00");
  expect(lineChoices("a = 1\n\nb = 2").map(({answer}) => answer)).toEqual(["1", "3"]);
});
