/** The numbers of a picture with some of them replaced by answers: the list of `exercises/dependencies.py`, run here. */
import {OPS, type ScalarOp} from "../generated/ops";
import type {Entry} from "./content";

type Rule = (entry: Entry, found: readonly number[]) => number;

/** The number of each entry, with those of `given` in place of what follows. */
export function follow(entries: readonly Entry[], given: ReadonlyMap<number, number>): number[] {
  const found: number[] = [];
  entries.forEach((entry, index) => {
    found.push(given.get(index) ?? RULES[entry.kind](entry, found));
  });
  return found;
}

const RULES: Readonly<Record<Entry["kind"], Rule>> = {
  constant: (entry) => entry.constant,
  same: (entry, found) => at(found, entry.of[0]),
  gate: (entry, found) => op(entry).forward(inputs(entry, found)),
  slope: (entry, found) => op(entry).local(inputs(entry, found), at(found, entry.of[0]), entry.slot),
  product: (entry, found) => {
    const local = at(found, entry.of[1]);
    return entry.masks && local === 0 ? 0 : at(found, entry.of[0]) * local;
  },
  sum: (entry, found) => entry.of.reduce((sum, each) => sum + at(found, each), 0),
};

function inputs(entry: Entry, found: readonly number[]): number[] {
  return entry.arguments.map((each) => (each.entry === null ? each.constant : at(found, each.entry)));
}

function at(found: readonly number[], index: number | undefined): number {
  const number = index === undefined ? undefined : found[index];
  if (number === undefined) throw new Error("an entry stands before what it is made of");
  return number;
}

function op({op: name}: Entry): ScalarOp {
  const row = Object.hasOwn(OPS, name) ? OPS[name] : undefined;
  if (!row) throw new Error(`there is no op ${name}`);
  return row;
}
