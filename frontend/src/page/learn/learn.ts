/** It learns: a run of updates beside the graph. Any update can be opened: its values go into the picture. */

import {fetchRun, type RunFields} from "../../shared/api";
import type {Arr, Num, Run, Value} from "../../shared/contract";
import {flatten, float} from "../../shared/contract";
import {byId, h, isNarrow, nameElement, withCode, write} from "../../shared/dom";
import {number} from "../../shared/number";
import type {TraceRequest, Values} from "../../shared/request";
import type {State} from "../state";
import {type Entry, lossCurve} from "./curve";

const OPTIMIZERS = [
  {id: "sgd", name: "SGD", lr: 0.05},
  {id: "momentum", name: "Momentum", lr: 0.05},
  {id: "nesterov", name: "Nesterov", lr: 0.05},
  {id: "adagrad", name: "Adagrad", lr: 0.5},
  {id: "rmsprop", name: "RMSProp", lr: 0.05},
  {id: "adam", name: "Adam", lr: 0.1},
  {id: "adamw", name: "AdamW", lr: 0.1},
] as const;

const OWN_LINES = "program"; // what a run is called whose optimizer the program's own loop is
const DELAY = 300; // ms after the last change of a setting
const MOST_KEPT = 400;
const IN_THE_TEXT = "Values that stand in the text stay in the picture as they are written.";

type LearnPanel = Readonly<{toggle(): void; close(): void; show(state: State): void}>;

type Options = Readonly<{
  onOpen: () => void; // what stands in the same place makes room
  onResize: () => void;
  onUpdate: (values: Values, fromStart: boolean) => void;
  onRound: (round: number) => void; // of the program's own loop
  onSettle: () => void;
}>;

