/** Positions of a step h and its error in the picture of the numerical check: both axes logarithmic. Pure. */

export type Point = Readonly<{h: number; error: number}>;
type Frame = Readonly<{width: number; height: number; left: number; right: number; top: number; bottom: number}>;

export const FRAME: Frame = {width: 420, height: 260, left: 52, right: 14, top: 14, bottom: 40};
const SMALLEST = 1e-16; // of both axes: what a double resolves beside 1
const LARGEST_ERROR = 10;

/** An error that is 0, or smaller than can be told, stands on the floor; one that is no number at the ceiling. */
const shownError = (error: number): number =>
  Number.isNaN(error) ? LARGEST_ERROR : Math.min(LARGEST_ERROR, Math.max(SMALLEST, error));

export function xOf(h: number, {width, left, right}: Frame = FRAME): number {
  const share = 1 + Math.log10(Math.max(h, SMALLEST)) / 16;
  return left + share * (width - left - right);
}

export function yOf(error: number, {height, top, bottom}: Frame = FRAME): number {
  const decades = Math.log10(LARGEST_ERROR / SMALLEST);
  const share = Math.log10(LARGEST_ERROR / shownError(error)) / decades;
  return top + share * (height - top - bottom);
}

/** Return the number of decimal digits that two numbers share, from 0 to 16. */
export function digitsAgreed(error: number): number {
  if (Number.isNaN(error)) return 0;
  return error <= 0 ? 16 : Math.max(0, Math.min(16, -Math.log10(error)));
}

/** The step with the smallest error. */
export function bestOf(points: readonly Point[]): Point | null {
  const finite = points.filter(({error}) => Number.isFinite(error));
  return finite.reduce<Point | null>((best, each) => (best === null || each.error < best.error ? each : best), null);
}

/** The slope of the error over the large steps, in powers of h: about 2 for central differences, 1 for forward ones. */
export function orderOf(points: readonly Point[]): number | null {
  const [a, b] = [points.find(({h}) => h === 1e-2), points.find(({h}) => h === 1e-3)];
  if (a === undefined || b === undefined || !(a.error > 0) || !(b.error > 1e-12)) return null;
  const order = Math.log10(a.error / b.error);
  return Number.isFinite(order) ? order : null;
}

/** A straight line in the plot: error = height · hˢ, from one step to another, within the frame. */
export type Guide = Readonly<{slope: number; from: Point; to: Point}>;

/** Range where truncation decides, or rounding: a step there, through whose error a guide goes. */
const ANCHORS = {truncation: [1e-2, 1e-1, 1e-3], rounding: [1e-11, 1e-10, 1e-12, 1e-9]} as const;

function guideThrough({h, error}: Point, slope: number): Guide {
  const at = (height: number): number => h * (height / error) ** (1 / slope);
  const ends = [at(SMALLEST), at(LARGEST_ERROR)].map((each) => Math.min(1, Math.max(SMALLEST, each)));
  const point = (step: number): Point => ({h: step, error: error * (step / h) ** slope});
  return {slope, from: point(Math.min(...ends)), to: point(Math.max(...ends))};
}

/** Lines of slope 1 and 2 through the part where truncation decides, and of slope -1 where rounding does. */
export function guidesOf(points: readonly Point[]): Guide[] {
  const anchor = (steps: readonly number[]): Point | undefined =>
    steps
      .map((step) => points.find(({h}) => Math.abs(h / step - 1) < 1e-9))
      .find((point) => point !== undefined && point.error > 1e-13 && point.error < 1);
  const [truncation, rounding] = [anchor(ANCHORS.truncation), anchor(ANCHORS.rounding)];
  return [
    ...(truncation === undefined || !isCurved(points) ? [] : [1, 2].map((slope) => guideThrough(truncation, slope))),
    ...(rounding === undefined ? [] : [guideThrough(rounding, -1)]),
  ];
}

/** Return whether the error falls with the step at all: along a straight line the quotient is exact but for rounding. */
const isCurved = (points: readonly Point[]): boolean => (orderOf(points) ?? 0) >= 0.5;

/** The power of ten, from -16 to 0, whose step stands nearest to a place in the picture. */
export function exponentAt(x: number, {width, left, right}: Frame = FRAME): number {
  const share = (x - left) / (width - left - right);
  return Math.max(-16, Math.min(0, Math.round(16 * (share - 1)))) + 0;
}

export const power = (exponent: number): string =>
  exponent === 0 ? "1" : `1e${exponent < 0 ? "−" : ""}${Math.abs(exponent)}`;
