/** The playground. This file owns the one state; everything else is told what to show. */

import {createClock} from "../player/clock";
import {createStage} from "../player/draw/stage";
import {NOTATIONS, type Notation} from "../player/notation";
import {STILL} from "../player/player";
import {createTransport} from "../player/transport";
import {createAddress} from "./address";
import {askExamples, askFunctions, askTrace, type Example} from "./api";
import {createAsker} from "./asker";
import {createChecks} from "./checks";
import {createCode} from "./code";
import {byId} from "./dom";
import {createEditor} from "./editor";
import {followQuestion, type Reach} from "./effects";
import {createExamples} from "./examples";
import {FIRST} from "./first";
import {functionAt} from "./functions";
import {createHealth} from "./health";
import {createInspector} from "./inspector";
import {createJacobian} from "./jacobian";
import {type Command, createHelp, listenForKeys} from "./keys";
import {dismiss, isDismissed, keep, kept, recallNotation, recallTheme, rememberNotation, rememberTheme} from "./memory";
import {once} from "./once";
import {packedHere, writtenOut} from "./packed";
import {createPresent} from "./present";
import {UPSTREAM} from "./rows";
import {createSearch} from "./search";
import {type Action, type Question, reduce, type State, type Tab, VIEWS, type View} from "./state";
import {linkOf, questionOf, readLink, writeLink} from "./url";
import {createValues} from "./values";
import {fillNotations, show} from "./view";
import {createWhole} from "./whole";

const packed = packedHere(document, location);
const link = readLink(writtenOut(location, packed));
const opened = questionOf(link, FIRST);
const notationOf = (text: string | null): Notation | null => NOTATIONS.find(({id}) => id === text)?.id ?? null;

let state: State = {
  question: opened,
  origin: opened,
  asked: null,
  trace: null,
  live: null,
  moved: false,
  problem: null,
  waiting: false,
  player: {...STILL, speed: link.speed ?? STILL.speed},
  wanted: link.step,
  notation: link.notation ?? notationOf(recallNotation()) ?? "partial",
  theme: recallTheme(),
  selected: null,
  tab: "step",
  notice: null,
  health: link.health,
};

/** One sitting of typing: its formula is kept under this name. A loaded picture begins a new one. */
const newSitting = (): string => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
const sitting = {id: newSitting()};

const address = createAddress();
const asker = createAsker({
  fetch: askTrace,
  onAsking: () => dispatch({type: "asking"}),
  onAnswer: (question, trace) => dispatch({type: "answer", question, trace}),
  onProblem: (problem) => dispatch({type: "problem", problem}),
});

/** The first picture does not wait for what only a slider needs. */
const tape: Pick<Reach, "evaluate"> = {evaluate: null};

function dispatch(action: Action): void {
  const before = state;
  state = reduce(state, action);
  if (state === before) return;
  clock.set(state.player.playing, state.player.speed);
  draw(before);
  const reach = {asker, dispatch, keep: () => keep(sitting.id, state.question, Date.now()), ...tape};
  followQuestion(action, before, state, reach);
  if (state.theme !== before.theme) rememberTheme(state.theme);
  if (state.notation !== before.notation) rememberNotation(state.notation);
  if (action.type !== "load") address.follow(addressNow());
}

function draw(before: State | null): void {
  show(parts, state, before);
  code.show(state);
}

/** The landing page keeps its plain address until something on it is changed. */
function addressNow(): string {
  const untouched = state.question === opened && link.source === null && state.player.step === 0 && !state.health;
  return untouched ? "" : writeLink(linkOf(state));
}

/** Another picture: a new entry in the history. */
function load(question: Question): void {
  sitting.id = newSitting();
  address.flush();
  dispatch({type: "load", question, step: null});
  address.enter(writeLink(linkOf(state)));
}

function loadExample(example: Example): void {
  const view = VIEWS.find((name) => name === example.view) ?? "gates";
  const {source, values, upstream, output} = example;
  load({source, values, upstream, output, view, open: [], closed: []});
}

function play(action: "toggle" | "play" | "start" | "end"): void {
  dispatch({type: "player", action: {type: action}});
}

const clock = createClock(() => dispatch({type: "player", action: {type: "tick"}}));
const stage = createStage(byId("stage"), {label: "Computational graph", folds: () => true});
stage.onSelect((id) => dispatch({type: "select", id}));
stage.onToggle((id, open) => dispatch({type: "toggle", id, open}));
const openArray = createWhole(() => state);
stage.onArray(openArray);
const functions = once(askFunctions, (names) => names.length > 0);
const examples = once(askExamples, (answer) => answer.ok);
const settle = (): void => dispatch({type: "settled"});

