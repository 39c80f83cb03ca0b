/** An array beside its wire: a grid of numbers while it is small, else a heat map under its shape. */
import {number, shapeText} from "../number";
import {type Arr, flatten, isLarge} from "../trace";

// The room the layout keeps: these are the sizes it measured with.
export const CELL = {width: 40, height: 17} as const;
const GRID = 6;
const HEAT = {width: 84, height: 60} as const;
const BLOCKS = {rows: 10, columns: 14} as const;
const GAP = 5; // between the wire and the array

export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string; // "" in a heat map
  readonly weight: number; // |entry| / the greatest of them, 0 to 1
  readonly negative: boolean;
}

export interface Picture {
  readonly cells: readonly Cell[];
  readonly title: string; // the shape, over a heat map
  readonly width: number;
  readonly height: number;
  readonly top: number; // from the label point
}

/** The drawing of an array above or below the label point. */
export function picture(value: Arr, shape: readonly number[], above: boolean): Picture {
  const [rows, columns] = shape.length === 2 ? [shape[0] ?? 1, shape[1] ?? 1] : [1, shape[0] ?? 1];
  const small = shape.length <= 2 && rows <= GRID && columns <= GRID;
  const width = small ? columns * CELL.width : HEAT.width;
  const height = small ? rows * CELL.height : HEAT.height + 14;
  const top = above ? -GAP - height : GAP;
  const entries = flatten(value);
  const most = entries.reduce((max, entry) => (Number.isFinite(entry) ? Math.max(max, Math.abs(entry)) : max), 0);
  const cell = (entry: number): Pick<Cell, "weight" | "negative"> => ({
    weight: most > 0 && Number.isFinite(entry) ? Math.abs(entry) / most : 0,
    negative: entry < 0,
  });
  if (small) {
    const cells = entries.map((entry, i) => ({
      ...cell(entry),
      x: (i % columns) * CELL.width - width / 2,
      y: top + Math.floor(i / columns) * CELL.height,
      ...CELL,
      text: number(entry),
    }));
    return {cells, title: "", width, height, top};
  }
  const [down, across] = blocks(value, rows, columns, shape.length > 2);
  const size = {width: HEAT.width / across.length, height: HEAT.height / down.length};
  const stride = isLarge(value) ? cornerWidth(value) : columns;
  const cells = down.flatMap((row, r) =>
    across.map((column, c) => ({
      ...cell(entries[row * stride + column] ?? 0),
      x: c * size.width - width / 2,
      y: top + 14 + r * size.height,
      ...size,
      text: "",
    })),
  );
  return {cells, title: shapeText(shape), width, height, top};
}

/** The rows and columns a heat map samples. */
function blocks(value: Arr, rows: number, columns: number, deep: boolean): readonly [number[], number[]] {
  const sample = (length: number, most: number): number[] => {
    const count = Math.max(1, Math.min(length, most));
    return Array.from({length: count}, (_, i) => Math.floor((i * length) / count));
  };
  if (typeof value === "object" && isLarge(value)) {
    const width = cornerWidth(value);
    return [sample(Math.floor(flatten(value).length / width), BLOCKS.rows), sample(width, BLOCKS.columns)];
  }
  if (deep) return [[0], sample(flatten(value).length, BLOCKS.columns)];
  return [sample(rows, BLOCKS.rows), sample(columns, BLOCKS.columns)];
}

function cornerWidth(value: Extract<Arr, {large: true}>): number {
  let at: Arr = value.corner;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  return Array.isArray(at) ? Math.max(1, at.length) : 1;
}

/** Its markup: one group of rectangles and numbers. All text in it is made here. */
export function markup(drawn: Picture): string {
  const fixed = (x: number): string => String(Math.round(x * 100) / 100);
  const {cells, title, width, height, top} = drawn;
  const rim = title === "" ? top : top + 14;
  const parts = cells.map(({x, y, width: w, height: h, text, weight, negative}) => {
    const shade = text === "" ? 0.1 + 0.9 * weight : 0.06 + 0.2 * weight;
    const box = `<rect class="cell${negative ? " negative" : ""}" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(w)}" height="${fixed(h)}" fill-opacity="${fixed(shade)}"></rect>`;
    return text === "" ? box : `${box}<text x="${fixed(x + w / 2)}" y="${fixed(y + h / 2 + 4)}">${text}</text>`;
  });
  const back = `<rect class="back" x="${fixed(-width / 2)}" y="${fixed(rim)}" width="${fixed(width)}" height="${fixed(height - (rim - top))}" rx="4"></rect>`;
  const edge = back.replace('"back"', '"rim"');
  const name = title === "" ? "" : `<text y="${fixed(top + 10)}">${title}</text>`;
  return back + parts.join("") + edge + name;
}
