import {expect, test} from "vitest";
import {influence, sources} from "../../src/player/model/influence";
import {run} from "../../src/player/model/tape";
import type {Tape} from "../../src/shared/contract";
import {OPS} from "./fixtures";

const ops = {
  ...OPS,
  addn: {
    blocksInfinite: false,
    forward: (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b, 0),
    local: () => 1,
  },
};

/*  x (1×2) ──┐
 *            ├─ @ ── y (1×2)         y[0, m] = x[0, 0] w[0, m] + x[0, 1] w[1, m]
 *  w (2×2) ──┘                                                                   */
const product: Tape = {
  ops: ["", "", "", "", "", "", "mul", "mul", "addn", "mul", "mul", "addn"],
  args: [[], [], [], [], [], [], [0, 2], [1, 4], [6, 7], [0, 3], [1, 5], [9, 10]],
  initial: [1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0],
  leaves: {x: [0, 1], w: [2, 3, 4, 5]},
  output: [8, 11],
  upstream: [1, 10],
  guards: [],
  nodes: {x: [0, 1], w: [2, 3, 4, 5], y: [8, 11]},
  edges: {
    ex: {
      value: [0, 1],
      down: [
        [0, 6],
        [2, 8],
      ],
      up: [8, 11],
      local: [],
    },
    ew: {value: [2, 3, 4, 5], down: [[1], [7], [3], [9]], up: [8, 11], local: []},
    out: {value: [8, 11], down: [], up: [], local: []},
  },
};
const gate = {node: "y", inputs: ["ex", "ew"]};
const pass = run(product, {}, undefined, ops);

test("x[0, 0] touches the row of y by the row of w", () => {
  expect(influence(product, pass, gate, "ex", 0)).toEqual([
    {entry: 0, weight: 3, by: {edge: "ew", entry: 0}},
    {entry: 1, weight: 4, by: {edge: "ew", entry: 1}},
  ]);
});

test("w[1, 0] touches the column of y by x[0, 1]", () => {
  expect(influence(product, pass, gate, "ew", 2)).toEqual([{entry: 0, weight: 2, by: {edge: "ex", entry: 1}}]);
});

test("what an entry touches, times the gradients there, is its own gradient", () => {
  const upstream = [1, 10];
  for (const [edge, places] of Object.entries({ex: [0, 1], ew: [2, 3, 4, 5]}))
    places.forEach((place, entry) => {
      const sum = influence(product, pass, gate, edge, entry).reduce(
        (s, t) => s + t.weight * (upstream[t.entry] ?? 0),
        0,
      );
      expect(sum).toBe(pass.gradient[place]);
    });
});

test("an entry of the result is made of a row and a column", () => {
  expect(sources(product, gate, 1)).toEqual([
    {edge: "ex", entry: 0},
    {edge: "ex", entry: 1},
    {edge: "ew", entry: 1},
    {edge: "ew", entry: 3},
  ]);
});

test("an entry that is broadcast touches all its copies, one that is dropped none, one that is passed on itself", () => {
  const copies = {...OPS, copy: {blocksInfinite: false, forward: (x: ArrayLike<number>) => x[0] ?? 0, local: () => 1}};
  const tape: Tape = {
    ops: ["", "", "copy", "copy"],
    args: [[], [], [0], [0]],
    initial: [7, 8, 0, 0],
    leaves: {b: [0, 1]},
    output: [2, 3],
    upstream: [1, 1],
    guards: [],
    nodes: {b: [0, 1], s: [2, 3], out: [2, 3]},
    edges: {
      e: {value: [0, 1], down: [[0, 1], []], up: [2, 3], local: []},
      o: {value: [2, 3], down: [], up: [], local: []},
    },
  };
  const moved = run(tape, {}, undefined, copies);
  const broadcast = {node: "s", inputs: ["e"]};
  expect(influence(tape, moved, broadcast, "e", 0).map(({entry}) => entry)).toEqual([0, 1]);
  expect(influence(tape, moved, broadcast, "e", 1)).toEqual([]);
  expect(influence(tape, moved, {node: "out", inputs: ["o"]}, "o", 1)).toEqual([{entry: 1, weight: 1, by: null}]);
});

test("a repeated operand is told apart by its slot, and slopes along one way multiply", () => {
  const tape: Tape = {
    ops: ["", "mul", "neg"],
    args: [[], [0, 0], [1]],
    initial: [3, 0, 0],
    leaves: {x: [0]},
    output: [2],
    upstream: [1],
    guards: [],
    nodes: {x: [0], f: [2]},
    edges: {
      a: {value: [0], down: [[0]], up: [2], local: []},
      b: {value: [0], down: [[1]], up: [2], local: []},
    },
  };
  const squared = run(tape, {}, undefined, OPS);
  const closed = {node: "f", inputs: ["a", "b"]};
  expect(influence(tape, squared, closed, "a", 0)).toEqual([{entry: 0, weight: -3, by: null}]);
  expect(sources(tape, closed, 0)).toEqual([
    {edge: "a", entry: 0},
    {edge: "b", entry: 0},
  ]);
});
