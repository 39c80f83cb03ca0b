/** The schedules of the form: which there are, and what each is sent as. Pure. */

import type {RunFields} from "../../shared/api";
import {tr} from "../../shared/i18n/tr";

/** Settings of a schedule: updates of a stage, factor from one stage to the next, updates of a warm-up. */
export type Spans = Readonly<{every: number; factor: number; over: number}>;

export const SCHEDULES = [
  {id: "constant", name: tr("constant"), spans: []},
  {id: "step", name: tr("steps"), spans: ["every", "factor"]},
  {id: "cosine", name: tr("cosine"), spans: []},
  {id: "linear", name: tr("linear"), spans: []},
  {id: "inverse_sqrt", name: "1/√t", spans: []},
  {id: "restarts", name: tr("warm restarts"), spans: ["every"]},
  {id: "warmup", name: tr("warm-up, then cosine"), spans: ["over"]},
  {id: "formula", name: tr("formula"), spans: []},
] as const satisfies readonly Readonly<{id: string; name: string; spans: readonly (keyof Spans)[]}>[];

export type ScheduleId = (typeof SCHEDULES)[number]["id"];

/** A schedule of so many updates, as the server takes it. What is not set is a share of all updates. */
export function scheduleOf(
  id: ScheduleId,
  iterations: number,
  formula: string,
  set: Readonly<Record<string, unknown>> = {},
): RunFields["schedule"] {
  const number = (name: keyof Spans, usual: number): number => (typeof set[name] === "number" ? set[name] : usual);
  const every = number("every", Math.max(1, Math.round(iterations / 3)));
  switch (id) {
    case "constant":
      return null;
    case "step":
      return {kind: "step", every, factor: number("factor", 0.1)};
    case "restarts":
      return {kind: "restarts", every};
    case "warmup":
      // biome-ignore lint/suspicious/noThenProperty: a field of the contract
      return {kind: "warmup", over: number("over", Math.max(1, Math.round(iterations / 10))), then: {kind: "cosine"}};
    case "formula":
      return {formula};
    default:
      return {kind: id};
  }
}

/** Return the id of a schedule in the list. */
export function scheduleId(schedule: RunFields["schedule"]): ScheduleId {
  if (schedule === null) return "constant";
  if ("formula" in schedule) return "formula";
  return SCHEDULES.find(({id}) => id === schedule.kind)?.id ?? "constant";
}

/** Updates at which the rate of a `step` schedule falls, and the factor; null for any other schedule. */
export type Cliffs = Readonly<{at: readonly number[]; factor: number; even: boolean}>;

const MOST_CLIFFS = 40;

export function cliffsOf(schedule: RunFields["schedule"], iterations: number): Cliffs | null {
  if (schedule?.kind !== "step") return null;
  const factor = typeof schedule.factor === "number" ? schedule.factor : 0.1;
  if (Array.isArray(schedule.at)) {
    const at = schedule.at.filter((t): t is number => typeof t === "number");
    return {at, factor, even: false};
  }
  const every = typeof schedule.every === "number" ? schedule.every : 30;
  const count = Math.min(MOST_CLIFFS, Math.ceil(iterations / every) - 1);
  return {at: Array.from({length: Math.max(0, count)}, (_, k) => every * (k + 1)), factor, even: true};
}

/** The schedule when cliff k is moved to update t: with even stages all of them change with it. */
export function withCliffAt(cliffs: Cliffs, k: number, t: number): RunFields["schedule"] {
  const {at, factor, even} = cliffs;
  if (even) return {kind: "step", every: Math.max(1, Math.round(t / (k + 1))), factor};
  const places = at.map((place, index) => (index === k ? Math.max(1, Math.round(t)) : place));
  return {kind: "step", at: places.sort((a, b) => a - b), factor};
}

/** The schedule with another factor, between a thousandth and 1. */
export function withFactor({at, factor: _, even}: Cliffs, number: number): RunFields["schedule"] {
  const factor = Number(Math.min(1, Math.max(0.001, number)).toPrecision(2));
  return even ? {kind: "step", every: at[0] ?? 1, factor} : {kind: "step", at, factor};
}

/** The learning rate of a `step` schedule after t updates. */
export const stepRate = ({at, factor}: Cliffs, lr: number, t: number): number =>
  lr * factor ** at.filter((place) => t >= place).length;
