/** Points in a plane with their classes, as values and as pasted text. Pure. */

import {type Field, flatten, float, type Num, nest, type Run, type Value} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import type {Values} from "../../shared/request";
import {withoutNames} from "./statements";

export type DataPoint = Readonly<{x: number; y: number; label: number}>; // `label`: which class

const MOST_POINTS = 1000;

/** Text behind `X, y =` whose points can become values: a data set of the language, or plain numbers. */
const DATA_SET = /^(?:moons|circles|xor|spiral|blobs)\([^()]*\)$/;
const NUMBERS = /^(?:(?:np|numpy|jnp|torch)\.)?(?:(?:array|asarray|tensor)\s*)?[\s\d.,eE+\-()[\]]*$/;

export const pointsOf = (field: Field): DataPoint[] =>
  field.points.map(([x, y], k) => ({x: float(x as Num), y: float(y as Num), label: field.classes[k] as number}));

/** Return the reason why these points cannot be learned from; null where they can. */
export function objection(points: readonly DataPoint[]): string | null {
  if (points.length < 4) return tr("There must be 4 points or more.");
  if (points.length > MOST_POINTS) return tr`There may be ${MOST_POINTS.toLocaleString("en")} points.`;
  if (new Set(points.map(({label}) => label)).size < 2)
    return tr("Each point is of the same class: there is nothing to tell apart.");
  return null;
}

/**
 * The program and its values with these points; a sentence where its text works them out in a way that is not taken
 * apart. Places have 4 decimals.
 */
export function withPoints(
  start: Readonly<{source: string; values: Values}>,
  run: Run,
  field: Field,
  points: readonly DataPoint[],
): {source: string; values: Values} | string {
  const names = new Set([field.points_name, field.labels_name]);
  const source = withoutNames(start.source, names, (source) => DATA_SET.test(source) || NUMBERS.test(source));
  if (source === null)
    return tr`The program makes \`${field.points_name}\` and \`${field.labels_name}\` in lines of its own. Take those out, and the points can be moved here.`;
  const decimals = (value: number): number => Math.round(value * 1e4) / 1e4;
  const shape = run.leaves.find(({name}) => name === field.labels_name)?.shape ?? [];
  const labelOf = ({label}: DataPoint): Value => {
    const entries = flatten((field.labels[label] ?? []) as never);
    return nest(entries, shape.slice(1)) as Value;
  };
  const values = {
    ...start.values,
    [field.points_name]: points.map(({x, y}) => [decimals(x), decimals(y)]),
    [field.labels_name]: points.map(labelOf),
  };
  return {source, values};
}

/** Points out of a table or arrays: two numbers and a class in each row. A sentence where it cannot be read. */
export function readPoints(text: string, classes: readonly string[]): readonly DataPoint[] | string {
  const rows = text.includes("[") ? readArrays(text) : readTable(text);
  if (typeof rows === "string") return rows;
  if (rows.length > MOST_POINTS)
    return tr`These are ${rows.length.toLocaleString("en")} points; there may be ${MOST_POINTS.toLocaleString("en")}.`;
  const kinds = [...new Set(rows.map(([, , kind]) => kind))];
  const number = (kind: string): string => (kind !== "" && Number.isFinite(Number(kind)) ? String(Number(kind)) : kind);
  const isKnown = kinds.every((kind) => classes.includes(number(kind)));
  const sorted = kinds.sort((a, b) => Number(a) - Number(b) || 0 || (a < b ? -1 : 1));
  if (!isKnown && kinds.length > classes.length)
    return tr`These points are of ${kinds.length} classes; the program tells ${classes.length} apart.`;
  const points = rows.map(([x, y, kind]) => ({
    x,
    y,
    label: isKnown ? classes.indexOf(number(kind)) : sorted.indexOf(kind),
  }));
  return objection(points) ?? points;
}

type Row = readonly [number, number, string];
const NO_CLASS = tr("Each row needs two numbers and a class: 0.5, -1.2, 0.");

function readTable(text: string): readonly Row[] | string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const separator = [";", "\t", ","].find((sign) => lines[lines.length - 1]?.includes(sign)) ?? /\s+/;
  const cells = lines.map((line) =>
    line
      .trim()
      .split(separator)
      .map((cell) => cell.trim().replace(/^["']|["']$/g, "")),
  );
  const number = (cell: string | undefined): number =>
    cell === undefined || cell === "" ? Number.NaN : Number(separator === "," ? cell : cell.replace(",", "."));
  const isRow = (row: readonly string[]): boolean => Number.isFinite(number(row[0])) && Number.isFinite(number(row[1]));
  const body = cells[0] !== undefined && !isRow(cells[0]) ? cells.slice(1) : cells; // the names of the columns
  const wrong = body.findIndex((row) => row.length !== 3 || !isRow(row) || row[2] === "");
  if (body.length === 0) return NO_CLASS;
  if (wrong >= 0) return tr`Row ${wrong + 1 + cells.length - body.length} cannot be read. ${NO_CLASS}`;
  return body.map((row) => [number(row[0]), number(row[1]), row[2] as string] as const);
}

/** Lists as Python, NumPy and JSON write them: rows of three, or rows of two and a list of classes. */
function readArrays(text: string): readonly Row[] | string {
  const lists: unknown[] = [];
  let [depth, from] = [0, 0];
  for (let k = 0; k < text.length; k++) {
    if (text[k] === "[" && depth++ === 0) from = k;
    if (text[k] === "]" && --depth === 0) lists.push(parsed(text.slice(from, k + 1)));
  }
  const rows = lists[0];
  if (!isRows(rows)) return tr`The first array has no rows of numbers. ${NO_CLASS}`;
  if (lists.length === 1)
    return rows.every((row) => row.length === 3) ? rows.map(([x, y, kind]) => [x, y, String(kind)] as Row) : NO_CLASS;
  const kinds = Array.isArray(lists[1]) ? lists[1].flat() : [];
  if (!rows.every((row) => row.length === 2)) return tr("The first array needs two numbers in each row.");
  if (kinds.length !== rows.length) return tr`There are ${rows.length} points, and ${kinds.length} classes.`;
  return rows.map(([x, y], k) => [x, y, String(kinds[k])] as Row);
}

const isRows = (value: unknown): value is [number, number, number?][] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((row) => Array.isArray(row) && row.every((entry) => typeof entry === "number"));

function parsed(text: string): unknown {
  const normalized = text
    .replace(/(\d)\.(?!\d)/g, "$1.0")
    .replace(/(^|[^\d])\.(\d)/g, "$10.$2")
    .replace(/([\d\]"'])\s+(?=[-\d["'])/g, "$1, ") // as NumPy prints them
    .replace(/'/g, '"')
    .replace(/,\s*]/g, "]");
  try {
    return JSON.parse(normalized);
  } catch {
    return null;
  }
}
