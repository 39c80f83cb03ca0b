import {describe, expect, it} from "vitest";
import {bestOf, digitsAgreed, FRAME, orderOf, power, xOf, yOf} from "../../src/page/directions/log-plot";
import {endsOf} from "../../src/page/directions/secant";

const steps = (error: (h: number) => number) =>
  Array.from({length: 17}, (_, k) => Number(`1e-${k}`)).map((h) => ({h, error: error(h)}));

describe("the picture of the numerical check", () => {
  it("puts a step of 1 at the right end and 1e-16 at the left", () => {
    expect(xOf(1)).toBe(FRAME.width - FRAME.right);
    expect(xOf(1e-16)).toBe(FRAME.left);
  });

  it("keeps an error of 0 and one that is no number inside the frame", () => {
    expect(yOf(0)).toBe(FRAME.height - FRAME.bottom);
    expect(yOf(Number.NaN)).toBe(FRAME.top);
  });

  it("counts the digits that agree", () => {
    expect(digitsAgreed(1e-7)).toBeCloseTo(7);
    expect(digitsAgreed(0)).toBe(16);
    expect(digitsAgreed(Number.NaN)).toBe(0);
  });

  it("tells a central difference from a forward one by how the error falls", () => {
    expect(orderOf(steps((h) => h * h))).toBeCloseTo(2);
    expect(orderOf(steps((h) => h))).toBeCloseTo(1);
    expect(orderOf(steps(() => 0))).toBeNull();
  });

  it("finds the best step", () => {
    expect(bestOf(steps((h) => Math.abs(Math.log10(h) + 5)))?.h).toBe(1e-5);
    expect(bestOf(steps(() => Number.NaN))).toBeNull();
  });

  it("writes powers of ten with a minus sign", () => {
    expect([power(0), power(-5)]).toEqual(["1", "1e−5"]);
  });
});

describe("the secant", () => {
  it("lies on both sides for a central difference and on one for a forward one", () => {
    const square = (by: number): number => (3 + by) ** 2;
    expect(endsOf(square, 1, "central")).toEqual([-1, 4, 1, 16]);
    expect(endsOf(square, 1, "forward")).toEqual([0, 9, 1, 16]);
  });

  it("is not drawn where the program goes another way", () => {
    expect(endsOf((by) => (by > 0 ? null : by), 1, "central")).toBeNull();
  });
});
