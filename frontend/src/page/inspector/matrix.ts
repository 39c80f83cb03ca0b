/** A small array in a card, drawn as in the picture: entry by entry, or a heat map under its shape. */

import {markup, picture, smallGrid} from "../../player/draw/arrays";
import {type Arr, flatten} from "../../shared/contract";
import {shapeText} from "../../shared/number";

type Tone = "value" | "gradient" | "local";

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 1;

export function matrix(value: Arr, shape: readonly number[], tone: Tone, words: string): SVGSVGElement {
  const cells = shape.length > 0 ? shape : [1]; // a number among arrays is a cell of its own
  const drawn = picture(value, cells, false);
  const svg = document.createElementNS(SVG, "svg");
  const [width, height] = [drawn.width + 2 * EDGE, drawn.height + 2 * EDGE];
  svg.setAttribute("class", "matrix");
  svg.setAttribute("viewBox", `${-width / 2} ${drawn.top - EDGE} ${width} ${height}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${words}, ${shapeText(shape)}${smallGrid(cells) ? `: ${spoken(value)}` : ""}`);
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", `cr-array ${tone}`);
  group.innerHTML = markup(drawn);
  svg.append(group);
  return svg;
}

function spoken(value: Arr): string {
  return flatten(value)
    .map((entry) => String(Number(entry.toPrecision(3))))
    .join(", ");
}

/** Rows and columns change places. */
export function turned(value: Arr): Arr {
  const rows = value as readonly (readonly Arr[])[];
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] as Arr));
}
