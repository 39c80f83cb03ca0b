/** The player on traces that the engine wrote. */
import {describe, expect, it} from "vitest";
import {counterparts, sameGraph} from "../../src/player/model/correspondence";
import {frame} from "../../src/player/model/frame";
import {numbersOf} from "../../src/player/model/numbers";
import {evaluate} from "../../src/player/model/tape";
import {documentNumbers, flatten, type Trace} from "../../src/shared/contract";
import {NAMES, traceOf} from "../traces";

/** Entries of a number or array; a zero has no sign, since the order of a sum decides it. */
const entries = (value: Parameters<typeof flatten>[0] | undefined): number[] => flatten(value ?? 0).map((x) => x + 0);

const leavesOf = (trace: Trace): Record<string, number[]> =>
  Object.fromEntries(Object.entries(trace.values).map(([name, value]) => [name, flatten(value)]));

describe.each(NAMES)("the trace %s", (name) => {
  const trace = traceOf(name);

  it("has every gradient on the picture at the end, and none before the backward pass", () => {
    const end = frame(trace, trace.steps.length, numbersOf(trace));
    expect(end.wires.every(({gradient}) => gradient !== null)).toBe(true);
    const forward = trace.steps.filter(({phase}) => phase === "forward").length;
    const middle = frame(trace, forward, numbersOf(trace));
    expect(middle.wires.filter(({gradient}) => gradient !== null)).toEqual([]);
  });

  it("gives the engine's numbers when its tape is run on the same values", () => {
    expect(trace.tape).not.toBeNull();
    const numbers = evaluate(trace, leavesOf(trace));
    const written = documentNumbers(trace);
    for (const {id} of trace.edges) {
      expect(entries(numbers.edges[id]?.downstream)).toEqual(entries(written.edges[id]?.downstream));
      expect(entries(numbers.edges[id]?.value)).toEqual(entries(written.edges[id]?.value));
    }
  });
});

it("a gate of the open function and the closed function stand for each other", () => {
  const [open, closed] = [traceOf("neuron"), traceOf("collapsed")];
  const gate = closed.nodes.find(({kind}) => kind === "function");
  const inside = open.functions[0]?.nodes ?? [];
  if (gate === undefined) throw new Error("nothing is closed");
  expect(sameGraph(open, closed)).toBe(true);
  expect(inside.length).toBeGreaterThan(1);
  for (const id of inside) expect(counterparts(id, open, closed)).toEqual([gate.id]);
});
