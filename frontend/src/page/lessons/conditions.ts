/** Conditions of scenes: the test whether one is met, and the place of the ring meanwhile. A row for each word. */

import {numbersOf} from "../../player/model/numbers";
import type {Condition, Scene, TraceNode} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import type {State} from "../state";
import type {Training} from "./training";

/** Data that a condition can look at. */
export type SceneView = Readonly<{
  state: State;
  scene: Scene;
  /** Return whether a blank of the scene's `ask`, by its index, has its number; null: all of them. */
  filled: (index: number | null) => boolean;
  training: Training;
  panels: Readonly<Record<string, boolean>>; // which are open
  choices: readonly string[]; // the labels of what is chosen in the scene
}>;

type Holds = (view: SceneView, condition: Condition) => boolean;

/** Tolerance for a number of a panel with two decimals: nobody can drag to more. */
const SHOWN = 0.005;

/** Return whether a number is above, below or at the value of a condition. */
export function compares(number: number, {relation, value}: Pick<Condition, "relation" | "value">): boolean {
  const bound = Number(value);
  if (relation === "above") return number > bound;
  return relation === "below" ? number < bound : Math.abs(number - bound) <= SHOWN;
}

/** Same text but for spaces; a formula without a name is that of any name. */
export function isFormula(source: string, result: string): boolean {
  const [text, formula] = [source, result].map((one) => one.replace(/\s+/g, "")) as [string, string];
  return text === formula || /^\w+=(?!=)/.exec(text)?.[0].concat(formula) === text;
}

/** The entry of nested lists at a place. */
const entryOf = (quantity: unknown, place: readonly number[]): unknown =>
  place.reduce<unknown>((rest, at) => (Array.isArray(rest) ? rest[at] : undefined), quantity);

function numberOf({state}: SceneView, name: string | null, what: "value" | "gradient"): number {
  const {trace, live} = state;
  const named = (word: string | null): TraceNode | undefined =>
    trace?.nodes.find((each) => each.name === word && each.kind !== "output");
  const [, array, place] = /^(.+)\[([\d, ]+)\]$/.exec(name ?? "") ?? [];
  const whole = named(name); // an entry has a box of its own in the unit view
  const node = whole ?? named(array ?? null);
  if (trace === null || node === undefined) return Number.NaN;
  const quantity = ((live ?? numbersOf(trace)).nodes[node.id] ?? node)[what];
  const entry = whole === undefined ? entryOf(quantity, (place ?? "").split(",").map(Number)) : quantity;
  return typeof entry === "number" ? entry : Number.NaN;
}

const isFunction =
  (open: boolean): Holds =>
  ({state}, {name}) =>
    state.trace?.functions.some((each) => each.name === name && each.open === open) ?? false;

export const CONDITIONS: Readonly<Record<Condition["condition"], Holds>> = {
  step: ({state}, {value}) => state.player.step >= Number(value),
  formula: ({state}, {value}) =>
    state.problem === null &&
    state.traceRequest?.source === state.request.source &&
    isFormula(state.request.source, String(value)),
  value: (view, condition) => compares(numberOf(view, condition.name, "value"), condition),
  gradient: (view, condition) => compares(numberOf(view, condition.name, "gradient"), condition),
  fill: ({filled}, {value}) => filled(value === null ? null : Number(value)),
  open: isFunction(true),
  close: isFunction(false),
  view: ({state}, {value}) => state.request.view === value && state.trace?.view === value,
  notation: ({state}, {value}) => state.notation === value,
  panel: ({panels}, {value}) => panels[String(value)] ?? false,
  choose: ({choices}, {value}) => choices.includes(String(value)),
  select: ({state}, {value}) => state.selected === value,
  lr: ({training}, condition) => training.lr !== null && compares(training.lr, condition),
  loss: (view, condition) => view.training.update !== null && compares(outputOf(view), condition),
  update: ({training}, condition) => training.update !== null && compares(training.update, condition),
  optimizer: ({training}, {value}) => training.optimizer === value,
  schedule: ({training}, {value}) => training.schedule === value,
};

/** The loss at the update that is open in the picture. */
function outputOf({state}: SceneView): number {
  const value = state.trace === null ? null : (state.live ?? numbersOf(state.trace)).nodes[state.trace.output]?.value;
  return typeof value === "number" ? value : Number.NaN;
}

/** Return whether a scene's task is done: its condition, else its blanks; null: it asks for nothing. */
export function isMet(view: SceneView): boolean | null {
  const {scene} = view;
  if (scene.do !== null) return CONDITIONS[scene.do.condition](view, scene.do);
  return scene.ask.length > 0 ? view.filled(null) : null;
}

/** The selectors of the one thing to touch, the first that is there and can be seen. */
export function targetsOf(condition: Condition, state: State): readonly string[] {
  const named = CSS.escape(String(condition.value ?? condition.name ?? ""));
  const rows: Readonly<Record<Condition["target"], () => readonly string[]>> = {
    transport: () => ["#transport .cr-button.next"],
    formula: () => ["#editor", "#tabs [data-tab=formula]"],
    value: () => [
      `#value-list > li[data-name="${CSS.escape((condition.name ?? "").replace(/\[.*$/, ""))}"]`, // an entry's array
      "#value-list",
      "#tabs [data-tab=values]",
    ],
    blank: () => [],
    function: () => functionTargets(condition, state),
    view: () => [`#views [data-view="${named}"]`],
    notation: () => [`#notations [data-notation="${named}"]`],
    panel: () => panelTargets(String(condition.value)),
    node: () => [`.cr-svg .node[data-id="${named}"]`],
    choice: () => [
      `.lesson-choices [data-choice="${named}"]`,
      ...[3, 2, 1].map((nth) => `.lesson-choices label:nth-child(${nth}):has(option[value="${named}"])`), // the last one
      ".lesson-choices",
    ],
    learn: () => {
      const control = `[aria-label="${CSS.escape(LEARN_CONTROLS[condition.condition] ?? "")}"]`;
      return [
        `#learn ${control}`,
        `#learn details:has(${control}) > summary`,
        "#learn",
        "#learn-button",
        "#more-button",
      ];
    },
  };
  return rows[condition.target]();
}

/** Return the selectors of the button that opens a panel, and of the menu that it may be in. */
export const panelTargets = (name: string): readonly string[] => [PANEL_BUTTONS[name] ?? "#tools", "#more-button"];

function functionTargets({name}: Condition, {trace}: State): readonly string[] {
  const frames = trace?.functions.filter((each) => each.name === name) ?? [];
  return frames.flatMap(({id}) => [
    `.cr-svg .fold[data-function="${CSS.escape(id)}"]`,
    `.cr-svg .node[data-id="${CSS.escape(id)}"]`,
  ]);
}

const PANEL_BUTTONS: Readonly<Record<string, string>> = {
  learn: "#learn-button",
  check: "#check-button",
  code: "#code-button",
  health: ".health-button",
  explorer: ".lesson-explorer",
};

/** Fields of the panel of training, by their names in the language of the page. */
const LEARN_CONTROLS: Readonly<Record<string, string>> = {
  lr: tr("Learning rate"),
  update: tr("Update"),
  loss: tr("Update"),
  optimizer: tr("Optimizer"),
  schedule: tr("Schedule of the learning rate"),
};
