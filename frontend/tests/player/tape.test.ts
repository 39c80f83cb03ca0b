import {expect, test} from "vitest";
import {frame} from "../../src/player/model/frame";
import {evaluate, run} from "../../src/player/model/tape";
import type {Tape, Trace} from "../../src/shared/contract";
import {must, neuron, OPS, repeated, shared} from "./fixtures";

const live = (trace: Trace, leaves = {}) => evaluate(trace, leaves, undefined, OPS);

test.each([
  ["neuron", neuron],
  ["shared", shared],
  ["repeated", repeated],
])("with the document's own values the tape gives the document's numbers: %s", (_name, trace) => {
  const numbers = live(trace);
  for (const node of trace.nodes) {
    expect(numbers.nodes[node.id]?.value).toBe(node.value);
    expect(numbers.nodes[node.id]?.gradient).toBe(node.gradient);
  }
  for (const edge of trace.edges) {
    const {value, upstream, local, downstream} = must(numbers.edges[edge.id]);
    expect([value, upstream, local, downstream]).toEqual([edge.value, edge.upstream, edge.local, edge.downstream]);
  }
});

test("a moved leaf renews values and gradients", () => {
  const numbers = live(repeated, {x: [5]});
  expect(numbers.nodes.n1?.value).toBe(25);
  expect(numbers.nodes.n0?.gradient).toBe(10);
  const picture = frame(repeated, repeated.steps.length, numbers);
  expect(picture.nodes.map(({value}) => value)).toEqual(["5.00", "5.00", "25.00", "25.00"]);
});

test("gradients scale with the upstream that was given", () => {
  expect(evaluate(repeated, {}, [10], OPS).nodes.n0?.gradient).toBe(60);
});

test("names that a leaf shares with every object are no leaves", () => {
  expect(live(repeated, Object.create({x: [9]})).nodes.n0?.value).toBe(3);
});

test("what the output does not depend on gets 0, not NaN", () => {
  const tape: Tape = {
    ops: ["", "", "div", "exp"],
    args: [[], [], [1, 0], [0]],
    initial: [0, 1, 0, 0],
    leaves: {x: [0]},
    output: [3],
    upstream: [1],
    guards: [],
    nodes: {},
    edges: {},
  };
  const pass = run(tape, {}, undefined, OPS);
  expect([...pass.value]).toEqual([0, 1, Number.POSITIVE_INFINITY, 1]);
  expect([...pass.gradient]).toEqual([1, 0, 0, 1]);
});

test("a condition passes nothing back: where(sqrt(x) > 1, x, 2x) at 0 has the slope 2", () => {
  const tape: Tape = {
    ops: ["", "", "", "sqrt", "mul", "where_gt"],
    args: [[], [], [], [0], [2, 0], [3, 1, 0, 4]],
    initial: [0, 1, 2, 0, 0, 0],
    leaves: {x: [0]},
    output: [5],
    upstream: [1],
    guards: [],
    nodes: {},
    edges: {},
  };
  expect(run(tape).gradient[0]).toBe(2);
});

test("an op the page does not have is an error that names it", () => {
  const tape = {...must(repeated.tape ?? undefined), ops: ["", "toString", "mul"]};
  expect(() => run(tape, {}, undefined, OPS)).toThrow("toString");
});

test("a thousand entries run in about a millisecond", () => {
  const size = 1000;
  const tape: Tape = {
    ops: Array.from({length: size}, (_, i) => (i < 2 ? "" : i % 2 ? "add" : "mul")),
    args: Array.from({length: size}, (_, i) => (i < 2 ? [] : [i - 1, i - 2])),
    initial: Array.from({length: size}, (_, i) => (i < 2 ? 1e-3 : 0)),
    leaves: {x: [0], y: [1]},
    output: [size - 1],
    upstream: [1],
    guards: [],
    nodes: {},
    edges: {},
  };
  const times = Array.from({length: 60}, () => {
    const start = performance.now();
    run(tape, {x: [0.5]}, undefined, OPS);
    return performance.now() - start;
  });
  // The best of many: a busy machine must not fail it.
  expect(Math.min(...times)).toBeLessThan(1);
});

test("a wire whose gate passes it on as it is has the gate's gradient; an entry nobody reads has 0", () => {
  const [edge] = repeated.edges;
  if (!edge || !repeated.tape) throw new Error("fixture");
  const output = must(repeated.tape.output[0]);
  const places = {value: [output, 0], down: [[], []], up: [output], local: []};
  const trace = {...repeated, edges: [{...edge, shape: [2]}], tape: {...repeated.tape, edges: {[edge.id]: places}}};
  expect(evaluate(trace, {}, [7], OPS).edges[edge.id]?.downstream).toEqual([7, 0]);
});
