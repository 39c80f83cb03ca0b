/** Amount of a formula that one change of its text replaced. Pure. */

/** The share of the old text that has to go for the new one to be another formula. */
const REPLACED = 0.6;

/** The part of two texts that differs: `from` is common to both, as are the last signs after each end. */
type TextDifference = Readonly<{from: number; beforeEnd: number; afterEnd: number}>;

/** Return the part in which two texts differ; both ends are `from` when they do not. */
export function differenceOf(before: string, after: string): TextDifference {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let tail = 0;
  while (tail < shorter - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return {from, beforeEnd: before.length - tail, afterEnd: after.length - tail};
}

/**
 * Return whether a change of the text begins another formula: it was emptied, or begun from nothing, or most of it was
 * replaced by something else. Deleting a part, or typing more, goes on with the same formula.
 */
export function isReplacement(before: string, after: string): boolean {
  if (before.trim() === "" || after.trim() === "") return before.trim() !== after.trim();
  const {from, beforeEnd, afterEnd} = differenceOf(before, after);
  const removed = beforeEnd - from;
  const all = removed >= before.trim().length;
  return all || (removed >= REPLACED * before.length && afterEnd > from);
}