export function createLearn(options: Options): LearnPanel {
  const button = h(
    "button",
    {
      type: "button",
      class: "button",
      id: "learn-button",
      "aria-expanded": "false",
      "aria-controls": "learn",
      title: "Train (L)",
    },
    "Learn",
  );
  const close = h("button", {type: "button", class: "close", "aria-label": "Close training"}, "×");
  const ownLines = h("option", {value: OWN_LINES, hidden: true, disabled: true}, "the program's own lines");
  const optimizer = h(
    "select",
    {"aria-label": "Optimizer"},
    ...OPTIMIZERS.map(({id, name}) => h("option", {value: id}, name)),
    ownLines,
  );
  const rate = h("input", {
    type: "number",
    min: 0,
    step: "any",
    value: OPTIMIZERS[0].lr,
    "aria-label": "Learning rate",
  });
  const updates = h("input", {type: "number", min: 1, max: 100_000, step: 1, value: 50, "aria-label": "Updates"});
  const logarithmic = h("input", {type: "checkbox", id: "learn-log"});
  const leaves = h("div", {class: "learn-leaves", role: "group", "aria-label": "What moves"});
  const words = h("p", {class: "fine", role: "status"});
  const figure = h("div", {class: "learn-figure"});
  const slider = h("input", {type: "range", min: 0, max: 0, step: 1, value: 0, "aria-label": "Update"});
  const table = h("table", {class: "learn-table"});
  const drop = h("p", {class: "learn-drop"});
  const panel = h(
    "aside",
    {class: "side-panel learn-panel", id: "learn", "aria-label": "Training", hidden: true},
    h("div", {class: "learn-bar"}, h("h2", {}, "It learns"), close),
    h("div", {class: "learn-settings"}, optimizer, h("label", {}, "η ", rate), h("label", {}, "updates ", updates)),
    leaves,
    words,
    figure,
    h("label", {class: "learn-log"}, logarithmic, " logarithmic"),
    slider,
    table,
    drop,
  );
  byId("main").append(panel);
  byId("tools").prepend(button);

  let state: State | null = null;
  let run: Run | null = null;
  let start: TraceRequest | null = null; // what the run began with
  let chosen: readonly string[] | null = null; // null: the parameters that the server guesses
  let shownKey = ""; // the question that the page has because an update was opened
  let moving = false; // the values of an update are being put into the picture, one after the other
  let timer: number | undefined;
  let turn = 0;

  const isOpen = (): boolean => !panel.hidden;
  const keyOf = (question: TraceRequest): string => JSON.stringify([question.source, question.values, question.output]);

  function open(on: boolean): void {
    if (on === isOpen()) return;
    if (on) options.onOpen();
    panel.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    document.body.toggleAttribute("data-learn", on);
    if (!isNarrow()) options.onResize(); // on a phone the whole graph would be too small to read
    if (on) follow();
    else restore();
  }

  /** The values that the run began with stand in the picture again, and nothing is left of the run. */
  function restore(): void {
    if (start !== null && shownKey !== "") put(start.values);
    start = null;
    forget();
  }

  function back(): void {
    shownKey = "";
    slider.value = "0";
    draw(0);
  }

  function forget(): void {
    turn++; // an answer on its way comes too late
    window.clearTimeout(timer);
    run = null;
    shownKey = "";
    slider.max = slider.value = "0";
    for (const each of [leaves, figure, table, words, drop]) each.replaceChildren();
  }

  /** Runs again where the program or its values are others than those of the run, not where an update was opened. */
  function follow(): void {
    if (moving || !isOpen() || state === null) return;
    if (state.problem !== null || state.trace === null) {
      start = null; // no run stands beside an error
      forget();
      return;
    }
    const key = keyOf(state.question);
    if (key === shownKey) return;
    if (start !== null && key === keyOf(start)) {
      if (shownKey !== "") back(); // undone
      return;
    }
    if (start?.source !== state.question.source) chosen = null;
    start = state.question;
    forget();
    schedule();
  }

  function schedule(): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), DELAY);
  }

  function settings(): RunFields | null {
    if (optimizer.value === OWN_LINES) {
      const endless = state?.trace?.loop?.rounds == null;
      const most = endless ? Number(updates.value) : null;
      return {optimizer: null, settings: {}, iterations: most, keep: MOST_KEPT, parameters: null};
    }
    const [lr, iterations] = [Number(rate.value), Number(updates.value)];
    if (!(lr >= 0) || rate.value === "" || !Number.isInteger(iterations) || iterations < 1) return null;
    const keep = Math.min(MOST_KEPT, iterations + 1);
    return {
      optimizer: optimizer.value,
      settings: {lr},
      iterations,
      keep,
      parameters: chosen === null ? null : [...chosen],
    };
  }

  async function ask(): Promise<void> {
    const fields = settings();
    if (start === null) return;
    if (fields === null) {
      write(words, "η is a number of 0 or more, and the updates a whole number.");
      return;
    }
    const mine = ++turn;
    write(words, "Training …");
    const answer = await fetchRun(start, fields);
    if (mine !== turn || !isOpen()) return;
    if (!answer.ok) {
      if (shownKey !== "") put(start.values);
      forget();
      const {detail, hint} = answer.problem;
      words.replaceChildren(...withCode(hint === null ? detail : `${detail} ${hint}`));
      return;
    }
    run = answer.value;
    const written = run.optimizer !== OWN_LINES && run.leaves.some(({parameter, free}) => parameter && !free);
    write(words, written ? `${run.text} ${IN_THE_TEXT}` : run.text);
    slider.max = String(run.iterations.length - 1);
    slider.value = "0";
    showLeaves(run);
    if (shownKey === "") draw(0);
    else choose(0);
  }

  function showLeaves(made: Run): void {
    leaves.replaceChildren(
      h("span", {class: "fine"}, "moves: "),
      ...made.leaves
        .filter(({movable}) => movable)
        .map(({name, parameter}) => {
          const chip = h(
            "button",
            {type: "button", "aria-pressed": String(parameter), "data-leaf": name},
            nameElement(name),
          );
          chip.addEventListener("click", () => {
            const on = new Set(made.parameters);
            if (on.has(name)) on.delete(name);
            else on.add(name);
            if (on.size === 0) return;
            chosen = made.leaves.map((leaf) => leaf.name).filter((each) => on.has(each));
            schedule();
          });
          return chip;
        }),
    );
  }

  const entriesOf = (made: Run): Entry[] =>
    made.iterations.map((update, index) => ({update, loss: float(made.loss[index] as Num)}));

  function draw(index: number): void {
    if (run === null) return;
    figure.replaceChildren(lossCurve(entriesOf(run), index, logarithmic.checked));
    slider.setAttribute("aria-valuetext", `update ${run.iterations[index]}, loss ${number(run.loss[index] as Num)}`);
    table.replaceChildren(...rowsOf(run, index));
    write(drop, dropOf(run, index));
  }

  /** Puts the values at an update into the picture. */
  function choose(index: number): void {
    if (run === null || start === null) return;
    if (run.optimizer === OWN_LINES) {
      options.onRound(Math.min((run.iterations[index] ?? 0) + 1, run.of));
      draw(index);
      return;
    }
    const free = new Set(run.leaves.filter((leaf) => leaf.free).map(({name}) => name));
    const values: Record<string, Value> = {...start.values};
    for (const name of run.parameters) {
      const value = run.values[name]?.[index] as Arr | undefined;
      if (free.has(name) && value !== undefined) values[name] = value as Value;
    }
    put(index === 0 ? start.values : values);
    draw(index);
  }

  function put(values: Values): void {
    moving = true;
    options.onUpdate(values, shownKey === "");
    moving = false;
    shownKey = state === null || values === start?.values ? "" : keyOf(state.question);
  }

  for (const field of [rate, updates]) field.addEventListener("change", schedule);
  optimizer.addEventListener("change", () => {
    const row = OPTIMIZERS.find(({id}) => id === optimizer.value);
    if (row !== undefined) rate.value = String(row.lr);
    schedule();
  });
  logarithmic.addEventListener("change", () => draw(Number(slider.value)));
  slider.addEventListener("input", () => choose(Number(slider.value)));
  slider.addEventListener("change", options.onSettle);
  button.addEventListener("click", () => open(!isOpen()));
  byId("tabs").addEventListener("click", () => {
    if (isNarrow()) open(false); // on a phone the panels share one place
  });
  close.addEventListener("click", () => {
    open(false);
    button.focus();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
  });

  return {
    toggle: () => open(!isOpen()),
    close: () => open(false),
    show(next) {
      state = next;
      const loops = next.trace !== null && next.trace.loop !== null;
      ownLines.hidden = ownLines.disabled = !loops;
      if (!loops && optimizer.value === OWN_LINES) optimizer.value = OPTIMIZERS[0].id;
      follow();
    },
  };
}

