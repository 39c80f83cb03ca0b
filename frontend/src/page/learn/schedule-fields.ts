/** The schedule of the learning rate, as fields. */

import type {RunFields} from "../../shared/api";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {SCHEDULES, type ScheduleId, type Spans, scheduleId, scheduleOf} from "./schedules";
import {numberOf, settingField} from "./setting-field";

type Schedule = RunFields["schedule"];

interface ScheduleFields {
  /** The choice, and what the chosen one can be set to. */
  readonly element: HTMLElement;
  /** Return the schedule of a run of so many updates; a sentence where a field cannot be understood. */
  read(iterations: number): Schedule | string;
  set(schedule: Schedule): void;
  /** The chosen one, as the list calls it. */
  name(): string;
}

const NAMES: Readonly<Record<keyof Spans, string>> = {every: tr("every"), factor: tr("factor"), over: tr("over")};

export function createScheduleFields(onChange: () => void): ScheduleFields {
  const options = SCHEDULES.map(({id, name}) => h("option", {value: id}, name));
  const choice = h("select", {"aria-label": tr("Schedule of the learning rate")}, ...options);
  const formula = h("input", {
    type: "text",
    value: "lr*0.5*(1 + cos(pi*t/T))",
    "aria-label": tr("Learning rate as a formula of t, T and lr"),
    spellcheck: "false",
  });
  const spans = {
    every: settingField({placeholder: tr("⅓ of all"), "aria-label": tr("Updates of a stage")}, {whole: true, least: 1}),
    factor: settingField({placeholder: "0.1", "aria-label": tr("Factor of a stage")}, {whole: false, least: 0}),
    over: settingField(
      {placeholder: tr("⅒ of all"), "aria-label": tr("Updates of the warm-up")},
      {whole: true, least: 1},
    ),
  } as const;
  const labels = (Object.keys(spans) as (keyof Spans)[]).map((key) =>
    h("label", {"data-span": key}, `${NAMES[key]} `, spans[key]),
  );
  const element = h("span", {class: "schedule-fields"}, h("label", {}, tr("η over time "), choice), ...labels, formula);
  let own: Schedule = null; // one that the fields cannot say, such as steps at places of their own

  const selectedId = (): ScheduleId => choice.value as ScheduleId;

  const spansOf = (): readonly (keyof Spans)[] => SCHEDULES.find(({id}) => id === selectedId())?.spans ?? [];

  function show(): void {
    formula.hidden = selectedId() !== "formula";
    const there = new Set<string>(own === null ? spansOf() : []);
    for (const label of labels) label.hidden = !there.has(label.dataset.span ?? "");
  }

  choice.addEventListener("change", () => {
    own = null;
  });
  for (const field of [choice, formula, ...Object.values(spans)])
    field.addEventListener("change", () => {
      show();
      onChange();
    });

  return {
    element,
    read(iterations) {
      if (own !== null) return own;
      const numbers: Partial<Record<keyof Spans, number>> = {};
      for (const key of spansOf()) {
        if (spans[key].value.trim() === "") continue;
        const value = numberOf(spans[key]);
        if (!(value > 0)) return tr`${NAMES[key]} is a number above 0.`;
        numbers[key] = value;
      }
      return scheduleOf(selectedId(), iterations, formula.value, numbers);
    },
    set(schedule) {
      choice.value = scheduleId(schedule);
      if (schedule !== null && typeof schedule.formula === "string") formula.value = schedule.formula;
      for (const [key, field] of Object.entries(spans)) {
        const value = schedule?.[key];
        field.value = typeof value === "number" ? String(value) : "";
      }
      own = sameFields(scheduleOf(selectedId(), 1, formula.value, schedule ?? {}), schedule) ? null : schedule;
      show();
    },
    name: () => choice.selectedOptions[0]?.text ?? "",
  };
}

function sameFields(a: Schedule, b: Schedule): boolean {
  const text = (schedule: Schedule): string => JSON.stringify(Object.entries(schedule ?? {}).sort());
  return text(a) === text(b);
}
