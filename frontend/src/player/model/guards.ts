/** Guards of a tape: it stands for its program while the comparisons that chose its way come out as they did. */

import type {Tape, TapeGuard} from "../../shared/contract";

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

/** Return whether all guards hold for the values of a forward pass. */
export function guardsHoldIn(tape: Pick<Tape, "guards">, value: Float64Array): boolean {
  return (tape.guards ?? []).every((guard) => holds(guard, value));
}

/** Return whether a guard holds. For an outcome of true all entries must compare so; a number meets each of them. */
function holds([comparison, left, right, outcome]: TapeGuard, value: Float64Array): boolean {
  const compare = COMPARE[comparison];
  if (compare === undefined) return false;
  const count = Math.max(left.length, right.length);
  const at = (side: readonly number[], index: number): number =>
    value[side[side.length === 1 ? 0 : index] ?? -1] ?? Number.NaN;
  let every = true;
  for (let index = 0; index < count; index++) every &&= compare(at(left, index), at(right, index));
  return every === outcome;
}
