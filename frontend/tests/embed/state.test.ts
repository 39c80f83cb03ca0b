import {expect, test} from "vitest";
import {atPlace, firstState, focusAfter, heightFor, withFold, withValues} from "../../src/embed/state";
import {DEFAULT_REQUEST} from "../../src/shared/default-request";
import {traceOf} from "../traces";

const START = firstState({...DEFAULT_REQUEST, values: {x: 1, y: 2}});

test("values that a slider moves stand beside those that it does not", () => {
  expect(withValues(START, {y: 3}).request.values).toEqual({x: 1, y: 3});
  expect(START.request.values).toEqual({x: 1, y: 2});
});

test("a place is another round, or other values", () => {
  expect(atPlace(START, {round: 4}).request.round).toBe(4);
  expect(atPlace(atPlace(START, {round: 4}), {round: 1}).request).toEqual(START.request);
  expect(atPlace(START, {values: {x: 9}}).request.values).toEqual({x: 9, y: 2});
});

test("a function that is opened and collapsed again is not among the open ones", () => {
  const opened = withFold(START, "f0", true);
  expect(opened.request.open).toEqual(["f0"]);
  expect(withFold(opened, "f0", false).request.open).toEqual([]);
});

test("a click wakes the picture, a slide has it until it is left, and a click leaves a slide's picture alone", () => {
  expect(focusAfter("asleep", "pointer")).toBe("awake");
  expect(focusAfter("deck", "pointer")).toBe("deck");
  expect(focusAfter("left", "pointer")).toBe("left");
  expect(focusAfter("awake", "slide:start")).toBe("deck");
  expect(focusAfter("deck", "slide:stop")).toBe("left");
  expect(focusAfter("awake", "slide:stop")).toBe("awake");
});

test("the picture fills its width, at most a quarter larger than it is drawn, and is never a strip", () => {
  const trace = {...traceOf("neuron"), width: 400, height: 300};
  expect(heightFor(trace, 200, 50, 1)).toBe(250);
  expect(heightFor(trace, 400, 50, 1)).toBe(350);
  expect(heightFor(trace, 4000, 50, 1)).toBe(425);
  expect(heightFor(trace, 4, 50, 1)).toBe(250);
});
