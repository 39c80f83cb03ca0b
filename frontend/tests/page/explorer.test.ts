import {describe, expect, it} from "vitest";
import {type Activation, at, curve, extent, statusAt, ticks} from "../../src/explorer/data";
import {clamp, MOST, namesOf, readState, reduce, writeState} from "../../src/explorer/state";
import {distance, STRIDES, walkOf} from "../../src/explorer/walk";
import type {Tape} from "../../src/shared/contract";

const tape = (ops: readonly string[], args: readonly (readonly number[])[], leaves: Tape["leaves"]): Tape => ({
  ops,
  args,
  initial: ops.map(() => 1),
  leaves,
  output: [ops.length - 1],
  upstream: [1],
  guards: [],
  nodes: {},
  edges: {},
});

const activation = (name: string, op: string, change: Partial<Activation> = {}): Activation => ({
  name,
  title: name,
  formula: "",
  textbook: "",
  local: "",
  local_math: "",
  why: "",
  stable: "",
  source: `${name}(x)`,
  insert: "",
  parameters: [],
  gates: {},
  expensive: 0,
  marks: [],
  trace: {tape: tape(["", op], [[], [0]], {x: [0]})},
  ...change,
});
const relu = activation("relu", "relu", {
  marks: [
    {kind: "dead", low: -12, high: 0, text: ""},
    {kind: "kink", low: 0, high: 0, text: ""},
  ],
});
const tanh = activation("tanh", "tanh", {
  marks: [
    {kind: "saturated", low: -12, high: -3, text: ""},
    {kind: "saturated", low: 3, high: 12, text: ""},
  ],
});
const leaky = activation("leaky", "mul", {
  parameters: [{name: "a", value: 0.1}],
  trace: {tape: tape(["", "", "mul"], [[], [], [0, 1]], {x: [0], a: [1]})},
});
const known = [relu, tanh, leaky];

describe("a curve", () => {
  it("has the value and the slope of the tape's own pass", () => {
    const {value, slope} = at(tanh, 0.5, {});
    expect(value).toBeCloseTo(Math.tanh(0.5), 14);
    expect(slope).toBeCloseTo(1 - Math.tanh(0.5) ** 2, 14);
  });

  it("takes a parameter as given, or as it is by itself", () => {
    expect(at(leaky, -2, {}).value).toBeCloseTo(-0.2, 14);
    expect(at(leaky, -2, {a: 0.5})).toMatchObject({value: -1, slope: 0.5});
  });

  it("breaks off at a kink, so that no line joins the two slopes", () => {
    const samples = curve(relu, {});
    const gap = samples.findIndex(({slope}) => Number.isNaN(slope));
    expect(samples[gap]?.x).toBe(0);
    expect(samples[gap - 1]?.slope).toBe(0);
    expect(samples[gap + 1]?.slope).toBe(1);
    expect(samples.map(({x}) => x)).toEqual(samples.map(({x}) => x).toSorted((a, b) => a - b));
  });
});

describe("what happens to a gradient", () => {
  const word = (of: Activation, x: number): string => statusAt(of, at(of, x, {}), false).word;
  it("is told at a kink, where it is dead, saturated, weak or passes", () => {
    expect(word(relu, 0)).toBe("at the kink");
    expect(word(relu, -1)).toMatch("dead");
    expect(word(tanh, 10)).toBe("saturated");
    expect(word(tanh, 2.5)).toMatch("hardly");
    expect(word(relu, 3)).toBe("passes 100 %");
  });
  it("does not use marks of other parameters than those on the screen", () => {
    expect(statusAt(tanh, at(tanh, 10, {}), true).word).toMatch("hardly");
  });
});

describe("the state", () => {
  const start = readState("?show=relu,tanh&x=2.5&leaky.a=0.3&focus=tanh", known);
  it("is read from an address and written back", () => {
    expect(start).toMatchObject({names: ["relu", "tanh"], focus: "tanh", x: 2.5, settings: {leaky: {a: 0.3}}});
    expect(readState(writeState(start), known)).toEqual({...start, settings: {}});
    const more = reduce(start, {type: "toggle", name: "leaky"});
    expect(readState(writeState(more), known)).toEqual(more);
  });

  it("begins somewhere sensible whatever the address says", () => {
    expect(readState("?show=nothing&x=words", known)).toMatchObject({names: ["sigmoid"], x: 0});
    expect(clamp(1e9)).toBe(11);
  });

  it("keeps the colour of what stays, and never shows nothing", () => {
    const less = reduce(start, {type: "toggle", name: "relu"});
    expect(less.names).toEqual([null, "tanh"]);
    expect(reduce(less, {type: "toggle", name: "leaky"}).names).toEqual(["leaky", "tanh"]);
    expect(reduce(less, {type: "toggle", name: "tanh"})).toBe(less);
  });

  it("shows no more curves than can be told apart", () => {
    const full = {...start, names: Array.from({length: MOST}, (_, i) => `n${i}`)};
    expect(namesOf(reduce(full, {type: "toggle", name: "relu"}))).toHaveLength(MOST);
  });
});

describe("the zig-zag", () => {
  const loss = tape(
    ["", "", "", "", "", "mul", "mul", "add", "sub", "mul"],
    [[], [], [], [], [], [0, 2], [1, 3], [5, 6], [7, 4], [8, 8]],
    {w1: [0], w2: [1], x1: [2], x2: [3], t: [4]},
  );
  const positive = walkOf(loss, activation("positive", "exp"));
  const both = walkOf(loss, tanh);

  it("with positive inputs both gradients have one sign at every step", () => {
    expect(positive.strides).toHaveLength(STRIDES);
    expect(positive.strides.every(({alike}) => alike)).toBe(true);
    expect(both.strides.every(({alike}) => alike)).toBe(false);
  });

  it("every gradient is upstream times input", () => {
    for (const {w, x, t, gradient} of both.strides) {
      const upstream = 2 * (w[0] * x[0] + w[1] * x[1] - t);
      expect(gradient[0]).toBeCloseTo(upstream * x[0], 12);
      expect(gradient[1]).toBeCloseTo(upstream * x[1], 12);
    }
    expect(distance(both.end, both.best)).toBeLessThan(0.2);
  });
});

it("axes have round places and air", () => {
  expect(ticks(-6, 6, 6)).toEqual([-6, -4, -2, 0, 2, 4, 6]);
  expect(extent([0, 1], 0)).toEqual([-0.08, 1.08]);
  expect(extent([Number.NaN, 2], 1)[1]).toBeGreaterThan(2);
});
