/** Entries of a Jacobian that a pass fills, and its progress: reverse mode a row, forward mode a column. Pure. */

import {isSeen} from "../../player/model/plan";
import {
  type Arr,
  type Costs,
  flatten,
  float,
  isLarge,
  type Num,
  nest,
  type Trace,
  type Value,
} from "../../shared/contract";
import type {Direction, Mode, TraceRequest} from "../../shared/request";

/** `index`: of the row in reverse mode, of the column in forward mode. */
export type Pass = Readonly<{mode: Mode; index: number}>;
type Entries = Pick<Costs, "rows" | "columns">;

/** The variable that an entry belongs to: `W` of `W[0, 1]`. */
const variableOf = (entry: string): string => entry.replace(/\[[\d, ]*\]$/, "");

export const passesOf = ({rows, columns}: Entries, mode: Mode): number =>
  mode === "reverse" ? rows.length : columns.length;

/** The place of the only 1 among zeros; -1 where the numbers are others. */
function unitPlace(numbers: readonly number[]): number {
  const at = numbers.indexOf(1);
  return numbers.every((each, place) => each === (place === at ? 1 : 0)) ? at : -1;
}

/** The pass that the picture shows; null where it fills no single row or column. */
export function passOf(trace: Trace, upstream: Value | null, entries: Entries): Pass | null {
  if (trace.graph === "backward") return null;
  const mode = trace.mode === "forward" ? "forward" : "reverse";
  const index = mode === "forward" ? columnOf(trace, entries) : rowOf(upstream, entries);
  return index < 0 ? null : {mode, index};
}

function rowOf(upstream: Value | null, {rows}: Entries): number {
  if (upstream === null) return rows.length === 1 ? 0 : -1;
  return unitPlace(flatten(upstream as Arr));
}

function columnOf({direction}: Trace, {columns}: Entries): number {
  const next = new Map<string, number>();
  const moves = columns.map((column) => {
    const name = variableOf(column);
    const place = next.get(name) ?? 0;
    next.set(name, place + 1);
    const move = direction?.[name];
    if (move === undefined || isLarge(move as Arr)) return 0;
    return Array.isArray(move) ? (flatten(move as Arr)[place] ?? 0) : float(move as Num);
  });
  return unitPlace(moves);
}

/** Return whether the pass fills this entry at all. */
export const fills = ({mode, index}: Pass, row: number, column: number): boolean =>
  index === (mode === "reverse" ? row : column);

/** Return whether an entry that the pass fills is there after so many steps. */
export function isThere(trace: Trace, position: number, {mode}: Pass, column: string): boolean {
  if (position >= trace.steps.length) return true;
  if (mode === "forward") {
    const output = trace.nodes.find(({id}) => id === trace.output);
    return isSeen(output?.tangent_step ?? null, position);
  }
  const leaf = trace.nodes.find(({name, kind}) => kind === "leaf" && (name === column || name === variableOf(column)));
  return isSeen(leaf?.gradient_step ?? null, position);
}

/** Return the request that shows a pass. */
export function requestOf(
  {mode, index}: Pass,
  trace: Trace,
  {rows, columns}: Entries,
): Pick<TraceRequest, "mode" | "direction" | "graph" | "upstream"> {
  const graph = "forward" as const;
  if (mode === "forward") return {mode, graph, direction: unitDirection(trace, columns, index), upstream: null};
  const shape = trace.nodes.find(({id}) => id === trace.output)?.shape ?? [];
  const unit = rows.map((_, row) => (row === index ? 1 : 0));
  return {mode, graph, direction: null, upstream: rows.length === 1 ? null : (nest(unit, shape) as Value)};
}

function unitDirection({values}: Trace, columns: readonly string[], index: number): Direction {
  const name = variableOf(columns[index] ?? "");
  const value = values[name];
  if (!Array.isArray(value)) return {[name]: 1};
  const first = columns.findIndex((column) => variableOf(column) === name);
  const unit = flatten(value as Arr).map((_, place) => (first + place === index ? 1 : 0));
  return {[name]: nest(unit, shapeOfArray(value)) as Value};
}

function shapeOfArray(value: unknown): number[] {
  const shape: number[] = [];
  for (let inside: unknown = value; Array.isArray(inside); inside = inside[0]) shape.push(inside.length);
  return shape;
}
