/** The three ways lectures write a gradient: ∂f/∂v, v̄ and δ. Symbols are swapped, numbers are not. */

import {tr} from "./i18n/tr";
import {splitName} from "./split-name";

export type Notation = "partial" | "bar" | "delta";

export const NOTATIONS: readonly {readonly id: Notation; readonly label: string; readonly title: string}[] = [
  {id: "partial", label: "∂f/∂v", title: tr("Partial derivatives")},
  {id: "bar", label: "v\u0304", title: tr("Bar notation: v\u0304 = ∂f/∂v")},
  {id: "delta", label: "δ", title: tr("Error terms: δ = −∂f/∂v")},
];

const quote = (name: string): string => name.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Return whether a word is a notation. */
export function isNotation(word: string): word is Notation {
  return NOTATIONS.some((notation) => notation.id === word);
}

/** A name as MathML: w0 becomes w with the subscript 0. */
function identifier(name: string): string {
  const {base, sub} = splitName(name);
  const tag = /^\d+$/.test(sub) ? "mn" : "mi";
  return sub === "" ? `<mi>${quote(base)}</mi>` : `<msub><mi>${quote(base)}</mi><${tag}>${quote(sub)}</${tag}></msub>`;
}

const bar = (name: string): string => `<mover accent="true">${name}<mo stretchy="false">\u00af</mo></mover>`;
const delta = (name: string): string => `<msub><mi>δ</mi>${name}</msub>`;

/**
 * MathML with every `<mrow class="d" data-of="NAME">` rewritten; `partial` is how it came. `nets`: the names of the net
 * values, of which δ is minus the derivative; all other gradients stay derivatives.
 */
export function notate(math: string, notation: Notation, nets: readonly string[] = []): string {
  if (notation === "partial") return math;
  const parsed = new DOMParser().parseFromString(`<div>${math}</div>`, "text/html");
  const root = parsed.body.firstElementChild;
  if (!root) return math;
  if (notation === "delta") for (const row of [...root.querySelectorAll("mtr")].reverse()) writeDelta(row, nets);
  else for (const mark of root.querySelectorAll(MARK)) mark.innerHTML = bar(nameIn(mark));
  return root.innerHTML;
}

const MARK = "mrow.d[data-of]";

/** The name, as MathML, stands at the end of the denominator. */
function nameIn(mark: Element): string {
  const name = mark.querySelector(":scope > mfrac")?.lastElementChild?.lastElementChild?.outerHTML;
  return name ?? identifier(mark.getAttribute("data-of") ?? "");
}

/**
 * One equation in error terms. What is handed back is the upstream gradient times something: a minus on either side
 * stands before the whole side. Its numbers are those of the derivative: they keep its name, and δ gets its own.
 */
function writeDelta(row: Element, nets: readonly string[]): void {
  const [left, right] = row.children;
  const sign = right?.firstElementChild;
  if (left === undefined || right === undefined || sign?.textContent !== "=") return;
  const isNet = (mark: Element | null | undefined): mark is Element =>
    mark != null && nets.includes(mark.getAttribute("data-of") ?? "");
  const of = left.querySelector(MARK);
  const from = [...right.querySelectorAll(MARK)];
  const upstream = from.length === 1 ? from[0] : undefined;
  const derivative = left.innerHTML;
  const negated = isNet(of);
  const numbers = row.nextElementSibling;
  if (negated) of.innerHTML = delta(nameIn(of));
  const isTransposed = isNet(upstream);
  if (isTransposed) upstream.innerHTML = delta(nameIn(upstream));
  if (negated !== isTransposed) negateSide(sign, from.length === 0);
  let end = numbers;
  while (end?.nextElementSibling?.firstElementChild?.childElementCount === 0) end = end.nextElementSibling;
  const last = end && [...end.querySelectorAll("mn")].at(-1);
  if (!negated || !numbers || !end || !last || numbers.firstElementChild?.childElementCount !== 0) return;
  numbers.firstElementChild.innerHTML = derivative;
  const line = row.ownerDocument.createElement("mtr");
  line.innerHTML = `<mtd>${of.outerHTML}</mtd><mtd><mo>=</mo><mn>${negative(last.textContent ?? "")}</mn></mtd>`;
  end.after(line);
}

/** A minus before what follows the sign of equality, in brackets where it is no product with the upstream gradient. */
function negateSide(sign: Element, isAlone: boolean): void {
  const rest: Element[] = [];
  for (let next = sign.nextElementSibling; next !== null; next = next.nextElementSibling) rest.push(next);
  const isSum = rest.some(({textContent}) => /^[+\u2212]$/.test(textContent ?? ""));
  const side = sign.ownerDocument.createElement("mrow");
  side.append(...rest);
  const brackets = isAlone || isSum;
  if (brackets) side.innerHTML = `<mo>(</mo>${side.innerHTML}<mo>)</mo>`;
  const before = sign.ownerDocument.createElement("mo");
  before.setAttribute("form", "prefix");
  before.textContent = "\u2212";
  sign.after(before, side);
}

/** A number as it is written, with the other sign. */
function negative(text: string): string {
  if (text.startsWith("\u2212")) return text.slice(1);
  return Number(text) === 0 ? text : `\u2212${text}`;
}

/** The name of a gradient in running text, for labels: "∂f/∂x" or "x̄". A number beside it is never that of δ. */
export function gradientName(name: string, notation: Notation, output = "f"): string {
  if (notation === "bar") return `${name.slice(0, 1)}\u0304${name.slice(1)}`;
  return `∂${output}/∂${name}`;
}
