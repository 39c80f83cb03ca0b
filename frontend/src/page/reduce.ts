/** The one function that changes the state. */

import {toggled} from "../player/model/collapse";
import {counterparts, sameGraph} from "../player/model/correspondence";
import {mapStep} from "../player/model/map-step";
import {numbersOf} from "../player/model/numbers";
import {reduce as reducePlayer} from "../player/model/transport";
import type {Trace} from "../shared/contract";
import {atRound, REVERSE, type TraceRequest, type Values, withShapes} from "../shared/request";
import {namesIn} from "../shared/source-edit";
import {isReplacement} from "./editor/formula-change";
import type {Action, Load, State} from "./state";
import {endGroup, type History, record, redone, type Snapshot, undone, withoutLast} from "./undo";
import {leavesIn} from "./values/value-rows";

const lastStep = (state: State): number => state.trace?.steps.length ?? 0;

/** Changes of one group follow one another in one move of the hand: they are undone together. */
function groupOf(action: Action): string | null {
  if (action.type === "value") return `${action.type}:${action.name}`;
  return action.type === "edit" || action.type === "upstream" || action.type === "round" ? action.type : null;
}

/** Actions that end a move: the hand is off the slider, or typing rested long enough for an answer. */
const PAUSES: ReadonlySet<Action["type"]> = new Set(["settled", "answer", "problem", "player", "select"]);
/** Actions of an answer of the server: they change the request too (unused values go), which is nothing to undo. */
export const ANSWERS: ReadonlySet<Action["type"]> = new Set(["answer", "partial"]);

/** Actions that make nothing that the browser would have to keep as the user's own. */
const LOOKS_ON: ReadonlySet<Action["type"]> = new Set(["load", "update"]);

export function reduce(state: State, action: Action): State {
  if (action.type === "undo") return restored(state, undone(state.history, snapshotOf(state)));
  if (action.type === "redo") return restored(state, redone(state.history, snapshotOf(state)));
  const next = withoutOldIds(state, change(state, action));
  if (next === state || ANSWERS.has(action.type) || next.request === state.request) {
    const history = PAUSES.has(action.type) ? endGroup(next.history) : next.history;
    return history === next.history ? next : {...next, history};
  }
  const before = state.history.past[state.history.past.length - 1];
  if (action.type === "update" && before?.request.values === action.values)
    return {...next, request: before.request, history: withoutLast(state.history)}; // back where the run began
  if (action.type === "update" && !action.fromStart) return next; // one undo leads out of the whole run
  if (
    action.type === "value" &&
    groupOf(action) === state.history.group &&
    before?.request.values[action.name] === action.value
  )
    return {...next, request: before.request, history: withoutLast(state.history)}; // it was taken back
  const history = record(state.history, snapshotOf(state), groupOf(action));
  const used = action.type !== "edit" && action.type !== "load";
  const own = next.draft.own || !LOOKS_ON.has(action.type);
  return {...next, history, used, draft: own === next.draft.own ? next.draft : {...next.draft, own}};
}

const snapshotOf = ({request, origin, unused, draft, player}: State): Snapshot => ({
  request,
  origin,
  unused,
  draft,
  step: player.step,
});

function restored(state: State, entry: {snapshot: Snapshot; history: History} | null): State {
  if (entry === null) return state;
  const {step, ...rest} = entry.snapshot;
  const sameText = rest.request.source === state.request.source;
  return {...state, ...rest, history: entry.history, used: true, requestedStep: sameText ? state.requestedStep : step};
}

