/** The playground. This file owns the one state; everything else is told what to show. */

import {createAskInRows} from "../player/element/ask-in-rows";
import {createTransport} from "../player/element/controls";
import {createStage} from "../player/element/stage";
import {createClock} from "../player/model/clock";
import {type Action as PlayerAction, STILL} from "../player/model/transport";
import {type Answer, fetchExamples, fetchFunctions, fetchTrace} from "../shared/api";
import {compressedHere, writtenOut} from "../shared/compressed-link";
import type {Example, Trace} from "../shared/contract";
import {DEFAULT_REQUEST} from "../shared/default-request";
import type {Digits} from "../shared/digits";
import {byId} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {type Link, questionOf, readLink, writeLink} from "../shared/link";
import {memoizeSuccess} from "../shared/memoize";
import {NOTATIONS, type Notation} from "../shared/notation";
import {REVERSE, type SourceEdit, type TraceRequest, VIEWS, type View} from "../shared/request";
import {applyEdit} from "../shared/source-edit";
import {
  recallDigits,
  recallNotation,
  recallTheme,
  rememberDigits,
  rememberNotation,
  rememberTheme,
} from "../shared/storage";
import {createAddress, linkOf} from "./address";
import {createExplainWords} from "./dialogs/explain-words";
import {createWays} from "./directions/ways";
import {createDraftStore, dismiss, isDismissed, readDrafts, sameGraph} from "./editor/drafts";
import {createEditor} from "./editor/editor";
import {createExamples} from "./editor/examples";
import {createReadingNotes} from "./editor/reading-notes";
import {type EffectContext, runEffects} from "./effects";
import {functionAt} from "./functions";
import {createHall} from "./hall/hall";
import {createHealth} from "./health/health";
import {listenForHistory} from "./history-keys";
import {stepToShow} from "./inspector/gate-steps";
import {createHandGradients} from "./inspector/hand-gradients";
import {createInspector} from "./inspector/inspector";
import {createNumberTip} from "./inspector/number-tip";
import {type Command, listenForKeys} from "./keys";
import {createLater, pressLater} from "./later";
import {createLive} from "./live/live";
import {playOverture} from "./overture";
import {isExercise, isTaught} from "./predict/exercise";
import {fillDigits, fillNotations, hallView, show} from "./render";
import {createRound} from "./round";
import {createLayers} from "./shapes/layers";
import {createShapes} from "./shapes/shapes";
import {type Action, type Load, reduce, type State, type Tab} from "./state";
import {createTaught} from "./taught";
import type {Teaching} from "./teaching";
import type {Tools} from "./tools";
import {createTraceClient} from "./trace-client";
import {NO_HISTORY} from "./undo";
import {UPSTREAM} from "./values/value-rows";
import {createValues} from "./values/values";

const packed = compressedHere(document, location);
const link = readLink(writtenOut(location, packed));
/** What a lesson or an exercise begins with is not known yet: until then there is nothing to be seen. */
const NOTHING: TraceRequest = {...DEFAULT_REQUEST, source: "", values: {}};
const opened = isTaught(location.hash) ? NOTHING : questionOf(link, DEFAULT_REQUEST);
const notationOf = (text: string | null): Notation | null => NOTATIONS.find(({id}) => id === text)?.id ?? null;

/** How long a window rests, in ms, before a graph in rows is asked for anew. */
const RESIZE = 120;

/** Numbers move nothing in a picture. */
const pictureKey = ({values: _, ...drawn}: TraceRequest): string => JSON.stringify(drawn);

const session = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

let state: State = {
  question: opened,
  origin: opened,
  unused: {},
  leaves: {},
  history: NO_HISTORY,
  session,
  formulas: 0,
  draft: {id: `${session}-0`, own: false},
  used: false,
  asked: null,
  trace: null,
  live: null,
  moved: false,
  problem: null,
  waiting: false,
  player: {...STILL, speed: link.speed ?? STILL.speed},
  requestedStep: link.step,
  notation: link.notation ?? notationOf(recallNotation()) ?? "partial",
  digits: recallDigits(),
  theme: recallTheme(),
  selected: null,
  tab: "step",
  notice: null,
  health: link.health,
};

