/** The loss as a function of its parameters, run in the browser: the trace's tape, with their entries in one vector. */

import {guardsHoldIn} from "../../player/model/guards";
import {compile} from "../../player/model/tape";
import {type Arr, flatten, float, type Run, type Trace} from "../../shared/contract";
import type {TraceRequest} from "../../shared/request";

export interface LossTape {
  readonly size: number; // entries of all parameters
  readonly ops: number; // what one pass costs
  /** The loss there; not a number where the program goes another way. */
  loss(at: ArrayLike<number>): number;
  /** The same, and the gradient, which the next call overwrites. */
  slope(at: ArrayLike<number>): Readonly<{loss: number; gradient: Float64Array}>;
}

/** Null where only the server can: the graph is too large for a tape, or of other shapes, or a parameter's value stands in
 * the text. */
export function lossTape(trace: Trace, run: Run, start: TraceRequest): LossTape | null {
  const {tape} = trace;
  if (tape == null) return null;
  const compiled = compile(tape);
  const seeds = tape.upstream.map(float);
  for (const [name, value] of Object.entries(start.values)) {
    const entries = flatten(value as Arr);
    const room = tape.leaves[name]?.length;
    if (room !== undefined && room !== entries.length) return null;
    compiled.place(name, entries);
  }
  const places: {name: string; entries: readonly number[]; from: number}[] = [];
  let size = 0;
  for (const name of run.parameters) {
    const entries = tape.leaves[name];
    if (entries === undefined) return null;
    places.push({name, entries, from: size});
    size += entries.length;
  }
  const gradient = new Float64Array(size);

  function forward(at: ArrayLike<number>): number {
    for (const {entries, from} of places)
      for (let k = 0; k < entries.length; k++) compiled.value[entries[k] as number] = at[from + k] as number;
    compiled.forward();
    if (tape == null || !guardsHoldIn(tape, compiled.value)) return Number.NaN;
    let sum = 0;
    for (let k = 0; k < tape.output.length; k++)
      sum += (compiled.value[tape.output[k] as number] as number) * (seeds[k] ?? 1);
    return sum;
  }

  return {
    size,
    ops: tape.ops.length,
    loss: forward,
    slope(at) {
      const loss = forward(at);
      compiled.backward();
      for (const {entries, from} of places)
        for (let k = 0; k < entries.length; k++) gradient[from + k] = compiled.gradient[entries[k] as number] as number;
      return {loss, gradient};
    },
  };
}
