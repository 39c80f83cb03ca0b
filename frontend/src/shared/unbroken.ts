/** Formulas in running text: a line ends before an operator, never after it, and in no derivative. */

const OPERATOR = /(?<=\S )([+−·×⊙=≈]) (?=\S)/gu;
const FRACTION = /\/∂/gu; // the one place in ∂L/∂a where a browser would break the line
const NO_BREAK = "\u00a0";

/** Return what a text becomes; null if nothing in it could be torn apart. */
export function unbroken(text: string, document: Document): (Node | string)[] | null {
  const bound = text.replace(OPERATOR, `$1${NO_BREAK}`);
  const parts = bound.split(FRACTION).flatMap((part, turn) => (turn === 0 ? [part] : [whole("/∂", document), part]));
  return bound === text && parts.length === 1 ? null : parts;
}

function whole(text: string, document: Document): HTMLElement {
  const span = document.createElement("span");
  span.className = "unbroken";
  span.style.whiteSpace = "nowrap";
  span.textContent = text;
  return span;
}
