/** Answers that are typed as numbers, and the rule by which one is right: the twin of `exercises/answers.py`. */

/** Decimals, or significant figures, to which an answer must be right. */
type RoundingRule = Readonly<{digits: number | null; significant: number | null}>;

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/;
const POWER = /(?<=\d)[·*×x]10(?:\^|\*\*)\(?([+-]?\d{1,3})\)?/g; // 3.2·10^12, as paper has it
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
const PLAIN = "0123456789-";
const MINUS = /[\u2010-\u2013\u2212\ufe63\uff0d]/g;
const OVER = /[\u2044\u00f7]/g;
const LONGEST = 60;
const SLACK = 1 + 1e-9;
/** Numbers from here on are asked for to so many figures: nobody types the decimals of 3.2e12. */
const LARGE = 1_000_000;
const LARGE_FIGURES = 6;

/** `(1/3)`, `-(1/3)`: the text without the brackets around it. */
const withoutBrackets = (text: string): string => text.replace(/^([+-]?)\(([^()]*)\)$/, "$1$2");

/** `-0.2`, `1/5`, `2e-1`, `−0,2`, `3.2·10^12`, `≈ (1/5)` as a number; null where it is none. */
export function readAnswer(text: string): number | null {
  let plain = text.replace(/\s+/g, "").replace(MINUS, "-").replace(OVER, "/").toLowerCase();
  plain = plain.replace(/^[=\u2248~]/, "");
  if (plain === "" || plain.length > LONGEST) return null;
  const lowered = (raised: string): string => [...raised].map((each) => PLAIN[RAISED.indexOf(each)]).join("");
  plain = plain.replace(/(?<=10)[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (raised) => `^${lowered(raised)}`).replace(POWER, "e$1");
  if (plain.split(",").length === 2 && !plain.includes(".")) plain = plain.replace(",", ".");
  const parts = withoutBrackets(plain).split("/").map(withoutBrackets);
  if (parts.length > 2 || !parts.every((part) => NUMBER.test(part))) return null;
  const [over, under = 1] = parts.map(Number) as [number, number?];
  const number = over / under;
  return under !== 0 && Number.isFinite(number) ? number : null;
}

/** The last digit that the rule asks for, as a number. */
function unit({digits, significant}: RoundingRule, number: number): number {
  if (number === 0 || (significant === null && Math.abs(number) < LARGE)) return 10 ** -(digits ?? 0);
  return 10 ** (Math.floor(Math.log10(Math.abs(number)) + 1e-12) - (significant ?? LARGE_FIGURES) + 1);
}

function rounded(rule: RoundingRule, number: number): number {
  if (!Number.isFinite(number) || number === 0) return number;
  const last = unit(rule, number);
  return Math.sign(number) * Math.floor((Math.abs(number) / last) * SLACK + 0.5) * last;
}

/** Return whether an answer is right for a number: it rounds to the same, or lies within half a unit. */
export function same(rule: RoundingRule, answer: number, exact: number): boolean {
  if (!Number.isFinite(exact)) return answer === exact;
  const last = unit(rule, exact === 0 ? answer : exact);
  const isClose = Math.abs(answer - exact) <= (last / 2) * SLACK;
  return isClose || Math.abs(rounded(rule, answer) - rounded(rule, exact)) < last * 1e-6;
}

/** Return whether a number lies in an interval, which is its centre and half its width. */
export const lies = (number: number, [centre, half]: readonly [number, number]): boolean =>
  Math.abs(number - centre) <= half * SLACK;
