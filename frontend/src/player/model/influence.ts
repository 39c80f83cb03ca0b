/** Influence of one entry of an array, read off the tape: the entries of the gate's result that it touches. */

import {flatten, type Numbers, type Tape, type Trace} from "../../shared/contract";
import type {TapePass} from "./tape";
import {tapeNow} from "./tape-later";

/** An entry of an array on a wire. */
export interface Place {
  readonly edge: string;
  readonly entry: number;
}

/** An entry of the gate's result; d(that entry)/d(this one) is `weight`. */
export interface Influence {
  readonly entry: number;
  readonly weight: number;
  readonly by: Place | null; // the entry beside it that is the weight, as in a product
}

/** Wires into a gate and the entries of its result, for a walk through its inside. */
interface GateWires {
  readonly node: string;
  readonly inputs: readonly string[];
}

/** The entries of the gate's result that one entry of an in-wire touches, in order.
 *
 * Inside the gate the tape is followed from use to use; the slopes along a way multiply, several ways add up.
 */
export function influence(
  tape: Tape,
  pass: TapePass,
  gate: GateWires,
  edge: string,
  entry: number,
): readonly Influence[] {
  const wire = tape.edges[edge];
  if (!wire) return [];
  const results = positions(tape.nodes[gate.node] ?? []);
  if (wire.down.length === 0) {
    // A copy or the output: nothing is computed, the entry itself goes on.
    return (results.get(wire.value[entry] ?? -1) ?? []).map((place) => ({entry: place, weight: 1, by: null}));
  }
  const users = usersOf(tape);
  const starts = arrivals(tape, gate);
  const weights = new Map<number, number>();
  const partner = new Map<number, Place | null>();
  const addInfluence = (use: number, slope: number, by: Place | null | undefined): void => {
    const user = users.owner[use] as number;
    weights.set(user, (weights.get(user) ?? 0) + slope * (pass.local[use] as number));
    const place = partner.get(user);
    const next = by === undefined ? beside(tape, users, starts, use) : by;
    partner.set(user, place === undefined || same(place, next) ? next : null);
  };
  for (const use of wire.down[entry] ?? []) addInfluence(use, 1, undefined);
  const influences: Influence[] = [];
  // Users have greater numbers than what they use: the smallest open entry is complete.
  for (let at = smallest(weights); at !== null; at = smallest(weights)) {
    const weight = weights.get(at) ?? 0;
    const by = partner.get(at) ?? null;
    weights.delete(at);
    const places = results.get(at);
    if (places) for (const place of places) influences.push({entry: place, weight, by});
    else for (const use of users.uses(at)) addInfluence(use, weight, pass.local[use] === 1 ? by : null);
  }
  return influences.sort((a, b) => a.entry - b.entry);
}

/** The entries of the gate's in-wires that make one entry of its result. */
export function sources(tape: Tape, gate: GateWires, entry: number): readonly Place[] {
  const result = tape.nodes[gate.node]?.[entry];
  if (result === undefined) return [];
  const starts = arrivals(tape, gate);
  const {first} = usersOf(tape);
  const sourcePlaces: Place[] = [];
  const visited = new Set([result]);
  const todo = [result];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    (tape.args[at] ?? []).forEach((argument, slot) => {
      const places = starts.get((first[at as number] as number) + slot);
      if (places) sourcePlaces.push(...places);
      else if (!visited.has(argument)) {
        visited.add(argument);
        todo.push(argument);
      }
    });
  }
  return sourcePlaces.sort((a, b) => gate.inputs.indexOf(a.edge) - gate.inputs.indexOf(b.edge) || a.entry - b.entry);
}

const passes = new WeakMap<Numbers, TapePass>();

/** The tape's scalars for the numbers that are on the screen; null without a tape, or while its arithmetic is fetched. */
export function passOf(trace: Trace, live: Numbers): TapePass | null {
  const {tape} = trace;
  const functions = tapeNow();
  if (!tape || functions === null) return null;
  const passe = passes.get(live);
  if (passe) return passe;
  const leaves: Record<string, number[]> = {};
  for (const node of trace.nodes) {
    if (node.kind !== "leaf" || node.name === null) continue;
    const count = tape.leaves[node.name]?.length;
    const entries = flatten((live.nodes[node.id] ?? node).value);
    if (count === entries.length) leaves[node.name] = entries;
  }
  const pass = functions.run(tape, leaves);
  passes.set(live, pass);
  return pass;
}

interface Users {
  readonly first: Int32Array; // tape-edges are numbered first[entry] + slot
  readonly owner: Int32Array; // tape-edge -> the entry that uses it
  uses(entry: number): readonly number[]; // entry -> the tape-edges that read it
}

const usersByTape = new WeakMap<Tape, Users>();

function usersOf(tape: Tape): Users {
  const cached = usersByTape.get(tape);
  if (cached) return cached;
  const count = tape.args.length;
  const first = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) first[i + 1] = (first[i] as number) + (tape.args[i]?.length ?? 0);
  const owner = new Int32Array(first[count] as number);
  const uses = new Map<number, number[]>();
  tape.args.forEach((args, entry) => {
    args.forEach((argument, slot) => {
      const use = (first[entry] as number) + slot;
      owner[use] = entry;
      const list = uses.get(argument);
      if (list) list.push(use);
      else uses.set(argument, [use]);
    });
  });
  const users: Users = {first, owner, uses: (entry) => uses.get(entry) ?? []};
  usersByTape.set(tape, users);
  return users;
}

/** Tape-edge -> the entries of the gate's in-wires that arrive on it. */
function arrivals(tape: Tape, gate: GateWires): ReadonlyMap<number, readonly Place[]> {
  const starts = new Map<number, Place[]>();
  for (const edge of gate.inputs)
    tape.edges[edge]?.down.forEach((list, entry) => {
      for (const use of list) {
        const places = starts.get(use);
        if (places) places.push({edge, entry});
        else starts.set(use, [{edge, entry}]);
      }
    });
  return starts;
}

/** Return the place of the weight: in a product of two, the other factor. */
function beside(tape: Tape, users: Users, starts: ReadonlyMap<number, readonly Place[]>, use: number): Place | null {
  const user = users.owner[use] as number;
  if (tape.ops[user] !== "mul" || tape.args[user]?.length !== 2) return null;
  const start = users.first[user] as number;
  return starts.get(use === start ? start + 1 : start)?.[0] ?? null;
}

function same(a: Place | null, b: Place | null): boolean {
  return a === b || (a !== null && b !== null && a.edge === b.edge && a.entry === b.entry);
}

function positions(entries: readonly number[]): Map<number, number[]> {
  const placesByEntry = new Map<number, number[]>();
  entries.forEach((entry, place) => {
    const list = placesByEntry.get(entry);
    if (list) list.push(place);
    else placesByEntry.set(entry, [place]);
  });
  return placesByEntry;
}

function smallest(open: ReadonlyMap<number, unknown>): number | null {
  let least: number | null = null;
  for (const entry of open.keys()) if (least === null || entry < least) least = entry;
  return least;
}
