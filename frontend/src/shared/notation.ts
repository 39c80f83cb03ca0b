/** The three ways lectures write a gradient: ∂f/∂v, v̄ and δ. Symbols are swapped, numbers are not. */

import {tr} from "./i18n/tr";

export type Notation = "partial" | "bar" | "delta";

export const NOTATIONS: readonly {readonly id: Notation; readonly label: string; readonly title: string}[] = [
  {id: "partial", label: "∂f/∂v", title: tr("Partial derivatives")},
  {id: "bar", label: "v\u0304", title: tr("Bar notation: v\u0304 = ∂f/∂v")},
  {id: "delta", label: "δ", title: tr("Error terms: δ = −∂f/∂v")},
];

const quote = (name: string): string => name.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export function isNotation(word: string): word is Notation {
  return NOTATIONS.some((notation) => notation.id === word);
}

/** A name as MathML: w0 becomes w with the subscript 0. */
function identifier(name: string): string {
  const parts = /^(.*?[^\d_])_?(\d+)$/.exec(name);
  return parts ? `<msub><mi>${quote(parts[1] ?? "")}</mi><mn>${parts[2]}</mn></msub>` : `<mi>${quote(name)}</mi>`;
}

function symbol(name: string, notation: Notation): string {
  if (notation === "bar") return `<mover accent="true">${name}<mo stretchy="false">\u00af</mo></mover>`;
  // δ is minus the derivative, so the derivative is −δ: the numbers beside it stay true.
  return `<mo form="prefix">\u2212</mo><msub><mi>δ</mi>${name}</msub>`;
}

/** MathML with every `<mrow class="d" data-of="NAME">` rewritten; `partial` is how it came. */
export function notate(math: string, notation: Notation): string {
  if (notation === "partial") return math;
  const parsed = new DOMParser().parseFromString(`<div>${math}</div>`, "text/html");
  const root = parsed.body.firstElementChild;
  if (!root) return math;
  for (const mark of root.querySelectorAll("mrow.d[data-of]")) {
    // The name stands, as MathML, at the end of the denominator.
    const name = mark.querySelector(":scope > mfrac")?.lastElementChild?.lastElementChild?.outerHTML;
    mark.innerHTML = symbol(name ?? identifier(mark.getAttribute("data-of") ?? ""), notation);
  }
  return root.innerHTML;
}

/** The name of a gradient in running text, for labels: "∂f/∂x", "x̄", "−δx". */
export function gradientName(name: string, notation: Notation, output = "f"): string {
  if (notation === "bar") return `${name.slice(0, 1)}\u0304${name.slice(1)}`;
  return notation === "delta" ? `\u2212δ${name}` : `∂${output}/∂${name}`;
}
