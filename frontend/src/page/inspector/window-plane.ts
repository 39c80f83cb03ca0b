/** A plane of an array with the window that lies on it: the part of it that fits, cell by cell. */

import {short} from "../../player/draw/arrays";
import type {Axis, Place, Plane} from "../../player/model/planes";
import {element} from "../../shared/svg";

export type CellMark = "meets" | "own" | "winner" | "other";

/** The rows and columns that fit, and the scale of the drawing. */
export type PlaneSize = Readonly<{rows: number; columns: number; scale: number}>;

const CELL = {width: 42, height: 22};
const TINY = 13; // a cell of a window that is too large for digits
const FONT = 12;
const EDGE = 2;

/** Return the first index and the one after the last: all of an axis if it fits, else a part round what is marked. */
function shownRange({low, high}: Axis, index: readonly number[], most: number): readonly [number, number] {
  if (high - low <= most) return [low, high];
  const [first, last] = [Math.min(...index, high - 1), Math.max(...index, low)];
  const span = last - first + 1;
  const length = span <= most ? most : Math.min(span, 2 * most);
  const from = Math.max(low, Math.min(first - Math.max(0, Math.floor((length - span) / 2)), high - length));
  return [from, Math.min(high, from + length)];
}

/** `padding`: what stands where no entry is. */
export function planeFigure(
  plane: Plane,
  marks: readonly (readonly [Place, CellMark])[],
  {rows: mostRows, columns: mostColumns, scale}: PlaneSize,
  padding: string,
  words: string,
): SVGSVGElement {
  const [rowAxis, columnAxis] = plane.axes;
  const [top, bottom] = shownRange(
    rowAxis,
    marks.map(([[row]]) => row),
    mostRows,
  );
  const [left, right] = shownRange(
    columnAxis,
    marks.map(([[, column]]) => column),
    mostColumns,
  );
  const isTiny = bottom - top > mostRows || right - left > mostColumns;
  const cell = isTiny ? {width: TINY, height: TINY} : CELL;
  const [width, height] = [(right - left) * cell.width, (bottom - top) * cell.height];
  const svg = element("svg", {class: isTiny ? "matrix window-plane tiny" : "matrix window-plane", role: "img"});
  svg.setAttribute("viewBox", `${-EDGE} ${-EDGE} ${width + 2 * EDGE} ${height + 2 * EDGE}`);
  svg.setAttribute("width", String((width + 2 * EDGE) * scale));
  svg.setAttribute("height", String((height + 2 * EDGE) * scale));
  svg.setAttribute("aria-label", words);
  const group = element("g", {class: `cr-array ${plane.tone}`});
  svg.append(group);
  let most = 0;
  const cells: {row: number; column: number; isPadding: boolean; number: number | null}[] = [];
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) {
      const [r, c] = [rowAxis.entry(row), columnAxis.entry(column)];
      const isPadding = r < 0 || c < 0;
      const number = isPadding ? null : plane.number(r, c);
      if (number !== null && Number.isFinite(number)) most = Math.max(most, Math.abs(number));
      cells.push({row, column, isPadding, number});
    }
  const box = (row: number, column: number, name: string, inset = 0): SVGRectElement =>
    element("rect", {
      class: name,
      x: (column - left) * cell.width + inset,
      y: (row - top) * cell.height + inset,
      width: cell.width - 2 * inset,
      height: cell.height - 2 * inset,
    });
  for (const {row, column, isPadding, number} of cells) {
    const rect = box(row, column, isPadding ? "padding" : number !== null && number < 0 ? "cell negative" : "cell");
    const share = number !== null && most > 0 && Number.isFinite(number) ? Math.abs(number) / most : 0;
    if (!isPadding) rect.setAttribute("fill-opacity", (0.05 + 0.25 * share).toFixed(2));
    group.append(rect);
    const text = isTiny ? "" : isPadding ? padding : number === null ? "" : short(number);
    if (text === "") continue;
    const [x, y] = [(column - left + 0.5) * cell.width, (row - top + 0.5) * cell.height + 4];
    group.append(element("text", {x, y, "font-size": FONT, ...(isPadding && {class: "padding-text"})}, text));
  }
  for (const [[row, column], look] of marks) {
    if (row < top || row >= bottom || column < left || column >= right) continue;
    const mark = box(row, column, "mark", 1);
    mark.classList.add(look);
    group.append(mark);
  }
  return svg;
}
