/** A number in the text of a formula, moved by steps of its last digit: its form stays. Pure. */

const LITERAL = /^(-?)(\d+)?(?:\.(\d*))?(e[+-]?\d+)?$/i;
const MOST_DIGITS = 15;

/** The place in a line of the number that begins or goes on at `at`, with the minus sign that belongs to it. */
export function literalAt(line: string, at: number): {readonly from: number; readonly to: number} | null {
  // A digit of a name is none, and neither is what comes behind an index's point.
  for (const match of line.matchAll(/(?<![\p{L}\p{N}_.])(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?![\d.])/giu)) {
    const [from, to] = [match.index, match.index + match[0].length];
    if (at < from || at > to) continue;
    const before = line.slice(0, from);
    // A minus sign is a part of the number unless something stands before it that it is taken from.
    const signed =
      /(?:^|[=([{,:*/+\-<>^%@])\s*-$/.test(before) || /\b(?:return|and|or|not|if|else|in)\s+-$/.test(before);
    return {from: signed ? from - 1 : from, to};
  }
  return null;
}

/** `count` steps on. A step is one of the last digit; `times` 10 is a coarse one, 0.1 adds a digit. */
export function steppedLiteral(text: string, count: number, times: 1 | 10 | 0.1 = 1): string | null {
  const match = LITERAL.exec(text);
  if (!match || (match[2] === undefined && !match[3])) return null;
  const [, sign = "", integerPart = "0", part, exponent = ""] = match;
  const digits = (part?.length ?? 0) + (times === 0.1 ? 1 : 0);
  if (integerPart.length + digits > MOST_DIGITS) return null;
  const scale = 10 ** digits;
  const now = Math.round(Number(`${sign}${integerPart}.${part || "0"}`) * scale);
  const next = now + count * (times === 10 ? 10 : 1);
  if (!Number.isSafeInteger(next)) return null;
  const digitsText = Math.abs(next / scale).toFixed(digits);
  const point = part === "" && times !== 0.1 ? "." : "";
  return `${next < 0 ? "-" : ""}${digitsText}${point}${exponent}`;
}
