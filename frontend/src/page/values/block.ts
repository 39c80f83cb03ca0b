/** Blocks of numbers: what a spreadsheet or NumPy puts on the clipboard, and arrays that change their size. Pure. */

import {parseNumber} from "./number-field";

type Block = readonly (readonly number[])[];
export type Sized = Readonly<{entries: readonly number[]; shape: readonly number[]}>;

/** Rows of numbers split by tabs, commas, semicolons or blanks, or a list such as `[[1, 2], [3, 4]]`; null if it is none. */
export function parseBlock(text: string): Block | null {
  const plain = text.trim();
  const isList = /^(np\.)?(array\()?\[/.test(plain);
  const lines = isList ? plain.replace(/^(np\.)?array\(/, "").split(/\][\s,;]*\[?/) : plain.split(/\r?\n/);
  const rows: number[][] = [];
  for (const line of lines) {
    const words = isList ? line.replace(/[[\]()]/g, " ") : line;
    // A tab means a spreadsheet: there a comma may stand for the point.
    const cells = (words.includes("\t") ? words.split("\t") : words.split(/[\s,;]+/)).filter(
      (cell) => cell.trim() !== "",
    );
    if (cells.length === 0) continue;
    const numbers = cells.map(parseNumber);
    if (numbers.some((value) => value === null)) return null;
    rows.push(numbers as number[]);
  }
  const width = rows[0]?.length ?? 0;
  return width > 0 && rows.every((row) => row.length === width) ? rows : null;
}

/** The array with the block written into it from an entry on. A block that sticks out at the first entry takes its place. */
export function pasted({entries, shape}: Sized, index: number, block: Block): Sized {
  const columns = shape[shape.length - 1] ?? 1;
  const rows = entries.length / columns;
  const [height, width] = [block.length, block[0]?.length ?? 0];
  const isColumn = shape.length === 1 && width === 1; // a column of a spreadsheet into a vector
  const across = isColumn ? height : width;
  const down = isColumn ? 1 : height;
  if (index === 0 && shape.length <= 2 && (across > columns || down > rows))
    return {entries: block.flat(), shape: down === 1 && shape.length === 1 ? [across] : [down, across]};
  const next = [...entries];
  const [top, left] = [Math.floor(index / columns), index % columns];
  block.forEach((row, i) => {
    row.forEach((value, j) => {
      const [r, c] = isColumn ? [top, left + i] : [top + i, left + j];
      if (r < rows && c < columns) next[r * columns + c] = value;
    });
  });
  return {entries: next, shape};
}

/** One row or column more or less, at the end; new entries are 0. The last one is never taken. */
export function resized({entries, shape}: Sized, axis: "row" | "column", by: 1 | -1): Sized {
  const columns = shape[shape.length - 1] ?? 1;
  const rows = entries.length / columns;
  const [down, across] = [rows + (axis === "row" ? by : 0), columns + (axis === "column" ? by : 0)];
  if (shape.length > 2 || down < 1 || across < 1 || (shape.length === 1 && down !== 1)) return {entries, shape};
  const next = Array.from({length: down * across}, (_, place) => {
    const [r, c] = [Math.floor(place / across), place % across];
    return r < rows && c < columns ? (entries[r * columns + c] ?? 0) : 0;
  });
  return {entries: next, shape: shape.length === 1 ? [across] : [down, across]};
}
