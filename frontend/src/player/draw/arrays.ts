/** An array beside its wire: a grid of numbers while it is small, else a heat map under its shape. */

import {type Arr, flatten, float, isAbstract, isLarge} from "../../shared/contract";
import {number, shapeText} from "../../shared/number";

// The room the layout keeps: these are the sizes it measured with.
const CELL = {width: 40, height: 17} as const;
const GRID = 6;
const HEAT = {width: 84, height: 60} as const;
const BLOCKS = {rows: 10, columns: 14} as const;
const FONT = 11;
const ADVANCE = 0.602; // of the mono font, in em
const GAP = 5; // between the wire and the array
const TITLE = 14; // the shape over a heat map
const RANGE = 12; // its least and greatest entry
const LEVELS = 6; // tints of each sign in a heat map

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string; // "" in a heat map
  readonly weight: number; // |entry| / the greatest of them, 0 to 1
  readonly negative: boolean;
}

interface Picture {
  readonly cells: readonly Cell[];
  readonly title: string; // the shape, over a heat map
  readonly range: string; // of its entries, between shape and map above the wire, under the map below it
  readonly rim: Box; // round the cells
  readonly width: number;
  readonly height: number;
  readonly top: number; // from the label point
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rows and columns of an array that is drawn entry by entry; null when it is a heat map. Axes of length 1 in front do
 * not count: an image of one example and one channel is a table of its points. */
export function smallGrid(shape: readonly number[]): {readonly rows: number; readonly columns: number} | null {
  if (shape.length === 0 || shape.slice(0, -2).some((size) => size !== 1)) return null;
  const [rows = 1, columns = 1] = [1, ...shape].slice(-2);
  return rows <= GRID && columns <= GRID ? {rows, columns} : null;
}

/** Return the box of an entry of a small array, from the label point. */
export function cellBox(rows: number, columns: number, entry: number, above: boolean): Box {
  const top = above ? -GAP - rows * CELL.height : GAP;
  const x = (entry % columns) * CELL.width - (columns * CELL.width) / 2;
  return {x, y: top + Math.floor(entry / columns) * CELL.height, ...CELL};
}

/** The least, the mean and the greatest of the entries. */
export function summary(value: Arr): {readonly min: number; readonly mean: number; readonly max: number} | null {
  if (isAbstract(value)) return null;
  if (isLarge(value)) return {min: float(value.min), mean: float(value.mean), max: float(value.max)};
  const entries = flatten(value);
  if (entries.length === 0) return null;
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const entry of entries) {
    min = entry < min ? entry : min;
    max = entry > max ? entry : max;
    sum += entry;
  }
  const broken = Number.isNaN(sum) && entries.some(Number.isNaN);
  return broken ? {min: Number.NaN, mean: Number.NaN, max: Number.NaN} : {min, mean: sum / entries.length, max};
}

/** The drawing of an array above or below the label point. */
export function picture(value: Arr, shape: readonly number[], above: boolean): Picture {
  // A heat map of what did not travel whole is made of entries picked from all over it.
  const sampled = isLarge(value) ? (isAbstract(value) ? [] : value.sample) : value;
  const entries = flatten(sampled);
  const most = entries.reduce((max, entry) => (Number.isFinite(entry) ? Math.max(max, Math.abs(entry)) : max), 0);
  const tint = (entry: number): Pick<Cell, "weight" | "negative"> => ({
    weight: most > 0 && Number.isFinite(entry) ? Math.abs(entry) / most : 0,
    negative: entry < 0,
  });
  const grid = smallGrid(shape);
  if (grid) {
    const {rows, columns} = grid;
    const cells = entries.map((entry, i) => ({
      ...tint(entry),
      ...cellBox(rows, columns, i, above),
      text: short(entry),
    }));
    const size = {width: columns * CELL.width, height: rows * CELL.height};
    const top = above ? -GAP - size.height : GAP;
    return {cells, title: "", range: "", rim: {x: -size.width / 2, y: top, ...size}, ...size, top};
  }
  const stride = rowLength(sampled); // the rows of all other axes stand below one another
  const [down, across] = [parts(entries.length / stride, BLOCKS.rows), parts(stride, BLOCKS.columns)];
  const height = HEAT.height + TITLE + RANGE;
  const top = above ? -GAP - height : GAP;
  const rim = {x: -HEAT.width / 2, y: above ? -GAP - HEAT.height : top + TITLE, ...HEAT};
  const size = {width: HEAT.width / across.length, height: HEAT.height / down.length};
  const cells = down.flatMap((row, r) =>
    across.map((column, c) => ({
      ...tint(strongest(entries, stride, row, column)),
      x: rim.x + c * size.width,
      y: rim.y + r * size.height,
      ...size,
      text: "",
    })),
  );
  const ends = summary(value);
  const range = ends === null ? "" : `${number(ends.min)} … ${number(ends.max)}`;
  return {cells, title: shapeText(shape), range, rim, width: HEAT.width, height, top};
}

