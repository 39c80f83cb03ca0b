/** Settings of a run, as fields of the panel. */

import type {RunFields} from "../../shared/api";
import {h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {DEFAULTS, OPTIMIZERS, OWN_LINES, OWN_RULE} from "../../shared/run-fields";
import {createHyperparameters} from "./hyperparameters";
import {createScheduleFields} from "./schedule-fields";
import {numberOf, settingField} from "./setting-field";
import {updateCount} from "./update-count";

interface Form {
  readonly element: HTMLElement;
  /** Return the content of the fields; a sentence where one of them cannot be understood. */
  read(): RunFields | string;
  /** Shows these fields; what moves is chosen elsewhere. */
  set(fields: RunFields): void;
  /** Offer the program's own loop, or not. `loop`: one that trains, whose rounds may have no known end; `has`: there
   * is one, whatever it does. */
  offer(loop: Readonly<{rounds: number | null}> | null, has: boolean): void;
}

const optionsOf = (fits: (row: (typeof OPTIMIZERS)[number]) => boolean): HTMLElement[] =>
  OPTIMIZERS.filter(fits).map(({id, name}) => h("option", {value: id}, name));

export function createForm(onChange: () => void): Form {
  const optimizer = h(
    "select",
    {"aria-label": tr("Optimizer")},
    ...optionsOf(({lectures, id}) => !lectures && id !== "own" && id !== OWN_LINES),
    h("optgroup", {label: tr("as on the slides")}, ...optionsOf(({lectures}) => lectures === true)),
    ...optionsOf(({id}) => id === "own" || id === OWN_LINES),
  );
  const ownLines = [...optimizer.options].find(({value}) => value === OWN_LINES);
  const rule = h("input", {type: "text", value: OWN_RULE, "aria-label": tr("Rule"), hidden: true, spellcheck: "false"});
  const rate = settingField({"aria-label": tr("Learning rate")}, {whole: false, least: 0});
  const dial = h("input", {
    type: "range",
    min: -5,
    max: 1,
    step: 0.02,
    "aria-label": tr("Learning rate, from 10⁻⁵ to 10"),
  });
  const updates = settingField({"aria-label": tr("Updates")}, {whole: true, least: 1});
  const batch = settingField(
    {placeholder: tr("all"), "aria-label": tr("Examples in a minibatch")},
    {whole: true, least: 1},
  );
  const seed = settingField({"aria-label": tr("Seed of the minibatches")}, {whole: true, least: 0});
  const summary = h("summary", {});
  const update = (): void => {
    show();
    onChange();
  };
  const hyper = createHyperparameters(update);
  const schedule = createScheduleFields(update);
  const rateField = h("label", {}, "η ", rate);
  // What the lines of a program say themselves is not asked beside them.
  const others = [schedule.element, h("label", {}, tr("batch "), batch), h("label", {}, tr("seed "), seed)];
  const details = h(
    "details",
    {},
    summary,
    h("div", {class: "learn-settings"}, h("label", {}, tr("updates "), updates), ...others),
  );
  const element = h("div", {class: "learn-settings"}, optimizer, rateField, rule, dial, hyper.element, details);
  let isEndless = false; // the program's own loop

  const selectedOptimizer = (): RunFields["optimizer"] =>
    optimizer.value === "own" ? {update: rule.value} : optimizer.value;

  function show(): void {
    rule.hidden = optimizer.value !== "own";
    const size = batch.value === "" ? tr("all examples") : tr`${batch.value} examples`;
    const isOwn = optimizer.value === OWN_LINES;
    for (const part of [rateField, dial, ...others]) part.hidden = isOwn;
    details.hidden = isOwn && !isEndless;
    const count = updateCount(numberOf(updates));
    write(summary, isOwn ? count : tr`${count}, η ${schedule.name()}, ${size}`);
    const power = Math.log10(numberOf(rate));
    if (Number.isFinite(power)) dial.value = String(power);
    dial.setAttribute("aria-valuetext", rate.value);
  }

  optimizer.addEventListener("change", () => {
    const row = OPTIMIZERS.find(({id}) => id === optimizer.value);
    if (row !== undefined) rate.value = String(row.lr);
    hyper.show(selectedOptimizer(), {});
  });
  rule.addEventListener("change", () => {
    const hyperparameters = hyper.read();
    hyper.show(selectedOptimizer(), typeof hyperparameters === "string" ? {} : hyperparameters);
  });
  dial.addEventListener("input", () => {
    rate.value = String(Number((10 ** Number(dial.value)).toPrecision(2)));
    dial.setAttribute("aria-valuetext", rate.value);
  });
  for (const field of [optimizer, rule, rate, updates, batch, seed]) field.addEventListener("change", update);
  dial.addEventListener("input", onChange);

  const form: Form = {
    element,
    read() {
      const [lr, iterations, size, number] = [rate, updates, batch, seed].map(numberOf);
      const isWhole = (x: number | undefined, least: number): x is number => Number.isInteger(x) && Number(x) >= least;
      if (rate.value === "" || !(Number(lr) >= 0)) return tr("η is a number of 0 or more.");
      if (!isWhole(iterations, 1)) return tr("The updates are a whole number of 1 or more.");
      if (batch.value !== "" && !isWhole(size, 1)) return tr("A minibatch has 1 example or more.");
      if (!isWhole(number, 0)) return tr("The seed is a whole number of 0 or more.");
      const settings = hyper.read();
      if (typeof settings === "string") return settings;
      const over = schedule.read(iterations);
      if (typeof over === "string") return over;
      return {
        optimizer: selectedOptimizer(),
        settings: {...settings, lr: Number(lr)},
        iterations,
        parameters: null,
        schedule: over,
        batch: batch.value === "" ? null : Number(size),
        seed: number,
      };
    },
    set(fields) {
      const own = typeof fields.optimizer === "object";
      optimizer.value = own ? "own" : (fields.optimizer as string);
      if (typeof fields.optimizer === "object") rule.value = fields.optimizer.update ?? "";
      const {lr, ...others} = fields.settings;
      hyper.show(fields.optimizer, others);
      rate.value = String(lr ?? DEFAULTS.settings.lr);
      updates.value = String(fields.iterations);
      schedule.set(fields.schedule);
      batch.value = fields.batch === null ? "" : String(fields.batch);
      seed.value = String(fields.seed);
      show();
    },
    offer(loop, has) {
      const isOffered = loop !== null || has;
      if (ownLines !== undefined) ownLines.hidden = ownLines.disabled = !isOffered;
      isEndless = loop !== null && loop.rounds === null;
      if (!isOffered && optimizer.value === OWN_LINES) form.set(DEFAULTS);
      else show();
    },
  };
  form.set(DEFAULTS);
  form.offer(null, false);
  return form;
}
