/** Digits of the numbers in the panels. The picture keeps the short numbers that its spaces are measured for. */

import {type Arr, float, isLarge, type Num} from "./contract";
import {tr} from "./i18n/tr";
import {number, text} from "./number";

export type Digits = "short" | "six" | "full";

export const DIGITS: readonly Readonly<{id: Digits; label: string; title: string}>[] = [
  {id: "short", label: ".13", title: tr("Short numbers")},
  {id: "six", label: ".125", title: tr("Six digits")},
  {id: "full", label: tr("all"), title: tr("All digits")},
];

/** Return whether a word is a choice of digits. */
export const isDigits = (word: string | null): word is Digits => DIGITS.some(({id}) => id === word);

/** A number that needs no more digits than this is shown as it is: -0.125, not -0.13. */
const EXACT_DIGITS = 4;
const EXACT_LENGTH = 7; // "-0.0625"

const signs = (plain: string): string =>
  plain.replaceAll("-", "\u2212").replace("e+", "e").replace("\u2212Infinity", "\u2212∞").replace("Infinity", "∞");

/** A number for a panel. */
export function format(value: Num, digits: Digits): string {
  const x = float(value);
  if (!Number.isFinite(x)) return number(x);
  if (digits === "full") return signs(String(x));
  if (digits === "six") return signs(String(Number(x.toPrecision(6))));
  const short = number(x);
  const exact = Number(x.toPrecision(12)); // without the dust of binary fractions
  const plain = String(exact);
  if (plain.length > EXACT_LENGTH || plain.includes("e") || plain.replace(/^-?0?\.?0*|\./g, "").length > EXACT_DIGITS)
    return short;
  return Number(short.replace("\u2212", "-")) === exact ? short : signs(plain);
}

/** A value for a panel: a number, the entries of a small array, else its shape. */
export function formatValue(value: Arr, digits: Digits): string {
  if (typeof value === "number" || typeof value === "string") return format(value, digits);
  if (isLarge(value) || !text(value).startsWith("[")) return text(value);
  return `[${value.map((entry) => formatValue(entry, digits)).join(", ")}]`;
}

/** All digits, for the tip that a number shows on hover; null where the short form has them already. */
export function fullDigits(value: Num, text: string): string | null {
  const full = format(value, "full");
  return full === text || Number(full.replace("\u2212", "-")) === Number(text.replace("\u2212", "-")) ? null : full;
}
