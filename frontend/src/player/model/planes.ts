/** Parts of arrays on two axes: where an entry stands, and which number it is. Pure. */

import {type Arr, float, isAbstract, isLarge} from "../../shared/contract";

export type Place = readonly [number, number];

/** One axis of a plane as it is drawn. */
export interface Axis {
  readonly low: number; // the first place that is drawn, padding included
  readonly high: number; // one behind the last
  readonly entry: (at: number) => number; // which entry of the array stands there; -1: none, a 0 of the padding
}

/** A part of an array on two axes. */
export interface Plane {
  readonly axes: readonly [Axis, Axis];
  readonly number: (row: number, column: number) => number | null; // at entries; null: it is not here
  readonly tone: "value" | "gradient";
  readonly channel: number;
  readonly channels: number;
}

const SCALAR: Axis = {low: 0, high: 1, entry: (at) => at};

/** An entry of an array, where it travelled. */
export function entryOf(value: Arr, index: readonly number[]): number | null {
  let at: Arr = value;
  if (typeof at === "object" && isLarge(at)) {
    if (isAbstract(at)) return null;
    at = at.corner;
  }
  for (const place of index) {
    if (typeof at !== "object" || isLarge(at)) return null;
    const next: Arr | undefined = (at as readonly Arr[])[place];
    if (next === undefined) return null;
    at = next;
  }
  return typeof at === "number" || typeof at === "string" ? float(at) : null;
}

export const within = (at: number, size: number): number => (at >= 0 && at < size ? at : -1);

/** One axis or two as two: a line is a table of one row. */
export function pair<T>(axes: readonly T[], alone: T): readonly [T, T] {
  const [first, second] = axes;
  return second === undefined ? [alone, first ?? alone] : [first as T, second];
}

export function plane(
  value: Arr,
  front: readonly number[],
  axes: readonly Axis[],
  tone: Plane["tone"],
  channels: number,
): Plane {
  const rank = axes.length;
  return {
    axes: pair(axes, SCALAR),
    number: (row, column) => entryOf(value, rank === 1 ? [...front, column] : [...front, row, column]),
    tone,
    channel: front[1] ?? 0,
    channels,
  };
}

export const plainAxes = (sizes: readonly number[]): readonly Axis[] =>
  sizes.map((size) => ({low: 0, high: size, entry: (at) => within(at, size)}));

/** Entry of the plane that a drawn place has, both axes; null where one of them is padding. */
export function entryAt({axes: [rows, columns]}: Plane, [row, column]: Place): Place | null {
  const [r, c] = [rows.entry(row), columns.entry(column)];
  return r < 0 || c < 0 ? null : [r, c];
}

/** The number at a drawn place; null of the padding, and where it did not travel. */
export const numberAt = (at: Plane, place: Place): number | null => {
  const entry = entryAt(at, place);
  return entry === null ? null : at.number(...entry);
};
