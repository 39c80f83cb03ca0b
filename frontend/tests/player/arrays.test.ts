import {expect, test} from "vitest";
import {markup, picture, short, summary} from "../../src/player/draw/arrays";

const matrix = [
  [1, -2, 0],
  [3, 4, Number.NaN],
];

test("a small array is a grid of its numbers, above or below the wire", () => {
  const above = picture(
    [
      [1, -2, 0],
      [3, 4, "NaN"],
    ],
    [2, 3],
    true,
  );
  expect(above.cells.map(({text}) => text)).toEqual(["1.00", "−2.00", "0.00", "3.00", "4.00", "NaN"]);
  expect(above.cells.map(({negative}) => negative)).toEqual([false, true, false, false, false, false]);
  expect(Math.max(...above.cells.map(({y, height}) => y + height))).toBeLessThan(0);
  expect(picture(matrix, [2, 3], false).top).toBeGreaterThan(0);
});

test("a vector is one row", () => {
  const {cells, height} = picture([1, 2, 3], [3], false);
  expect(new Set(cells.map(({y}) => y)).size).toBe(1);
  expect(height).toBe(17);
});

test("a large array is a heat map of bounded size under its shape", () => {
  const big = Array.from({length: 300}, (_, i) => Array.from({length: 200}, (_, j) => i - j));
  const drawn = picture(big, [300, 200], true);
  expect(drawn.title).toBe("300×200");
  expect(drawn.cells.length).toBeLessThanOrEqual(140);
  expect(markup(drawn)).toContain("300×200");
});

test("an array that did not travel whole is a heat map of its sample", () => {
  const drawn = picture(
    {
      large: true,
      shape: [500, 400],
      min: 0,
      max: 1,
      mean: 0,
      corner: [[0]],
      sample: [
        [1, 2],
        [3, 4],
      ],
    },
    [500, 400],
    true,
  );
  expect(drawn.cells.map(({weight}) => weight)).toEqual([0.25, 0.5, 0.75, 1]);
  expect(drawn.title).toBe("500×400");
});

test("an empty array and a deep one are drawn too", () => {
  expect(markup(picture([], [0], true))).toContain("rect");
  expect(picture([[[1, 2]], [[3, 4]]], [2, 1, 2], true).title).toBe("2×1×2");
});

test("a number in a cell has at most seven signs, and gives up digits rather than be too small to read", () => {
  expect([-24, 16, 0.0012, 1234.5].map(short)).toEqual(["−24.00", "16.00", "0.0012", "1234.5"]);
  expect([-0.0070123, -3.04e-4, -1234.5, -1.26e10].map(short)).toEqual(["−0.007", "−3e−4", "−1235", "−1e10"]);
});

test("the summary of an array is its own, or the document's when it did not travel", () => {
  expect(
    summary([
      [1, 2],
      [3, -6],
    ]),
  ).toEqual({min: -6, mean: 0, max: 3});
  expect(
    summary({large: true, shape: [90, 90], min: "-Infinity", max: 1, mean: 0.5, corner: [[0]], sample: [[0]]}),
  ).toEqual({
    min: Number.NEGATIVE_INFINITY,
    mean: 0.5,
    max: 1,
  });
  expect(summary([])).toBeNull();
});

test("a heat map is few shapes, of evenly picked entries where the whole did not travel", () => {
  const large = {
    large: true,
    shape: [500, 400],
    min: -1,
    max: 1,
    mean: 0,
    corner: [[0]],
    sample: [
      [1, -1],
      [0.5, 0],
    ],
  } as const;
  const drawn = picture(large, [500, 400], true);
  expect(drawn.cells.map(({weight, negative}) => (negative ? -weight : weight))).toEqual([1, -1, 0.5, 0]);
  expect(drawn.range).toBe("−1.00 … 1.00");
  expect(markup(drawn).match(/<path/g)?.length).toBe(3);
});
