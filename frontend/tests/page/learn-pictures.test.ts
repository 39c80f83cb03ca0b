// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {levelPaths} from "../../src/page/learn/contour";
import {curvatureAt, symmetricEigenvalues} from "../../src/page/learn/curvature";
import {lossCurve} from "../../src/page/learn/curve";
import {captionOf, clockWords} from "../../src/page/learn/fan";
import {penaltyOf} from "../../src/page/learn/loss-parts";
import {type LossTape, lossTape} from "../../src/page/learn/loss-tape";
import {seriesOf} from "../../src/page/learn/over-time";
import {planeOf} from "../../src/page/learn/plane";
import {entryUnder, scale, ticks} from "../../src/page/learn/plot";
import {meanLoss, pointNetwork, rightOnes, shareOf} from "../../src/page/learn/point-network";
import {fourRates, limitWords} from "../../src/page/learn/rates";
import {ruleRows, withNumbers} from "../../src/page/learn/rule-rows";
import {bestRate, runRule} from "../../src/page/learn/rule-run";
import {DIALS, dialIn, otherPoints, withDial} from "../../src/page/learn/source-dials";
import {stripOf} from "../../src/page/learn/strip";
import type {Fan, Field, Run, Trace} from "../../src/shared/contract";

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
  leaves: [{name: "w", shape: [], parameter: true, movable: true, free: true, classes: null}],
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
    expect(x.invert(60)).toBeCloseTo(10);
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

/** w = w - lr*g. */
const sgd = {
  ops: ["", "", "", "mul", "sub"],
  args: [[], [], [], [1, 2], [0, 3]],
  initial: [0, 0, 0, 0, 0],
  leaves: {w: [0], lr: [1], g: [2]},
  statements: [{name: "w", text: "w - lr * g", entry: 4}],
  becomes: {w: 4},
};
/** v = 0.9*v + g; w = w - lr*v. */
const momentum = {
  ops: ["", "", "mul", "", "add", "", "", "mul", "sub"],
  args: [[], [], [0, 1], [], [2, 3], [], [], [6, 4], [5, 7]],
  initial: [0.9, 0, 0, 0, 0, 0, 0, 0, 0],
  leaves: {v: [1], g: [3], w: [5], lr: [6]},
  statements: [
    {name: "v", text: "0.9 * v + g", entry: 4},
    {name: "w", text: "w - lr * v", entry: 8},
  ],
  becomes: {w: 8, v: 4},
};
const parabola = lossTape(trace, run, {values: {c: 3}} as never) as LossTape; // (w - 3)²: curvature 2

describe("a run in the browser", () => {
  it("does what the rule says, with what it remembers", () => {
    const {losses, points} = runRule(parabola, momentum, {lr: 0.1}, [5], 2);
    expect(losses.map((loss) => Number(loss.toFixed(6)))).toEqual([4, 2.56, 0.8464]);
    expect(points.map(([w]) => Number((w as number).toFixed(6)))).toEqual([5, 4.6, 3.92]);
  });

  it("says at which update it diverged", () => {
    expect(runRule(parabola, sgd, {lr: 0.9}, [5], 200).diverged).toBeNull();
    expect(runRule(parabola, sgd, {lr: 1.5}, [5], 200).diverged).toBeGreaterThan(10);
  });

  it("finds a good rate by trying", () => {
    expect(bestRate(parabola, sgd, {}, [5], 5)).toBeCloseTo(0.56);
  });

  it("runs a race of five in a frame or little more", () => {
    const times = Array.from({length: 10}, () => {
      const began = performance.now();
      for (let racer = 0; racer < 5; racer++) runRule(parabola, momentum, {lr: 0.01}, [5], 200);
      return performance.now() - began;
    });
    expect(Math.min(...times)).toBeLessThan(50); // a busy machine is slower than a frame
  });
});

