/** Runs a trace's scalar tape: the same pass as the engine's, in the browser, after a slider has moved. */
import {OPS, type ScalarOp} from "../../generated/ops";
import {
  type EdgeNumbers,
  float,
  type NodeNumbers,
  type Numbers,
  nest,
  type Tape,
  type TapeEdge,
  type Trace,
} from "../../shared/contract";
import {guardsHoldIn} from "./guards";
import {directionOf, tangentsOf} from "./tangents";

export type TapeOps = Readonly<Record<string, ScalarOp>>;

/** All scalars of one pass. A tape-edge is numbered `first[entry] + slot`. */
export interface TapePass {
  readonly value: Float64Array;
  readonly gradient: Float64Array;
  readonly local: Float64Array; // by tape-edge
  readonly down: Float64Array; // by tape-edge
  readonly first: Int32Array;
}

/** Fields that a tape needs to be run: a trace's tape has more. */
export type Program = Pick<Tape, "ops" | "args" | "initial" | "leaves" | "output" | "upstream">;

/** A tape with the numbers of its last pass, which the next one overwrites. */
export interface CompiledTape extends TapePass {
  /** Values of a leaf, in C order; what is never placed keeps its initial value. */
  place(name: string, values: ArrayLike<number>): void;
  forward(): void;
  /** @param upstream dL/d(output) by output entry; the tape's own if left out. */
  backward(upstream?: ArrayLike<number>): void;
}

/** Ready for many passes: what does not change from one to the next is settled once. */
export function compile(tape: Program, ops: TapeOps = OPS): CompiledTape {
  const count = tape.ops.length;
  const value = new Float64Array(count);
  const gradient = new Float64Array(count);
  const first = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) {
    first[i + 1] = (first[i] as number) + (tape.args[i]?.length ?? 0);
    value[i] = float(tape.initial[i] ?? 0);
  }
  const rows = tape.ops.map((name) => (name === "" ? null : row(ops, name)));
  const local = new Float64Array(first[count] as number);
  const down = new Float64Array(first[count] as number);
  const reachable = new Uint8Array(count);
  const scratch: Float64Array[] = [];
  const inputs = (entry: number): Float64Array => {
    const args = tape.args[entry] as readonly number[];
    const x = scratch[args.length] ?? new Float64Array(args.length);
    scratch[args.length] = x;
    for (let slot = 0; slot < args.length; slot++) x[slot] = value[args[slot] as number] as number;
    return x;
  };

  return {
    value,
    gradient,
    local,
    down,
    first,
    place(name, values) {
      const entries = Object.hasOwn(tape.leaves, name) ? tape.leaves[name] : undefined;
      if (entries) for (let k = 0; k < entries.length; k++) value[entries[k] as number] = values[k] as number;
    },
    forward() {
      for (let i = 0; i < count; i++) {
        const op = rows[i];
        if (op) value[i] = op.forward(inputs(i));
      }
    },
    backward(upstream) {
      gradient.fill(0);
      down.fill(0);
      reachable.fill(0);
      // An entry that the output does not depend on is skipped, not multiplied by 0: 0 times infinity would be NaN.
      tape.output.forEach((entry, k) => {
        const seed = upstream ? (upstream[k] as number) : float(tape.upstream[k] ?? 1);
        gradient[entry] = (gradient[entry] as number) + seed;
        reachable[entry] = 1;
      });
      for (let i = count - 1; i >= 0; i--) {
        const op = rows[i];
        if (!op) continue;
        const args = tape.args[i] as readonly number[];
        const x = inputs(i);
        const out = value[i] as number;
        const g = gradient[i] as number;
        for (let slot = 0; slot < args.length; slot++) {
          const argument = args[slot] as number;
          const slope = op.local(x, out, slot);
          local[(first[i] as number) + slot] = slope;
          if (!reachable[i] || op.stops?.(slot)) continue;
          const product = op.blocksInfinite && slope === 0 ? 0 : g * slope;
          down[(first[i] as number) + slot] = product;
          gradient[argument] = (gradient[argument] as number) + product;
          reachable[argument] = 1;
        }
      }
    },
  };
}

/** One forward and one backward pass. Gradients are added in reverse entry order, slots in order, as the engine does.
 *
 * @param leaves values by name in C order; a name that is missing keeps its initial value.
 * @param upstream dL/d(output) by output entry; the tape's own if left out.
 */
export function run(
  tape: Program,
  leaves: Readonly<Record<string, ArrayLike<number>>> = {},
  upstream?: ArrayLike<number>,
  ops: TapeOps = OPS,
): TapePass {
  const compiled = compile(tape, ops);
  for (const [name, values] of Object.entries(leaves)) if (values) compiled.place(name, values);
  compiled.forward();
  compiled.backward(upstream);
  return compiled;
}

/** A closed function's own local gradient: from its result, seeded with 1, back through its inside to this wire.
 *
 * Entry k of such a result depends on entry k of the wire alone, so one pass does for all of them.
 */
