/** It learns: a run of updates beside the graph. Any update can be opened: its values go into the picture. */

import {fetchRun, type RunFields} from "../../shared/api";
import type {Arr, Num, Run, Value} from "../../shared/contract";
import {byId, isNarrow, withCode, write} from "../../shared/dom";
import type {Link} from "../../shared/link";
import {number} from "../../shared/number";
import type {TraceRequest, Values} from "../../shared/request";
import type {State} from "../state";
import {lossCurve} from "./curve";
import {createForm} from "./form";
import {leafChips} from "./leaf-chips";
import {type LossTape, lossTape} from "./loss-tape";
import {createPanel} from "./panel";
import {createPictureArea} from "./picture-area";
import {nearest} from "./plot";
import {dropOf, entriesOf, lossAt, promisedChange, updateSentence, valuesFrom} from "./run-numbers";
import {rowsOf} from "./run-table";
import {scrubAlong} from "./scrub";
import {across, type Place} from "./timeline";
import {MOST_KEPT, OWN_LINES, readFields, sent, shortFields} from "./training";
import {drawUpdateMarks, updateMarks} from "./update-marks";

const DELAY = 300; // ms after the last change of a setting
const IN_THE_TEXT = "Values that stand in the text stay in the picture as they are written.";
const BEGINNING: Place = {index: 0, act: false};

type LearnPanel = Readonly<{
  toggle(): void;
  close(): void;
  show(state: State): void;
  /** One step on or back across the border between two passes; whether there was one to cross. */
  cross(by: number): boolean;
  /** Whether something follows the last step of the pass. */
  goesOn(): boolean;
  /** What the address says of the run, beside what it says of the picture; null where there is none. */
  link(): Partial<Link> | null;
}>;

type Options = Readonly<{
  opened: Link; // what the address asked for
  onOpen: () => void; // what stands in the same place makes room
  onResize: () => void;
  onUpdate: (values: Values, fromStart: boolean) => void;
  onRound: (round: number) => void; // of the program's own loop
  onStep: (step: number) => void;
  onMove: () => void; // another update, or another part of it, is in the picture
  onSettle: () => void;
}>;

