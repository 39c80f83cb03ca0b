/** Ranking of the values that move the output: leaves by the size of their gradient, and a way to lower it. Pure. */

import {leafEntries} from "../../player/model/leaf-entries";
import type {TapeOps} from "../../player/model/tape";
import type {TapeFunctions} from "../../player/model/tape-later";
import {type Arr, flatten, float, isLarge, type Numbers, type Trace} from "../../shared/contract";
import {indexText} from "../values/array-field";
import {UPSTREAM} from "../values/value-rows";
import type {ValueRow} from "../values/values";

/** One number that can be changed. `share` is |gradient| beside the largest one, from 0 to 1. */
export type Ranked = Readonly<{
  label: string;
  name: string;
  entry: number;
  gradient: number;
  share: number;
  lowers: "raise" | "lower" | null; // what to do with it for the output to fall; null at 0
}>;

type Ranking = Readonly<{rows: readonly Ranked[]; more: number}>;

const MAX_ROWS = 8;

/** The entries of all leaves whose gradient has arrived, the largest first. Empty before all have. */
export function rankingOf(rows: readonly ValueRow[]): Ranking {
  const leaves = rows.filter(({name}) => name !== UPSTREAM);
  if (leaves.some(({gradient, value}) => gradient === null || isWide(gradient) || isWide(value)))
    return {rows: [], more: 0};
  const all = leaves.flatMap(({name, shape, gradient}) =>
    flatten(gradient as Arr).map((entry, index) => ({
      name,
      entry: index,
      label: shape.length === 0 ? name : `${name}${indexText(index, shape)}`,
      gradient: entry,
    })),
  );
  const sized = all.filter(({gradient}) => Number.isFinite(gradient));
  sized.sort((a, b) => Math.abs(b.gradient) - Math.abs(a.gradient));
  const largest = Math.abs(sized[0]?.gradient ?? 0);
  return {
    rows: sized.slice(0, MAX_ROWS).map((row) => ({
      ...row,
      share: largest === 0 ? 0 : Math.abs(row.gradient) / largest,
      lowers: row.gradient === 0 ? null : row.gradient < 0 ? "raise" : "lower",
    })),
    more: Math.max(0, sized.length - MAX_ROWS),
  };
}

const isWide = (value: Arr): boolean => typeof value === "object" && isLarge(value);

/** Effect on L of a small change of the first of the ranking, computed; null where the browser has no tape. */
type Trial = Readonly<{change: number; before: number; after: number}>;

/** Return the output before and after an entry has moved by `change`; null where the program would go another way. */
export function trialOf(
  trace: Trace,
  live: Numbers,
  {name, entry}: Ranked,
  change: number,
  {guardsHold, run}: Pick<TapeFunctions, "guardsHold" | "run">,
  ops?: TapeOps,
): Trial | null {
  const {tape} = trace;
  const leaves = leafEntries(trace, live);
  const entries = leaves[name];
  if (!tape || entries === undefined) return null;
  const movedEntries = entries.map((old, index) => (index === entry ? old + change : old));
  if (!guardsHold(tape, {...leaves, [name]: movedEntries}, ops)) return null;
  const {output, upstream} = tape;
  const weighted = (value: ArrayLike<number>): number =>
    output.reduce((sum, at, index) => sum + (value[at] ?? Number.NaN) * float(upstream[index] ?? 1), 0);
  const value = (of: typeof leaves): number => weighted(run(tape, of, undefined, ops).value);
  return {change, before: value(leaves), after: value({...leaves, [name]: movedEntries})};
}
