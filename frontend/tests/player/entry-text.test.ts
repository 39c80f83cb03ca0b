import {expect, test} from "vitest";
import {indexOf, sayArray, sayEntry, setWords} from "../../src/player/draw/entry-text";
import {frame} from "../../src/player/model/frame";
import {numbersOf} from "../../src/player/model/numbers";
import * as tape from "../../src/player/model/tape";
import {provideTape} from "../../src/player/model/tape-later";
import type {Trace, TraceEdge} from "../../src/shared/contract";
import {neuron, node, edge as wire} from "./fixtures/index";

provideTape(tape);

const edge = (id: string, source: string, target: string, more: Partial<TraceEdge>): TraceEdge =>
  wire(id, source, target, {slot: 0, shape: [2], local: null, ...more});
const step = (kind: "compute" | "seed" | "backward", nodes: string[]) => ({
  ...(neuron.steps[0] as Trace["steps"][number]),
  kind,
  phase: kind === "compute" ? ("forward" as const) : ("backward" as const),
  nodes,
  edges: [],
});

/** y = x * w, entry by entry. */
const trace: Trace = {
  ...neuron,
  nodes: [
    node("x", {kind: "leaf", value_step: 0, shape: [2], value: [1, 2], gradient: [50, 600]}),
    node("w", {kind: "leaf", value_step: 0, shape: [2], value: [-5, 6], gradient: [10, 200]}),
    node("y", {kind: "gate", value_step: 1, op: "mul", label: "×", shape: [2], value: [-5, 12], gradient: [10, 100]}),
    node("out", {
      kind: "output",
      value_step: 1,
      op: "output",
      label: "y",
      shape: [2],
      value: [-5, 12],
      gradient: [10, 100],
    }),
  ],
  edges: [
    edge("ex", "x", "y", {gradient_step: 3, value: [1, 2], upstream: [10, 100], downstream: [-50, 600]}),
    edge("ew", "w", "y", {gradient_step: 3, slot: 1, value: [-5, 6], upstream: [10, 100], downstream: [10, 200]}),
    edge("ey", "y", "out", {gradient_step: 2, value: [-5, 12], upstream: [10, 100], downstream: [10, 100]}),
  ],
  steps: [step("compute", ["y"]), step("seed", ["out"]), step("backward", ["y"])],
  tape: {
    ops: ["", "", "", "", "mul", "mul"],
    args: [[], [], [], [], [0, 2], [1, 3]],
    initial: [1, 2, -5, 6, 0, 0],
    leaves: {x: [0, 1], w: [2, 3]},
    output: [4, 5],
    upstream: [10, 100],
    guards: [],
    nodes: {x: [0, 1], w: [2, 3], y: [4, 5], out: [4, 5]},
    edges: {
      ex: {value: [0, 1], down: [[0], [2]], up: [4, 5], local: [0, 2]},
      ew: {value: [2, 3], down: [[1], [3]], up: [4, 5], local: [1, 3]},
      ey: {value: [4, 5], down: [], up: [], local: []},
    },
  },
};

const say = (id: string, entry: number, position: number) => {
  const shown = frame(trace, position);
  const wire = shown.wires.find((item) => item.edge.id === id);
  if (!wire) throw new Error(id);
  return sayEntry(trace, numbersOf(trace), wire, entry);
};

test("an entry says its value, what it touches and by which weight", () => {
  const {lines, marks} = say("ex", 0, 1);
  expect(lines.map(({text}) => text)).toEqual(["x[0] = 1", "It touches [0] of y by [0] of w."]);
  expect(marks).toEqual([
    {edge: "ex", entry: 0, look: "own"},
    {edge: "ey", entry: 0, look: "touched"},
    {edge: "ew", entry: 0, look: "weight"},
  ]);
});

test("once its gradient is there, it says what that is made of", () => {
  expect(say("ex", 0, 0).lines.some(({tone}) => tone === "gradient")).toBe(false);
  expect(say("ex", 0, 3).lines[1]?.text).toBe("gradient = 10.00 × (−5.00) = −50");
});

test("an entry of a result says what it is made of", () => {
  const {lines, marks} = say("ey", 1, 3);
  expect(lines.map(({text}) => text)).toContain("Made of [1] of x and [1] of w.");
  expect(marks.filter(({look}) => look === "source").map(({edge: id}) => id)).toEqual(["ex", "ew"]);
});

test("sets of entries are told as rows, columns or a list", () => {
  expect(setWords([0, 1, 2], [2, 3])).toBe("row 0");
  expect(setWords([1, 4], [2, 3])).toBe("column 1");
  expect(setWords([0, 1, 2, 3, 4, 5], [2, 3])).toBe("every entry");
  expect(setWords([0, 1, 2, 4, 5], [2, 3])).toBe("[0, 0], [0, 1], [0, 2], [1, 1] and 1 more");
  expect(indexOf(5, [2, 3])).toBe("[1, 2]");
});

test("an array as a whole says its least, mean and greatest entry", () => {
  const said = sayArray(trace, trace.edges[0] as TraceEdge, [1, 2], "gradient");
  expect(said.lines.map(({text}) => text)).toEqual(["gradient of x, 2", "min 1.00 · mean 1.50 · max 2.00"]);
});
