/** Numbers and sentences of a run at one of its entries. Pure. */

import {type Arr, flatten, float, type Num, nest, type Run, type Value} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {Values} from "../../shared/request";
import type {Entry} from "./curve";

/** The entries of a parameter there, in C order. */
export const valuesOf = (run: Run, name: string, index: number): number[] => rowOf(run.values[name], index);
export const gradientOf = (run: Run, name: string, index: number): number[] => rowOf(run.gradients[name], index);

export function rowOf(rows: readonly unknown[] | undefined, index: number): number[] {
  const row = rows?.[index];
  return row === undefined ? [] : flatten(row as Arr);
}

export const lossAt = (run: Run, index: number): number => float(run.loss[index] as Num);

/** Return the move of each entry of a parameter from one kept entry to the next; null where there is none. */
export function moveOf(run: Run, name: string, index: number): number[] | null {
  if (index + 1 >= run.iterations.length || run.values[name] === undefined) return null;
  const from = valuesOf(run, name, index);
  return valuesOf(run, name, index + 1).map((x, k) => x - (from[k] as number));
}

/** Return whether the next entry is the next update, so that gradient and move belong together. */
export const isNext = (run: Run, index: number): boolean =>
  run.iterations[index + 1] === (run.iterations[index] as number) + 1;

/** The change of the loss that the gradients promise for the next update; null where that was not kept or is not known. */
export function promisedChange(run: Run, index: number): number | null {
  if (!isNext(run, index)) return null;
  let change = 0;
  for (const name of run.parameters) {
    const gradient = gradientOf(run, name, index);
    const move = moveOf(run, name, index);
    if (move === null) return null;
    change += move.reduce((sum, x, k) => sum + (gradient[k] as number) * x, 0);
  }
  return Number.isFinite(change) ? change : null;
}

/** Return a sentence on the loss at the next update: the change that the gradients promise, and the real one. */
export function dropOf(run: Run, index: number): string {
  if (index + 1 >= run.iterations.length) return run.text;
  const predictedChange = promisedChange(run, index);
  if (predictedChange === null) return "";
  const real = lossAt(run, index + 1) - lossAt(run, index);
  return tr`Update ${run.iterations[index + 1]}: the gradients promise ${number(predictedChange)}, the loss changes by ${number(real)}.`;
}

/** Return the loss that was reached, for a screen reader. */
export const lossSentence = (run: Run, index: number): string =>
  tr`Update ${run.iterations[index]}: the loss is ${number(run.loss[index] as Num)}.`;

/** The values of the program at an entry. `all`: parameters too whose value stands in the text of the run. */
export function valuesAt(run: Run, index: number, startValues: Values, all: boolean): Values {
  const values: Record<string, Value> = {...startValues};
  const free = new Set(run.leaves.filter((leaf) => leaf.free).map(({name}) => name));
  for (const name of run.parameters) {
    const value = run.values[name]?.[index] as Arr | undefined;
    if ((free.has(name) || all) && value !== undefined) values[name] = value as Value;
  }
  return values;
}

/** Return the moves of an update, for a screen reader. */
export function updateSentence(run: Run, index: number): string {
  const [from, to] = [run.iterations[index], run.iterations[index + 1]];
  if (to === undefined) return "";
  const moves = run.parameters.flatMap((name) => {
    const [value, move] = [valuesOf(run, name, index), moveOf(run, name, index)];
    if (move === null) return [];
    if (move.length !== 1) return [tr`${name} moves by ${number(Math.hypot(...move))} in all`];
    return [
      tr`${name} goes from ${number(value[0] as number)} to ${number((value[0] as number) + (move[0] as number))}`,
    ];
  });
  const which = to === (from ?? 0) + 1 ? tr`Update ${to}` : tr`Updates ${(from ?? 0) + 1} to ${to}`;
  const losses = tr`The loss goes from ${number(lossAt(run, index))} to ${number(lossAt(run, index + 1))}.`;
  return `${which}: ${moves.join(", ")}. ${losses}`;
}

export const entriesOf = (run: Run): Entry[] =>
  run.iterations.map((update, index) => ({
    update,
    loss: lossAt(run, index),
    rate: float(run.learning_rate[index] as Num),
  }));

/** The loss at all updates where it is known, the entries among them. */
export const lossesOf = (run: Run): {update: number; loss: number}[] => {
  const {iterations, loss} = run.curve ?? run;
  return iterations.map((update, k) => ({update, loss: float(loss[k] as Num)}));
};

/** All parameters as one vector. */
export const vectorOf = (run: Run, index: number): number[] =>
  run.parameters.flatMap((name) => valuesOf(run, name, index));

export const gradientVector = (run: Run, index: number): number[] =>
  run.parameters.flatMap((name) => gradientOf(run, name, index));

/** All parameters out of one vector, by name. */
export function valuesFrom(run: Run, entries: readonly number[]): Readonly<Record<string, Value>> {
  const valuesByName: Record<string, Value> = {};
  let from = 0;
  for (const name of run.parameters) {
    const shape = run.leaves.find((leaf) => leaf.name === name)?.shape ?? [];
    const size = shape.reduce((a, b) => a * b, 1);
    valuesByName[name] = nest(entries.slice(from, from + size), shape) as Value;
    from += size;
  }
  return valuesByName;
}

/** Return for each entry whether a map has to hold it: the start, and all whose loss is not far above the first. */
export function sane(run: Run): boolean[] {
  const losses = run.iterations.map((_, k) => lossAt(run, k));
  const first = losses[0] as number;
  const low = Math.min(...losses.filter(Number.isFinite));
  return losses.map((loss, k) => k === 0 || (Number.isFinite(loss) && loss - low <= 3 * (first - low)));
}