function change(state: State, action: Exclude<Action, {type: "undo" | "redo"}>): State {
  switch (action.type) {
    case "edit":
      return edit(state, action.source);
    case "value":
      return ask(state, {values: {...state.request.values, [action.name]: action.value}});
    case "update":
    case "start":
      return update(state, action.values, action.source ?? state.request.source);
    case "upstream":
      return ask(state, {upstream: action.value});
    case "round":
      return action.round === (state.request.round ?? 1)
        ? state
        : {...state, request: atRound(state.request, action.round)};
    case "shapes":
      return {...state, request: withShapes(state.request, action.shapes)};
    case "load":
      return load(state, action);
    case "reset":
      return ask(state, {values: state.origin.values, upstream: state.origin.upstream});
    case "view":
      return action.view === state.request.view ? state : ask(state, {view: action.view, open: [], closed: []});
    case "ways": {
      const {mode, graph, direction} = action;
      const open = graph === state.request.graph ? {} : {open: [], closed: []}; // its functions have other ids
      return ask(state, {mode, graph, direction: mode === "forward" ? direction : null, ...open});
    }
    case "toggle":
      return ask(state, toggled(state.request, action.id, action.open));
    case "asking":
      return state.waiting ? state : {...state, waiting: true};
    case "answer":
      return answer(state, action.request, action.trace);
    case "partial":
      return partial(state, action.request, action.trace);
    case "moved":
      return {...state, live: action.live, isLocal: true, waiting: false};
    case "settled":
      return state.isLocal ? {...state} : state; // nothing changes but that the hand is off the slider
    case "problem":
      return {...state, problem: action.problem, waiting: false, player: {...state.player, playing: false}};
    case "player":
      return {
        ...state,
        player: reducePlayer(state.player, action.action, lastStep(state)),
        requestedStep: null,
        used: true,
      };
    case "notation":
      return {...state, notation: action.notation};
    case "theme":
      return {...state, theme: action.theme};
    case "digits":
      return {...state, digits: action.digits};
    case "select":
      return select(state, action.id, action.step ?? null);
    case "tab":
      return {...state, tab: action.tab};
    case "health":
      return {...state, health: !state.health, tab: state.health ? state.tab : "step"};
    case "panel":
      return {...state, panel: action.panel};
    case "fault":
      return {...state, fault: action.fault};
    case "check":
      return {...state, check: {...state.check, ...action.choice}};
    case "recompute":
      return {...state, recompute: action.ids};
    case "notice":
      return {...state, notice: action.notice};
  }
}

/** Another program or another view has other boxes: what was chosen of the old ones is chosen no more. */
function withoutOldIds(before: State, next: State): State {
  const [a, b] = [before.request, next.request];
  const isSame = a.source === b.source && a.view === b.view && a.output === b.output;
  if (isSame || (next.fault === null && next.recompute.length === 0)) return next;
  return {...next, fault: null, recompute: []};
}

function ask(state: State, change: Partial<TraceRequest>): State {
  return {...state, request: {...state.request, ...change}};
}

function select(state: State, id: string | null, step: number | null): State {
  const selection: State = {...state, selected: id, tab: id === null ? state.tab : "step"};
  return step === null
    ? selection
    : {...selection, player: {...state.player, step, playing: false}, requestedStep: null, used: true};
}

const LAST_OUTPUT = {output: null, upstream: null, direction: null, open: [], closed: []} as const;

/**
 * A changed text asks for the last output again: a name chosen before may be gone. A text that was replaced is a
 * formula of its own and starts from its own values and view; one that was used and is then changed is kept as it was.
 */
function edit(state: State, source: string): State {
  if (source === state.request.source) return state;
  const replaced = isReplacement(state.request.source, source);
  const worked = state.used && state.traceRequest?.source === state.request.source;
  const base = replaced || worked ? newFormula(state) : state;
  if (replaced) {
    const request: TraceRequest = {source, values: {}, view: "gates", ...REVERSE, ...LAST_OUTPUT};
    return {...base, request, origin: request, unused: {}, selected: null};
  }
  const names = namesIn(source);
  const restored = Object.entries(state.unused).filter(([name]) => names.has(name));
  const unused = Object.fromEntries(Object.entries(state.unused).filter(([name]) => !names.has(name)));
  const values =
    restored.length > 0 ? {...Object.fromEntries(restored), ...state.request.values} : state.request.values;
  return ask({...base, unused}, {source, values, ...LAST_OUTPUT});
}