function through(tape: Tape, pass: TapePass, places: TapeEdge, ops: TapeOps): number[] {
  const owners = new Map<number, number>(); // the tape-edges where the wire enters -> the entries they belong to
  const low = Math.min(
    ...places.down.flat().map((use) => {
      const owner = ownerOf(pass.first, use);
      owners.set(use, owner);
      return owner;
    }),
  );
  const seeds = new Map<number, number>();
  for (const entry of places.up) seeds.set(entry, 1);
  const slopes = new Map(seeds);
  for (let i = Math.max(...places.up); i >= low; i--) {
    const g = slopes.get(i);
    const name = tape.ops[i];
    if (g === undefined || !name) continue;
    const {blocksInfinite, stops} = row(ops, name);
    (tape.args[i] ?? []).forEach((argument, slot) => {
      if (stops?.(slot)) return;
      const slope = pass.local[(pass.first[i] as number) + slot] as number;
      const product = blocksInfinite && slope === 0 ? 0 : g * slope;
      slopes.set(argument, (slopes.get(argument) ?? 0) + product);
    });
  }
  return places.down.map((uses, k) => {
    // An entry that the function passes on as it is.
    if (uses.length === 0) return seeds.get(places.value[k] as number) ?? 0;
    return uses.reduce((sum, use) => {
      const owner = owners.get(use) as number;
      const slope = pass.local[use] as number;
      const g = slopes.get(owner) ?? 0;
      return sum + (slope === 0 && row(ops, tape.ops[owner] as string).blocksInfinite ? 0 : g * slope);
    }, 0);
  });
}

/** The entry whose slot a tape-edge is. */
function ownerOf(first: Int32Array, use: number): number {
  let low = 0;
  let high = first.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((first[middle] as number) <= use) low = middle;
    else high = middle - 1;
  }
  return low;
}

function row(ops: TapeOps, name: string): ScalarOp {
  const op = Object.hasOwn(ops, name) ? ops[name] : undefined;
  if (!op) throw new Error(`the tape uses an op that the page does not have: ${name}`);
  return op;
}

/** The numbers of every node and wire of the trace for these leaf values. The trace must carry a tape. */
export function evaluate(
  trace: Trace,
  leaves: Readonly<Record<string, ArrayLike<number>>> = {},
  upstream?: ArrayLike<number>,
  ops: TapeOps = OPS,
): Numbers {
  const tape = trace.tape;
  if (!tape) throw new Error("this trace has no tape: its numbers come from the server");
  const pass = run(tape, leaves, upstream, ops);
  const seed = upstream ?? tape.upstream.map(float);
  const pick = (from: Float64Array, places: readonly number[]): number[] => places.map((i) => from[i] as number);
  const direction = directionOf(trace);
  const tangents = direction === null ? null : tangentsOf(tape, pass, direction, ops);
  const tangent = (places: readonly number[], shape: readonly number[]): Pick<NodeNumbers, "tangent"> => ({
    tangent: tangents === null ? null : nest(pick(tangents, places), shape),
  });
  const nodes: Record<string, NodeNumbers> = {};
  for (const node of trace.nodes) {
    const entries = tape.nodes[node.id];
    nodes[node.id] = entries
      ? {
          value: nest(pick(pass.value, entries), node.shape),
          gradient: nest(pick(pass.gradient, entries), node.shape),
          ...tangent(entries, node.shape),
        }
      : node;
  }
  const edges: Record<string, EdgeNumbers> = {};
  for (const edge of trace.edges) {
    const places = tape.edges[edge.id];
    if (!places) {
      edges[edge.id] = edge;
      continue;
    }
    const value = nest(pick(pass.value, places.value), edge.shape);
    const up = pick(pass.gradient, places.up);
    if (places.down.length === 0) {
      // No gate reads this wire: a copy's in-wire carries the whole sum, the output's wire the seed.
      const array = nest(up.length > 0 ? up : seed, edge.shape);
      edges[edge.id] = {
        value,
        upstream: array,
        local: edge.local,
        downstream: array,
        ...tangent(places.value, edge.shape),
      };
      continue;
    }
    const down = places.down.map((parts, k) => {
      const terms = pick(pass.down, parts);
      if (terms.length === 1) return terms[0] as number;
      // An entry that the gate passes on as it is, such as the sum of one number, has its gradient already.
      const entry = places.value[k] as number;
      if (terms.length === 0 && places.up.includes(entry)) return pass.gradient[entry] as number;
      return terms.reduce((sum, term) => sum + term, 0);
    });
    edges[edge.id] = {
      value,
      upstream: nest(up, shapeAt(trace, edge.target, up.length)),
      local:
        places.local.length > 0
          ? nest(pick(pass.local, places.local), edge.shape)
          : edge.local === null
            ? null
            : nest(through(tape, pass, places, ops), edge.shape),
      downstream: nest(down, edge.shape),
      ...tangent(places.value, edge.shape),
    };
  }
  return {nodes, edges};
}

function shapeAt(trace: Trace, id: string, length: number): readonly number[] {
  const shape = trace.nodes.find((node) => node.id === id)?.shape ?? [];
  return shape.reduce((a, b) => a * b, 1) === length ? shape : [length];
}

/** Return the sign of an op as it stands on its gate. */
export const symbolOf = (op: string): string => OPS[op]?.symbol ?? op;

/**
 * Return whether all guards hold at these values. If one does not, the program takes another way and is read again.
 *
 * @param leaves values by name in C order; a name that is missing keeps its initial value.
 */
export function guardsHold(tape: Tape, leaves: Readonly<Record<string, ArrayLike<number>>>, ops?: TapeOps): boolean {
  if (!tape.guards || tape.guards.length === 0) return true;
  return guardsHoldIn(tape, run(tape, leaves, undefined, ops).value);
}