/** What the next update does to each parameter. */
function rowsOf(run: Run, index: number): HTMLElement[] {
  const next = run.iterations[index + 1] === (run.iterations[index] ?? 0) + 1 ? index + 1 : null;
  const head = h("tr", {}, ...["", "value", "gradient", "update"].map((title) => h("th", {scope: "col"}, title)));
  const rows = run.parameters.map((name) => {
    const value = entry(run.values[name]?.[index] as Arr);
    const moved = next === null ? null : entry(run.values[name]?.[next] as Arr);
    const gradient = entry(run.gradients[name]?.[index] as Arr);
    return h(
      "tr",
      {},
      h("th", {scope: "row"}, nameElement(name)),
      h("td", {class: "value"}, shown(value)),
      h("td", {class: "gradient"}, shown(gradient)),
      h(
        "td",
        {class: "update"},
        moved === null
          ? ""
          : shown(
              moved.map((x, k) => x - (value[k] ?? 0)),
              true,
            ),
      ),
    );
  });
  return [h("thead", {}, head), h("tbody", {}, ...rows)];
}

const entry = (value: Arr): number[] => flatten(value);

function shown(entries: readonly number[], signed = false): string {
  const [only, ...others] = entries;
  if (only === undefined) return "";
  if (others.length > 0) return `${entries.length} entries, ‖·‖ ${number(Math.hypot(...entries))}`;
  return `${signed && only > 0 ? "+" : ""}${number(only)}`;
}

/** What the gradients promise for the next update, and what the loss really does. */
export function dropOf(run: Run, index: number): string {
  const next = index + 1;
  const [loss, after] = [run.loss[index], run.loss[next]];
  if (loss === undefined || after === undefined) return run.text;
  if (run.iterations[next] !== (run.iterations[index] ?? 0) + 1) return "";
  let promised = 0;
  for (const name of run.parameters) {
    const [from, to] = [entry(run.values[name]?.[index] as Arr), entry(run.values[name]?.[next] as Arr)];
    const gradient = entry(run.gradients[name]?.[index] as Arr);
    promised += from.reduce((sum, x, k) => sum + (gradient[k] ?? 0) * ((to[k] ?? 0) - x), 0);
  }
  const real = float(after as Num) - float(loss as Num);
  return `Update ${run.iterations[next]}: the gradients promise ${number(promised)}, the loss changes by ${number(real)}.`;
}
