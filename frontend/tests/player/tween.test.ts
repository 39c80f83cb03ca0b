import {describe, expect, it} from "vitest";
import {headBetween, pathBetween, tweenOf} from "../../src/player/animate/tween";
import {buttonLabel, nextButton} from "../../src/player/draw/functions";
import {clampOffset} from "../../src/player/draw/viewport";
import {correspondingStep, counterparts} from "../../src/player/model/correspondence";
import type {
  NodeKind,
  Point,
  Step,
  StepKind,
  Trace,
  TraceEdge,
  TraceFunction,
  TraceNode,
} from "../../src/shared/contract";
import {EDGE, NODE, TRACE} from "./fixtures/defaults";

/** sigmoid(w*x) + w, open: w and x to n2, its copy c0; n5 to n8 are the gates of f0. */
type Part = readonly [id: string, kind: NodeKind, x: number, args: readonly string[], inside?: string];

function trace(parts: readonly Part[], functions: readonly TraceFunction[], change: Partial<Trace> = {}): Trace {
  const nodes = parts.map(
    ([id, kind, x, , inside]): TraceNode => ({
      ...NODE,
      id,
      kind,
      op: id[0] === "c" ? "copy" : "op",
      name: null,
      label: id,
      title: id,
      pattern: null,
      value: 1,
      gradient: 1,
      shape: [],
      function: inside ?? null,
      windows: null,
      span: null,
      x,
      y: 50,
      width: 40,
      height: 40,
    }),
  );
  const at = (id: string): Point => [nodes.find((node) => node.id === id)?.x ?? 0, 50];
  const edges = parts.flatMap(([target, , , args]) =>
    args.map((source, slot): [string, string, number] => [source, target, slot]),
  );
  const wires = edges.map(
    ([source, target, slot], i): TraceEdge => ({
      ...EDGE,
      id: `e${i}`,
      source,
      target,
      slot,
      value: 1,
      upstream: 1,
      local: 1,
      rule: null,
      downstream: 1,
      shape: [],
      path: [at(source), at(target)],
      label: at(source),
    }),
  );
  const gates = parts.filter(([, kind]) => kind === "gate" || kind === "function").map(([id]) => id);
  const into = (id: string): string[] => wires.filter((wire) => wire.target === id).map((wire) => wire.id);
  const step = (kind: StepKind, node: string, ids: readonly string[]): Step => ({
    index: 0,
    phase: kind === "compute" ? "forward" : "backward",
    kind,
    nodes: [node],
    edges: ids,
    text: "",
    math: "",
    words: "",
    why: "",
  });
  const backward = [...gates].reverse().flatMap((id) => {
    if (id.startsWith("c")) return [];
    const terms = wires.filter((wire) => wire.target === id && wire.source.startsWith("c"));
    return [step("backward", id, into(id)), ...terms.map((wire) => step("accumulate", wire.source, [wire.id]))];
  });
  const steps = [...gates.map((id) => step("compute", id, into(id))), step("seed", "out", into("out")), ...backward];
  return {
    ...TRACE,
    source: "sigmoid(w*x) + w",
    output: "n9",
    value: 1,
    gradients: {},
    named: {},
    nodes,
    edges: wires,
    functions,
    steps,
    width: 900,
    height: 100,
    view: "gates",
    values: {},
    notices: [],
    tape: null,
    ...change,
  };
}

const sigmoid = (open: boolean, nodes: readonly string[]): TraceFunction => ({
  id: "f0",
  name: "sigmoid",
  open,
  nodes,
  parent: null,
  rest: [],
  recognised: false,
  count: 1,
  x: open ? 400 : 300,
  y: 50,
  width: open ? 300 : 90,
  height: 80,
});
const around: readonly Part[] = [
  ["n0", "leaf", 10, []],
  ["c0", "gate", 60, ["n0"]],
  ["n1", "leaf", 10, []],
  ["n2", "gate", 120, ["c0", "n1"]],
];
const opened = trace(
  [
    ...around,
    ["n5", "gate", 300, ["n2"], "f0"],
    ["n6", "gate", 360, ["n5"], "f0"],
    ["n8", "gate", 480, ["n6"], "f0"],
    ["n9", "gate", 600, ["n8", "c0"]],
    ["out", "output", 700, ["n9"]],
  ],
  [sigmoid(true, ["n5", "n6", "n8"])],
);
const closed = trace(
  [...around, ["f0", "function", 300, ["n2"]], ["n9", "gate", 420, ["f0", "c0"]], ["out", "output", 500, ["n9"]]],
  [sigmoid(false, ["f0"])],
);
const doing = (of: Trace, position: number): string => {
  const step = of.steps[position - 1];
  return step ? `${step.kind} ${step.nodes[0]} ${of.edges.find(({id}) => id === step.edges[0])?.target ?? ""}` : "";
};
const at = (of: Trace, what: string): number => of.steps.findIndex((_, i) => doing(of, i + 1).startsWith(what)) + 1;

describe("who stands in", () => {
  it("a gate for itself, a closed function for the gates it hides, the gates for one that was opened", () => {
    expect(counterparts("n2", opened, closed)).toEqual(["n2"]);
    expect(counterparts("n6", opened, closed)).toEqual(["f0"]);
    expect(counterparts("f0", closed, opened)).toEqual(["n5", "n6", "n8"]);
    expect(counterparts("zz", opened, closed)).toEqual([]);
  });
});

