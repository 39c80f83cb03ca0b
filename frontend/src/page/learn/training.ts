/** How a run is asked for: what the form says, what the address says, what the server is sent. Pure. */

import type {RunFields} from "../../shared/api";

type OptimizerChoice = Readonly<{id: string; name: string; lr: number}>;

/** `lr`: one that goes well with losses of a few parameters; the run says which it took. */
export const OPTIMIZERS: readonly OptimizerChoice[] = [
  {id: "sgd", name: "SGD", lr: 0.05},
  {id: "momentum", name: "Momentum", lr: 0.05},
  {id: "nesterov", name: "Nesterov", lr: 0.05},
  {id: "adagrad", name: "Adagrad", lr: 0.5},
  {id: "rmsprop", name: "RMSProp", lr: 0.05},
  {id: "adam", name: "Adam", lr: 0.1},
  {id: "adam-uncorrected", name: "Adam, no bias correction", lr: 0.1},
  {id: "adamw", name: "AdamW", lr: 0.1},
  {id: "own", name: "a rule of your own", lr: 0.05},
  {id: "program", name: "the program's own lines", lr: 0},
];

/** The run of the program's own loop, whose lines are the optimizer: there is nothing to be set but how long it may run. */
export const OWN_LINES = "program";

/** What the server is sent. `endless`: the program's own loop does not say how many rounds it has. */
export function sent(fields: RunFields, endless: boolean): Readonly<Record<string, unknown>> {
  if (fields.optimizer !== OWN_LINES) return fields;
  return {optimizer: null, iterations: endless ? fields.iterations : null};
}

export const OWN_RULE = "v = 0.9*v + g; w = w - lr*v";

/** The schedules that are chosen from a list; `settings` are numbers of the form, as shares of all updates. */
export const SCHEDULES = [
  {id: "constant", name: "constant"},
  {id: "step", name: "steps"},
  {id: "cosine", name: "cosine"},
  {id: "linear", name: "linear"},
  {id: "inverse_sqrt", name: "1/√t"},
  {id: "restarts", name: "warm restarts"},
  {id: "warmup", name: "warm-up, then cosine"},
  {id: "formula", name: "formula"},
] as const;

export type ScheduleId = (typeof SCHEDULES)[number]["id"];

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

/** A schedule of so many updates, as the server takes it. */
export function scheduleOf(id: ScheduleId, iterations: number, formula: string): RunFields["schedule"] {
  const third = Math.max(1, Math.round(iterations / 3));
  switch (id) {
    case "constant":
      return null;
    case "step":
      return {kind: "step", every: third, factor: 0.1};
    case "restarts":
      return {kind: "restarts", every: third};
    case "warmup":
      // biome-ignore lint/suspicious/noThenProperty: a field of the contract
      return {kind: "warmup", over: Math.max(1, Math.round(iterations / 10)), then: {kind: "cosine"}};
    case "formula":
      return {formula};
    default:
      return {kind: id};
  }
}

/** Which of the list a schedule is. */
export function scheduleId(schedule: RunFields["schedule"]): ScheduleId {
  if (schedule === null) return "constant";
  if ("formula" in schedule) return "formula";
  return SCHEDULES.find(({id}) => id === schedule.kind)?.id ?? "constant";
}

/** What an address may say of a run; what cannot be understood is as usual. */
export function readFields(given: Readonly<Record<string, unknown>>): RunFields {
  const whole = (value: unknown, least: number): value is number => Number.isInteger(value) && Number(value) >= least;
  const {optimizer, settings, iterations, parameters, schedule, batch, seed} = given;
  const update = isObject(optimizer) && typeof optimizer.update === "string" ? optimizer.update : null;
  const named = update === null ? optimizer : "own";
  const row = OPTIMIZERS.find(({id}) => id === named) ?? (OPTIMIZERS[0] as OptimizerChoice);
  const numbers = isObject(settings)
    ? Object.fromEntries(Object.entries(settings).filter((pair): pair is [string, number] => Number.isFinite(pair[1])))
    : {};
  return {
    optimizer: row.id === "own" ? {update: update ?? OWN_RULE} : row.id,
    settings: {lr: row.lr, ...numbers},
    iterations: whole(iterations, 1) ? iterations : DEFAULTS.iterations,
    parameters: Array.isArray(parameters) ? parameters.filter((name) => typeof name === "string") : null,
    schedule: isObject(schedule) ? schedule : null,
    batch: whole(batch, 1) ? batch : null,
    seed: whole(seed, 0) ? seed : 0,
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
