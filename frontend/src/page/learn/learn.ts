/** It learns: a run of updates beside the graph. Any update can be opened: its values go into the picture. */

import {fetchRun, type RunFields} from "../../shared/api";
import type {Num, Run} from "../../shared/contract";
import {byId, isNarrow, withCode, write} from "../../shared/dom";
import {number} from "../../shared/number";
import type {TraceRequest, Values} from "../../shared/request";
import type {State} from "../state";
import {lossCurve} from "./curve";
import {createForm} from "./form";
import {leafChips} from "./leaf-chips";
import type {LearnOptions, LearnPanel} from "./learn-options";
import {type LossTape, lossTape} from "./loss-tape";
import type {OneExample} from "./one-example";
import {createPanel, wirePanel} from "./panel";
import {createPictureArea} from "./picture-area";
import {createPlayback} from "./playback";
import {nearest} from "./plot";
import {
  dropOf,
  entriesOf,
  lossAt,
  lossSentence,
  promisedChange,
  updateSentence,
  valuesAt,
  valuesFrom,
} from "./run-numbers";
import {rowsOf} from "./run-table";
import {scrubAlong} from "./scrub";
import {across, type Place} from "./timeline";
import {MOST_KEPT, OWN_LINES, readFields, sent, shortFields} from "./training";
import {openEnds} from "./transport-ends";
import {drawUpdateMarks, updateMarks} from "./update-marks";

const DELAY = 300; // ms after the last change of a setting
const IN_THE_TEXT = "Values that stand in the text stay in the picture as they are written.";
const BEGINNING: Place = {index: 0, act: false};

export function createLearn(options: LearnOptions): LearnPanel {
  const form = createForm(() => schedule());
  const area = createPictureArea();
  const parts = createPanel(form.element, area.element);
  const {panel, button, leaves, words, figure, fast, logarithmic, slider, drop, table, act} = parts;

  let state: State | null = null;
  let run: Run | null = null;
  let tape: LossTape | null = null; // of the run
  let start: TraceRequest | null = null; // what the run began with
  let chosen: readonly string[] | null = null; // null: the parameters that the server guesses
  let place = BEGINNING;
  let shownKey = ""; // the question that the page has because an update was opened
  let example: OneExample | null = null; // that the graph shows, in place of the whole data
  let replaced = false; // the data or a dial is being changed, from within the picture
  let moving = false; // the values of an update are being put into the picture, one after the other
  let timer: number | undefined;
  let turn = 0;
  let asked: Readonly<{t: number; step: number | null}> | null = null; // what the address asked for, until it is there

  const {train, t, step} = options.opened;
  if (train !== null || t !== null) {
    const fields = readFields(train ?? {});
    form.set(fields);
    chosen = fields.parameters;
    asked = {t: t ?? 0, step};
  }

  const chooseLeaves = (names: readonly string[]): void => {
    chosen = names;
    schedule();
  };
  const playback = createPlayback(
    () => {
      const last = run === null ? 0 : run.iterations.length - 1;
      choose({index: Math.min(last, place.index + 1), act: false});
      return place.index < last;
    },
    () => {
      write(fast, "Run");
      options.onSettle();
      if (run !== null) write(byId("live"), lossSentence(run, place.index));
    },
  );
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
    leaveUpdate();
    start = null;
    forget();
    options.onMove();
  }

  /** Text and values are again those that the run began with. */
  function leaveUpdate(): void {
    if (start !== null && shownKey !== "") put(start.values, start.source);
    example = null;
  }

  function back(): void {
    shownKey = "";
    example = null;
    show({index: 0, act: false});
  }

  /** `picture`: whether the picture of learning goes too. */
  function forget(picture = true): void {
    turn++; // an answer on its way comes too late
    window.clearTimeout(timer);
    run = tape = null;
    place = BEGINNING;
    shownKey = "";
    example = null;
    slider.max = slider.value = "0";
    act.hidden = fast.hidden = true;
    playback.stop();
    if (picture) area.clear();
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
    if (example !== null && state.question.source === example.source) {
      shownKey = key; // a number of the one point was changed: the run stays
      return;
    }
    if (start !== null && key === keyOf(start)) {
      if (shownKey !== "") back(); // undone
      return;
    }
    if (start !== null && start.source !== state.question.source) chosen = null;
    start = state.question;
    forget(!replaced);
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
      leaveUpdate();
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
    const isOwn = state.asked?.source === start?.source; // the graph is that of the run, not of one example
    tape ??= start === null || !isOwn || run.optimizer === OWN_LINES ? null : lossTape(state.trace, run, start);
    if (start !== null && typeof fields !== "string")
      area.show({
        tape,
        run,
        index,
        start,
        trace: state.trace,
        fields,
        open: (to) => choose({index: to, act: false}),
        edit(source) {
          leaveUpdate();
          options.onEdit(source);
        },
        replace,
        example,
        feed,
        restart,
      });
    if (place.act) write(byId("live"), updateSentence(run, index));
    showEnds();
    options.onMove();
  }

  /** The buttons of the transport lead across the borders of a pass. */
  function showEnds(): void {
    if (!isOpen() || run === null || state === null) return;
    const {step} = state.player;
    const entries = run.iterations.length;
    openEnds((by) => across(place, by, step, lastStep(), entries) !== null);
  }

  /** Through all updates; from the start again after the last. */
  function startRun(): void {
    if (run === null) return;
    if (place.index >= run.iterations.length - 1) choose(BEGINNING);
    write(fast, "Stop");
    playback.start();
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
    const values = valuesAt(run, to.index, (example ?? start).values, example !== null);
    place = to;
    if (example !== null) put(values, example.source);
    else if (to.index !== 0 || shownKey !== "") put(to.index === 0 ? start.values : values, start.source);
    show(to);
  }

  function put(values: Values, source: string): void {
    moving = true;
    options.onUpdate(values, shownKey === "", source);
    moving = false;
    shownKey = state === null || values === start?.values ? "" : keyOf(state.question);
  }

  /** The run begins at other values, which stand in the picture and in the fields too. */
  function restart(entries: readonly number[]): void {
    if (start === null || run === null) return;
    const values = valuesFrom(run, entries);
    leaveUpdate();
    options.onUpdate({...start.values, ...values}, true);
    options.onSettle();
  }

  /** Other data, or a dial turned: trained anew from the same seed, while the picture stays. */
  function replace({source, values}: Readonly<{source: string; values: Values}>): void {
    const parameters = chosen;
    leaveUpdate();
    replaced = true;
    options.onUpdate(values, true, source);
    replaced = false;
    chosen = parameters;
    options.onSettle();
  }

  /** One point of the data in the graph, or all of them again. */
  function feed(one: OneExample | null): void {
    if (run === null || start === null || run.optimizer === OWN_LINES) return;
    playback.stop();
    if (one === null) leaveUpdate();
    example = one;
    choose(place);
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
  fast.addEventListener("click", () => (playback.isOn() ? playback.stop() : startRun()));
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
  wirePanel(parts, (on) => open(on ?? !isOpen()));

  return {
    toggle: () => open(!isOpen()),
    close: () => open(false),
    train(settings) {
      const fields = readFields(settings);
      form.set(fields);
      chosen = fields.parameters;
      schedule();
    },
    show(next) {
      const before = state;
      state = next;
      if (next.trace !== null) form.offer(next.trace.loop !== null);
      if (asked !== null && !isOpen() && next.trace !== null) open(true);
      follow();
      if (place.act && before !== null && next.player.step !== lastStep()) show({...place, act: false});
      showEnds();
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
