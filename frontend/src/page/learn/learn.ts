/** It learns: a run of updates beside the graph. Any update can be opened: its values go into the picture. */

import {type RunFields, runBody} from "../../shared/api";
import {isCarried, type Run, type Trace} from "../../shared/contract";
import {byId, write} from "../../shared/dom";
import type {TraceRequest, Values} from "../../shared/request";
import {DEFAULTS, hasLoop, MOST_KEPT, OWN_LINES, readFields, serverFields} from "../../shared/run-fields";
import type {State} from "../state";
import {createFastRun} from "./fast-run";
import {createForm} from "./form";
import type {LearnOptions, LearnPanel} from "./learn-types";
import {type LossTape, lossTape} from "./loss-tape";
import type {OneExample} from "./one-example";
import {openingFields, openingOf} from "./opening";
import {createPanel, wirePanel} from "./panel";
import {createPictureArea} from "./picture-area";
import {nearest} from "./plot";
import {showAnswer, showProblem} from "./run-answer";
import {wireRun} from "./run-controls";
import {runLink} from "./run-link";
import {lossSentence, updateSentence, valuesAt, valuesFrom} from "./run-numbers";
import {clearPlace, drawMarks, openEnds, showPlace} from "./run-view";
import {type Surface, surfaceMenu} from "./surfaces";
import {across, type Place} from "./timeline";
import {createTraining} from "./training";

const DELAY = 300; // ms after the last change of a setting
/** Codes of a program that is not drawn, and whose loop may run all the same. */
const NOT_DRAWN: readonly string[] = ["empty", "no-formula", "limit"];
const BEGINNING: Place = {index: 0, act: false};

const isUndrawn = ({problem, request}: State): boolean =>
  problem !== null && NOT_DRAWN.includes(problem.code) && hasLoop(request.source);

