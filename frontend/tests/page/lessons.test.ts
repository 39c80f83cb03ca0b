// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {CONDITIONS, compares, isFormula, isMet, type SceneView, targetsOf} from "../../src/page/lessons/conditions";
import {fileName} from "../../src/page/lessons/own-file";
import {nextLesson, progressText, readProgress} from "../../src/page/lessons/progress";
import {packText, unpackText} from "../../src/shared/compressed-link";
import type {Condition, LessonRow, Scene} from "../../src/shared/contract";
import {traceOf} from "../traces";
import {QUESTION, stateOf} from "./samples";

const neuron = traceOf("neuron");
const state = stateOf({trace: neuron, traceRequest: QUESTION, player: {step: 4, playing: false, speed: 1}});

const condition = (change: Partial<Condition>): Condition => ({
  condition: "step",
  name: null,
  relation: null,
  value: null,
  text: "",
  sentence: "",
  target: "transport",
  ...change,
});

const scene = (change: Partial<Scene> = {}): Scene => ({
  title: "A scene",
  sentence: "A sentence.",
  request: QUESTION as Scene["request"],
  step: null,
  position: 0,
  ask: [],
  do: null,
  panel: null,
  notation: null,
  train: null,
  picture: null,
  choose: null,
  ...change,
});

const view = (change: Partial<SceneView> = {}): SceneView => ({
  state,
  scene: scene(),
  filled: () => false,
  training: {lr: null, optimizer: null, schedule: null, update: null},
  panels: {},
  choices: [],
  ...change,
});

const holds = (change: Partial<Condition>, seen: Partial<SceneView> = {}): boolean => {
  const one = condition(change);
  return CONDITIONS[one.condition](view(seen), one);
};

describe("a condition", () => {
  it("is met once so many steps are done", () => {
    expect([holds({value: 4}), holds({value: 5})]).toEqual([true, false]);
  });

  it("looks at values and gradients by their names", () => {
    const named = {name: "w0", relation: "above"} as const;
    expect(holds({condition: "value", ...named, value: 1})).toBe(true);
    expect(holds({condition: "value", ...named, value: 2})).toBe(false);
    expect(holds({condition: "gradient", ...named, relation: "below", value: 0})).toBe(true);
    expect(holds({condition: "value", name: "nobody", relation: "below", value: 1})).toBe(false);
  });

  it("knows a formula by its text, without spaces and with any name, once it was answered", () => {
    expect(isFormula("f = x*x*x", "x * x * x")).toBe(true);
    expect(isFormula("x*x*x", "x*x*x")).toBe(true);
    expect(isFormula("f = x*x", "x*x*x")).toBe(false);
    expect(isFormula("f = y == x", "x")).toBe(false);
    const typed = stateOf({request: {...QUESTION, source: "a*b"}, traceRequest: QUESTION, trace: neuron});
    expect(holds({condition: "formula", value: "a*b"}, {state: typed})).toBe(false);
    expect(holds({condition: "formula", value: QUESTION.source})).toBe(true);
  });

  it("compares with what two decimals show", () => {
    expect(compares(1.004, {relation: "is", value: 1})).toBe(true);
    expect(compares(1.006, {relation: "is", value: 1})).toBe(false);
    expect(compares(Number.NaN, {relation: "is", value: 1})).toBe(false);
  });

  it("looks at what is open and chosen", () => {
    const open = neuron.functions[0];
    expect(holds({condition: "open", name: open?.name ?? ""})).toBe(open?.open);
    expect(holds({condition: "close", name: open?.name ?? ""})).toBe(!open?.open);
    expect(holds({condition: "view", value: "gates"})).toBe(true);
    expect(holds({condition: "view", value: "units"})).toBe(false);
    expect(holds({condition: "notation", value: "partial"})).toBe(true);
    expect(holds({condition: "panel", value: "code"}, {panels: {code: true}})).toBe(true);
    expect(holds({condition: "panel", value: "explorer"})).toBe(false);
    expect(holds({condition: "select", value: "n1"}, {state: stateOf({selected: "n1"})})).toBe(true);
  });

  it("looks at training while it is open", () => {
    const training = {lr: 0.6, optimizer: "adam", schedule: "cosine", update: 12};
    expect(holds({condition: "lr", relation: "above", value: 0.5}, {training})).toBe(true);
    expect(holds({condition: "lr", relation: "above", value: 0.5})).toBe(false);
    expect(holds({condition: "update", relation: "above", value: 10}, {training})).toBe(true);
    expect(holds({condition: "optimizer", value: "adam"}, {training})).toBe(true);
    expect(holds({condition: "schedule", value: "step"}, {training})).toBe(false);
    expect(holds({condition: "loss", relation: "below", value: 1}, {training})).toBe(true); // the neuron gives 0.73
    expect(holds({condition: "loss", relation: "below", value: 0.5}, {training})).toBe(false);
  });
});

