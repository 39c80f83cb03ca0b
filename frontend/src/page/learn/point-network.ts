/** The network over the plane of its data, run in the browser at many points at once. */

import {COLUMNS, type Column} from "../../generated/columns";
import {OPS, type ScalarOp} from "../../generated/ops";
import {type Field, flatten, float, type Num} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import type {Values} from "../../shared/request";

type Tape = Field["tapes"][number];
type Results = Readonly<Record<string, readonly number[]>>; // the entries of each, in C order

/** Several tapes as one: entries that are made in the same way are one entry, so that classes share the network. */
interface Merged {
  readonly ops: readonly string[];
  readonly args: readonly (readonly number[])[];
  readonly initial: readonly number[];
  readonly leaves: ReadonlyMap<string, readonly number[]>;
  readonly losses: readonly number[]; // one entry for each tape
  readonly results: Results; // what the tapes give beside their loss
}

/** Numbers at points: one column for each point of the last `run`. */
export interface PointNetwork {
  readonly classes: number;
  /** Takes the parameters that the network has. */
  take(values: Values): void;
  /** Runs it at these points; what it gave before is overwritten. */
  run(xs: ArrayLike<number>, ys: ArrayLike<number>): void;
  /** The loss of a point with a label. */
  loss(label: number, point: number): number;
  /** The label that costs least; -1 where no loss is a number. */
  decision(point: number): number;
  /** Return by how much the label is cheaper than the cheapest other one: 0 where the decision changes. */
  margin(label: number, point: number): number;
  /** Return the number of entries of a result; 0 where the network does not give it. */
  size(result: string): number;
  /** An entry of a result at a point. */
  at(result: string, entry: number, point: number): number;
}

export function pointNetwork(field: Field): PointNetwork {
  const merged = merge(field.tapes);
  const place = merged.leaves.get(field.points_name) ?? [];
  const {ops, args} = merged;
  const rows = ops.map((name) => (name === "" ? null : rowOf(name)));
  const varies = new Uint8Array(ops.length);
  for (const entry of place) varies[entry] = 1;
  ops.forEach((_, entry) => {
    if (args[entry]?.some((arg) => varies[arg])) varies[entry] = 1;
  });
  const fixed = Float64Array.from(merged.initial); // what does not depend on the point
  // Numbers that a varying entry reads beside what varies: columns of one number, so that its loop has no cases.
  const beside = [...new Set(ops.flatMap((_, entry) => (varies[entry] ? (args[entry] ?? []) : [])))].filter(
    (entry) => !varies[entry],
  );
  const moving = ops.flatMap((name, entry) => (varies[entry] && name !== "" ? [entry] : []));
  let columns: Float64Array[] = [];
  let inputs: Float64Array[][] = []; // the columns that each entry of `moving` reads
  let stale = true; // the parameters are others than those of `fixed`

  function evaluateFixed(): void {
    rows.forEach((row, entry) => {
      if (row !== null && !varies[entry])
        fixed[entry] = row.forward((args[entry] as readonly number[]).map((arg) => fixed[arg] as number));
    });
    stale = false;
  }

  function resize(count: number): void {
    if ((columns[place[0] ?? -1]?.length ?? 0) >= count) return;
    columns = ops.map(() => new Float64Array(0));
    for (const entry of [...place, ...moving, ...beside]) columns[entry] = new Float64Array(count);
    inputs = moving.map((entry) => (args[entry] as readonly number[]).map((arg) => columns[arg] as Float64Array));
  }

  const read = (entry: number, point: number): number =>
    (varies[entry] ? (columns[entry]?.[point] as number) : fixed[entry]) as number;
  const loss = (label: number, point: number): number => read(merged.losses[label] as number, point);

  return {
    classes: merged.losses.length,
    take(values) {
      for (const [name, value] of Object.entries(values)) {
        const places = merged.leaves.get(name);
        const entries = flatten(value as never);
        if (places?.length !== entries.length) continue;
        places.forEach((entry, k) => {
          fixed[entry] = entries[k] as number;
        });
        stale = true;
      }
    },
    run(xs, ys) {
      if (stale) evaluateFixed();
      resize(xs.length);
      for (const [axis, numbers] of [xs, ys].entries()) columns[place[axis] as number]?.set(numbers);
      for (const entry of beside) columns[entry]?.fill(fixed[entry] as number, 0, xs.length);
      moving.forEach((entry, k) => {
        columnOf(ops[entry] as string)(columns[entry] as Float64Array, inputs[k] as Float64Array[], xs.length);
      });
    },
    loss,
    decision(point) {
      let best = -1;
      for (let label = 0; label < merged.losses.length; label++) {
        const cost = loss(label, point);
        if (cost < (best < 0 ? Number.POSITIVE_INFINITY : loss(best, point))) best = label;
      }
      return best;
    },
    margin(label, point) {
      let least = Number.POSITIVE_INFINITY;
      for (let other = 0; other < merged.losses.length; other++)
        if (other !== label) least = Math.min(least, loss(other, point));
      return least - loss(label, point);
    },
    size: (result) => merged.results[result]?.length ?? 0,
    at: (result, entry, point) => read(merged.results[result]?.[entry] as number, point),
  };
}

