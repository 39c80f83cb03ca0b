/** Two shapes that do not fit, drawn: the sides that disagree are marked. */

import {h} from "../../shared/dom";
import type {Problem} from "../../shared/request";

type ShapeError = Readonly<{
  symbol: string;
  left: readonly number[];
  right: readonly number[];
  axes: readonly [number, number]; // the axis of each that disagrees; -1 where none can be named
}>;

const SVG = "http://www.w3.org/2000/svg";
const SENTENCE = /^`(.+?)` does not fit (.+?) and (.+?):/;
const LEAST = 20;
const MOST = 76;

/** What a shape error's sentence says of its two operands; null for another problem. */
export function shapeErrorOf(problem: Pick<Problem, "code" | "detail">): ShapeError | null {
  const found = problem.code === "shape" ? SENTENCE.exec(problem.detail) : null;
  const left = shapeOf(found?.[2]);
  const right = shapeOf(found?.[3]);
  if (!found || left === null || right === null || left.length > 2 || right.length > 2) return null;
  const symbol = found[1] ?? "";
  return {symbol, left, right, axes: symbol === "@" ? inner(left, right) : stretching(left, right)};
}

function shapeOf(words: string | undefined): readonly number[] | null {
  if (words === "a number") return [];
  const sizes = words?.replace(/ entr(y|ies)$/, ""); // a vector: "3 entries"
  return sizes !== undefined && /^\d+(×\d+)*$/.test(sizes) ? sizes.split("×").map(Number) : null;
}

/** A product sums over the last axis of the left and the last but one of the right. */
function inner(left: readonly number[], right: readonly number[]): [number, number] {
  if (left.length === 0 || right.length === 0) return [-1, -1];
  const [a, b] = [left.length - 1, Math.max(0, right.length - 2)];
  return left[a] === right[b] ? [-1, -1] : [a, b];
}

/** Entry by entry, axes are compared from the right; 1 stretches. */
function stretching(left: readonly number[], right: readonly number[]): [number, number] {
  for (let back = 1; back <= Math.min(left.length, right.length); back++) {
    const [a, b] = [left.length - back, right.length - back];
    if (left[a] !== right[b] && left[a] !== 1 && right[b] !== 1) return [a, b];
  }
  return [-1, -1];
}

export function shapeErrorFigure(problem: Problem): HTMLElement | null {
  const shapeError = shapeErrorOf(problem);
  if (shapeError === null) return null;
  const figure = h("figure", {class: "shape-error", role: "img", "aria-label": problem.detail.replaceAll("`", "")});
  figure.append(
    operand(shapeError.left, shapeError.axes[0]),
    h("span", {class: "sign", "aria-hidden": "true"}, shapeError.symbol),
    operand(shapeError.right, shapeError.axes[1]),
  );
  return figure;
}

/** A rectangle with its rows at the left and its columns above it; longer sides are longer, though not in proportion. */
function operand(shape: readonly number[], axis: number): SVGSVGElement {
  const [rows, columns] = shape.length === 2 ? shape : [null, shape[0] ?? null];
  const side = (length: number | null | undefined): number =>
    length == null ? LEAST : Math.round(Math.min(MOST, LEAST + 14 * Math.log2(Math.max(1, length))));
  const [width, height] = [side(columns), rows === null ? LEAST : side(rows)];
  const [left, top] = [34, 20];
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", String(left + width + 6));
  svg.setAttribute("height", String(top + height + 6));
  svg.setAttribute("aria-hidden", "true");
  const make = (name: string, look: string, attributes: Readonly<Record<string, number>>, text = ""): void => {
    const made = document.createElementNS(SVG, name);
    made.setAttribute("class", look);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.textContent = text;
    svg.append(made);
  };
  const across = shape.length - 1;
  const down = shape.length - 2;
  make("rect", "operand-box", {x: left, y: top, width, height, rx: 3});
  if (columns !== null && axis === across && axis >= 0)
    make("line", "bad-side", {x1: left, y1: top, x2: left + width, y2: top});
  if (rows !== null && axis === down && axis >= 0)
    make("line", "bad-side", {x1: left, y1: top, x2: left, y2: top + height});
  if (columns !== null) make("text", axis === across ? "bad" : "", {x: left + width / 2, y: top - 6}, String(columns));
  if (rows != null)
    make("text", axis === down ? "bad rows" : "rows", {x: left - 6, y: top + height / 2 + 4}, String(rows));
  return svg;
}
