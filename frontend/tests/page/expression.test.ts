import {describe, expect, it} from "vitest";
import {readNumber} from "../../src/page/values/expression";

const value = (text: string): number | null => {
  const reading = readNumber(text);
  return "value" in reading ? reading.value : null;
};
const reason = (text: string): string => {
  const reading = readNumber(text);
  return "reason" in reading ? reading.reason : "";
};

describe("a number as people write it", () => {
  it.each([
    ["1/2", 0.5],
    ["3*2", 6],
    ["sqrt(2)", Math.SQRT2],
    ["pi", Math.PI],
    ["2e-1", 0.2],
    ["0,5", 0.5],
    ["−0,5", -0.5],
    ["0,125", 0.125],
    [",5", 0.5],
    [".5", 0.5],
    ["5.", 5],
    ["+3", 3],
    ["1E3", 1000],
    ["−(1 + 2)·3", -9],
    ["2^3^2", 512],
    ["2**-1", 0.5],
    ["-2^2", -4],
    ["10 - 4 - 3", 3],
    ["8/4/2", 1],
    ["2*-3", -6],
    ["1 - -1", 2],
    ["sqrt(1/4)/2", 0.25],
    ["√2", Math.SQRT2],
    ["√(4)", 2],
    ["√4*2", 4],
    ["exp(0)", 1],
    ["ln(e)", 1],
    ["½", 0.5],
    ["2 × π", 2 * Math.PI],
    ["abs(-3) + cos(0)", 4],
    ["2*sqrt(2*(1+1))^2", 8],
  ])("%s", (text, expected) => expect(value(text)).toBeCloseTo(expected, 14));

  it("is never a part of what was written", () => {
    for (const text of [
      "5%",
      "1 2",
      "0.5x",
      "2pi",
      "abc",
      "1.2.3",
      "1,2,3",
      "1,000,000",
      "",
      " ",
      "-",
      "1/",
      "(1",
      "1)",
      "()",
      "* 2",
      "e()",
      "0x10",
      "1e999",
      "NaN",
      "Infinity",
      "constructor",
      "__proto__(1)",
      "(2)(3)",
      "2 sqrt(2)",
      "1_000",
    ])
      expect(value(text), text).toBeNull();
  });

  it("says why it is none", () => {
    expect(reason("0.5x")).toBe("an operator is missing between `0.5` and `x`");
    expect(reason("x")).toBe("`x` is no number that is known here");
    expect(reason("1 2")).toBe("an operator is missing between `1` and `2`");
    expect(reason("5%")).toBe("`%` cannot be read here");
    expect(reason("1/")).toBe("something is missing after `/`");
    expect(reason("1/0")).toBe("the result is no finite number");
    expect(reason("sqrt(-1)")).toBe("the result is no finite number");
    expect(reason("sqrt 2")).toBe("`sqrt` needs brackets: `sqrt(2)`");
    expect(reason("(1")).toBe("a bracket is not closed");
    expect(reason("1)")).toBe("a bracket is closed that was not opened");
    expect(reason("1,000")).toBe("`1,000` may be 1000 or 1.000: write it without the comma");
  });

  it("may be nested without end, up to its length", () => {
    expect(value(`${"(".repeat(99)}1${")".repeat(99)}`)).toBe(1);
    expect(value(`${"-".repeat(199)}1`)).toBe(-1);
    expect(reason("1".repeat(201))).toContain("200");
  });
});