const parts = {
  stage,
  transport: createTransport(byId("transport"), (action) => dispatch({type: "player", action})),
  editor: createEditor({
    label: "Formula",
    source: state.question.source,
    onChange: (source) => dispatch({type: "edit", source}),
    onLeave: () => byId("stage").focus(),
    functions,
  }),
  values: createValues({
    onInput: (name, value) => dispatch(name === UPSTREAM ? {type: "upstream", value} : {type: "value", name, value}),
    onSettle: settle,
    onReset: () => dispatch({type: "reset"}),
  }),
  inspector: createInspector({
    onPlay: () => play("play"),
    onSelect: (id) => dispatch({type: "select", id}),
    onToggle: (id, open) => dispatch({type: "toggle", id, open}),
    onArray: openArray,
    onJacobian: createJacobian(() => state),
  }),
  checks: createChecks({
    onCheck: (span, box) => {
      dispatch({type: "select", id: box});
      parts.editor.mark(span);
    },
  }),
  health: createHealth(stage.go, () => dispatch({type: "health"})),
  wait: (rest: Promise<unknown>) => clock.wait(rest),
  retry: () => asker.ask(state.question, 0),
  closed: () => dispatch({type: "view", view: "gates"}),
  ones: () => dispatch({type: "upstream", value: null}),
};

const code = createCode(() => stage.fit());
const help = createHelp();
const present = createPresent();
const search = createSearch(() => state.trace, stage.go);
const menu = createExamples({
  load: async () => {
    const answer = await examples();
    return answer.ok ? answer.value : null;
  },
  kept,
  onExample: loadExample,
  onKept: ({question}) => load(question),
});

const next = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length] as T;
const zoom = (index: number): void => byId("stage").querySelectorAll<HTMLElement>(".cr-zoom button")[index]?.click();

const COMMANDS: Readonly<Record<Command, () => void>> = {
  play: () => play("toggle"),
  next: () => dispatch({type: "player", action: {type: "move", by: 1}}),
  back: () => dispatch({type: "player", action: {type: "move", by: -1}}),
  start: () => play("start"),
  end: () => play("end"),
  slower: () => dispatch({type: "player", action: {type: "speed", speed: Math.max(0.5, state.player.speed / 2)}}),
  faster: () => dispatch({type: "player", action: {type: "speed", speed: Math.min(2, state.player.speed * 2)}}),
  editor: () => {
    dispatch({type: "tab", tab: "formula"});
    parts.editor.focus();
  },
  examples: () => byId("examples-button").click(),
  view: () => dispatch({type: "view", view: next(VIEWS, state.question.view)}),
  fold: () => {
    const chosen = functionAt(state);
    if (chosen !== null) dispatch({type: "toggle", id: chosen.id, open: !chosen.open});
  },
  code: () => code.toggle(),
  health: () => dispatch({type: "health"}),
  present: () => present.toggle(),
  search: () => search.open(),
  notation: () => {
    const ids = NOTATIONS.map(({id}) => id);
    dispatch({type: "notation", notation: next(ids, state.notation)});
  },
  "zoom-in": () => zoom(0),
  "zoom-out": () => zoom(1),
  fit: () => stage.fit(),
  theme: toggleTheme,
  help: () => help.open(),
};

function toggleTheme(): void {
  const dark =
    state.theme === "dark" || (state.theme === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  dispatch({type: "theme", theme: dark ? "light" : "dark"});
}

/** A click on a button of a group acts with the word in its data attribute. */
function onGroup(id: string, key: string, act: (word: string) => void): void {
  byId(id).addEventListener("click", (event) => {
    const word = (event.target as Element).closest<HTMLElement>(`[data-${key}]`)?.dataset[key];
    if (word !== undefined) act(word);
  });
}

/** What was typed here before is still here, if this page opened something else. */
function mentionKept(): void {
  const [newest] = kept();
  if (newest === undefined || newest.question.source === state.question.source || isDismissed(newest.id)) return;
  dispatch({type: "notice", text: "Your previous formula is kept."});
  byId("notice-restore").addEventListener("click", () => {
    load(newest.question);
    sitting.id = newest.id;
  });
  byId("notice-close").addEventListener("click", () => {
    dismiss(newest.id);
    dispatch({type: "notice", text: null});
  });
}

fillNotations();
onGroup("views", "view", (view) => dispatch({type: "view", view: view as View}));
onGroup("notations", "notation", (id) => dispatch({type: "notation", notation: id as Notation}));
onGroup("tabs", "tab", (tab) => dispatch({type: "tab", tab: tab as Tab}));
byId("theme-button").addEventListener("click", toggleTheme);
byId("share-button").addEventListener("click", async () => (await import("./share")).openShare(state));
listenForKeys((command) => {
  menu.close();
  COMMANDS[command]();
});
window.addEventListener("popstate", () => {
  address.forget();
  const there = readLink(writtenOut(location, packed));
  const question = questionOf(there, FIRST);
  sitting.id = newSitting();
  dispatch({type: "load", question, step: there.step, speed: there.speed, notation: there.notation});
});

draw(null);
mentionKept();
asker.ask(state.question, 0);
void import("../player/tape").then(
  ({evaluate}) => Object.assign(tape, {evaluate}),
  () => undefined, // without it the server is asked, as for a graph without a tape
);
