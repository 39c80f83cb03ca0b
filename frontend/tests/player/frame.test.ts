import {expect, test} from "vitest";
import {type Frame, frame} from "../../src/player/model/frame";
import {runningSum} from "../../src/player/model/numbers";
import {plan} from "../../src/player/model/plan";
import type {Trace} from "../../src/shared/contract";
import {traceOf} from "../traces";
import {neuron, repeated, shared} from "./fixtures";

const wire = (trace: Trace, position: number, from: string, to: string) =>
  frame(trace, position).wires.find(({edge}) => edge.source === from && edge.target === to);
const box = (picture: Frame, id: string) => picture.nodes.find(({node}) => node.id === id);
const seedAt = (trace: Trace): number => trace.steps.findIndex((step) => step.kind === "seed") + 1;

test("at the start only the leaves have values and nothing has a gradient", () => {
  const picture = frame(neuron, 0);
  expect(picture.nodes.filter(({value}) => value !== null).map(({node}) => node.id)).toEqual([
    "n0",
    "n1",
    "n3",
    "n4",
    "n7",
  ]);
  expect(picture.wires.filter(({gradient}) => gradient !== null)).toEqual([]);
  expect(picture.nodes.filter(({active}) => active !== null)).toEqual([]);
  expect(picture.phase).toBeNull();
});

test("a gate's value is seen once its step is done, on the gate and on the wires that leave it", () => {
  expect(wire(neuron, 0, "n2", "n6")?.value).toBeNull();
  expect(wire(neuron, 1, "n2", "n6")?.value).toBe("−2.00");
  expect(box(frame(neuron, 1), "n2")?.active).toBe("forward");
  expect(box(frame(neuron, 7), "out")?.value).toBeNull();
  expect(box(frame(neuron, 8), "out")?.value).toBe("0.73");
});

test("before the backward pass reaches a wire it has no gradient on it", () => {
  for (let position = 0; position <= neuron.steps.length; position++) {
    const count = frame(neuron, position).wires.filter(({gradient}) => gradient !== null).length;
    const seen = neuron.steps.slice(0, position).filter(({phase}) => phase === "backward");
    expect(count).toBe(seen.reduce((sum, step) => sum + step.edges.length, 0));
  }
});

test("the seed puts 1 on the wire into the output", () => {
  expect(wire(neuron, seedAt(neuron), "n14", "out")?.gradient).toBe("1.00");
  expect(wire(neuron, seedAt(neuron) - 1, "n14", "out")?.gradient).toBeNull();
});

test("the lecture's numbers stand on the leaves' wires at the end", () => {
  const picture = frame(neuron, neuron.steps.length);
  const leaves = picture.nodes.filter(({node}) => node.kind === "leaf");
  expect(leaves.map(({gradient}) => gradient)).toEqual(["−0.20", "0.39", "−0.39", "−0.59", "0.20"]);
});

test("a copy's in-wire shows the running sum, marked as partial until the last term", () => {
  const terms = repeated.steps.flatMap((step, i) => (step.kind === "accumulate" ? [i + 1] : []));
  expect(terms.length).toBe(2);
  const [first = 0, second = 0] = terms;
  expect(wire(repeated, first - 1, "n0", "c0")?.gradient).toBeNull();
  expect(wire(repeated, first, "n0", "c0")).toMatchObject({gradient: "3.00", partial: true});
  expect(wire(repeated, second, "n0", "c0")).toMatchObject({gradient: "6.00", partial: false});
  expect(box(frame(repeated, first), "n0")?.gradient).toBeNull();
  expect(box(frame(repeated, second), "n0")?.gradient).toBe("6.00");
});

test("a running sum does not look ahead", () => {
  expect(runningSum(shared, "c0", 0)).toBeNull();
  expect(runningSum(shared, "c0", shared.steps.length)).toBe(1);
});

test("positions outside the trace show its ends", () => {
  expect(frame(neuron, -3)).toEqual(frame(neuron, 0));
  expect(frame(neuron, 99)).toEqual(frame(neuron, neuron.steps.length));
});

test("every position has a sentence", () => {
  for (let position = 0; position <= neuron.steps.length; position++)
    expect(frame(neuron, position).caption.length).toBeGreaterThan(10);
});

test("a gate's wire has the program's own name, or its letter; a leaf, a copy and the output say it themselves", () => {
  const {wires} = frame(traceOf("shared"), 0);
  const {node} = plan(traceOf("shared"));
  expect(wires.some(({name}) => name !== "")).toBe(true);
  for (const {edge, name} of wires) {
    const source = node.get(edge.source);
    const isSaid = source?.kind === "leaf" || source?.op === "copy" || edge.target === "out";
    expect(name).toBe(isSaid ? "" : (edge.name ?? edge.letter));
  }
});
