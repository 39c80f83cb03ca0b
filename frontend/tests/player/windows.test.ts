import {describe, expect, it} from "vitest";
import {numbersOf} from "../../src/player/model/numbers";
import {entryOf, numberAt} from "../../src/player/model/planes";
import {type Sweep, type Sweeping, sweepOf, type WindowLook} from "../../src/player/model/windows";
import type {Trace, TraceNode} from "../../src/shared/contract";
import {flatten} from "../../src/shared/contract";
import {traceOf} from "../traces";

const trace = traceOf("windows");
const live = numbersOf(trace);
const gates = trace.nodes.filter((node) => node.windows !== null);
const gatesThatGive = (gives: NonNullable<TraceNode["windows"]>["gives"]): readonly TraceNode[] =>
  gates.filter((node) => node.windows?.gives === gives);

function sweeping(id: string, sweep: Sweep, of: Trace = trace): Sweeping {
  const result = sweepOf(of, id, sweep, live);
  if (result === null) throw new Error(`no windows at ${id}`);
  return result;
}

/** Every place of a sweep in every example and channel. */
function looks({places, choices, look}: Sweeping): WindowLook[] {
  const [first = 1, second = 1] = choices.map(({count}) => count);
  const all: WindowLook[] = [];
  for (let a = 0; a < first; a++)
    for (let b = 0; b < second; b++) for (let at = 0; at < places; at++) all.push(look(at, [a, b]));
  return all;
}

const sum = (look: WindowLook): number =>
  look.pairs.reduce(
    (total, {left, right}) =>
      look.meetings.reduce(
        (part, [at, other]) => part + (numberAt(left, at) ?? 0) * (right === null ? 0 : (numberAt(right, other) ?? 0)),
        total,
      ),
    0,
  );

describe("a window that slides", () => {
  it("is that of one and two axes, with stride, padding, dilation and groups", () => {
    expect(gates.map(({windows}) => windows?.gives)).toEqual([
      "products",
      "largest",
      "mean",
      "products",
      "products",
      "products",
    ]);
    expect(gates.map(({windows}) => windows?.transposed)).toEqual([false, false, false, false, true, true]);
    expect(gates[0]?.windows).toMatchObject({stride: [2, 1], padding: [1, 1], dilation: [1, 2], groups: 2});
  });

  it.each(["result", "operand", "kernel"] as const)(
    "the products of the sweep over the %s make the engine's numbers",
    (sweep) => {
      for (const {id} of gatesThatGive("products")) {
        const all = looks(sweeping(id, sweep));
        for (const look of all) expect(look.value).toBeCloseTo(sum(look), 9);
        const entries = all.reduce((total, {value}) => total + (value ?? 0), 0);
        const [operand, kernel] = sweeping(id, sweep).wires;
        const whole = sweep === "result" ? live.nodes[id]?.value : (sweep === "operand" ? operand : kernel)?.downstream;
        expect(entries).toBeCloseTo(
          flatten(whole ?? 0).reduce((a, b) => a + b, 0),
          9,
        );
      }
    },
  );

  it("counts what meets, without the padding, and gives the first numbers of it", () => {
    const [gate] = gatesThatGive("products") as [TraceNode];
    const corner = sweeping(gate.id, "result").look(0, [0, 0]);
    expect(corner.meetings).toHaveLength(6);
    expect(corner.count).toBe(4); // two channels of two rows: the third row and the first column are padding
    expect(corner.terms).toHaveLength(4);
    expect(corner.terms.reduce((total, [a, b]) => total + a * (b ?? 0), 0)).toBeCloseTo(corner.value ?? Number.NaN);
  });

  it("lays the flipped kernel over the gradient, with zeros between its entries where the stride is more than 1", () => {
    const [gate] = gatesThatGive("products") as [TraceNode];
    const {look, isDilated} = sweeping(gate.id, "operand");
    expect(isDilated).toBe(true);
    const [pair] = look(0, [0, 0]).pairs;
    expect(pair?.left.axes[0].entry(1)).toBe(-1);
    expect(pair?.left.axes[0].entry(2)).toBe(1);
    expect(pair?.right?.axes.map(({entry}) => entry(0))).toEqual([2, 1]);
  });

  it("routes each gradient of max pooling to the entry that won, as the engine does", () => {
    for (const {id} of gatesThatGive("largest")) {
      for (const look of looks(sweeping(id, "result"))) {
        const [pair] = look.pairs;
        expect(pair && look.winner && numberAt(pair.left, look.winner)).toBe(look.value);
      }
      const back = sweeping(id, "operand");
      const routed = new Map<string, number>();
      for (const {winner, index, value} of looks(back)) {
        const key = [...index.slice(0, 2), ...(winner ?? [])].join();
        routed.set(key, (routed.get(key) ?? 0) + (value ?? 0));
      }
      const downstream = back.wires[0]?.downstream ?? 0;
      for (const [key, value] of routed) expect(entryOf(downstream, key.split(",").map(Number))).toBeCloseTo(value, 9);
      expect([...routed.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(
        flatten(downstream).reduce((a, b) => a + b, 0),
        9,
      );
      expect(back.overlaps).toBe(true);
    }
  });

  it("shows where it is without numbers where only shapes are known", () => {
    const [gate] = gatesThatGive("products") as [TraceNode];
    const abstract = {abstract: true as const, shape: [1, 4, 5, 5]};
    const bare = {
      nodes: {...live.nodes, [gate.id]: {value: abstract, gradient: abstract}},
      edges: Object.fromEntries(
        trace.edges.map((edge) => [edge.id, {value: abstract, upstream: abstract, local: null, downstream: abstract}]),
      ),
    };
    const look = sweepOf(trace, gate.id, "result", bare)?.look(3, [0, 1]);
    expect(look).toMatchObject({value: null, terms: [], place: [0, 3]});
    expect(look?.meetings).toHaveLength(6);
  });

  it("is that of no other gate", () => {
    expect(sweepOf(trace, trace.output, "result", live)).toBeNull();
  });
});