const address = createAddress();
const drafts = createDraftStore();
/** The document of a question, in rows where one row cannot be read; without the numbers that are asked for. */
const fetchDocument = (question: TraceRequest, signal?: AbortSignal): Promise<Answer<Trace>> =>
  inRows.ask(
    pictureKey(question),
    (aspect) => teaching.trace(question, aspect) ?? fetchTrace(question, signal ?? null, aspect),
  );
const traceClient = createTraceClient({
  fetch: fetchDocument,
  onAsking: () => dispatch({type: "asking"}),
  onAnswer: (question, trace) => dispatch({type: "answer", question, trace}),
  onProblem: (problem) => dispatch({type: "problem", problem}),
});

/** How long the first picture is left to itself, in ms, before the rest of the page is fetched. */
const REST = 60;
let rested = false;
/** The first picture does not wait for what only a slider needs. */
const tape: Pick<EffectContext, "evaluate"> = {evaluate: null};

function dispatch(action: Action): void {
  const before = state;
  state = reduce(state, action);
  if (state === before) return;
  clock.set(state.player.playing, state.player.speed);
  draw(before);
  if (!rested && (state.trace !== null || state.problem !== null)) {
    rested = true;
    if (state.trace !== null && addressNow() === "" && !state.player.playing) playOverture(byId("stage"), state.trace);
    setTimeout(() => void fetchRest(), REST);
  }
  if (action.type !== "load") writeAddress(action, before);
  saveDraft(before);
  runEffects(action, before, state, {traceClient, dispatch, ...tape});
  if (state.theme !== before.theme) rememberTheme(state.theme);
  if (state.notation !== before.notation) rememberNotation(state.notation);
  if (state.digits !== before.digits) rememberDigits(state.digits);
}

/** Another formula or view, and what Reset undid, are entries of their own: the browser's Back comes home to them. */
function writeAddress(action: Action, before: State): void {
  const enters = action.type === "reset" || (action.type === "edit" && state.draft.id !== before.draft.id);
  const views =
    (action.type === "view" || action.type === "ways" || action.type === "shapes") &&
    state.question !== before.question;
  if (!enters && !views) {
    address.follow(addressNow());
    return;
  }
  address.flush();
  address.enter(addressNow());
}

/**
 * Keeps what was changed in the browser; what was only looked at once it has moved on from where it was opened. Of a
 * formula that trains the values that the run began with are kept, as the address has them.
 */
function saveDraft(before: State): void {
  const {question, player, draft, asked} = state;
  if (draft.id !== before.draft.id && before.draft.own) drafts.close(before.draft.id);
  const worked = asked?.source === question.source;
  const answered = worked && before.asked?.source !== question.source;
  if (question === before.question && player.step === before.player.step && !answered) return;
  if (!draft.own && player.step === 0) return;
  drafts.save({
    ...draft,
    at: Date.now(),
    question: tools.part()?.learn.beginningOf(question) ?? question,
    step: state.requestedStep ?? player.step,
    works: worked,
  });
}

function draw(before: State | null): void {
  show(parts, state, before);
  hall.show(() => hallView(state));
  tools.part()?.show(state);
  ways.show(state);
  shapes.show(state);
  live.show(state);
  teaching.show(state);
}

/** Until that part of the page has come, the run that the address asked for stays in it. */
function runAskedFor(): Partial<Link> | null {
  const {train, t} = link;
  return state.origin === opened && (train !== null || t !== null) ? {train, t} : null;
}

/** The landing page keeps its plain address until something on it is changed. */
function addressNow(): string {
  const guided = teaching.address();
  if (guided !== null) return guided;
  const learn = tools.part()?.learn;
  const run = learn === undefined ? runAskedFor() : learn.link();
  const untouched = state.question === opened && link.source === null && state.player.step === 0 && !state.health;
  return untouched && run === null ? "" : writeLink({...linkOf(state), ...run});
}

