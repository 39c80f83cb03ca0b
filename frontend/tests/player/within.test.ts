/** A product that is shown beside its gate stands where all of it can be read, or it is not shown. */
import {expect, it} from "vitest";
import {within} from "../../src/player/animate/playback";

it("what would be cut at an edge is moved inside, what is whole stays", () => {
  expect(within(5, 30, 0, 200)).toBe(30);
  expect(within(190, 30, 0, 200)).toBe(170);
  expect(within(100, 30, 0, 200)).toBe(100);
});

it("what is wider than the window has no place in it", () => {
  expect(within(100, 101, 0, 200)).toBeNull();
  expect(within(7, 1000, -Infinity, Infinity)).toBe(7);
});
