/** The numbers of a picture with some of them replaced by answers: the list of `exercises/dependencies.py`, run here. */
import {OPS, type ScalarOp} from "../generated/ops";
import type {Entry} from "./content";

type Rule = (entry: Entry, numbers: readonly number[]) => number;

/** The number of each entry, with those of `given` in place of what follows. */
export function follow(entries: readonly Entry[], answers: ReadonlyMap<number, number>): number[] {
  const numbers: number[] = [];
  entries.forEach((entry, index) => {
    numbers.push(answers.get(index) ?? RULES[entry.kind](entry, numbers));
  });
  return numbers;
}

const RULES: Readonly<Record<Entry["kind"], Rule>> = {
  constant: (entry) => entry.constant,
  same: (entry, numbers) => at(numbers, entry.of[0]),
  gate: (entry, numbers) => op(entry).forward(inputs(entry, numbers)),
  slope: (entry, numbers) => op(entry).local(inputs(entry, numbers), at(numbers, entry.of[0]), entry.slot),
  product: (entry, numbers) => {
    const local = at(numbers, entry.of[1]);
    return entry.blocks_infinite && local === 0 ? 0 : at(numbers, entry.of[0]) * local;
  },
  sum: (entry, numbers) => entry.of.reduce((sum, each) => sum + at(numbers, each), 0),
};

function inputs(entry: Entry, numbers: readonly number[]): number[] {
  return entry.arguments.map((each) => (each.entry === null ? each.constant : at(numbers, each.entry)));
}

function at(numbers: readonly number[], index: number | undefined): number {
  const number = index === undefined ? undefined : numbers[index];
  if (number === undefined) throw new Error("an entry stands before what it is made of");
  return number;
}

function op({op: name}: Entry): ScalarOp {
  const row = Object.hasOwn(OPS, name) ? OPS[name] : undefined;
  if (!row) throw new Error(`there is no op ${name}`);
  return row;
}
