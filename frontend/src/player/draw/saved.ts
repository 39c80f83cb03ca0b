/** The bytes that a value costs which the forward pass keeps for the backward pass, under its wire. */

import type {WireFrame} from "../model/frame";

const BELOW = 19; // baseline from the label point

/** Draw the bytes, unless a tangent stands there: the panel lists them too. */
export function drawSaved(this: SVGGElement, {edge, values, tangents}: WireFrame): void {
  const bytes = edge.saved ?? null;
  const label = this.querySelector(":scope > .saved-bytes");
  if (bytes === null || values === null || tangents !== null) {
    label?.remove();
    return;
  }
  if (label) return;
  const text = this.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "text");
  text.setAttribute("class", "saved-bytes");
  text.setAttribute("y", String(BELOW));
  text.textContent = `${bytes.toLocaleString("en")} B`;
  this.append(text);
}