describe("the step a reader stands at, when a function is opened or closed", () => {
  it("keeps start and end", () => {
    expect(correspondingStep(opened, closed, 0)).toBe(0);
    expect(correspondingStep(opened, closed, opened.steps.length)).toBe(closed.steps.length);
  });

  it("keeps the same move of every gate that is in both", () => {
    for (const [from, to] of [
      [opened, closed],
      [closed, opened],
    ] as const)
      for (let step = 1; step <= from.steps.length; step++) {
        const gate = from.steps[step - 1]?.nodes[0] ?? "";
        if (gate === "f0" || ["n5", "n6", "n8"].includes(gate)) continue;
        expect(doing(to, correspondingStep(from, to, step) ?? -1)).toBe(doing(from, step).replace("n5", "f0"));
      }
  });

  it("is the own move of the closed function while one of its gates is at work", () => {
    expect(doing(closed, correspondingStep(opened, closed, at(opened, "compute n6")) ?? -1)).toMatch("compute f0");
    expect(doing(closed, correspondingStep(opened, closed, at(opened, "backward n8")) ?? -1)).toMatch("backward f0");
  });

  it("is the last of the gates inside when the closed function has done its move", () => {
    expect(doing(opened, correspondingStep(closed, opened, at(closed, "compute f0")) ?? -1)).toMatch("compute n8");
    expect(doing(opened, correspondingStep(closed, opened, at(closed, "backward f0")) ?? -1)).toMatch("backward n5");
  });

  it("does not take the ids of the unit view for the same gates", () => {
    expect(correspondingStep(opened, {...closed, view: "units"}, 3)).toBeNull();
  });
});

describe("from an open picture to a closed one", () => {
  const way = tweenOf(opened, closed);
  it("the closed function appears where the frame was and its gates go there", () => {
    expect(way?.boxes.find(({id}) => id === "f0")).toMatchObject({from: [400, 50], to: [300, 50], fade: 1});
    expect(way?.boxes.find(({id}) => id === "n6")).toEqual({id: "n6", from: [360, 50], to: [300, 50], fade: -1});
    expect(way?.boxes.find(({id}) => id === "n9")).toMatchObject({from: [600, 50], to: [420, 50], fade: 0});
    expect(way?.frames).toMatchObject([{id: "f0", from: {width: 300}, to: {width: 90}, fade: -1}]);
    expect(way?.anchor).toEqual([[400, 50], expect.objectContaining({x: 300, y: 50})]);
  });

  it("wires stay attached: the one into the frame becomes the one into the closed function", () => {
    const into = closed.edges.find(({target}) => target === "f0");
    const move = way?.wires.find(({id, fade}) => id === into?.id && fade >= 0);
    expect(move?.fade).toBe(0);
    expect(move?.from[move.from.length - 1]).toEqual([300, 50]);
    expect(way?.wires.filter(({fade}) => fade < 0).map(({to}) => to[0])).toEqual([
      [300, 50],
      [300, 50],
    ]);
  });

  it("every wire of both pictures is in it once", () => {
    const here = way?.wires.filter(({fade}) => fade >= 0).map(({id}) => id);
    expect(here).toEqual(closed.edges.map(({id}) => id));
    const same = way?.wires.filter(({fade}) => fade === 0).length ?? 0;
    const gone = way?.wires.filter(({fade}) => fade < 0).length ?? 0;
    expect(same + gone).toBe(opened.edges.length);
  });

  it("begins at the old picture and ends at the new one", () => {
    const move = way?.wires.find(({id}) => id === "e0");
    if (!move) throw new Error("no wire");
    expect(pathBetween(move, 0)).toMatch(/^M10,50L.*60,50$/);
    expect(headBetween(move, 1)).toEqual([60, 50]);
  });
});

it("nothing glides to another formula, to the same picture, or between too many boxes", () => {
  expect(tweenOf(opened, {...closed, source: "x"})).toBeNull();
  expect(tweenOf(opened, opened)).toBeNull();
  expect(tweenOf(opened, {...opened, values: {w: 2}})).toBeNull();
  const huge = {...closed, edges: Array.from({length: 2000}, () => closed.edges[0] as TraceEdge)};
  expect(tweenOf(opened, huge)).toBeNull();
});

it("the buttons say what they do and arrows go from frame to frame", () => {
  expect(buttonLabel(sigmoid(true, []))).toBe("sigmoid: close to one gate");
  expect(buttonLabel(sigmoid(false, []))).toBe("sigmoid: open to its gates");
  const two = [sigmoid(true, []), {...sigmoid(true, []), id: "f1"}, sigmoid(false, [])];
  expect(nextButton(two, "f0", "ArrowDown")).toBe("f1");
  expect(nextButton(two, "f1", "ArrowRight")).toBeNull();
});

it("a picture that is held in place stays inside the window, or fills it", () => {
  expect(clampOffset(-500, 300, 800)).toBe(20);
  expect(clampOffset(700, 300, 800)).toBe(480);
  expect(clampOffset(100, 2000, 800)).toBe(20);
  expect(clampOffset(-3000, 2000, 800)).toBe(-1220);
});