/** A number that can be read in a cell: one of more than six signs gives up a digit. */
export function short(entry: number): string {
  const text = number(entry);
  if (text.length <= 6) return text;
  const size = Math.abs(entry);
  const sign = entry < 0 ? "−" : "";
  if (text.includes("e")) return sign + size.toExponential(0).replace("e+", "e").replace("e-", "e−");
  return sign + size.toFixed(size < 1 ? 3 : 0);
}

type Span = readonly [number, number]; // from, up to and without

/** A length in as many parts as a heat map can show. */
function parts(length: number, most: number): Span[] {
  const count = Math.max(1, Math.min(Math.floor(length), most));
  return Array.from({length: count}, (_, i) => [
    Math.floor((i * length) / count),
    Math.floor(((i + 1) * length) / count),
  ]);
}

/** Return the entry of a part of a table farthest from 0, so that none is lost; NaN before all. */
function strongest(entries: readonly number[], stride: number, [top, bottom]: Span, [left, right]: Span): number {
  let maximum = 0;
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) {
      const entry = entries[row * stride + column] ?? 0;
      if (Number.isNaN(entry)) return entry;
      if (Math.abs(entry) > Math.abs(maximum)) maximum = entry;
    }
  return maximum;
}

function rowLength(value: Arr): number {
  let at: Arr = value;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  return Array.isArray(at) ? Math.max(1, at.length) : 1;
}

const fixed = (x: number): string => String(Math.round(x * 100) / 100);

const rect = (name: string, {x, y, width, height}: Box, more = ""): string =>
  `<rect class="${name}" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}"${more}></rect>`;

/** Its markup: one group of rectangles and numbers. All text in it is made here. */
export function markup(image: Picture): string {
  const {cells, title, range, rim, height, top} = image;
  const inside = title === "" ? cells.map(numbered).join("") : heat(cells);
  const words = (y: number, text: string, width: number): string =>
    text === "" ? "" : `<text y="${fixed(y)}" font-size="${FONT}"${squeezed(text, width)}>${text}</text>`;
  const below = rim.y + rim.height + 2 < top + height; // the range stands under the map
  const names =
    title === ""
      ? ""
      : words(top + 10, title, rim.width) + words(below ? top + height - 1 : rim.y - 4, range, rim.width);
  return rect("back", rim, ' rx="4"') + inside + rect("rim", rim, ' rx="4"') + names;
}

/** A text wider than its room becomes narrower, not lower: its digits keep the height at which they can be read. */
const squeezed = (text: string, width: number): string =>
  text.length * ADVANCE * FONT <= width ? "" : ` textLength="${fixed(width)}" lengthAdjust="spacingAndGlyphs"`;

function numbered(cell: Cell): string {
  const {x, y, width, height, text, weight, negative} = cell;
  const box = rect(`cell${negative ? " negative" : ""}`, cell, ` fill-opacity="${fixed(0.05 + 0.2 * weight)}"`);
  const place = `x="${fixed(x + width / 2)}" y="${fixed(y + height / 2 + 4)}"`;
  return `${box}<text ${place} font-size="${FONT}"${squeezed(text, width - 3)}>${text}</text>`;
}

/** Cells of one tint are one shape: a heat map is a dozen elements, not a hundred and forty. */
function heat(cells: readonly Cell[]): string {
  const tints = new Map<string, string>();
  for (const {x, y, width, height, weight, negative} of cells) {
    const level = Math.round(weight * LEVELS);
    if (level === 0) continue;
    const key = `${negative ? "cell negative" : "cell"}" fill-opacity="${fixed(level / LEVELS)}`;
    const path = `M${fixed(x)},${fixed(y)}h${fixed(width)}v${fixed(height)}h${fixed(-width)}z`;
    tints.set(key, (tints.get(key) ?? "") + path);
  }
  return [...tints].map(([key, d]) => `<path class="${key}" d="${d}"></path>`).join("");
}
