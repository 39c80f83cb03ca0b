import {describe, expect, it} from "vitest";
import {guardsHold} from "../../src/player/model/tape";
import type {Tape, TapeGuard} from "../../src/shared/contract";
import {OPS} from "./fixtures";

const tape = (...guards: readonly TapeGuard[]): Tape => ({
  ops: ["", "", "", "mul"],
  args: [[], [], [], [0, 1]],
  initial: [1, 2, 0, 0],
  leaves: {x: [0], y: [1], zero: [2]},
  output: [3],
  upstream: [1],
  nodes: {},
  edges: {},
  guards,
});

describe("a tape's guards", () => {
  it("hold while every comparison comes out as it did", () => {
    const positive = tape([">", [0], [2], true]);
    expect(guardsHold(positive, {x: [3]}, OPS)).toBe(true);
    expect(guardsHold(positive, {x: [0]}, OPS)).toBe(false);
    expect(guardsHold(tape(["<=", [3], [1], false]), {x: [2]}, OPS)).toBe(true);
    expect(guardsHold(tape(["<=", [3], [1], false]), {x: [1]}, OPS)).toBe(false);
  });

  it("compare a number with every entry of an array", () => {
    const all = tape([">", [0, 1], [2], true]);
    expect(guardsHold(all, {x: [1], y: [1]}, OPS)).toBe(true);
    expect(guardsHold(all, {x: [1], y: [-1]}, OPS)).toBe(false);
    expect(guardsHold(tape(["!=", [0, 1], [2], false]), {x: [0], y: [1]}, OPS)).toBe(true);
  });

  it("are not there, or are not understood", () => {
    expect(guardsHold(tape(), {}, OPS)).toBe(true);
    expect(guardsHold(tape(["in", [0], [1], true]), {}, OPS)).toBe(false);
  });
});
