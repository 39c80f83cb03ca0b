/** A variable's gradient as the products along its paths to the output, and what makes the smallest factor small. Pure. */

import {leafEntries} from "../../player/model/leaf-entries";
import {plan} from "../../player/model/plan";
import type {TapeOps} from "../../player/model/tape";
import type {TapeFunctions} from "../../player/model/tape-later";
import {type Arr, float, type Numbers, type Trace, type TraceEdge, type TraceNode} from "../../shared/contract";

/** One local gradient on the way; factors of gates that hand the gradient on unchanged are left out. */
export type Factor = Readonly<{edge: string; gate: TraceNode; local: number}>;

/** `factors` in the order of the backward pass: the output's first. `least` is the smallest of them in size. */
export type PathProduct = Readonly<{factors: readonly Factor[]; product: number; least: Factor | null}>;

/** The paths of a leaf with the largest products first; `count` is the number of all, `seed` what the output starts with. */
export type Paths = Readonly<{products: readonly PathProduct[]; count: number; seed: number}>;

/** Above this many paths none is written out. */
const MAX_PATHS = 64;
const MAX_SHOWN = 3;

/** Null where an array lies on the way: then there are Jacobians instead of factors. */
export function pathsOf(trace: Trace, live: Numbers, leaf: string): Paths | null {
  const {node, outOf, inputs} = plan(trace);
  const output = trace.nodes.find(({kind}) => kind === "output");
  const last = output === undefined ? undefined : inputs.get(output.id)?.[0];
  if (output === undefined || last === undefined) return null;
  const ahead = pathCounts(trace, output.id);
  const count = ahead.get(leaf) ?? 0;
  const numbers = (edge: TraceEdge) => live.edges[edge.id] ?? edge;
  const seed = numbers(last).downstream;
  if (typeof seed === "object" || count === 0) return null;
  if (count > MAX_PATHS) return {products: [], count, seed: float(seed)};

  const products: PathProduct[] = [];
  const waiting: {at: string; factors: readonly Factor[]; product: number}[] = [
    {at: leaf, factors: [], product: float(seed)},
  ];
  for (let way = waiting.pop(); way !== undefined; way = waiting.pop()) {
    if (way.at === output.id) {
      const least = way.factors.reduce<Factor | null>(
        (a, b) => (a === null || Math.abs(b.local) < Math.abs(a.local) ? b : a),
        null,
      );
      products.push({factors: [...way.factors].reverse(), product: way.product, least});
      continue;
    }
    for (const edge of outOf.get(way.at) ?? []) {
      if (!ahead.has(edge.target)) continue;
      const gate = node.get(edge.target);
      const {local} = numbers(edge);
      if (gate === undefined || edge.shape.length > 0 || gate.shape.length > 0) return null;
      const passes = gate.kind === "output" || gate.form === "copy";
      if (!passes && (local === null || typeof local === "object")) return null;
      const slope = passes ? 1 : float(local as number);
      const factors = passes || slope === 1 ? way.factors : [...way.factors, {edge: edge.id, gate, local: slope}];
      waiting.push({at: edge.target, factors, product: way.product * slope});
    }
  }
  products.sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
  return {products: products.slice(0, MAX_SHOWN), count, seed: float(seed)};
}

/** Box -> the number of its paths to the output; boxes without one are left out. */
function pathCounts(trace: Trace, output: string): ReadonlyMap<string, number> {
  const {inputs} = plan(trace);
  const users = new Map<string, number>(); // wires into boxes that lead to the output, still to be counted
  const visited = new Set([output]);
  const todo = [output];
  for (let at = todo.pop(); at !== undefined; at = todo.pop())
    for (const {source} of inputs.get(at) ?? []) {
      users.set(source, (users.get(source) ?? 0) + 1);
      if (!visited.has(source)) {
        visited.add(source);
        todo.push(source);
      }
    }
  const counts = new Map<string, number>([[output, 1]]);
  const ready = [output];
  for (let at = ready.pop(); at !== undefined; at = ready.pop())
    for (const {source} of inputs.get(at) ?? []) {
      counts.set(source, (counts.get(source) ?? 0) + (counts.get(at) ?? 0));
      const left = (users.get(source) ?? 1) - 1;
      users.set(source, left);
      if (left === 0) ready.push(source);
    }
  return counts;
}

/** One changed value that makes a factor larger: `name` from `before` to `after` makes it `local`. */
type Lever = Readonly<{name: string; before: number; after: number; local: number}>;

export const MAX_CHANGE = 10;
const CHANGES = [0.1, 0.5, 1, 2, 5, MAX_CHANGE].flatMap((size) => [size, -size]);
const WORTHWHILE = 2; // times as large: smaller changes of a value are tried first
const AT_LEAST = 1.05;
/** Number of tape entries that may be computed to find out. */
const MAX_WORK = 400_000;

/**
 * The single change of a value, of those tried, that helps a wire's local gradient most: the smallest that doubles it,
 * else the one that makes it largest. Null where there is no tape to try it on, or where that is too much work.
 */
export function leverOn(
  trace: Trace,
  live: Numbers,
  edge: string,
  {evaluate, guardsHold}: Pick<TapeFunctions, "evaluate" | "guardsHold">,
  ops?: TapeOps,
): Lever | "none" | null {
  const {tape} = trace;
  const now = Math.abs(numberAt(live.edges[edge]?.local ?? null));
  if (!tape || Number.isNaN(now)) return null;
  const leaves = leafEntries(trace, live);
  const scalars = Object.entries(leaves).filter(([name, entries]) => entries.length === 1 && name in trace.values);
  if (scalars.length * CHANGES.length * tape.ops.length > MAX_WORK) return null;
  let best = null as Lever | null;
  for (let index = 0; index < CHANGES.length; index += 2) {
    for (const change of CHANGES.slice(index, index + 2))
      for (const [name, [before = 0]] of scalars) {
        const after = Number((before + change).toPrecision(12));
        if (!guardsHold(tape, {...leaves, [name]: [after]}, ops)) continue;
        const local = numberAt(
          evaluate(trace, {...leaves, [name]: [after]}, undefined, ops).edges[edge]?.local ?? null,
        );
        const size = Math.abs(local);
        if (!Number.isFinite(size) || size < now * AT_LEAST || size <= Math.abs(best?.local ?? now)) continue;
        best = {name, before, after, local};
      }
    if (best !== null && Math.abs(best.local) >= now * WORTHWHILE) break;
  }
  return best ?? "none";
}

const numberAt = (value: Arr | null): number =>
  value === null || typeof value === "object" ? Number.NaN : float(value);
