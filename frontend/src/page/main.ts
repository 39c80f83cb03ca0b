/** The playground. This file owns the one state; everything else is told what to show. */

import {createAskInRows} from "../player/element/ask-in-rows";
import {createStage} from "../player/element/stage";
import {createClock} from "../player/model/clock";
import {fetchTape, tapeNow} from "../player/model/tape-later";
import type {Action as PlayerAction} from "../player/model/transport";
import {type Answer, fetchExamples, fetchTrace} from "../shared/api";
import {compressedHere, writtenOut} from "../shared/compressed-link";
import type {Example, Trace} from "../shared/contract";
import {DEFAULT_REQUEST} from "../shared/default-request";
import type {Digits} from "../shared/digits";
import {byId} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {misread, readLink, requestOfLink} from "../shared/link";
import {memoizeSuccess} from "../shared/memoize";
import type {Notation} from "../shared/notation";
import {REVERSE, type SourceEdit, type TraceRequest, type View} from "../shared/request";
import {applyEdit} from "../shared/source-edit";
import {rememberDigits, rememberNotation, rememberTheme} from "../shared/storage";
import {createCommands} from "./commands";
import {createWays} from "./directions/ways";
import {createExamples} from "./editor/examples";
import {runEffects} from "./effects";
import {listenForGraphs} from "./files/dropped-graphs";
import {chooseFile} from "./files/listen";
import {firstState} from "./first-state";
import {createHall} from "./hall/hall";
import {listenForHistory} from "./history-keys";
import {stepToShow} from "./inspector/gate-steps";
import {listenForKeys} from "./keys";
import {createLater, pressLater} from "./later";
import {createLive} from "./live/live";
import {playOverture} from "./overture";
import {createPanes} from "./panes/panes";
import {createParts} from "./parts";
import {isExercise, isTaught} from "./predict/exercise";
import {createRecord, draftFor} from "./record";
import {reduce} from "./reduce";
import {fillDigits, fillNotations, hallView, show} from "./render";
import {createShapes} from "./shapes/shapes";
import type {Action, Load, State, Tab} from "./state";
import {createTaught} from "./taught";
import type {Teaching} from "./teaching";
import type {Tools} from "./tools";
import {createTraceClient} from "./trace-client";

const packed = compressedHere(document, location);
const address = writtenOut(location, packed);
const link = readLink(address);
/** Request without a program: a lesson or an exercise has yet to say what it begins with. */
const NOTHING: TraceRequest = {...DEFAULT_REQUEST, source: "", values: {}};
const firstRequest = isTaught(location.hash) ? NOTHING : requestOfLink(link, DEFAULT_REQUEST);

/** Time that a window rests, in ms, before a graph in rows is asked for anew. */
const RESIZE = 120;

/** Numbers move nothing in a picture. */
const pictureKey = ({values: _, ...pictureFields}: TraceRequest): string => JSON.stringify(pictureFields);

let state: State = firstState(link, firstRequest);

/** The document of a question, in rows where one row cannot be read; without the numbers that are asked for. */
const fetchDocument = (request: TraceRequest, signal?: AbortSignal): Promise<Answer<Trace>> =>
  inRows.ask(
    pictureKey(request),
    (aspect) => teaching.trace(request, aspect) ?? fetchTrace(request, signal ?? null, aspect),
  );
const traceClient = createTraceClient({
  fetch: fetchDocument,
  onAsking: () => dispatch({type: "asking"}),
  onAnswer: (request, trace) => dispatch({type: "answer", request, trace}),
  onProblem: (problem) => dispatch({type: "problem", problem}),
});

/** Time that the first picture is left to itself, in ms, before the rest of the page is fetched. */
const REST = 60;
let rested = false;

