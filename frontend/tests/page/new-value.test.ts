import {describe, expect, it} from "vitest";
import {valueAndNext} from "../../src/page/learn/new-value";

describe("a value and what an update makes of it", () => {
  it.each([
    [1, 0.6, "1.00", "1.60"],
    [0.8, -0.002361, "0.8000", "0.7976"],
    [0.1, -0.000934, "0.10000", "0.09907"],
    [-0.5, 0.0012, "−0.5000", "−0.4988"],
    [0.8, 0, "0.80", "0.80"],
    [0.8, 1e-12, "0.80", "0.80"],
    [3, Number.NaN, "3.00", "NaN"],
    [5000, 0.001, "5000.0", "5000.0"],
  ])("%d moved by %d", (from, by, before, after) => {
    expect(valueAndNext(from, by)).toEqual([before, after]);
  });
});
