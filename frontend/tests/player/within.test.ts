/** A product that is shown beside its gate stands where all of it can be read, or it is not shown. */
import {expect, it} from "vitest";
import {clearScale, within} from "../../src/player/animate/playback";
import type {TraceNode} from "../../src/shared/contract";
import {traceOf} from "../traces";

it("what would be cut at an edge is moved inside, what is whole stays", () => {
  expect(within(5, 30, 0, 200)).toBe(30);
  expect(within(190, 30, 0, 200)).toBe(170);
  expect(within(100, 30, 0, 200)).toBe(100);
});

it("what is wider than the window has no place in it", () => {
  expect(within(100, 101, 0, 200)).toBeNull();
  expect(within(7, 1000, -Infinity, Infinity)).toBe(7);
});

it("a token never covers the sign of the gate it comes from", () => {
  const gate = {...(traceOf("neuron").nodes[0] as TraceNode), x: 100, y: 100, width: 50, height: 44};
  const half = [80, 11] as const;
  expect(clearScale(gate, [100, 100], half)).toBe(0);
  for (const x of [125, 150, 175]) {
    const scale = clearScale(gate, [x, 100], half);
    expect(x - 100 - scale * half[0]).toBeGreaterThanOrEqual(0.3 * 50 - 1e-9);
  }
  expect(clearScale(gate, [200, 100], half)).toBe(1);
  expect(clearScale(gate, [100, 130], half)).toBe(1);
  expect(clearScale(undefined, [100, 100], half)).toBe(1);
});
