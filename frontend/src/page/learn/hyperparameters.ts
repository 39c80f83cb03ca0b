/** Settings of an optimizer beside its learning rate. The server says which there are, and their usual numbers. */

import type {RunFields} from "../../shared/api";
import type {OptimizerTable} from "../../shared/contract";
import {h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {numberOf, settingField} from "./setting-field";
import {optimizers} from "./tables";

type Row = OptimizerTable["optimizers"][number];
type Settings = RunFields["settings"];

/** A number, or a tick box whose 0 or 1 turns the rule into another. */
type Setting = Readonly<{name: string; usual: number | null; tick: boolean}>;

/** Sign of a setting on the screen; any other has its own name. */
const SIGNS: Readonly<Record<string, string>> = {
  alpha: "α",
  beta1: "β₁",
  beta2: "β₂",
  eps: "ε",
  weight_decay: tr("weight decay"),
  decay_rate: tr("decay rate"),
  bias_correction: tr("bias correction"),
  nesterov: "Nesterov",
};

/** The settings of a row of the table, in its order; of one that leads to another rule the numbers that rule needs too. */
export function settingsOf(row: Row, table: readonly Row[]): Setting[] {
  const result: Setting[] = Object.entries(row.settings)
    .filter(([name]) => name !== "lr")
    .map(([name, usual]) => ({name, usual, tick: false}));
  for (const [name, to] of Object.entries(row.variants)) {
    const isNumber = table.some((other) => other.name === to && Object.hasOwn(other.settings, name));
    result.push({name, usual: 0, tick: !isNumber});
  }
  for (const name of Object.keys(row.switches)) result.push({name, usual: 1, tick: true});
  return result;
}

/** The names of a typed rule that are neither given, nor set by it, nor functions: they need a number. */
export function freeNames(rule: string): Setting[] {
  const set = new Set([...rule.matchAll(/(?:^|[;\n])\s*([A-Za-z_]\w*)\s*=(?!=)/g)].map((match) => match[1]));
  const boundNames = new Set(["w", "g", "lr", "t", "T", "pi", "e", "inf"]);
  const names = [...rule.matchAll(/(?<![\w.])([A-Za-z_]\w*)(?!\w|\s*\()/g)].map((match) => match[1] as string);
  return [...new Set(names)]
    .filter((name) => !set.has(name) && !boundNames.has(name))
    .map((name) => ({name, usual: null, tick: false}));
}

interface Hyperparameters {
  readonly element: HTMLElement;
  /** Shows the fields of an optimizer of the table, or of a typed rule, with these numbers in. */
  show(optimizer: RunFields["optimizer"], settings: Settings): void;
  /** Return the settings that are not as usual; a sentence where a field holds no number. */
  read(): Settings | string;
}

export function createHyperparameters(onChange: () => void): Hyperparameters {
  const summary = h("summary", {});
  const fields = h("div", {class: "learn-settings"});
  const element = h("details", {class: "learn-hyper", hidden: true}, summary, fields);
  let currentSettings: Settings = {};
  let current: readonly Setting[] = [];
  let turn = 0;

  const input = (name: string): HTMLInputElement | null => fields.querySelector(`[data-setting="${name}"]`);

  function draw(settings: readonly Setting[]): void {
    current = settings;
    element.hidden = settings.length === 0;
    fields.replaceChildren(
      ...settings.map((setting) => fieldOf(setting, currentSettings[setting.name] ?? setting.usual)),
    );
    summarize();
  }

  function summarize(): void {
    const parts = current.flatMap(({name, tick, usual}) => {
      const field = input(name);
      if (tick) return field?.checked === (usual === 1) ? [] : [usual === 1 ? tr`no ${signOf(name)}` : signOf(name)];
      return usual === 0 && Number(field?.value) === 0 ? [] : [`${signOf(name)} ${field?.value || "?"}`];
    });
    write(summary, parts.length === 0 ? current.map(({name}) => signOf(name)).join(", ") : parts.join(", "));
  }

  fields.addEventListener("change", () => {
    summarize();
    onChange();
  });

  return {
    element,
    show(optimizer, numbers) {
      currentSettings = numbers;
      const mine = ++turn;
      if (typeof optimizer === "object") {
        draw(freeNames(optimizer.update ?? ""));
        if (current.some(({name}) => currentSettings[name] === undefined)) element.open = true;
        return;
      }
      draw([]);
      void optimizers().then((table) => {
        const row = table.find(({name}) => name === optimizer);
        if (mine === turn && row !== undefined) draw(settingsOf(row, table));
      });
    },
    read() {
      if (current.length === 0) return currentSettings; // the table is on its way
      const read: Record<string, number> = {};
      for (const {name, usual, tick} of current) {
        const field = input(name);
        const value = tick ? Number(field?.checked) : field === null ? Number.NaN : numberOf(field);
        if (!tick && !Number.isFinite(value)) return tr`${signOf(name)} is a number.`;
        if (value !== usual) read[name] = value;
      }
      return read;
    },
  };
}

/** The words of a setting, for those who hear them. */
const nameOf = (name: string): string => (name.includes("_") ? signOf(name) : name);

const signOf = (name: string): string => SIGNS[name] ?? name;

function fieldOf({name, tick}: Setting, value: number | null): HTMLElement {
  const field = tick
    ? h("input", {type: "checkbox", "data-setting": name, checked: value !== 0})
    : settingField(
        {"data-setting": name, value, "aria-label": nameOf(name)},
        {whole: false, least: Number.NEGATIVE_INFINITY},
      );
  return tick ? h("label", {}, field, ` ${signOf(name)}`) : h("label", {}, `${signOf(name)} `, field);
}
