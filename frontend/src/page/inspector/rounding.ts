/** "=" where an equation holds as it is shown, "≈" where rounding has made it untrue. Pure, but for the formula's own. */

import {readNumber} from "../values/expression";

/** Return whether two texts are one number: "−0.25 × 0.50" and "−0.125". Null if one of them is no number. */
export function holdsAsShown(left: string, right: string): boolean | null {
  const [a, b] = [readNumber(left), readNumber(right)];
  if (!("value" in a) || !("value" in b)) return null;
  return Math.abs(a.value - b.value) <= 1e-9 * Math.max(Math.abs(a.value), Math.abs(b.value));
}

/** The sign between a left and a right side as they are shown. */
export const signBetween = (left: string, right: string): "=" | "≈" =>
  holdsAsShown(left, right) === false ? "≈" : "=";

const NUMBER = "−?\\d+(?:\\.\\d+)?(?:e−?\\d+)?";
const ASIDE = "(?: \\([^()]*\\))?"; // "(the value of x)"
const EQUATION = new RegExp(
  `((?:${NUMBER}${ASIDE} [×+] (?:local )?)+${NUMBER}${ASIDE}) = ((?:downstream )?)(${NUMBER})`,
  "g",
);

/** A sentence with ≈ in the equations that do not hold as they are shown. */
export function roundedText(sentence: string): string {
  return sentence.replace(EQUATION, (total, left: string, word: string, right: string) => {
    const sum = left.replace(/ \([^()]*\)|local /g, "");
    return signBetween(sum, right) === "=" ? total : `${left} ≈ ${word}${right}`;
  });
}

/** Depth to which the numbers of a formula may be nested for their sum to be worked out here. */
const MAX_DEPTH = 12;

/** Return a part of a formula as text for a number field; null where it has letters. */
function plainText(part: Element, depth = 0): string | null {
  if (depth > MAX_DEPTH) return null;
  const inside = (): (string | null)[] => [...part.children].map((child) => plainText(child, depth + 1));
  const joinTexts = (texts: readonly (string | null)[], join: (texts: readonly string[]) => string): string | null =>
    texts.includes(null) ? null : join(texts as readonly string[]);
  switch (part.localName) {
    case "mn":
    case "mo":
      return part.textContent;
    case "mi":
      return part.textContent === "e" || part.textContent === "π" ? part.textContent : null;
    case "mrow":
      return joinTexts(inside(), (texts) => texts.join(""));
    case "mfrac":
      return joinTexts(inside(), ([over, under]) => `((${over})/(${under}))`);
    case "msup":
      return joinTexts(inside(), ([base, power]) => `(${base})^(${power})`);
    case "msqrt":
      return joinTexts(inside(), (texts) => `sqrt(${texts.join("")})`);
    default:
      return null;
  }
}

/** Writes ≈ into a formula where the numbers on both sides of a = differ as they are shown. */
export function markRounded(formula: Element): void {
  for (const sign of formula.querySelectorAll("mo")) {
    if (sign.textContent !== "=") continue;
    const left = side(sign, (element) => element.previousElementSibling);
    const right = side(sign, (element) => element.nextElementSibling);
    if (left !== null && right !== null && holdsAsShown(left, right) === false) sign.textContent = "≈";
  }
}

/** The text from a sign up to the next one. */
function side(sign: Element, next: (element: Element) => Element | null): string | null {
  const texts: string[] = [];
  for (let at = next(sign); at !== null && !isRelation(at); at = next(at)) {
    const text = plainText(at);
    if (text === null) return null;
    texts.push(text);
  }
  const forward = next(sign) === sign.nextElementSibling;
  return texts.length === 0 ? null : (forward ? texts : texts.reverse()).join("");
}

const isRelation = (element: Element): boolean =>
  element.localName === "mo" && ["=", "≈", "+="].includes(element.textContent ?? "");