/** Values of a run; where its text is another one (data taken out of it), boxes have other ids. */
function update(state: State, values: Values, source: string): State {
  return source === state.request.source ? ask(state, {values}) : ask(state, {source, values, open: [], closed: []});
}

function newFormula(state: State): State {
  const formulas = state.formulas + 1;
  return {...state, formulas, draft: {id: `${state.session}-${formulas}`, own: state.draft.own}};
}

function load(state: State, action: Load): State {
  const base = newFormula(state);
  return {
    ...base,
    request: action.request,
    origin: action.request,
    unused: {},
    draft: action.draft === undefined ? {...base.draft, own: false} : {id: action.draft, own: true},
    player: {...state.player, step: 0, playing: false, speed: action.speed ?? state.player.speed},
    requestedStep: action.step,
    notation: action.notation ?? state.notation,
    selected: null,
    problem: null,
    notice: null,
  };
}

/** A good answer: the step stays where the user was, as far as the new picture has such a place. */
function answer(state: State, request: TraceRequest, trace: Trace): State {
  const last = trace.steps.length;
  const same = state.traceRequest?.source === request.source;
  const step = state.requestedStep ?? mapStep(state.trace, trace, state.player.step, same);
  const playing = state.player.playing && same;
  return {
    ...state,
    ...withoutUnused(state, request, trace),
    leaves: leavesIn(trace),
    traceRequest: request,
    trace,
    live: numbersOf(trace),
    isLocal: false,
    problem: null,
    partial: false,
    waiting: false,
    requestedStep: null,
    player: {...state.player, step: Math.max(0, Math.min(step, last)), playing},
    selected: stillChosen(state, trace),
  };
}

/**
 * Values that the program does not use are put aside, so that nothing carries them on: those whose name is not in the
 * text, and those the answer calls unused. (Answers may spell a name in another way, so its absence alone says nothing.)
 */
function withoutUnused(state: State, traceRequest: TraceRequest, trace: Trace): Pick<State, "request" | "unused"> {
  const {request} = state;
  if (request.source !== traceRequest.source) return state; // the text has gone on meanwhile
  const names = namesIn(request.source);
  const hasNotice = trace.notices.some(({code}) => code === "unused-value");
  const isUnused = (name: string): boolean => !Object.hasOwn(trace.values, name) && (hasNotice || !names.has(name));
  const removed = Object.entries(request.values).filter(([name]) => isUnused(name));
  const round = trace.loop === null ? 1 : (request.round ?? 1); // the loop that had rounds is gone
  const remaining = round === (request.round ?? 1) ? request : atRound(request, round);
  if (removed.length === 0) return {request: remaining, unused: state.unused};
  const values = Object.fromEntries(Object.entries(request.values).filter(([name]) => !isUnused(name)));
  return {request: {...remaining, values}, unused: {...state.unused, ...Object.fromEntries(removed)}};
}

/** The picture up to a shape error: its values are all there, the backward pass has nothing to begin with. */
function partial(state: State, request: TraceRequest, trace: Trace): State {
  if (state.problem === null || state.request !== request) return state;
  const forward = trace.steps.filter(({phase}) => phase === "forward").length;
  const {problem, requestedStep, player} = state;
  const answered = answer(state, request, trace);
  const {unused, leaves} = state; // what comes after the place of the error may use them
  return {
    ...answered,
    request,
    unused,
    leaves,
    problem,
    requestedStep,
    partial: true,
    player: {...player, step: forward},
  };
}

/** Return the chosen id in the new picture; for one in a function that was closed, the closed function. */
function stillChosen({trace: before, selected}: State, trace: Trace): string | null {
  if (selected === null) return null;
  if (before !== null && sameGraph(before, trace)) {
    const [only, ...more] = counterparts(selected, before, trace);
    return only !== undefined && more.length === 0 ? only : null;
  }
  return trace.nodes.some((node) => node.id === selected) ? selected : null;
}