export function createLearn(options: LearnOptions): LearnPanel {
  let isAskedFor = options.link.train !== null || options.link.t !== null; // somebody said how to train
  let isGuess = false; // that the loop of the program is what is run
  const form = createForm(() => {
    isAskedFor = true;
    isGuess = false;
    schedule();
  });
  const area = createPictureArea(() => options.onMove());
  const parts = createPanel(form.element, area.element, surfaceMenu(openSurface));
  const {panel, button, words, fast} = parts;
  const training = createTraining(parts);

  let state: State | null = null;
  let run: Run | null = null;
  let tape: LossTape | null = null; // of the run
  let start: TraceRequest | null = null; // what the run began with
  let selectedNames: readonly string[] | null = null; // null: the parameters that the server guesses
  let place = BEGINNING;
  let example: OneExample | null = null; // that the graph shows, in place of the whole data
  let replaced = false; // the data or a dial is being changed, from within the picture
  let shownKey = ""; // the request that the page has because an update was opened
  let moving = false; // the values of an update are being put into the picture, one after the other
  let timer: number | undefined;
  let turn = 0;
  let note = ""; // what to look at on a surface of the lectures
  let graph: string | null = null; // the entry whose optimizer is open as a graph
  let requestedPlace: Readonly<{t: number; step: number | null}> | null = null; // what the address asked for, until it is there

  const {train, t, step} = options.link;
  const opening = openingOf(train ?? {});
  if (train !== null || t !== null) {
    const fields = readFields(train ?? {});
    form.set(fields);
    selectedNames = fields.parameters;
    requestedPlace = {t: t ?? 0, step};
    if (typeof train?.picture === "string") area.choose(train.picture);
  }

  const isOpen = (): boolean => !panel.hidden;
  const keyOf = (request: TraceRequest): string => JSON.stringify([request.source, request.values, request.output]);
  const lastStep = (): number => state?.trace?.steps.length ?? 0;
  const fieldsNow = (): RunFields | string => {
    const fields = form.read();
    return typeof fields === "string" ? fields : {...fields, parameters: selectedNames};
  };

  function open(on: boolean): void {
    if (on === isOpen()) return;
    if (on) options.onOpen();
    panel.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    document.body.toggleAttribute("data-learn", on);
    if (on && requestedPlace === null) preferOwnLines();
    if (on) follow();
    else restore();
  }

  /** A program with a loop of its own is run by its own lines, unless somebody said how to train. Where nobody knows
   * whether the loop learns, it is tried if no name is left to be moved. */
  function preferOwnLines(): void {
    if (isAskedFor || state === null) return;
    const {source} = state.request;
    const values = state.trace?.values ?? {};
    const trains = state.trace?.loop != null;
    isGuess = !trains && hasLoop(source) && Object.keys(values).length === 0;
    if (trains || isGuess) form.set({...DEFAULTS, optimizer: OWN_LINES});
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
    if (start !== null && shownKey !== "") applyUpdate(start.values, start.source);
    example = null;
  }

  function leaveExample(): void {
    example = null;
    shownKey = "";
    show({index: 0, act: false});
  }

  /** `picture`: whether the picture of learning goes too. */
  function forget(picture = true): void {
    turn++; // an answer on its way comes too late
    training.end();
    window.clearTimeout(timer);
    run = tape = null;
    place = BEGINNING;
    example = null;
    shownKey = "";
    runFast.stop();
    if (picture) area.clear();
    clearPlace(parts);
  }

  /** Runs again where the program or its values are others than those of the run, not where an update was opened. */
  function follow(): void {
    if (moving || !isOpen() || state === null) return;
    if ((state.problem !== null || state.trace === null) && !isUndrawn(state)) {
      start = null; // no run stands beside an error
      forget();
      return;
    }
    const key = keyOf(state.request);
    if (key === shownKey) return;
    if (start !== null && key === keyOf(start)) {
      if (shownKey !== "") leaveExample(); // undone
      return;
    }
    if (example !== null && state.request.source === example.source) {
      shownKey = key; // a number of the one point was changed: the run stays
      return;
    }
    if (start !== null && start.source !== state.request.source) {
      selectedNames = null;
      note = "";
    }
    start = state.request;
    forget(!replaced);
    schedule();
  }

  function schedule(): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), requestedPlace === null ? DELAY : 0);
  }

  async function ask(): Promise<void> {
    const fields = fieldsNow();
    if (start === null) return;
    if (typeof fields === "string") {
      write(words, fields);
      return;
    }
    const mine = ++turn;
    const own = fields.optimizer === OWN_LINES;
    const loop = state?.trace?.loop ?? null;
    const endless = loop !== null && loop.rounds === null;
    const most = Math.min(MOST_KEPT, fields.iterations + 1);
    const keep = own ? MOST_KEPT : most;
    const answer = await training.run(runBody(start, serverFields(fields, endless), keep), keep);
    if (answer === null || mine !== turn || !isOpen()) return;
    if (!answer.ok && own && isGuess) {
      isGuess = false;
      form.set(DEFAULTS);
      if (state !== null && !isUndrawn(state)) return ask();
      forget(); // the error beside the formula says it all
      return;
    }
    if (!answer.ok) {
      leaveUpdate();
      forget();
      showProblem(parts, answer.problem);
      return;
    }
    run = answer.value;
    tape = null;
    showAnswer(parts, run, note, chooseLeaves);
    const place = requestedPlace;
    requestedPlace = null;
    if (place !== null) goTo(run, place.t, place.step);
    else if (shownKey === "") show(BEGINNING);
    else choose(BEGINNING);
  }

  function setSchedule(over: RunFields["schedule"]): void {
    const fields = fieldsNow();
    if (typeof fields === "string") return;
    form.set({...fields, schedule: over});
    schedule();
  }

  /** Another loss in the place of what is there, trained as its row says. */
  function openSurface({request, fields, shows}: Surface): void {
    start = null;
    forget();
    form.set(fields);
    selectedNames = fields.parameters;
    area.choose("contour");
    options.onLoad(request);
    note = shows;
  }

  function chooseLeaves(names: readonly string[]): void {
    selectedNames = names;
    schedule();
  }

  /** Go to the update of a link, and to the step within it; a step after the last is the update itself. */
  function goTo(run: Run, update: number, step: number | null): void {
    const index = nearest(run.iterations, update);
    const isAct = step !== null && step > lastStep() && index + 1 < run.iterations.length;
    choose({index, act: isAct});
    if (step !== null) options.onStep(Math.min(step, lastStep()));
    show(place);
  }

  /** The picture's trace; null while that of another program still stands there. */
  const traceNow = (): Trace | null =>
    state?.traceRequest?.source === (example ?? start)?.source ? (state?.trace ?? null) : null;

  /** Shows a place of the run in the panel and the picture; the values of its update are there already. */
  function show(to: Place): void {
    place = to;
    const trace = traceNow();
    const fields = fieldsNow();
    if (run !== null && trace === null && isCarried(run)) showPlace(parts, run, place, fields, setSchedule);
    if (run === null || trace === null) return;
    showPlace(parts, run, place, fields, setSchedule);
    drawMarks(run, place, state);
    const isWhole = example === null; // the graph is that of the run, not of one example
    tape ??= start === null || !isWhole || run.optimizer === OWN_LINES ? null : lossTape(trace, run, start);
    if (start !== null && typeof fields !== "string")
      area.show({
        tape,
        run,
        index: place.index,
        start,
        trace,
        fields,
        open: (to) => choose({index: to, act: false}),
        edit(source) {
          leaveUpdate();
          options.onEdit(source);
        },
        restart,
        replace,
        example,
        feed,
        opening,
        onGraph(entry) {
          graph = entry;
          options.onMove();
        },
      });
    if (place.act) write(byId("live"), updateSentence(run, place.index));
    leadOn();
    options.onMove();
  }

  function leadOn(): void {
    if (isOpen() && run !== null && state !== null) openEnds(run, place, state.player.step, lastStep());
  }

  const runFast = createFastRun(fast, {
    begin() {
      if (run !== null && place.index >= run.iterations.length - 1) choose(BEGINNING);
    },
    next() {
      if (run === null) return false;
      const last = run.iterations.length - 1;
      choose({index: Math.min(last, place.index + 1), act: false});
      return place.index < last;
    },
    onStop() {
      options.onSettle();
      if (run !== null) write(byId("live"), lossSentence(run, place.index));
    },
  });

  /** Puts the values at an update into the picture. */
  function choose(to: Place): void {
    if (run === null || start === null) return;
    if (run.optimizer === OWN_LINES) {
      if (!isCarried(run)) options.onRound(Math.min((run.iterations[to.index] ?? 0) + 1, run.of));
      show(to);
      return;
    }
    const values = valuesAt(run, to.index, (example ?? start).values, example !== null);
    place = to;
    if (example !== null) applyUpdate(values, example.source);
    else if (to.index !== 0 || shownKey !== "") applyUpdate(to.index === 0 ? start.values : values, start.source);
    show(to);
  }

  function applyUpdate(values: Values, source: string): void {
    moving = true;
    options.onUpdate(values, shownKey === "", source);
    moving = false;
    shownKey = state === null || values === start?.values ? "" : keyOf(state.request);
  }

  /** The run begins at other values, which stand in the picture and in the fields too. */
  function restart(entries: readonly number[]): void {
    if (start === null || run === null) return;
    const values = valuesFrom(run, entries);
    const {values: first} = start;
    leaveUpdate();
    options.onStart({...first, ...values});
    options.onSettle();
  }

  /** Other data, or a dial turned: trained anew from the same seed, while the picture stays. */
  function replace({source, values}: Readonly<{source: string; values: Values}>): void {
    const parameters = selectedNames;
    leaveUpdate();
    replaced = true;
    options.onStart(values, source);
    replaced = false;
    selectedNames = parameters;
    options.onSettle();
  }

  /** One point of the data in the graph, or all of them again. */
  function feed(one: OneExample | null): void {
    if (run === null || start === null || run.optimizer === OWN_LINES) return;
    runFast.stop();
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

  wireRun(parts, {
    updates: () => run?.iterations ?? null,
    place: () => place,
    show,
    choose,
    toUpdate() {
      options.onStep(lastStep());
      show({...place, act: true});
    },
    draw: () => drawMarks(run, place, state),
    onSettle: options.onSettle,
  });
  wirePanel(parts, (on) => open(on ?? !isOpen()));

  return {
    toggle: () => open(!isOpen()),
    close: () => open(false),
    train(settings) {
      isAskedFor = true;
      const fields = readFields(settings);
      form.set(fields);
      selectedNames = fields.parameters;
      schedule();
    },
    show(next) {
      const before = state;
      state = next;
      if (next.trace !== null || isUndrawn(next)) form.offer(next.trace?.loop ?? null, hasLoop(next.request.source));
      if (requestedPlace !== null && !isOpen() && next.trace !== null) open(true);
      follow();
      if (run !== null && before !== null && before.traceRequest?.source !== next.traceRequest?.source) show(place);
      if (place.act && before !== null && next.player.step !== lastStep()) show({...place, act: false});
      leadOn();
    },
    cross,
    goesOn: () => isOpen() && run !== null && (place.act || place.index + 1 < run.iterations.length),
    link() {
      const fields = fieldsNow();
      if (typeof fields === "string") return null;
      const here = {t: run?.iterations[place.index] ?? 0, step: place.act ? lastStep() + 1 : null};
      const within = openingFields({point: example?.index ?? null, graph}, opening);
      const link = runLink(fields, requestedPlace ?? here, area.selectedId(), within);
      if (requestedPlace !== null) return link; // what the address asked for is still to come
      return isOpen() && start !== null ? {...start, ...link} : null;
    },
    beginningOf: (request) => (moving || (shownKey !== "" && keyOf(request) === shownKey) ? start : null),
  };
}