describe("the four learning rates", () => {
  it("are in order, and the too high one lies above 2/curvature", () => {
    const rates = fourRates(parabola, sgd, {}, [5], 30);
    expect(rates.map(({kind}) => kind)).toEqual(["low", "good", "high", "too high"]);
    expect(rates.map(({lr}) => lr)).toEqual([...rates.map(({lr}) => lr)].sort((a, b) => a - b));
    expect(rates[2]?.lr).toBeLessThan(1);
    expect(rates[3]?.lr).toBeGreaterThanOrEqual(1);
  });

  it("have their exact limit on a parabola", () => {
    const curvature = curvatureAt(parabola, [5]);
    expect(curvature?.parabola).toBe(true);
    expect(curvature?.largest).toBeCloseTo(2, 6);
    expect(limitWords(curvature, 0.5, true)[0]?.textContent).toContain("is below it");
    expect(limitWords(curvature, 1.5, true)[0]?.textContent).toContain("is above it");
    expect(limitWords(curvature, 0.5, false)).toEqual([]);
    const saddle = {largest: 2, smallest: -1, parabola: true};
    expect(limitWords(saddle, 0.5, true)[0]?.textContent).toContain("at no learning rate");
  });

  it("know the eigenvalues of a symmetric matrix", () => {
    const found = symmetricEigenvalues([
      [2, 1, 0],
      [1, 2, 0],
      [0, 0, 5],
    ]);
    expect(found.map((x) => Number(x.toFixed(9))).sort()).toEqual([1, 3, 5]);
  });
});

describe("the optimizer at work", () => {
  const made = {
    ...run,
    settings: {lr: 0.1},
    of: 2,
    learning_rate: [0.1, 0.1, 0.1],
    state: {v: {w: [0, 4, 5.6]}},
  } as unknown as Run;

  it("has the numbers in its lines, those of earlier lines the new ones", () => {
    const [row] = ruleRows(made, momentum, 0);
    expect(row?.lines).toEqual([4, 4.6]);
    expect(withNumbers(momentum, row as never, 0)).toBe("0.9·0 + 4.00");
    expect(withNumbers(momentum, row as never, 1)).toBe("5.00 − 0.1·4");
  });

  it("remembers what the run kept", () => {
    expect(ruleRows(made, momentum, 1)[0]?.lines[0]).toBeCloseTo(0.9 * 4 + 2);
  });
});

describe("the network over its plane", () => {
  /** The loss of a point (x, y) with the label c: (w·x + y - c)² + w². */
  const tapeFor = (label: number) => ({
    ops: ["", "", "", "", "mul", "add", "sub", "mul", "mul", "add"],
    args: [[], [], [], [], [0, 1], [4, 2], [5, 3], [6, 6], [0, 0], [7, 8]],
    initial: [0, 0, 0, label, 0, 0, 0, 0, 0, 0],
    leaves: {w: [0], X: [1, 2]},
    outputs: {loss: [9], ...(label === 0 && {penalty: [8], "layer 0": [4, 5]})},
  });
  const field = {
    points_name: "X",
    points: [
      [1, 0],
      [-1, 0],
    ],
    classes: [1, 0],
    tapes: [tapeFor(0), tapeFor(1)],
  } as unknown as Field;

  it("decides for the label whose loss is smaller, with the parameters it has now", () => {
    const network = pointNetwork(field);
    network.take({w: 2});
    network.run([0], [1]);
    expect([network.loss(0, 0), network.loss(1, 0)]).toEqual([5, 4]);
    expect(network.decision(0)).toBe(1);
    expect(network.margin(1, 0)).toBe(1);
    expect(rightOnes(network, field)).toEqual([true, true]);
    network.take({w: -2});
    expect(rightOnes(network, field)).toEqual([false, false]);
    expect(meanLoss(network, field)).toBe((9 + 4) / 2 + 4);
  });

  it("gives many points at once what each has alone, and its layers and penalty", () => {
    const network = pointNetwork(field);
    network.take({w: 3});
    const alone = [1, 2, 3].map((x) => {
      network.run([x], [10 * x]);
      return [network.loss(1, 0), network.at("layer 0", 1, 0)];
    });
    network.run([1, 2, 3], [10, 20, 30]);
    expect([0, 1, 2].map((point) => [network.loss(1, point), network.at("layer 0", 1, point)])).toEqual(alone);
    expect(penaltyOf(network)).toBe(9);
    expect(network.size("hidden")).toBe(0);
  });

  it("decides nothing where no loss is a number", () => {
    const network = pointNetwork(field);
    network.take({w: Number.NaN});
    expect(rightOnes(network, field)).toEqual([false, false]);
    expect(network.decision(0)).toBe(-1);
  });

  it("is as sure as the losses differ", () => {
    expect(shareOf(0)).toBe(0.5);
    expect(shareOf(Math.log(0.8) - Math.log(0.2))).toBeCloseTo(0.8);
  });
});

