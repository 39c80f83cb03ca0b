/** Slope of a closed gate from its inside: the chain of its inner gates, where it is one chain. Pure. */

import {passOf} from "../../player/model/influence";
import {tapeNow} from "../../player/model/tape-later";
import type {Numbers, Tape, Trace, TraceEdge} from "../../shared/contract";

type Link = Readonly<{op: string; local: number}>;

/** The inner gates between a wire and the result with their local gradients, in order; null if they are no chain. */
export function chainInside(trace: Trace, live: Numbers, edge: TraceEdge): readonly Link[] | null {
  const {tape} = trace;
  const places = tape?.edges[edge.id];
  const pass = passOf(trace, live);
  const [use, ...others] = places?.down.flat() ?? [];
  if (!tape || !places || !pass || edge.shape.length > 0 || use === undefined || others.length > 0) return null;
  const result = places.up[0];
  const uses = usesOf(tape);
  const chain: Link[] = [];
  for (let at: number | undefined = use; at !== undefined; ) {
    const owner: number = uses.owner[at] ?? -1;
    const op = tape.ops[owner] ?? "";
    chain.push({op: tapeNow()?.symbolOf(op) ?? op, local: pass.local[at] ?? Number.NaN});
    if (owner === result) return chain.length > 1 ? chain : null;
    const next: readonly number[] = uses.of.get(owner) ?? [];
    if (next.length !== 1) return null;
    at = next[0];
  }
  return null;
}

type Uses = Readonly<{owner: readonly number[]; of: ReadonlyMap<number, readonly number[]>}>;

const usesByTape = new WeakMap<Tape, Uses>();

/** Tape-edge -> the entry that uses it; entry -> the tape-edges that read it. */
function usesOf(tape: Tape): Uses {
  const cached = usesByTape.get(tape);
  if (cached) return cached;
  const owner: number[] = [];
  const of = new Map<number, number[]>();
  tape.args.forEach((args, entry) => {
    for (const argument of args) {
      const list = of.get(argument);
      if (list) list.push(owner.length);
      else of.set(argument, [owner.length]);
      owner.push(entry);
    }
  });
  const uses: Uses = {owner, of};
  usesByTape.set(tape, uses);
  return uses;
}