function dispatch(action: Action): void {
  const before = state;
  state = reduce(state, action);
  if (state === before) return;
  clock.set(state.player.playing, state.player.speed);
  draw(before);
  if (!rested && (state.trace !== null || state.problem !== null)) {
    rested = true;
    if (state.trace !== null && record.addressNow() === "" && !state.player.playing)
      playOverture(byId("stage"), state.trace);
    setTimeout(() => void fetchRest(), REST);
  }
  if (action.type !== "load") record.writeAddress(action, before);
  record.saveDraft(before);
  runEffects(action, before, state, {traceClient, dispatch, tape: tapeNow()});
  if (state.theme !== before.theme) rememberTheme(state.theme);
  if (state.notation !== before.notation) rememberNotation(state.notation);
  if (state.digits !== before.digits) rememberDigits(state.digits);
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

/** Another picture: a new entry in the history, unless it takes the place of the one that is there. */
function load(request: TraceRequest, more: Partial<Pick<Load, "step" | "draft">> = {}, enters = true): void {
  record.address.flush();
  dispatch({type: "load", request, step: null, draft: draftFor(request), ...more});
  if (enters) record.address.enter(record.addressNow());
  else record.address.follow(record.addressNow());
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
  dispatch({type: "edit", source: applyEdit(state.request.source, edit)});
  parts.editor.focus();
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
    traceClient.ask(state.request, RESIZE, true);
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
stage.onScrub((name, value) => dispatch(value === null ? {type: "settled"} : {type: "value", name, value}));
const say = (text: string): void => dispatch({type: "notice", notice: {text, restores: false}});
const failed = (): void => say(tr("This part of the page did not arrive. Try again."));
const tools = createLater<Tools>(async () => {
  const {createTools} = await import("./tools");
  return createTools({
    link,
    state: () => state,
    dispatch,
    go: stage.go,
    words: parts.words,
    load: (request) => load(request),
    onMove: () => record.address.follow(record.addressNow()),
  });
}, failed);
for (const id of ["more-button", "code-button", "check-button", "help-button"]) pressLater(byId(id), tools);
const checkDialog = (): HTMLDialogElement | null => document.querySelector(".check-dialog[open]");
const lessons = createLater<Teaching>(async () => {
  const {createTeaching} = await import("./teaching");
  return createTeaching({
    state: () => state,
    dispatch,
    load: (request, step, enters) => load(request, {step}, enters),
    ask: () => traceClient.ask(state.request, 0, true),
    fetch: fetchDocument,
    onAddress: () => record.address.follow(record.addressNow()),
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
const record = createRecord({link, firstRequest, state: () => state, teaching, tools: tools.part});
const openArray = (id: string, what: "value" | "gradient"): void => tools.use(({array}) => array(id, what));
stage.onArray(openArray);
const examples = memoizeSuccess(fetchExamples, (answer) => answer.ok);

const windows = {
  async open(): Promise<void> {
    const {openWindows} = await import("./inspector/windows-dialog");
    openWindows(state);
  },
};
const parts = createParts({
  state: () => state,
  dispatch,
  move,
  stage,
  tools,
  teaching,
  windows,
  layers: () => void layers.open(),
  openArray,
  edit: applyOffer,
  wait: (rest) => clock.wait(rest),
  retry: () => traceClient.ask(state.request, 0),
  failed,
});
const ways = createWays(
  byId("value-hint").parentElement ?? document.body,
  (ways) => dispatch({type: "ways", ...ways}),
  () => COMMANDS.costs(),
);
const layersDialog = memoizeSuccess(
  async () => (await import("./shapes/layers")).createLayers(() => state, stage.go),
  () => true,
);
const layers = {open: async (): Promise<void> => (await layersDialog()).open()};
const shapes = createShapes(byId("value-hint").parentElement ?? document.body, {
  onShapes: (shapes) => dispatch({type: "shapes", shapes}),
  onLayers: () => void layers.open(),
});
const live = createLive({
  state: () => state,
  load: (request, step) => load(request, {step}),
  go: (step) => dispatch({type: "player", action: {type: "seek", step}}),
});
const menu = createExamples({
  load: async () => {
    const answer = await examples();
    return answer.ok ? answer.value : null;
  },
  drafts: record.readDrafts,
  onExample: loadExample,
  onDraft: ({request, step, id}) => load(request, {step, draft: id}),
  onFile: chooseFile,
  onGallery: async (texts) =>
    (await import("./gallery/gallery")).openGallery({
      ...texts,
      state: () => state,
      open: ({request, step}) => load(request, {step}),
    }),
});

const COMMANDS = createCommands({
  state: () => state,
  dispatch,
  move,
  stage,
  editor: parts.editor,
  hall,
  tools,
  teaching,
  ways,
  shapes,
  layers,
  live,
  windows,
  panes: createPanes(),
});

/** A click on a button of a group acts with the word in its data attribute. */
function onGroup(id: string, key: string, act: (word: string) => void): void {
  byId(id).addEventListener("click", (event) => {
    const word = (event.target as Element).closest<HTMLElement>(`[data-${key}]`)?.dataset[key];
    if (word !== undefined) act(word);
  });
}

/** Offer the user's draft, if this page opened something else. */
function offerDraft(): void {
  const offer = record.offer();
  if (offer === null) return;
  const {request, step, id} = offer.draft;
  dispatch({type: "notice", notice: {text: tr("Your previous formula is kept, with its values."), restores: true}});
  byId("notice-restore").addEventListener("click", () => {
    load(request, {step, draft: id});
  });
  byId("notice-close").addEventListener("click", offer.decline);
}

byId("notice-close").addEventListener("click", () => dispatch({type: "notice", notice: null}));
// Its own address would stand in place of the lesson's or the exercise's, and end it.
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  byId("stage").focus();
});
listenForGraphs({
  request: () => state.request,
  leaves: () => Object.keys(state.trace?.values ?? {}),
  load: (request) => load(request),
  say,
  failed,
});
fillNotations();
fillDigits();
onGroup("views", "view", (view) => dispatch({type: "view", view: view as View}));
onGroup("notations", "notation", (id) => dispatch({type: "notation", notation: id as Notation}));
onGroup("digits", "digits", (digits) => dispatch({type: "digits", digits: digits as Digits}));
onGroup("tabs", "tab", (tab) => dispatch({type: "tab", tab: tab as Tab}));
byId("theme-button").addEventListener("click", COMMANDS.theme);
byId("share-button").addEventListener("click", async () =>
  (await import("./share/share")).openShare(state, tools.part()?.learn.link() ?? null, teaching.address()),
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
  record.address.forget();
  if (taught) return;
  const there = readLink(writtenOut(location, packed));
  const request = requestOfLink(there, DEFAULT_REQUEST);
  const {step, speed, notation} = there;
  dispatch({type: "load", request, step, speed, notation, draft: draftFor(request)});
});

draw(null);
offerDraft();
const notUnderstood = misread(address).join(", ");
if (notUnderstood !== "") say(tr`The address says ${notUnderstood}, which is not understood.`);
if (!teaching.opens(location.hash)) traceClient.ask(state.request, 0);

/** Fetch the parts that the first picture does not wait for; the editor last, which is as large as all the rest. */
async function fetchRest(): Promise<void> {
  await Promise.all([fetchTape().then(() => draw(state)), tools.fetch(), lessons.fetch()]);
  await parts.editor.fetch();
}