export function createLearn(options: Options): LearnPanel {
  const form = createForm(() => schedule());
  const area = createPictureArea();
  const parts = createPanel(form.element, area.element);
  const {panel, button, close, leaves, words, figure, fast, logarithmic, slider, drop, table, act} = parts;

  let state: State | null = null;
  let run: Run | null = null;
  let tape: LossTape | null = null; // of the run
  let start: TraceRequest | null = null; // what the run began with
  let chosen: readonly string[] | null = null; // null: the parameters that the server guesses
  let place = BEGINNING;
  let shownKey = ""; // the question that the page has because an update was opened
  let moving = false; // the values of an update are being put into the picture, one after the other
  let timer: number | undefined;
  let turn = 0;
  let frame = 0; // of the run that goes through all updates
  let asked: Readonly<{t: number; step: number | null}> | null = null; // what the address asked for, until it is there

  const {train, t, step} = options.opened;
  if (train !== null || t !== null) {
    const fields = readFields(train ?? {});
    form.set(fields);
    chosen = fields.parameters;
    asked = {t: t ?? 0, step};
  }

  const isOpen = (): boolean => !panel.hidden;
  const keyOf = (question: TraceRequest): string => JSON.stringify([question.source, question.values, question.output]);
  const canAct = (index: number): boolean => run !== null && index + 1 < run.iterations.length;
  const lastStep = (): number => state?.trace?.steps.length ?? 0;
  const fieldsNow = (): RunFields | string => {
    const fields = form.read();
    return typeof fields === "string" ? fields : {...fields, parameters: chosen};
  };

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
    options.onMove();
  }

  function back(): void {
    shownKey = "";
    show({index: 0, act: false});
  }

  function forget(): void {
    turn++; // an answer on its way comes too late
    window.clearTimeout(timer);
    run = tape = null;
    place = BEGINNING;
    shownKey = "";
    slider.max = slider.value = "0";
    act.hidden = fast.hidden = true;
    stopRun();
    area.clear();
    drawUpdateMarks(byId("stage"), []);
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
    if (start !== null && start.source !== state.question.source) chosen = null;
    start = state.question;
    forget();
    schedule();
  }

  function schedule(): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), asked === null ? DELAY : 0);
  }

  async function ask(): Promise<void> {
    const fields = fieldsNow();
    if (start === null) return;
    if (typeof fields === "string") {
      write(words, fields);
      return;
    }
    const mine = ++turn;
    write(words, "Training …");
    const own = fields.optimizer === OWN_LINES;
    const endless = state?.trace?.loop?.rounds == null;
    const most = Math.min(MOST_KEPT, fields.iterations + 1);
    const answer = await fetchRun(start, sent(fields, endless), own ? MOST_KEPT : most);
    if (mine !== turn || !isOpen()) return;
    if (!answer.ok) {
      if (shownKey !== "") put(start.values);
      forget();
      const {detail, hint} = answer.problem;
      words.replaceChildren(...withCode(hint === null ? detail : `${detail} ${hint}`));
      return;
    }
    run = answer.value;
    tape = null;
    const written = run.optimizer !== OWN_LINES && run.leaves.some(({parameter, free}) => parameter && !free);
    write(words, written ? `${run.text} ${IN_THE_TEXT}` : run.text);
    slider.max = String(run.iterations.length - 1);
    act.hidden = fast.hidden = run.iterations.length < 2;
    leaves.replaceChildren(...leafChips(run, chooseLeaves));
    const wanted = asked;
    asked = null;
    if (wanted !== null) goTo(run, wanted.t, wanted.step);
    else if (shownKey === "") show(BEGINNING);
    else choose(BEGINNING);
  }

  function chooseLeaves(names: readonly string[]): void {
    chosen = names;
    schedule();
  }

  /** Where a link leads: this update, and this step within it; a step after the last is the update itself. */
  function goTo(made: Run, update: number, wanted: number | null): void {
    const index = nearest(made.iterations, update);
    const isAct = wanted !== null && wanted > lastStep() && index + 1 < made.iterations.length;
    choose({index, act: isAct});
    if (wanted !== null) options.onStep(Math.min(wanted, lastStep()));
    show(place);
  }

  /** Shows a place of the run in the panel and the picture; the values of its update are there already. */
  function show(to: Place): void {
    place = to;
    if (run === null || state?.trace == null) return;
    const {index} = place;
    slider.value = String(index);
    const promised = place.act ? promisedChange(run, index) : null;
    const loss = promised === null ? null : lossAt(run, index) + promised;
    figure.replaceChildren(
      lossCurve(entriesOf(run), {chosen: index, logarithmic: logarithmic.checked, promised: loss}),
    );
    slider.setAttribute("aria-valuetext", `update ${run.iterations[index]}, loss ${number(run.loss[index] as Num)}`);
    table.replaceChildren(...rowsOf(run, index));
    write(drop, dropOf(run, index));
    act.setAttribute("aria-pressed", String(place.act));
    act.title = index + 1 < run.iterations.length ? `Update ${run.iterations[index + 1]} of ${run.of}` : run.text;
    write(act, `update ${run.iterations[Math.min(index + 1, run.iterations.length - 1)]}`);
    drawMarks();
    const fields = fieldsNow();
    tape ??= start === null || run.optimizer === OWN_LINES ? null : lossTape(state.trace, run, start);
    if (start !== null && typeof fields !== "string")
      area.show({
        tape,
        run,
        index,
        start,
        trace: state.trace,
        fields,
        open: (to) => choose({index: to, act: false}),
        restart,
      });
    if (place.act) write(byId("live"), updateSentence(run, index));
    openEnds();
    options.onMove();
  }

  /** The buttons of the transport lead across the borders of a pass. */
  function openEnds(): void {
    if (!isOpen() || run === null || state === null) return;
    for (const [name, by] of [
      ["next", 1],
      ["back", -1],
    ] as const) {
      const leads = across(place, by, state.player.step, lastStep(), run.iterations.length) !== null;
      if (leads) byId("transport").querySelector(`.cr-button.${name}`)?.setAttribute("aria-disabled", "false");
    }
  }

  /** Through all updates, one after the other, as fast as they can be drawn; from the start again after the last. */
  function startRun(): void {
    if (run === null) return;
    const last = run.iterations.length - 1;
    if (place.index >= last) choose(BEGINNING);
    write(fast, "Stop");
    const next = (): void => {
      choose({index: Math.min(last, place.index + 1), act: false});
      if (place.index < last) frame = requestAnimationFrame(next);
      else stopRun();
    };
    frame = requestAnimationFrame(next);
  }

  function stopRun(): void {
    if (frame === 0) return;
    cancelAnimationFrame(frame);
    frame = 0;
    write(fast, "Run");
    options.onSettle();
    if (run !== null)
      write(
        byId("live"),
        `Update ${run.iterations[place.index]}: the loss is ${number(run.loss[place.index] as Num)}.`,
      );
  }

  function drawMarks(): void {
    const marks = place.act && run !== null && state?.trace != null ? updateMarks(run, place.index, state.trace) : [];
    drawUpdateMarks(byId("stage"), marks);
  }

  /** Puts the values at an update into the picture. */
  function choose(to: Place): void {
    if (run === null || start === null) return;
    if (run.optimizer === OWN_LINES) {
      options.onRound(Math.min((run.iterations[to.index] ?? 0) + 1, run.of));
      show(to);
      return;
    }
    const free = new Set(run.leaves.filter((leaf) => leaf.free).map(({name}) => name));
    const values: Record<string, Value> = {...start.values};
    for (const name of run.parameters) {
      const value = run.values[name]?.[to.index] as Arr | undefined;
      if (free.has(name) && value !== undefined) values[name] = value as Value;
    }
    place = to;
    if (to.index !== 0 || shownKey !== "") put(to.index === 0 ? start.values : values);
    show(to);
  }

  function put(values: Values): void {
    moving = true;
    options.onUpdate(values, shownKey === "");
    moving = false;
    shownKey = state === null || values === start?.values ? "" : keyOf(state.question);
  }

  /** The run begins at other values, which stand in the picture and in the fields too. */
  function restart(entries: readonly number[]): void {
    if (start === null || run === null) return;
    const values = valuesFrom(run, entries);
    if (shownKey !== "") put(start.values);
    options.onUpdate({...start.values, ...values}, true);
    options.onSettle();
  }

  function cross(by: number): boolean {
    if (!isOpen() || run === null || state === null) return false;
    const move = across(place, by, state.player.step, lastStep(), run.iterations.length);
    if (move === null) return false;
    if (move.place.index === place.index) show(move.place);
    else choose({...move.place, act: false});
    if (move.seek !== null) options.onStep(move.seek === "first" ? 0 : lastStep());
    if (move.place.act) show(move.place);
    return true;
  }

  act.addEventListener("click", () => {
    if (place.act) show({...place, act: false});
    else if (run !== null && place.index + 1 < run.iterations.length) {
      options.onStep(lastStep());
      show({...place, act: true});
    }
  });
  fast.addEventListener("click", () => (frame === 0 ? startRun() : stopRun()));
  logarithmic.addEventListener("change", () => show(place));
  slider.addEventListener("input", () =>
    choose({index: Number(slider.value), act: place.act && canAct(Number(slider.value))}),
  );
  slider.addEventListener("change", options.onSettle);
  scrubAlong(panel, {
    updates: () => run?.iterations ?? null,
    go(index) {
      if (index !== place.index) choose({index, act: place.act && canAct(index)});
    },
    end: options.onSettle,
  });
  byId("stage").addEventListener("cr-draw", drawMarks); // the picture was drawn anew
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
      const before = state;
      state = next;
      if (next.trace !== null) form.offer(next.trace.loop !== null);
      if (asked !== null && !isOpen() && next.trace !== null) open(true);
      follow();
      if (place.act && before !== null && next.player.step !== lastStep()) show({...place, act: false});
      openEnds();
    },
    cross,
    goesOn: () => isOpen() && run !== null && (place.act || place.index + 1 < run.iterations.length),
    link() {
      if (!isOpen() || run === null || start === null) return null;
      const fields = fieldsNow();
      if (typeof fields === "string") return null;
      return {
        ...start,
        train: shortFields(fields),
        t: run.iterations[place.index] as number,
        ...(place.act ? {step: lastStep() + 1} : {}),
      };
    },
  };
}
