import {expect, test} from "vitest";
import {productOf, sumOf} from "../../src/page/dialogs/jacobian-product";

// ReLU at (1, -2, 3, -1): a diagonal of ones and zeros.
const relu = [
  [1, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 0],
];

test("upstream times the Jacobian is what is handed back", () => {
  const product = productOf([4, -1, 5, 9], [4, 0, 5, 0], relu);
  expect(product).not.toBeNull();
  if (product === null) return;
  expect(sumOf(relu, product, 0)).toBe("4.00 × 1.00 = 4.00");
  expect(sumOf(relu, product, 1)).toBe("0 = 0.00");
});

test("numbers that are not those of the matrix are not multiplied with it", () => {
  expect(productOf([4, -1, 5, 9], [4, 0, 7, 0], relu)).toBeNull();
  expect(productOf([4, -1], [4, 0, 5, 0], relu)).toBeNull();
  expect(productOf(null, [4, 0, 5, 0], relu)).toBeNull();
});

test("a matrix of an array's entries takes them in order, a long sum is cut short", () => {
  const ones = Array.from({length: 8}, () => [1]);
  const product = productOf(
    [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
    [36],
    ones,
  );
  expect(product && sumOf(ones, product, 0)).toBe(
    "1.00 × 1.00 + 2.00 × 1.00 + 3.00 × 1.00 + 4.00 × 1.00 + 5.00 × 1.00 + … = 36.00",
  );
});
