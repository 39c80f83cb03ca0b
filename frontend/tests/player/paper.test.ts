import {expect, test} from "vitest";
import {scaleOnPaper} from "../../src/player/draw/paper";

const picture = (width: number, height: number) => ({width, height, type: 11, parts: []});

test("a picture shares its page with the words while its digits can be read", () => {
  expect(scaleOnPaper(picture(1000, 500))).toBeCloseTo(0.7);
  expect(scaleOnPaper(picture(600, 800))).toBeCloseTo(0.8);
});

test("a higher one has a page of its own, and the highest runs over several rather than shrink", () => {
  expect(scaleOnPaper(picture(700, 1100))).toBeCloseTo(0.8);
  expect(scaleOnPaper(picture(700, 4000))).toBeCloseTo(8 / 11);
});

test("a wide one is as large as the page is wide, a small one does not fill it", () => {
  expect(scaleOnPaper(picture(2800, 300))).toBeCloseTo(0.25);
  expect(scaleOnPaper(picture(200, 100))).toBe(1.4);
});

test("one whose numbers cannot be read anyhow stays on one page, unless that costs a third", () => {
  expect(scaleOnPaper(picture(1400, 2000))).toBeCloseTo(0.44);
  expect(scaleOnPaper(picture(1400, 4000))).toBeCloseTo(0.35);
});
