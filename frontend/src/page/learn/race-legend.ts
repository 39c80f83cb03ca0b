/** The optimizers of a race, a row each: which one, whether it runs, its learning rate and where it ends. */

import type {OptimizerTable} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {swatch} from "./curves";
import {numberOf, settingField} from "./setting-field";

export type Row = OptimizerTable["optimizers"][number];

/** Settings of a race. `start`: null where the run begins. */
export type Race = {racers: string[]; rates: Record<string, number>; out: Set<string>; start: Float64Array | null};

/** Racers, and the table that they are from: `swap` draws the race anew when another one takes a place. */
export type Field = Readonly<{rows: readonly Row[]; race: Race; table: readonly Row[]; swap: () => void}>;

export const RACERS = ["sgd", "momentum", "adagrad", "rmsprop", "adam"] as const; // five, as the looks there are

export function legendOf({rows, race, table, swap}: Field, draw: () => void): HTMLElement[] {
  return rows.map((row, look) => {
    const on = h("input", {type: "checkbox", checked: !race.out.has(row.name), "aria-label": tr`${row.title} runs`});
    const free = table.filter(({name}) => name === row.name || !race.racers.includes(name));
    const choice = h(
      "select",
      {"aria-label": tr`Optimizer ${look + 1} of the race`},
      ...free.map(({name, title}) => h("option", {value: name, selected: name === row.name}, title)),
    );
    const rate = settingField(
      {name: row.name, value: race.rates[row.name] ?? null, "aria-label": tr`Learning rate of ${row.title}`},
      {whole: false, least: 0},
    );
    on.addEventListener("change", () => {
      if (on.checked) race.out.delete(row.name);
      else race.out.add(row.name);
      draw();
    });
    choice.addEventListener("change", () => {
      race.racers[look] = choice.value;
      swap();
    });
    rate.addEventListener("input", () => {
      const lr = numberOf(rate);
      if (!(lr >= 0)) return;
      race.rates[row.name] = lr;
      draw();
    });
    return h(
      "div",
      {class: "race-row", "data-racer": row.name},
      on,
      swatch(look),
      choice,
      h("label", {}, "η ", rate),
      h("output", {}),
    );
  });
}

export function endOf(legend: HTMLElement, name: string, losses: readonly number[], diverged: number | null): void {
  const output = legend.querySelector(`[data-racer="${name}"] output`);
  const end = losses[losses.length - 1] as number;
  if (output) output.textContent = diverged === null ? number(end) : tr`diverges at ${diverged}`;
}
