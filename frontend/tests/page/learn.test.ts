import {describe, expect, it} from "vitest";
import {FRAME, placeOf, windowOf} from "../../src/page/learn/curve";
import {dropOf} from "../../src/page/learn/learn";
import type {Run} from "../../src/shared/contract";

const entries = [10, 1, 0.1].map((loss, update) => ({update, loss}));

const run = (iterations: readonly number[]): Run => ({
  parameters: ["w"],
  leaves: [{name: "w", shape: [], parameter: true, movable: true, free: true}],
  optimizer: "sgd",
  rule: "w = w - lr*g",
  settings: {lr: 0.1},
  of: 2,
  iterations,
  loss: [9, 5.76],
  learning_rate: [0.1, 0.1],
  values: {w: [3, 2.4]},
  gradients: {w: [6, 4.8]},
  state: {},
  ended: "iterations",
  text: "All 2 updates are done.",
  notices: [],
});

describe("the loss curve", () => {
  it("goes from the upper left to the lower right", () => {
    const frame = windowOf(entries, false);
    expect(placeOf(entries[0] as never, frame)).toEqual([FRAME.left, FRAME.top]);
    expect(placeOf(entries[2] as never, frame)).toEqual([FRAME.width - FRAME.right, FRAME.height - FRAME.bottom]);
  });

  it("puts powers of ten in equal steps on a logarithmic axis", () => {
    const frame = windowOf(entries, true);
    const [a, b, c] = entries.map((entry) => placeOf(entry, frame)[1]) as [number, number, number];
    expect(b - a).toBeCloseTo(c - b);
  });

  it("stays linear where a loss is not positive", () => {
    expect(windowOf([{update: 0, loss: -1}], true).logarithmic).toBe(false);
  });

  it("keeps a loss that is no number inside the frame", () => {
    const frame = windowOf([...entries, {update: 3, loss: Number.NaN}], false);
    expect(placeOf({update: 3, loss: Number.NaN}, frame)[1]).toBe(FRAME.top);
  });
});

describe("the promised and the real drop", () => {
  it("adds gradient times move", () => {
    expect(dropOf(run([0, 1]), 0)).toBe("Update 1: the gradients promise −3.60, the loss changes by −3.24.");
  });

  it("says nothing where updates between were not kept", () => {
    expect(dropOf(run([0, 50]), 0)).toBe("");
  });

  it("says how the run ended behind the last entry", () => {
    expect(dropOf(run([0, 1]), 1)).toBe("All 2 updates are done.");
  });
});
