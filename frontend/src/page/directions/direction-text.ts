/** Direction of an array as text: one number for each of its entries, or one for all of them. Pure. */

import {type Arr, flatten, nest, type Value} from "../../shared/contract";
import {parseBlock} from "../values/block";

/** The direction that a text says; null where it is not numbers, or not as many as the array has entries. */
export function directionFromText(text: string, shape: readonly number[]): Value | null {
  const count = shape.reduce((product, size) => product * size, 1);
  const entries = parseBlock(text)?.flat() ?? [];
  if (entries.length === count) return nest(entries, shape) as Value;
  const [all] = entries;
  return all === undefined || entries.length > 1 ? null : (nest(new Array(count).fill(all), shape) as Value);
}

/** One number where all entries move alike, else each of them. */
export function directionText(move: Arr | undefined): string {
  if (move === undefined) return "0";
  const entries = flatten(move);
  return entries.every((entry) => entry === entries[0]) ? String(entries[0] ?? 0) : `[${entries.join(", ")}]`;
}
