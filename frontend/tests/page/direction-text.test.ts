import {expect, test} from "vitest";
import {directionFromText, directionText} from "../../src/page/directions/direction-text";

test("one number moves all entries alike, a list each by its own", () => {
  expect(directionFromText("2", [2, 2])).toEqual([
    [2, 2],
    [2, 2],
  ]);
  expect(directionFromText("[1, 0, -0.5]", [3])).toEqual([1, 0, -0.5]);
  expect(directionFromText("[[1, 2], [3, 4]]", [2, 2])).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("numbers that do not fit the array are no direction", () => {
  expect(directionFromText("[1, 2]", [3])).toBeNull();
  expect(directionFromText("left", [3])).toBeNull();
  expect(directionFromText("", [3])).toBeNull();
});

test("a direction is written as it is read", () => {
  for (const move of [
    [1, 1, 1],
    [1, 0, 2],
  ])
    expect(directionFromText(directionText(move), [3])).toEqual(move);
  expect(directionText(undefined)).toBe("0");
});