/** The draft that holds this very graph goes on under its own name. */
function draftFor(question: TraceRequest): string | undefined {
  return readDrafts().find((draft) => draft.own && sameGraph(draft.question, question))?.id;
}

/** Another picture: a new entry in the history, unless it takes the place of the one that is there. */
function load(question: TraceRequest, more: Partial<Pick<Load, "step" | "draft">> = {}, enters = true): void {
  address.flush();
  dispatch({type: "load", question, step: null, draft: draftFor(question), ...more});
  if (enters) address.enter(addressNow());
  else address.follow(addressNow());
}

function loadExample(example: Example): void {
  const {source, values, upstream, view} = example;
  load({source, values, upstream, output: null, view, open: [], closed: [], ...REVERSE});
  if (example.train == null) return;
  const {train} = example;
  tools.use(({learn}) => {
    learn.train(train);
    if (!document.body.hasAttribute("data-learn")) learn.toggle();
  });
}

/** An edit that the server offers is typed for the user: undo takes it back. */
function applyOffer(edit: SourceEdit): void {
  dispatch({type: "settled"});
  dispatch({type: "edit", source: applyEdit(state.question.source, edit)});
  parts.editor.focus();
}

function play(action: "toggle" | "play" | "start" | "end"): void {
  move({type: action});
}

/** Time has two levels while a run is open: a step beyond a pass leads to its update, and on to the next pass. */
function move(action: PlayerAction): void {
  const {playing, step} = state.player;
  const learn = tools.part()?.learn;
  const goesOn = learn?.goesOn() ?? false;
  const atEnd = step >= (state.trace?.steps.length ?? 0) && goesOn;
  if (action.type === "move" && learn?.cross(action.by)) return;
  if (action.type === "tick" && atEnd && learn?.cross(1)) {
    dispatch({type: "player", action: {type: "resume"}});
    return;
  }
  const starts = action.type === "play" || (action.type === "toggle" && !playing);
  if (starts && atEnd) dispatch({type: "player", action: {type: "resume"}});
  else if (action.type === "tick") dispatch({type: "player", action: {type: "tick", goesOn}});
  else dispatch({type: "player", action});
}

const clock = createClock(() => move({type: "tick"}));
const hall = createHall();
/** Numbers are left out of the picture: nothing in it opens, closes or moves. */
const asks = (): boolean => state.trace !== null && isExercise(state.trace);
const stage = createStage(byId("stage"), {
  label: tr("Computational graph"),
  folds: () => !asks(),
  scrubs: () => !asks(),
  text: hall.text,
});
const inRows = createAskInRows<Answer<Trace>>(stage, (answer) => (answer.ok ? answer.value : null));
stage.onWindow(() => {
  if (state.trace !== null && state.problem === null && inRows.isStale(state.trace))
    traceClient.ask(state.question, RESIZE, true);
});
stage.onSelect((id) => {
  if (teaching.picks(id)) {
    stage.select(state.selected);
    return;
  }
  const step = id === null || state.trace === null ? null : stepToShow(state.trace, id, state.player.step);
  dispatch({type: "select", id, step});
});
stage.onToggle((id, open) => dispatch({type: "toggle", id, open}));
stage.onScrub((name, value) => (value === null ? settle() : dispatch({type: "value", name, value})));
const failed = (): void => dispatch({type: "notice", text: tr("This part of the page did not arrive. Try again.")});
const words = createExplainWords();
const tools = createLater<Tools>(async () => {
  const {createTools} = await import("./tools");
  return createTools({
    opened: link,
    state: () => state,
    dispatch,
    go: stage.go,
    fit: () => stage.fit(),
    words,
    load: (question) => load(question),
    onMove: () => address.follow(addressNow()),
  });
}, failed);
for (const id of ["code-button", "check-button", "help-button"]) pressLater(byId(id), tools);
const checkDialog = (): HTMLDialogElement | null => document.querySelector(".check-dialog[open]");
const lessons = createLater<Teaching>(async () => {
  const {createTeaching} = await import("./teaching");
  return createTeaching({
    state: () => state,
    dispatch,
    load: (question, step, enters) => load(question, {step}, enters),
    ask: () => traceClient.ask(state.question, 0, true),
    fetch: fetchDocument,
    onAddress: () => address.follow(addressNow()),
    onBegin: () => tools.part()?.closePanels(),
    train: (settings) => tools.use(({learn}) => learn.train(settings)),
    panels: {
      learn: {isOpen: () => document.body.hasAttribute("data-learn"), toggle: () => COMMANDS.learn()},
      code: {isOpen: () => document.body.hasAttribute("data-code"), toggle: () => COMMANDS.code()},
      check: {
        isOpen: () => checkDialog() !== null,
        toggle: () => (checkDialog() === null ? COMMANDS.check() : checkDialog()?.close()),
        covers: true,
      },
      health: {isOpen: () => state.health, toggle: () => COMMANDS.health()},
    },
  });
}, failed);
pressLater(byId("lessons-button"), lessons);
const teaching = createTaught(lessons);
const openArray = (id: string, what: "value" | "gradient"): void => tools.use(({array}) => array(id, what));
stage.onArray(openArray);
const functions = memoizeSuccess(fetchFunctions, (names) => names.length > 0);
const examples = memoizeSuccess(fetchExamples, (answer) => answer.ok);
const settle = (): void => dispatch({type: "settled"});

