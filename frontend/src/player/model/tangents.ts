/** Forward mode on the tape: each entry's tangent from those of what it is made of, after a slider has moved. */

import {OPS, type ScalarOp} from "../../generated/ops";
import {type Arr, flatten, type Tape, type Trace} from "../../shared/contract";

/**
 * @param direction how each leaf moves, by name in C order; a name that is missing does not move.
 * @returns d(entry)/d(direction) of every entry.
 */
export function tangentsOf(
  tape: Tape,
  pass: Readonly<{local: Float64Array; first: Int32Array}>, // slopes by tape-edge, and where each entry's begin
  direction: Readonly<Record<string, ArrayLike<number>>>,
  ops: Readonly<Record<string, ScalarOp>> = OPS,
): Float64Array {
  const tangent = new Float64Array(tape.ops.length);
  for (const [name, entries] of Object.entries(tape.leaves)) {
    const move = Object.hasOwn(direction, name) ? direction[name] : undefined;
    if (move) for (let k = 0; k < entries.length; k++) tangent[entries[k] as number] = move[k] as number;
  }
  tape.ops.forEach((name, entry) => {
    const op = ops[name];
    if (!op) return;
    (tape.args[entry] ?? []).forEach((argument, slot) => {
      const move = tangent[argument] as number;
      // An entry that does not move is skipped, not multiplied by 0: 0 times an infinite slope would be NaN.
      if (move === 0 || op.stops?.(slot)) return;
      const slope = pass.local[(pass.first[entry] as number) + slot] as number;
      tangent[entry] = (tangent[entry] as number) + (op.blocksInfinite && slope === 0 ? 0 : slope * move);
    });
  });
  return tangent;
}

/** The direction of a trace by name, in C order; null in reverse mode. */
export function directionOf(trace: Trace): Record<string, number[]> | null {
  if (!trace.direction) return null;
  return Object.fromEntries(Object.entries(trace.direction).map(([name, move]) => [name, flatten(move as Arr)]));
}
