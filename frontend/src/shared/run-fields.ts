/** Requests for a run: from the form, from the address, and to the server. Pure. */

import {type OptimizerChoice, OPTIMIZERS as ROWS} from "../generated/optimizers";
import type {RunFields} from "./api";
import {tr} from "./i18n/tr";

/** Choices of a run: the rows of the server's table, a rule that is typed, and the program's own loop. */
export const OPTIMIZERS: readonly OptimizerChoice[] = [
  ...ROWS,
  {id: "own", name: tr("a rule of your own"), lr: 0.05},
  {id: "program", name: tr("the program's own lines"), lr: 0},
];

/** The run of the program's own loop, whose lines are the optimizer: there is nothing to be set but how long it may run. */
export const OWN_LINES = "program";

/** Return whether a text has a loop, whatever it does. */
export const hasLoop = (source: string): boolean => /^[ \t]*(for|while)\b.*:/m.test(source);

/** Return the fields for the server. `endless`: the program's own loop does not say how many rounds it has. */
export function serverFields(fields: RunFields, endless: boolean): Readonly<Record<string, unknown>> {
  if (fields.optimizer !== OWN_LINES) return fields;
  return {optimizer: null, iterations: endless ? fields.iterations : null};
}

export const OWN_RULE = "v = 0.9*v + g; w = w - lr*v";

export const MOST_KEPT = 400;

export const DEFAULTS: RunFields = {
  optimizer: "sgd",
  settings: {lr: 0.05},
  iterations: 50,
  parameters: null,
  schedule: null,
  batch: null,
  seed: 0,
};

/** Return the fields of a run in an address; any that cannot be understood is as usual. */
export function readFields(fields: Readonly<Record<string, unknown>>): RunFields {
  const isIntegerFrom = (value: unknown, least: number): value is number =>
    Number.isInteger(value) && Number(value) >= least;
  const {optimizer, settings, iterations, parameters, schedule, batch, seed} = fields;
  const update = isObject(optimizer) && typeof optimizer.update === "string" ? optimizer.update : null;
  const uncorrected = optimizer === "adam-uncorrected"; // what a tick box of Adam says
  const named = update !== null ? "own" : uncorrected ? "adam" : optimizer;
  const row = OPTIMIZERS.find(({id}) => id === named) ?? (OPTIMIZERS[0] as OptimizerChoice);
  const numbers = isObject(settings)
    ? Object.fromEntries(
        Object.entries(settings).flatMap(([name, value]) => (isNumber(value) ? [[name, Number(value)]] : [])),
      )
    : {};
  return {
    optimizer: row.id === "own" ? {update: update ?? OWN_RULE} : row.id,
    settings: {lr: row.lr, ...numbers, ...(uncorrected ? {bias_correction: 0} : {})},
    iterations: isIntegerFrom(iterations, 1) ? iterations : DEFAULTS.iterations,
    parameters: Array.isArray(parameters) ? parameters.filter((name) => typeof name === "string") : null,
    schedule: isObject(schedule) ? schedule : null,
    batch: isIntegerFrom(batch, 1) ? batch : null,
    seed: isIntegerFrom(seed, 0) ? seed : 0,
  };
}

/** The fields that are not as usual, for an address. */
export function shortFields(fields: RunFields): Readonly<Record<string, unknown>> {
  const usual: Readonly<Record<string, unknown>> = DEFAULTS;
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name])),
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A tick box may be said as true or false. */
const isNumber = (value: unknown): boolean => typeof value === "boolean" || Number.isFinite(value);
