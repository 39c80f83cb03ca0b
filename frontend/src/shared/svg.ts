/** Elements of drawings. */

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string | number>>;

/** Return an element of SVG. */
export function element<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  text = "",
): SVGElementTagNameMap[K] {
  const shape = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, String(value));
  if (text !== "") shape.textContent = text;
  return shape;
}

/** Ends rounded to a tenth of a pixel. */
export function line(look: string, x1: number, y1: number, x2: number, y2: number): SVGLineElement {
  return element("line", {class: look, x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2)});
}

/** Return a text at a place, in units of the drawing. */
export function label(text: string, x: number, y: number, anchor: string): SVGTextElement {
  return element("text", {x: round(x), y: round(y), "text-anchor": anchor}, text);
}

const round = (x: number): number => Math.round(x * 10) / 10;
