/** Numbers of the tape: its leaves, entry by entry. */

import {flatten, float, isLarge, type Numbers, type Trace} from "../../shared/contract";

/** The values of the tape's leaves as they are on the screen, by name, in C order. */
export function leafEntries(trace: Trace, live: Numbers): Record<string, number[]> {
  const {tape} = trace;
  if (!tape) return {};
  const entryByLeaf = new Map<number, number>();
  for (const node of trace.nodes) {
    const {value} = live.nodes[node.id] ?? node;
    if (node.kind !== "leaf" || (typeof value === "object" && isLarge(value))) continue;
    const numbers = flatten(value);
    tape.nodes[node.id]?.forEach((entry, place) => {
      entryByLeaf.set(entry, numbers[place] ?? Number.NaN);
    });
  }
  return Object.fromEntries(
    Object.entries(tape.leaves).map(([name, entries]) => [
      name,
      entries.map((entry) => entryByLeaf.get(entry) ?? float(tape.initial[entry] ?? 0)),
    ]),
  );
}
