import {describe, expect, it} from "vitest";
import {levelPaths} from "../../src/page/learn/contour";
import {lossTape} from "../../src/page/learn/loss-tape";
import {seriesOf} from "../../src/page/learn/over-time";
import {planeOf} from "../../src/page/learn/plane";
import {entryUnder, scale, ticks} from "../../src/page/learn/plot";
import type {Run, Trace} from "../../src/shared/contract";

/** L = (w - c)**2, with w to be learned. */
const trace = {
  tape: {
    ops: ["", "", "sub", "mul"],
    args: [[], [], [0, 1], [2, 2]],
    initial: [0, 3, 0, 0],
    leaves: {w: [0], c: [1]},
    output: [3],
    upstream: [1],
    guards: [],
  },
} as unknown as Trace;
const run = {
  parameters: ["w"],
  leaves: [{name: "w", shape: [], parameter: true, movable: true, free: true}],
  iterations: [0, 1, 2],
  loss: [4, 1, 0.25],
  values: {w: [5, 4, 3.5]},
  gradients: {w: [4, 2, 1]},
} as unknown as Run;

describe("axes", () => {
  it("have round numbers", () => {
    expect(ticks([0, 10])).toEqual([0, 5, 10]);
    expect(ticks([-0.31, 0.4]).map((x) => Number(x.toFixed(6)))).toEqual([-0.2, 0, 0.2, 0.4]);
  });

  it("lead back from a place to its number, logarithmic ones too", () => {
    const x = scale([0.01, 100], [0, 80], true);
    expect(x(1)).toBeCloseTo(40);
    expect(x.back(60)).toBeCloseTo(10);
  });

  it("of updates find the kept entry under a pointer", () => {
    expect(entryUnder([0, 10, 20], 58 / 420)).toBe(0);
    expect(entryUnder([0, 10, 20], 1)).toBe(2);
  });
});

describe("the loss as a function of its parameters", () => {
  it("has value and gradient anywhere, with the data that the run began with", () => {
    const tape = lossTape(trace, run, {values: {c: 2}} as never);
    expect(tape?.loss([5])).toBe(9);
    expect([...(tape?.slope([5]).gradient ?? [])]).toEqual([6]);
    expect(tape?.loss([2])).toBe(0);
  });

  it("is left to the server where a parameter is no leaf of the tape", () => {
    expect(lossTape(trace, {...run, parameters: ["v"]} as never, {values: {}} as never)).toBeNull();
  });
});

describe("a plane through a run", () => {
  it("is that of the parameters where there are two", () => {
    expect(
      planeOf([
        [1, 2],
        [3, 5],
      ])?.project([7, 8]),
    ).toEqual({s: 7, t: 8, off: 0});
  });

  it("holds start, end and the point farthest off the line, and tells how far another lies off it", () => {
    const plane = planeOf([
      [0, 0, 0],
      [1, 2, 0],
      [2, 0, 0],
    ]);
    expect(plane?.project([1, 2, 0])).toEqual({s: 1, t: 2, off: 0});
    expect(plane?.project([1, 0, 5])?.off).toBe(5);
  });

  it("is none where the run stays on one spot", () => {
    expect(
      planeOf([
        [1, 1, 1],
        [1, 1, 1],
      ]),
    ).toBeNull();
  });
});

describe("a map of the loss", () => {
  it("has closed outlines inside the frame", () => {
    const xs = [-2, -1, 0, 1, 2];
    const loss = xs.flatMap((y) => xs.map((x) => x * x + y * y));
    const side = scale([-2, 2], [0, 100]);
    const paths = levelPaths({xs, ys: xs, loss}, side, side);
    expect(paths[0]).toMatch(/^M.*Z$/);
    const numbers =
      paths
        .join("")
        .match(/-?[\d.]+/g)
        ?.map(Number) ?? [];
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-13);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(113);
  });
});

describe("gradients and updates over time", () => {
  it("are one line for each entry", () => {
    expect(seriesOf(run, "w", "gradient")).toEqual([[4, 2, 1]]);
    expect(seriesOf(run, "w", "move")).toEqual([[-1, -0.5, Number.NaN]]);
  });
});
