/** Two dials beside the field: how many units, how strong the penalty. They turn numbers of the program. */

import {h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {Values} from "../../shared/request";
import {DIALS, dialIn, withDial} from "./source-dials";

type Program = Readonly<{source: string; values: Values}>;

const FREE_PENALTY = /^(?:lam|lambda_?|reg|weight_decay)$/;
const PER_DECADE = 4;
const LEAST = -5; // the power of ten of the weakest penalty
const MOST = 0;

/** Positions of the dial of the penalty: none, then powers of ten in quarters. */
export const penaltyAt = (position: number): number =>
  position === 0 ? 0 : Number((10 ** (LEAST + (position - 1) / PER_DECADE)).toPrecision(2));
export const positionOf = (penalty: number): number =>
  penalty <= 0 ? 0 : Math.max(1, Math.round((Math.log10(penalty) - LEAST) * PER_DECADE) + 1);

type Dial = Readonly<{
  label: string;
  value: number;
  range: readonly [number, number];
  at: (position: number) => number;
  position: number;
  turn: (value: number) => Program;
}>;

/** The dials that a program has. */
export function dialsOf(program: Program): readonly Dial[] {
  const {source, values} = program;
  const dials: Dial[] = [];
  const units = dialIn(source, DIALS.units);
  if (units !== null)
    dials.push({
      label: units.name,
      value: units.value,
      range: [2, Math.max(32, units.value)],
      at: (position) => position,
      position: units.value,
      turn: (value) => ({source: withDial(source, DIALS.units, value), values}),
    });
  const penalty = dialIn(source, DIALS.penalty);
  const free = Object.keys(values).find((name) => FREE_PENALTY.test(name) && typeof values[name] === "number");
  const value = penalty?.value ?? (free === undefined ? null : (values[free] as number));
  if (value !== null)
    dials.push({
      label: "λ",
      value,
      range: [0, (MOST - LEAST) * PER_DECADE + 1],
      at: penaltyAt,
      position: positionOf(value),
      turn: (to) =>
        penalty === null
          ? {source, values: {...values, [free as string]: to}}
          : {source: withDial(source, DIALS.penalty, to), values},
    });
  return dials;
}

export function createDials(program: Program, take: (program: Program) => void): HTMLElement | null {
  const dials = dialsOf(program);
  if (dials.length === 0) return null;
  const rows = dials.map(({label, value, range, at, position, turn}) => {
    const output = h("output", {}, String(value));
    const input = h("input", {
      type: "range",
      min: range[0],
      max: range[1],
      step: 1,
      value: position,
      "aria-label": label === "λ" ? tr("λ, the strength of the penalty") : label,
      "aria-valuetext": String(value),
    });
    input.addEventListener("input", () => {
      const now = String(at(Number(input.value)));
      write(output, now);
      input.setAttribute("aria-valuetext", now);
    });
    input.addEventListener("change", () => {
      if (at(Number(input.value)) !== value) take(turn(at(Number(input.value))));
    });
    return h("label", {}, h("span", {}, label), input, output);
  });
  return h("div", {class: "learn-dials"}, ...rows);
}
