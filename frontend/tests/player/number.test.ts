import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import type {Num} from "../../src/shared/contract";
import {number, text} from "../../src/shared/number";

const file = join(import.meta.dirname, "../../../tests/number_cases.json");
const cases = JSON.parse(readFileSync(file, "utf8")) as (readonly [Num, string])[];

test("the cases it shares with the backend are there", () => {
  expect(existsSync(file)).toBe(true);
  expect(cases.length).toBeGreaterThan(20);
});

test.each(cases)("%s is shown as %s", (value, shown) => {
  expect(number(value)).toBe(shown);
});

test("a small array is shown by its entries, a big one by its shape", () => {
  expect(text([1, -0.5])).toBe("[1.00, −0.50]");
  expect(
    text([
      [1, 2],
      [3, "NaN"],
    ]),
  ).toBe("[[1.00, 2.00], [3.00, NaN]]");
  expect(text([1, 2, 3, 4, 5])).toBe("5 entries");
  expect(
    text([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  ).toBe("2×3");
  expect(text({large: true, shape: [100, 50], min: 0, max: 1, mean: 0.5, corner: [[0]], sample: [[0]]})).toBe("100×50");
});