describe("the dials of a program", () => {
  const source = "units = 6\nlam = 1e-3\nX, y = moons(100, noise=0.2, seed=1)\nL = lam*units";

  it("are lines that set units and penalty, and turn nothing else", () => {
    expect(dialIn(source, DIALS.units)?.value).toBe(6);
    expect(dialIn(source, DIALS.penalty)?.value).toBe(0.001);
    expect(withDial(source, DIALS.units, 20)).toBe(source.replace("units = 6", "units = 20"));
    expect(dialIn("lam = 2*x", DIALS.penalty)).toBeNull();
  });

  it("make nine programs of one", () => {
    const rows = stripOf(source);
    expect(
      rows
        .flat()
        .map(({units, penalty}) => [units, penalty])
        .slice(0, 4),
    ).toEqual([
      [3, 0.001],
      [6, 0.001],
      [20, 0.001],
      [3, 0.01],
    ]);
    expect(rows.flat()[8]?.source).toContain("units = 20\nlam = 0.1\n");
  });

  it("draw other points of the same kind for what is held out", () => {
    expect(otherPoints(source)).toContain("moons(100, noise=0.2, seed=1001)");
    expect(otherPoints("xor(20)")).toBe("xor(20, seed=1000)");
    expect(otherPoints("X, y = moons(200, 0.2, 0)")).toBe("X, y = moons(200, 0.2, 1000)");
    expect(otherPoints("mean(x)")).toBeNull();
  });
});

describe("minibatches", () => {
  const fan = {
    examples: 64,
    batch: 4,
    whole: 2,
    fan: [
      [2, 1],
      [2.2, -1],
    ],
    mean: [2.1, 0],
    spreads: [
      {batch: 1, spread: 2},
      {batch: 4, spread: 1},
    ],
  } as unknown as Fan;

  it("say how far they lie off the whole gradient, and their mean", () => {
    const words = captionOf(fan, 3);
    expect(words).toContain("around that of all 64 (red, length 2.00)");
    expect(words).toContain("They lie 1.00 off it, their mean (violet) 0.10.");
  });

  it("count updates and examples by two clocks", () => {
    const clock = (batch: number | null) => clockWords(fan, run, 2, batch);
    expect(clock(null)).toContain("2 updates, 128 examples seen");
    expect(clock(8)).toContain("2 updates, 16 examples seen");
    expect(clock(48)).toContain("2 updates, 64 examples seen"); // 48 and 16: the last part of an epoch is smaller
    expect(clock(8)).toContain("as many as an epoch of 16 updates with 4");
  });
});

describe("a run without a loss", () => {
  it("draws no curve, and says so", () => {
    const entries = [0, 1, 2].map((update) => ({update, loss: Number.NaN, rate: Number.NaN}));
    const curve = lossCurve(entries, {index: 1, logarithmic: false, predictedLoss: null});
    expect(curve.querySelector(".losses, .here")).toBeNull();
    expect(curve.textContent).toContain("no loss");
  });
});

describe("a run whose arrays are too large to keep many of", () => {
  it("has the loss of the updates between its entries, and no learning rate where none is known", () => {
    const entries = [
      {update: 0, loss: 9, rate: Number.NaN},
      {update: 100, loss: 1, rate: Number.NaN},
    ];
    const losses = [0, 25, 50, 75, 100].map((update) => ({update, loss: 9 - update * 0.08}));
    const curve = lossCurve(entries, {index: 1, logarithmic: false, predictedLoss: null, losses});
    expect(curve.querySelector(".losses")?.getAttribute("points")?.split(" ")).toHaveLength(5);
    expect(curve.querySelector(".rates")).toBeNull();
  });
});
