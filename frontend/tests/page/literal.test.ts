import {expect, test} from "vitest";
import {literalAt, steppedLiteral} from "../../src/page/editor/literal";

const textAt = (line: string): string | null => {
  const at = line.indexOf("|");
  const plain = line.replace("|", "");
  const found = literalAt(plain, at);
  return found && plain.slice(found.from, found.to);
};

test.each([
  ["f = |2*x", "2"],
  ["f = 0.|25*x", "0.25"],
  ["a = 1e-3|", "1e-3"],
  ["x**-|2", "-2"],
  ["x = -|3", "-3"],
  ["f(-1|, 2)", "-1"],
  ["return -|1", "-1"],
  ["x -|2", "2"],
  ["(x)-2|", "2"],
  ["2|x", "2"],
  ["w1| + 2", null],
  ["w_1|0", null],
  ["θ2| + 1", null],
  ["x| + 2", null],
])("the number at the mark of %s is %s", (line, text) => {
  expect(textAt(line)).toBe(text);
});

test.each([
  ["2", 1, 1, "3"],
  ["2", -3, 1, "-1"],
  ["0.5", 1, 1, "0.6"],
  ["0.25", -30, 1, "-0.05"],
  ["0.1", 2, 1, "0.3"],
  ["1e-3", 1, 1, "2e-3"],
  ["2", 5, 0.1, "2.5"],
  ["2", 1, 10, "12"],
  ["3.", 1, 1, "4."],
  [".5", 1, 1, "0.6"],
  ["-1", 1, 1, "0"],
  ["-0.5", 10, 1, "0.5"],
] as const)("%s moved by %i steps of %d is %s", (text, count, times, next) => {
  expect(steppedLiteral(text, count, times)).toBe(next);
});

test("what is no number, or has too many digits, stays", () => {
  for (const text of ["", "-", ".", "x", "1234567890123456", "0x1F"]) expect(steppedLiteral(text, 1)).toBeNull();
});
