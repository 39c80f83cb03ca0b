/** The whole graph as an exercise: what is asked for, with which numbers, and how exactly. */

import type {Blank, HandGradient} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {type ExerciseFields, REVERSE} from "../../shared/request";
import type {State} from "../state";
import {type Exercise, KINDS} from "./exercise";

type Kind = Blank["kind"];

const SEEDS = 1000;

/** Opens the dialog; `start` is called with the exercise that was chosen. */
export function openExerciseDialog(state: State, start: (exercise: Exercise) => void): void {
  const handGradients = state.trace?.hand_gradients ?? [];
  const wrong = handGradients.some(({verdict}) => verdict === "wrong");
  const arrays = state.trace?.edges.some(({shape}) => shape.length > 0) ?? false;
  const offered = (Object.keys(KINDS) as Kind[]).filter(
    (kind) =>
      (kind !== "wrong_line" || wrong) && (kind !== "line" || handGradients.length > 0) && (kind !== "shape" || arrays),
  );
  const boxes = offered.map((kind) => ({
    kind,
    box: h("input", {type: "checkbox", name: "ask", value: kind, checked: kind === "downstream"}),
  }));
  const lines = gradientNames(handGradients).map((name) => ({
    name,
    box: h("input", {type: "checkbox", name: "line", value: name, checked: true}),
  }));
  const whole = boxes.find(({kind}) => kind === "line")?.box;
  const linesLeftOut = h(
    "fieldset",
    {class: "exercise-lines", hidden: true},
    h("legend", {}, tr("Lines to leave out")),
    ...lines.map(({name, box}) => h("label", {}, box, name)),
  );
  const mine = h("input", {type: "radio", name: "numbers", value: "mine", checked: true});
  const drawnOption = h("input", {type: "radio", name: "numbers", value: "drawn"});
  const number = (label: string, value: number | string, low: number, high: number): HTMLInputElement =>
    h("input", {type: "number", "aria-label": label, value, min: low, max: high, step: 1});
  const seed = number(tr("Seed"), Math.floor(Math.random() * SEEDS), 0, 2 ** 31);
  const count = number(tr("How many"), "", 1, 200);
  count.placeholder = tr("all");
  const digits = number(tr("Decimals"), 2, 0, 12);
  const submit = h("button", {type: "submit", class: "button primary"}, tr("Start"));
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const form = h(
    "form",
    {class: "exercise-form"},
    h(
      "fieldset",
      {},
      h("legend", {}, tr("Asked for")),
      ...boxes.map(({kind, box}) => h("label", {}, box, KINDS[kind].title)),
    ),
    linesLeftOut,
    h(
      "fieldset",
      {},
      h("legend", {}, tr("Numbers")),
      h("label", {}, mine, tr("those of the page")),
      h("label", {}, drawnOption, tr("drawn by the seed: other numbers for everybody")),
    ),
    h(
      "div",
      {class: "exercise-numbers"},
      h("label", {}, tr("Seed "), seed),
      h("label", {}, tr("How many "), count),
      h("label", {}, tr("Decimals "), digits),
    ),
    submit,
  );
  const dialog = h(
    "dialog",
    {class: "exercise-dialog", "aria-labelledby": "exercise-heading"},
    h("div", {class: "dialog-head"}, h("h2", {id: "exercise-heading"}, tr("This graph as an exercise")), close),
    form,
  );
  const ask = (): ExerciseFields["ask"] =>
    boxes
      .filter(({box}) => box.checked)
      .flatMap(({kind}) => (kind === "line" ? askedLines(lines.map(({name, box}) => [name, box.checked])) : [kind]));
  const showStart = (): void => {
    linesLeftOut.hidden = lines.length < 2 || !whole?.checked;
    submit.disabled = ask().length === 0;
  };
  form.addEventListener("change", showStart);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    const {request, leaves} = state;
    const values = drawnOption.checked ? {} : {...leaves, ...request.values};
    start({
      request: {...request, ...REVERSE, values},
      fields: {
        ask: ask(),
        seed: Number(seed.value) || 0,
        count: count.value === "" ? null : Number(count.value),
        digits: digits.value === "" ? null : Number(digits.value),
        significant: null,
      },
    });
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // the keys of the page are not for this
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  submit.focus();
}

/** The gradients whose lines can be left out: those that are right, each once. */
const gradientNames = (handGradients: readonly HandGradient[]): readonly string[] => [
  ...new Set(handGradients.filter(({verdict}) => verdict === "right").map(({name}) => name)),
];

/** All lines of the backward pass, or those of the gradients that are chosen. */
function askedLines(lines: readonly (readonly [string, boolean])[]): ExerciseFields["ask"] {
  const chosen = lines.filter(([, isChosen]) => isChosen);
  if (chosen.length === lines.length) return ["line"];
  return chosen.map(([name]) => ({kind: "line" as const, name}));
}
