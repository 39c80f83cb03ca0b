/** Two shapes that do not fit, drawn: the sides that disagree are marked. */

import {h} from "../../shared/dom";
import type {Problem} from "../../shared/request";
import {element} from "../../shared/svg";

const LEAST = 20;
const MOST = 76;
const DRAWN_AXES = 2; // an array of more has no picture on paper

export function shapeErrorFigure(problem: Problem): HTMLElement | null {
  const shapes = problem.shapes;
  if (!shapes || shapes.left.length > DRAWN_AXES || shapes.right.length > DRAWN_AXES) return null;
  const [left, right] = shapes.axes ?? [-1, -1];
  const figure = h("figure", {class: "shape-error", role: "img", "aria-label": problem.detail.replaceAll("`", "")});
  figure.append(
    operand(shapes.left, left),
    h("span", {class: "sign", "aria-hidden": "true"}, shapes.op),
    operand(shapes.right, right),
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
  const svg = element("svg", {width: left + width + 6, height: top + height + 6, "aria-hidden": "true"});
  const across = shape.length - 1;
  const down = shape.length - 2;
  svg.append(element("rect", {class: "operand-box", x: left, y: top, width, height, rx: 3}));
  if (columns !== null && axis === across && axis >= 0)
    svg.append(element("line", {class: "bad-side", x1: left, y1: top, x2: left + width, y2: top}));
  if (rows !== null && axis === down && axis >= 0)
    svg.append(element("line", {class: "bad-side", x1: left, y1: top, x2: left, y2: top + height}));
  if (columns !== null) {
    const place = {x: left + width / 2, y: top - 6};
    svg.append(element("text", {class: axis === across ? "bad" : "", ...place}, String(columns)));
  }
  if (rows != null) {
    const place = {x: left - 6, y: top + height / 2 + 4};
    svg.append(element("text", {class: axis === down ? "bad rows" : "rows", ...place}, String(rows)));
  }
  return svg;
}
