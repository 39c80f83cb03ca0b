/** Answers that are typed as numbers, and the rule by which one is right: the twin of `exercises/answers.py`. */

import {language, tr} from "./i18n/tr";

/** Decimals, or significant figures, to which an answer must be right. */
type RoundingRule = Readonly<{digits: number | null; significant: number | null}>;

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/;
const POWER = /(?<=\d)[·*×x]10(?:\^|\*\*)[({]?([+-]?\d{1,3})[)}]?/g; // 3.2·10^12, as paper has it
const POWER_ALONE = /(?<![\w.,·*×])10(?:\^|\*\*)[({]?([+-]?\d{1,3})[)}]?/g; // 10^-3
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
const PLAIN = "0123456789-";
const MINUS = /[\u2010-\u2015\u2212\ufe63\uff0d]/g;
const OVER = /[\u2044\u00f7]/g;
const LONGEST = 60; // characters, without spaces
const MOST_READ = 1000; // and with them
const GROUP = /(?<=\d)\s(?=\d{3}(?!\d))/g; // `1 000`; any other space between digits parts two numbers: `1 1/2`
const DIGITS = /[\d.,'’]+/g;
const THOUSANDS = // `1,234`, `1,234,567.8`, `1.234,5`, `1.234.567`, `1'234`
  /^[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d*)?|(?:\.\d{3})+,\d*|(?:\.\d{3}){2,}|(?:['’]\d{3})+(?:[.,]\d*)?)$/;
const COMMA_THEN_THREE = /^\d+,\d{3}$/;
const LEADING = /^(?:[a-zα-ω∂\\][^=≈~]*)?[=≈~]/; // `= 0.5`, `≈ 0.39`, `dx = -0.2`
const TEX_MARKS = /\$|\\[()[\],;:!]|\\(?:left|right|displaystyle)(?![a-z])/g; // they change no number
const TEX_TIMES = /\\(?:cdot|times)(?![a-z])/g;
const TEX_FRACTION = /\\(?:[dtcs]|nice)?frac(?:\{([^{}]*)\}\{([^{}]*)\}|(\d)(\d))/g;
const VULGAR_FRACTION = /(?<![\d.,/])(\d*)([¼-¾⅐-⅞])/g; // `½`, `1½`
const SLACK = 1 + 1e-9;
/** Numbers from here on are asked for to so many figures: nobody types the decimals of 3.2e12. */
const LARGE = 1_000_000;
const LARGE_FIGURES = 6;

/** `(1/3)`, `-(1/3)`: the text without the brackets around it. */
const withoutBrackets = (text: string): string => text.replace(/^([+-]?)\(([^()]*)\)$/, "$1$2");

/** `\frac{1}{2}`, `3\cdot10^{2}` and `0{,}5` as they would be typed. */
function withoutTex(text: string): string {
  const fraction = (_: string, ...[over, under, first, second]: string[]): string =>
    `(${over || first || ""}/${under || second || ""})`;
  return text.replace(TEX_FRACTION, fraction).replace(TEX_TIMES, "·").replaceAll("{,}", ",");
}

/** `1½` as `(3/2)`. */
function withPlainFraction(_: string, whole: string, fraction: string): string {
  const [over, under] = fraction.normalize("NFKC").split("\u2044").map(Number) as [number, number];
  return `(${Number(whole) * under + over}/${under})`;
}

/** Digits without marks between thousands, and with a point in place of a decimal comma. */
function withPoint(digits: string, commaIsDecimal: boolean): string {
  if (THOUSANDS.test(digits) && !(commaIsDecimal && COMMA_THEN_THREE.test(digits))) {
    const mark = digits.match(/\D/)?.[0] ?? "";
    return digits.replaceAll(mark, "").replace(",", ".");
  }
  return /^\d*,\d*$/.test(digits) ? digits.replace(",", ".") : digits;
}

/** The number; a comma before three digits is the decimal one, or stands between thousands. */
function read(text: string, commaIsDecimal: boolean): number | null {
  if (text.length > MOST_READ) return null;
  const spaced = text.replace(GROUP, "");
  if (/\d\s+\d/.test(spaced)) return null;
  let plain = spaced.replace(/\s+/g, "").replace(MINUS, "-").replace(OVER, "/").toLowerCase();
  plain = plain.replace(TEX_MARKS, "").replace(LEADING, "");
  if (plain === "" || plain.length > LONGEST) return null;
  plain = withoutTex(plain).replace(VULGAR_FRACTION, withPlainFraction);
  const lowered = (raised: string): string => [...raised].map((each) => PLAIN[RAISED.indexOf(each)]).join("");
  plain = plain.replace(/(?<=10)[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (raised) => `^${lowered(raised)}`);
  plain = plain.replace(POWER, "e$1").replace(POWER_ALONE, "1e$1");
  plain = plain.replace(DIGITS, (digits) => withPoint(digits, commaIsDecimal));
  const parts = withoutBrackets(plain).split("/").map(withoutBrackets);
  if (parts.length > 2 || !parts.every((part) => NUMBER.test(part))) return null;
  const [over, under = 1] = parts.map(Number) as [number, number?];
  const number = over / under;
  return under !== 0 && Number.isFinite(number) ? number : null;
}

/** All numbers that a text can be: `1,234` is two of them, but in German, where a comma is the decimal one. */
export function readings(text: string): readonly number[] {
  const numbers = (language() === "de" ? [true] : [true, false]).map((decimal) => read(text, decimal));
  return [...new Set(numbers.filter((number) => number !== null))];
}

/** `-0.2`, `1/5`, `2e-1`, `−0,2`, `3.2·10^12`, `½`, `\frac{1}{2}` as a number; null where it is none, or could be two. */
export function readAnswer(text: string): number | null {
  const [number, other] = readings(text);
  return other === undefined ? (number ?? null) : null;
}

/** Return the sentence about an answer that `readAnswer` does not read. */
export const whyUnreadable = (text: string): string =>
  readings(text).length > 1
    ? tr("A comma before three digits can be read in two ways. Write 1234, or 1.234 with a point.")
    : tr("This could not be read as a number. Type one such as -0.25, 1/4 or 2.5e-3.");

/** The last digit that the rule asks for, as a number. */
function unit({digits, significant}: RoundingRule, number: number): number {
  if (number === 0 || (significant === null && Math.abs(number) < LARGE)) return 10 ** -(digits ?? 0);
  return 10 ** (Math.floor(Math.log10(Math.abs(number)) + 1e-12) - (significant ?? LARGE_FIGURES) + 1);
}

function rounded(rule: RoundingRule, number: number): number {
  if (!Number.isFinite(number) || number === 0) return number;
  const last = unit(rule, number);
  const units = Math.abs(number) / last;
  return Math.sign(number) * Math.floor(units + 0.5 + Math.max(1e-9, units * 4e-16)) * last; // 0.125 is a tie
}

/** Return whether an answer is right for a number: it rounds to the same, or lies within half a unit. */
export function same(rule: RoundingRule, answer: number, exact: number): boolean {
  if (!Number.isFinite(exact)) return answer === exact;
  const last = unit(rule, exact === 0 ? answer : exact);
  const isClose = Math.abs(answer - exact) <= (last / 2) * SLACK;
  return isClose || Math.abs(rounded(rule, answer) - rounded(rule, exact)) < last * 0.01;
}

/** Return whether a number lies in an interval, which is its centre and half its width. */
export const lies = (number: number, [centre, half]: readonly [number, number]): boolean =>
  Math.abs(number - centre) <= half * SLACK;