const parts = {
  stage,
  round: createRound(byId("transport"), (round) => dispatch({type: "round", round})),
  transport: createTransport(byId("transport"), (action) => {
    const by = action.type === "move" ? action.by : 0;
    if (by === 0 || !teaching.takes(by > 0 ? "next" : "back")) move(action);
  }),
  editor: createEditor({
    label: tr("Formula"),
    source: state.question.source,
    onChange: (source) => dispatch({type: "edit", source}),
    onLeave: () => byId("stage").focus(),
    onUndo: () => dispatch({type: "undo"}),
    onRedo: () => dispatch({type: "redo"}),
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
    onStep: (step) => dispatch({type: "player", action: {type: "seek", step}}),
    onArray: openArray,
    onJacobian: (box) => tools.use(({jacobian}) => jacobian(box)),
    onAsk: (ask) => teaching.toggle(ask),
  }),
  handGradients: createHandGradients({
    onRow: (span, box) => {
      dispatch({type: "select", id: box});
      parts.editor.mark(span);
    },
  }),
  reading: createReadingNotes(applyOffer),
  health: createHealth(stage.go, () => dispatch({type: "health"})),
  words,
  tip: createNumberTip(),
  wait: (rest: Promise<unknown>) => clock.wait(rest),
  edit: applyOffer,
  retry: () => traceClient.ask(state.question, 0),
  closed: () => dispatch({type: "view", view: "gates"}),
  ones: () => dispatch({type: "upstream", value: null}),
};

const ways = createWays(
  byId("value-hint").parentElement ?? document.body,
  (chosen) => dispatch({type: "ways", ...chosen}),
  () => COMMANDS.costs(),
);
const layers = createLayers(() => state, stage.go);
const shapes = createShapes(byId("value-hint").parentElement ?? document.body, {
  onShapes: (chosen) => dispatch({type: "shapes", shapes: chosen}),
  onLayers: () => layers.open(),
});
const live = createLive({
  state: () => state,
  load: (question, step) => load(question, {step}),
  go: (step) => dispatch({type: "player", action: {type: "seek", step}}),
});
const menu = createExamples({
  load: async () => {
    const answer = await examples();
    return answer.ok ? answer.value : null;
  },
  drafts: () => {
    drafts.flush();
    return readDrafts();
  },
  onExample: loadExample,
  onDraft: ({question, step, id}) => load(question, {step, draft: id}),
});

