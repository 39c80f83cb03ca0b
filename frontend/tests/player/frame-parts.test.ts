import {expect, test} from "vitest";
import {partsOf, rims} from "../../src/player/draw/frame-parts";
import type {TraceFunction} from "../../src/shared/contract";

const frame: TraceFunction = {
  id: "f0",
  name: "softmax",
  open: true,
  nodes: [],
  parent: null,
  recognised: false,
  count: 1,
  x: 100,
  y: 50,
  width: 100,
  height: 60,
  rest: [{x: 60, y: 150, width: 80, height: 60}],
};

test("a broken frame has a part in each row", () => {
  expect(partsOf(frame)).toEqual([
    {x0: 50, x1: 150, y0: 20, y1: 80},
    {x0: 20, x1: 100, y0: 120, y1: 180},
  ]);
});

test("its rim is open where the row ends and where the next begins", () => {
  const drawn = rims(partsOf(frame), "right", 50, 20).split("M").slice(1);
  expect(drawn).toEqual([
    "100,0L14,0Q0,0 0,14L0,46Q0,60 14,60L100,60",
    "36,100L-30,100",
    "-30,160L36,160Q50,160 50,146L50,114Q50,100 36,100",
  ]);
});

test("where wires lead down the open sides are below and above", () => {
  const [first] = rims(partsOf({...frame, rest: [{x: 250, y: 50, width: 60, height: 60}]}), "down", 50, 20)
    .split("M")
    .slice(1);
  expect(first).toBe("0,60L0,14Q0,0 14,0L86,0Q100,0 100,14L100,60");
});
