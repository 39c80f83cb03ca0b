/** Names in the picture: a text with its subscripts lowered and smaller. */

import type {NameParts} from "../../shared/split-name";

const DROP = 4; // px
const SMALL = 0.8; // of the size of the name

/** Write the pieces of a name into a text of this size. */
export function writeName(text: SVGTextContentElement, pieces: readonly NameParts[], size: number): void {
  text.replaceChildren();
  let drop = 0;
  const add = (words: string, down: number): void => {
    if (words === "") return;
    const part = text.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "tspan");
    if (down > 0) part.setAttribute("font-size", String(Math.round(size * SMALL)));
    if (down !== drop) part.setAttribute("dy", String(down - drop));
    drop = down;
    part.textContent = words;
    text.append(part);
  };
  for (const {base, sub} of pieces) {
    if (text.childNodes.length === 0) text.append(base);
    else add(base, 0);
    add(sub, DROP);
  }
}