function rowOf(name: string): ScalarOp {
  const scalarOp = Object.hasOwn(OPS, name) ? OPS[name] : undefined;
  if (scalarOp === undefined) throw new Error(`the tape uses an op that the page does not have: ${name}`);
  return scalarOp;
}

const columnOf = (name: string): Column => COLUMNS[name] as Column; // its row is there: `rowOf` has looked

function merge(tapes: readonly Tape[]): Merged {
  const ops: string[] = [];
  const args: number[][] = [];
  const initial: number[] = [];
  const leaves = new Map<string, number[]>();
  const results: Record<string, readonly number[]> = {};
  const numbersByName = new Map<string, number>();
  const losses = tapes.map((tape) => {
    const named = new Map<number, readonly [string, number]>();
    for (const [name, entries] of Object.entries(tape.leaves))
      for (const [k, entry] of entries.entries()) named.set(entry, [name, k]);
    const where: number[] = [];
    tape.ops.forEach((op, entry) => {
      const from = (tape.args[entry] ?? []).map((arg) => where[arg] as number);
      const name = named.get(entry);
      const number = float(tape.initial[entry] as Num);
      const key =
        op !== "" ? `${op} ${from}` : name !== undefined ? tr`${name[1]} of ${name[0]}` : tr`number ${number}`;
      const place = numbersByName.get(key) ?? ops.length;
      where[entry] = place;
      if (place < ops.length) return;
      numbersByName.set(key, place);
      ops.push(op);
      args.push(from);
      initial.push(number);
      if (name === undefined) return;
      const entries = leaves.get(name[0]) ?? [];
      entries[name[1]] = place;
      leaves.set(name[0], entries);
    });
    for (const [name, entries] of Object.entries(tape.outputs))
      if (name !== "loss") results[name] = entries.map((entry) => where[entry] as number);
    return where[tape.outputs.loss?.[0] as number] as number;
  });
  return {ops, args, initial, leaves, losses, results};
}

/** Return a margin as a share: 1/2 where both labels cost the same. For a cross-entropy it is p itself. */
export const shareOf = (margin: number): number => 1 / (1 + Math.exp(-margin));

/** The points of the data as columns. */
export function columnsOf(field: Field): readonly [Float64Array, Float64Array] {
  const column = (axis: number): Float64Array => Float64Array.from(field.points, (point) => float(point[axis] as Num));
  return [column(0), column(1)];
}

/** Return for each point, in their order, whether the network decides rightly. */
export function rightOnes(network: PointNetwork, field: Field): boolean[] {
  network.run(...columnsOf(field));
  return field.classes.map((label, point) => {
    for (let each = 0; each < network.classes; each++) if (Number.isNaN(network.loss(each, point))) return false;
    return network.decision(point) === label;
  });
}

/** The mean loss of the points with their labels. */
export function meanLoss(network: PointNetwork, field: Field): number {
  network.run(...columnsOf(field));
  return field.classes.reduce((sum, label, point) => sum + network.loss(label, point), 0) / field.classes.length;
}
