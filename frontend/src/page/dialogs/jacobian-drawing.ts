/** The matrix of a Jacobian as a drawing, between the vectors that it is multiplied with and gives. */

import {indexOf} from "../../player/draw/entry-text";
import {float, type Jacobian, type Num} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {element} from "../../shared/svg";
import type {Product} from "./jacobian-product";

const SIDE = 410; // of the drawing, in px: the width of its panel
const MARGIN = 48; // beside it in a window that is narrower
const WIDEST = 46;
const SIGN = 16; // between a vector and the matrix
const INDICES = 62; // room for the names of rows
const NUMBERS = 44; // cells at least this wide have their number in them
const LABELS = 15; // and rows at least this high the name of their entry
const SIGN_LOOK = "operator";

/** Return the drawing of the matrix; with `product` the vectors stand beside it. */
export function drawing(
  {output_shape, input_shape}: Jacobian,
  rows: readonly (readonly Num[])[],
  input: string,
  out: string,
  structure: string,
  product: Product | null,
): SVGSVGElement {
  const columns = rows[0]?.length ?? 0;
  const room = Math.min(SIDE, window.innerWidth - MARGIN);
  const across = (room - INDICES - SIGN - 4) / (columns + 1); // with the upstream gradient beside them
  const cell = Math.max(6, Math.min(WIDEST, across, room / Math.max(rows.length, 1)));
  const named = cell >= LABELS;
  const beside = product === null ? 0 : cell + SIGN; // the upstream gradient, a number for each row
  const left = beside + (named ? INDICES : 4);
  const top = named ? INDICES : 4;
  const svg = element("svg", {class: "jacobian", role: "img"});
  const [width, height] = [left + columns * cell + 4, top + rows.length * cell + beside + 4];
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute(
    "aria-label",
    tr`Jacobian of ${out} with respect to ${input}, ${rows.length} by ${columns}, ${structure}`,
  );
  const most = Math.max(...rows.flat().map((x) => (Number.isFinite(float(x)) ? Math.abs(float(x)) : 0)), 0);
  rows.forEach((row, i) => {
    row.forEach((entry, j) => {
      const value = float(entry);
      const box = shape("rect", value === 0 ? "zero" : "cell", {
        x: left + j * cell,
        y: top + i * cell,
        width: cell,
        height: cell,
      });
      box.dataset.column = String(j);
      const weight = most > 0 && Number.isFinite(value) ? Math.abs(value) / most : 1;
      if (value !== 0)
        box.setAttribute(
          "fill-opacity",
          String(Math.round((cell >= NUMBERS ? 0.1 + 0.2 * weight : 0.25 + 0.75 * weight) * 100) / 100),
        );
      svg.append(box);
      if (value < 0 && cell < NUMBERS) svg.append(minus(left + (j + 0.5) * cell, top + (i + 0.5) * cell, cell));
      if (cell >= NUMBERS)
        svg.append(
          text(number(value), left + (j + 0.5) * cell, top + (i + 0.5) * cell + 4, value === 0 ? "zero-text" : ""),
        );
    });
    if (named) svg.append(text(indexOf(i, output_shape), left - 6, top + (i + 0.5) * cell + 4, tr("row")));
  });
  if (named)
    for (let j = 0; j < columns; j++) {
      const label = text(indexOf(j, input_shape), 0, 0, tr("column"));
      label.setAttribute("transform", `translate(${left + (j + 0.5) * cell + 4},${top - 6}) rotate(-90)`);
      svg.append(label);
    }
  svg.append(shape("rect", "rim", {x: left, y: top, width: columns * cell, height: rows.length * cell}));
  if (product !== null) {
    const entry = (value: number, x: number, y: number, look: string, column?: number): void => {
      const box = shape("rect", look, {x, y, width: cell, height: cell});
      const words = text(cell >= NUMBERS ? number(value) : "", x + cell / 2, y + cell / 2 + 4, look);
      if (column !== undefined) for (const part of [box, words]) part.dataset.column = String(column);
      svg.append(box, words);
    };
    const foot = top + rows.length * cell + SIGN;
    product.upstream.forEach((value, i) => {
      entry(value, 2, top + i * cell, "factor");
    });
    product.downstream.forEach((value, j) => {
      entry(value, left + j * cell, foot, "result", j);
    });
    svg.append(text("×", 2 + cell + SIGN / 2, top + (rows.length * cell) / 2 + 4, SIGN_LOOK));
    svg.append(text("=", left - SIGN / 2, foot + cell / 2 + 4, SIGN_LOOK));
  }
  return svg;
}

/** The sign in a cell that has no room for its number. */
function minus(x: number, y: number, cell: number): SVGElement {
  const [width, height] = [cell * 0.6, Math.max(1, cell * 0.12)];
  return shape("rect", "minus", {x: x - width / 2, y: y - height / 2, width, height});
}

function shape(
  name: "rect" | "text" | "line" | "path",
  look: string,
  attributes: Readonly<Record<string, number>>,
): SVGElement {
  const rounded = Object.entries(attributes).map(([key, value]) => [key, Math.round(value * 100) / 100]);
  return element(name, {class: look, ...Object.fromEntries(rounded)});
}

function text(words: string, x: number, y: number, look: string): SVGElement {
  const line = shape("text", look, {x, y});
  line.textContent = words;
  return line;
}