const next = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length] as T;
const zoom = (index: number): void => byId("stage").querySelectorAll<HTMLElement>(".cr-zoom button")[index]?.click();

const COMMANDS: Readonly<Record<Command, () => void>> = {
  play: () => play("toggle"),
  next: () => move({type: "move", by: 1}),
  back: () => move({type: "move", by: -1}),
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
  code: () =>
    tools.use(({learn, code}) => {
      learn.close();
      code.toggle();
    }),
  learn: () => tools.use(({learn}) => learn.toggle()),
  check: () => tools.use(({check}) => check.open()),
  mode: () => ways.toggleMode(),
  graph: () => ways.toggleGraph(),
  costs: () => tools.use(({costs}) => costs.open()),
  shapes: () => shapes.toggle(),
  layers: () => layers.open(),
  predict: () => teaching.toggle(),
  health: () => dispatch({type: "health"}),
  live: () => live.toggle(),
  present: () => hall.toggle(),
  blank: () => hall.blank(),
  laser: () => hall.laser(),
  widths: () => byId("stage").classList.toggle("no-widths"),
  search: () => tools.use(({search}) => search.open()),
  notation: () => {
    const ids = NOTATIONS.map(({id}) => id);
    dispatch({type: "notation", notation: next(ids, state.notation)});
  },
  "zoom-in": () => zoom(0),
  "zoom-out": () => zoom(1),
  fit: () => stage.fit(),
  theme: toggleTheme,
  help: () => tools.use(({help}) => help.open()),
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

/** What was made here before is still here, if this page opened something else. */
function offerDraft(): void {
  const newest = readDrafts().find(({own}) => own);
  if (newest === undefined || sameGraph(newest.question, state.question) || isDismissed(newest.id)) return;
  dispatch({type: "notice", text: tr("Your previous formula is kept, with its values.")});
  byId("notice-restore").addEventListener("click", () => {
    load(newest.question, {step: newest.step, draft: newest.id});
  });
  byId("notice-close").addEventListener("click", () => {
    dismiss(newest.id);
    dispatch({type: "notice", text: null});
  });
}

fillNotations();
fillDigits();
onGroup("views", "view", (view) => dispatch({type: "view", view: view as View}));
onGroup("notations", "notation", (id) => dispatch({type: "notation", notation: id as Notation}));
onGroup("digits", "digits", (digits) => dispatch({type: "digits", digits: digits as Digits}));
onGroup("tabs", "tab", (tab) => dispatch({type: "tab", tab: tab as Tab}));
byId("theme-button").addEventListener("click", toggleTheme);
byId("share-button").addEventListener("click", async () =>
  (await import("./share/share")).openShare(state, tools.part()?.learn.link() ?? null),
);
byId("undo").addEventListener("click", () => dispatch({type: "undo"}));
byId("redo").addEventListener("click", () => dispatch({type: "redo"}));
listenForHistory((type) => dispatch({type}));
listenForKeys(
  () => hall.on,
  (command) => {
    menu.close();
    if (!teaching.takes(command)) COMMANDS[command]();
  },
);
window.addEventListener("popstate", () => {
  const taught = teaching.opens(location.hash);
  if (!taught) teaching.close();
  address.forget();
  if (taught) return;
  const there = readLink(writtenOut(location, packed));
  const question = questionOf(there, DEFAULT_REQUEST);
  const {step, speed, notation} = there;
  dispatch({type: "load", question, step, speed, notation, draft: draftFor(question)});
});

draw(null);
offerDraft();
if (!teaching.opens(location.hash)) traceClient.ask(state.question, 0);

/** What the first picture does not wait for; the editor last, which is as large as all the rest. */
async function fetchRest(): Promise<void> {
  const evaluates = import("../player/model/tape").then(
    ({evaluate}) => Object.assign(tape, {evaluate}),
    () => undefined, // without it the server is asked, as for a graph without a tape
  );
  await Promise.all([evaluates, tools.fetch(), lessons.fetch()]);
  await parts.editor.fetch();
}
