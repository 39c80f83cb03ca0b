import {expect, test} from "vitest";
import {
  aspectOf,
  closeCamera,
  fillsInOneRow,
  fits,
  legible,
  type Subject,
  TYPE,
  wholeCamera,
} from "../../src/player/draw/camera";

const subject = (width: number, height: number, type: number = TYPE.number): Subject => ({
  width,
  height,
  type,
  parts: [{x0: 0, y0: 0, x1: width, y1: height}],
});
const WINDOW = {width: 800, height: 600};

test("a picture is whole while its digits are 12 px high, and more where the hall asks for more", () => {
  expect(fits(subject(800, 300), WINDOW)).toBe(true);
  expect(fits(subject(830, 300), WINDOW)).toBe(false);
  expect(fits(subject(700, 300), WINDOW, 1.5)).toBe(false);
  expect(legible({type: TYPE.array}, 1) * TYPE.array).toBeCloseTo(12);
});

test("an array's digits need a larger scale than a number's", () => {
  expect(fits(subject(760, 300), WINDOW)).toBe(true);
  expect(fits(subject(760, 300, TYPE.array), WINDOW)).toBe(false);
});

test("a whole picture stands in the middle and does not grow without end", () => {
  const {k, x, y} = wholeCamera(subject(100, 50), WINDOW, 1);
  expect(k * TYPE.number).toBeCloseTo(22);
  expect(x).toBeCloseTo((800 - 100 * k) / 2);
  expect(y).toBeCloseTo((600 - 50 * k) / 2);
});

test("a whole picture keeps clear of what lies over the window's corners if it stays legible so", () => {
  const block = {x0: 750, y0: 560, x1: 800, y1: 600};
  const {k, x} = wholeCamera(subject(600, 450), WINDOW, 1, [block]);
  expect(x + 600 * k).toBeLessThanOrEqual(750);
  expect(k).toBeGreaterThan(legible(subject(600, 450), 1));
});

test("what cannot be read whole is shown from its start at the least legible scale", () => {
  const {k, x, fits} = closeCamera(subject(3000, 300), WINDOW, 1);
  expect(k * TYPE.number).toBeCloseTo(12);
  expect(x).toBeGreaterThan(0);
  expect(fits).toBe(false);
});

test("windows a little apart have one aspect, so that answers can be kept", () => {
  expect(aspectOf({width: 800, height: 600})).toBe(aspectOf({width: 804, height: 600}));
  expect(aspectOf({width: 40, height: 600})).toBe(0.2);
});

test("one row that uses most of the height is followed; a thin one, or one too tall for a tall window, is wrapped", () => {
  expect(fillsInOneRow(subject(3000, 500), WINDOW)).toBe(true);
  expect(fillsInOneRow(subject(3000, 150), WINDOW)).toBe(false);
  expect(fillsInOneRow(subject(3000, 900), WINDOW)).toBe(true);
  expect(fillsInOneRow(subject(3000, 900), {width: 390, height: 600})).toBe(false);
});
