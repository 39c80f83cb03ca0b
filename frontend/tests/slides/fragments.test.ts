import {expect, test} from "vitest";
import {arrange} from "../../src/slides/fragments";

const f = (index: number | null = null) => ({index});
const picture = (steps: number, index: number | null = null) => ({index, picture: steps});

test("a picture alone has its steps one after the other", () => {
  expect(arrange([picture(3)])).toEqual([[0, 1, 2]]);
  expect(arrange([])).toEqual([]);
});

test("without indices all comes in the order of the document", () => {
  expect(arrange([f(), picture(2), f(), f()])).toEqual([[0], [1, 2], [3], [4]]);
  expect(arrange([picture(2), picture(2)])).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test("fragments of one index still come together, before those without one", () => {
  expect(arrange([f(1), f(), f(1), f(0)])).toEqual([[1], [2], [1], [0]]);
  expect(arrange([f(0), picture(2), f(1), f(1)])).toEqual([[0], [1, 2], [3], [3]]);
});

test("a picture with an index stands there, and what comes later moves on", () => {
  expect(arrange([f(0), f(1), picture(2, 1)])).toEqual([[0], [3], [1, 2]]);
  expect(arrange([picture(2, 7), f(3)])).toEqual([[1, 2], [0]]);
});

test("a picture that could not be loaded takes no place", () => {
  expect(arrange([f(), picture(0), f()])).toEqual([[0], [], [1]]);
});
