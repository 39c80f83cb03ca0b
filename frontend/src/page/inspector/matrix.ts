/** A small array in a card, drawn as in the picture: entry by entry, or a heat map under its shape. */

import {markup, picture, smallGrid} from "../../player/draw/arrays";
import {type Arr, flatten} from "../../shared/contract";
import {shapeText} from "../../shared/number";
import {element} from "../../shared/svg";

type Tone = "value" | "gradient" | "local";

const EDGE = 1;

/** Return the drawing of an array, `words` for those who cannot see it. */
export function matrix(value: Arr, shape: readonly number[], tone: Tone, words: string): SVGSVGElement {
  const cells = shape.length > 0 ? shape : [1]; // a number among arrays is a cell of its own
  const image = picture(value, cells, false);
  const svg = element("svg", {class: "matrix", role: "img"});
  const [width, height] = [image.width + 2 * EDGE, image.height + 2 * EDGE];
  svg.setAttribute("viewBox", `${-width / 2} ${image.top - EDGE} ${width} ${height}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute("aria-label", `${words}, ${shapeText(shape)}${smallGrid(cells) ? `: ${valuesText(value)}` : ""}`);
  const group = element("g", {class: `cr-array ${tone}`});
  group.innerHTML = markup(image);
  svg.append(group);
  return svg;
}

function valuesText(value: Arr): string {
  return flatten(value)
    .map((entry) => String(Number(entry.toPrecision(3))))
    .join(", ");
}

/** Rows and columns change places. */
export function transpose(value: Arr): Arr {
  const rows = value as readonly (readonly Arr[])[];
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] as Arr));
}
