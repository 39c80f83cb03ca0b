/** Size of one step of a hand on a number: in fields, on sliders' keys and in the picture. */

/** Pixels of drag for one step, and how far the pointer may tremble before a click is a drag. */
export const PIXELS_PER_STEP = 2;
export const TREMBLE = 4;

/** Return one step: a hundredth of the number's size, rounded to a power of ten; coarse and fine are 10 times off. */
export function stepOf(value: number, keys: Readonly<{shiftKey: boolean; altKey: boolean}>): number {
  const size = Math.max(1, Math.abs(value));
  const step = 10 ** (Math.floor(Math.log10(size)) - 1);
  if (keys.shiftKey) return step * 10;
  return keys.altKey ? step / 10 : step;
}

/** `value + count * step` without the dust of binary fractions. */
export function stepped(value: number, count: number, step: number): number {
  const next = value + count * step;
  return Math.abs(next) < step * 1e-6 ? 0 : Number(next.toPrecision(12));
}
