import {describe, expect, it} from "vitest";
import {
  bestOf,
  digitsAgreed,
  exponentAt,
  FRAME,
  guidesOf,
  orderOf,
  power,
  xOf,
  yOf,
} from "../../src/player/check/log-plot";
import {endsOf} from "../../src/player/check/secant";

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

describe("the V of the error", () => {
  const points = steps((h) => h * h + 1e-17 / h);

  it("has guides of slope 1 and 2 through the truncation, and of slope -1 through the rounding", () => {
    const guides = guidesOf(points);
    expect(guides.map(({slope}) => slope)).toEqual([1, 2, -1]);
    for (const {slope, from, to} of guides) {
      expect(Math.log10(to.error / from.error) / Math.log10(to.h / from.h)).toBeCloseTo(slope);
      expect(Math.min(from.h, from.error)).toBeGreaterThan(0.99e-16);
    }
    const [, square] = guides;
    expect((square?.to.error ?? 0) / (square?.to.h ?? 1) ** 2).toBeCloseTo(1);
  });

  it("has none where the quotient is exact", () => {
    expect(guidesOf(steps(() => 0))).toEqual([]);
  });

  it("has no slope of truncation along a straight line, where only rounding errs", () => {
    expect(guidesOf(steps((h) => 1e-16 / h)).map(({slope}) => slope)).toEqual([-1]);
  });

  it("has a handle that snaps to powers of ten and stays between 1 and 1e-16", () => {
    expect([1, 1e-5, 1e-16].map((h) => exponentAt(xOf(h)))).toEqual([0, -5, -16]);
    expect([exponentAt(9999), exponentAt(-9999)]).toEqual([0, -16]);
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