describe("a scene", () => {
  const ask: Scene["ask"] = [{kind: "term", edge: "e1", node: null, name: null, step: 3}];

  it("is met by its condition, else by its blanks, else it asks for nothing", () => {
    expect(isMet(view())).toBeNull();
    expect(isMet(view({scene: scene({ask})}))).toBe(false);
    expect(isMet(view({scene: scene({ask}), filled: (index) => index === null}))).toBe(true);
    const fill = condition({condition: "fill", value: 0});
    expect(isMet(view({scene: scene({ask, do: fill}), filled: (index) => index === 0}))).toBe(true);
    expect(isMet(view({scene: scene({do: condition({value: 9})})}))).toBe(false);
  });

  it("has a ring around one thing, whatever it is", () => {
    expect(targetsOf(condition({}), state)).toEqual(["#transport .cr-button.next"]);
    expect(targetsOf(condition({target: "view", value: "units"}), state)).toEqual(['#views [data-view="units"]']);
    expect(targetsOf(condition({target: "function", name: "sigmoid"}), state)[0]).toContain(".fold[data-function=");
    expect(targetsOf(condition({target: "learn", condition: "lr"}), state)).toContain("#learn-button");
    expect(targetsOf(condition({target: "learn", condition: "schedule"}), state)[1]).toMatch(
      /details:has\(.*\) > summary/,
    );
    expect(targetsOf(condition({target: "value", name: "x[1]"}), state)[0]).toBe('#value-list > li[data-name="x"]');
    expect(targetsOf(condition({target: "blank"}), state)).toEqual([]);
  });
});

describe("progress", () => {
  it("is read with care", () => {
    expect(readProgress(null)).toEqual({});
    expect(readProgress("nonsense")).toEqual({});
    expect(readProgress('{"a": {"at": 2, "finished": false}, "b": 3, "c": null}')).toEqual({
      a: {at: 2, finished: false},
    });
  });

  it("is told in a word", () => {
    expect(progressText(null, 5)).toBe("5 scenes");
    expect(progressText({at: 2, finished: false}, 5)).toBe("scene 3 of 5");
    expect(progressText({at: 0, finished: true}, 5)).toBe("done");
  });

  it("chooses the lesson to open next: one begun, else the first never opened", () => {
    const row = (id: string, problem: string | null = null): LessonRow => ({
      id,
      title: id,
      part: 1,
      summary: "",
      scenes: 3,
      problem,
    });
    const rows = [row("broken", "It cannot be read."), row("a"), row("b"), row("c")];
    const next = (text: string): string | undefined => nextLesson(rows, (id) => readProgress(text)[id] ?? null)?.id;
    expect(next("{}")).toBe("a");
    expect(next('{"a": {"at": 0, "finished": true}}')).toBe("b");
    expect(next('{"b": {"at": 1, "finished": false}}')).toBe("b");
    const all = Object.fromEntries(["a", "b", "c"].map((id) => [id, {at: 0, finished: true}]));
    expect(next(JSON.stringify(all))).toBeUndefined();
  });
});

describe("a file of one's own", () => {
  it("has a name that a lesson may have", () => {
    expect(fileName("Übung 3: Kettenregel.MD")).toBe("ubung-3-kettenregel.md");
    expect(fileName("07-two-paths.md")).toBe("07-two-paths.md");
    expect(fileName("….md")).toBe("lesson.md");
  });

  it("is held whole by a link", async () => {
    const text = "---\ntitle: Größe\n---\n## One\n> Σ";
    expect(await unpackText((await packText(text)) ?? "")).toBe(text);
    expect(await unpackText("no such thing")).toBeNull();
  });
});
