/** The page's one state and the one function that changes it. */

import {carry} from "../player/carry";
import {toggled} from "../player/fold";
import {ownNumbers} from "../player/live";
import type {Notation} from "../player/notation";
import {type Player, type Action as PlayerAction, reduce as reducePlayer} from "../player/player";
import {sameGraph, standIns} from "../player/standin";
import type {Live, Trace} from "../player/trace";

export type Value = number | readonly Value[];
export type Values = Readonly<Record<string, Value>>;
export type View = "gates" | "functions" | "units";
export type Theme = "auto" | "light" | "dark";
export type Tab = "formula" | "values" | "step";

export const VIEWS: readonly View[] = ["gates", "functions", "units"];
export const TABS: readonly Tab[] = ["formula", "values", "step"];

/** What is asked of the server; everything a link must hold to show the same picture. */
export type Question = Readonly<{
  source: string;
  values: Values;
  view: View;
  open: readonly string[];
  closed: readonly string[];
  output: string | null;
  upstream: Value | null;
}>;

export type Place = Readonly<{line: number; column: number; end_line: number; end_column: number}>;

/** Why there is no new picture: the server's problem+json, or the network's silence (`code: "network"`). */
export type Problem = Readonly<{code: string; detail: string; hint: string | null; span: Place | null}>;

export type State = Readonly<{
  question: Question;
  origin: Question; // what Reset goes back to: the example or the link as it was opened
  asked: Question | null; // the question `trace` answers
  trace: Trace | null; // the last good answer
  live: Live | null; // its numbers, moved along with the sliders
  moved: boolean; // `live` is the browser's own work: the words of the trace may be behind
  problem: Problem | null; // why the newest question has no answer
  partial?: boolean; // `trace` is the newest question's, up to the place where its shapes do not fit
  waiting: boolean;
  player: Player;
  wanted: number | null; // the step a link asks for, kept until its trace arrives
  notation: Notation;
  theme: Theme;
  selected: string | null;
  tab: Tab;
  notice: string | null;
  health: boolean; // wires are coloured by the size of their gradient
}>;

export type Action =
  | {type: "edit"; source: string}
  | {type: "value"; name: string; value: Value}
  | {type: "upstream"; value: Value | null}
  | {type: "load"; question: Question; step: number | null; speed?: number | null; notation?: Notation | null}
  | {type: "reset"}
  | {type: "view"; view: View}
  | {type: "toggle"; id: string; open: boolean}
  | {type: "asking"}
  | {type: "answer"; question: Question; trace: Trace}
  | {type: "partial"; question: Question; trace: Trace}
  | {type: "moved"; live: Live}
  | {type: "settled"}
  | {type: "problem"; problem: Problem}
  | {type: "player"; action: PlayerAction}
  | {type: "notation"; notation: Notation}
  | {type: "theme"; theme: Theme}
  | {type: "select"; id: string | null}
  | {type: "tab"; tab: Tab}
  | {type: "health"}
  | {type: "notice"; text: string | null};

export const lastStep = (state: State): number => state.trace?.steps.length ?? 0;

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "edit":
      return edit(state, action.source);
    case "value":
      return ask(state, {values: {...state.question.values, [action.name]: action.value}});
    case "upstream":
      return ask(state, {upstream: action.value});
    case "load":
      return load(state, action);
    case "reset":
      return ask(state, {values: state.origin.values, upstream: state.origin.upstream});
    case "view":
      return action.view === state.question.view ? state : ask(state, {view: action.view, open: [], closed: []});
    case "toggle":
      return ask(state, toggled(state.question, action.id, action.open));
    case "asking":
      return state.waiting ? state : {...state, waiting: true};
    case "answer":
      return answer(state, action.question, action.trace);
    case "partial":
      return partial(state, action.question, action.trace);
    case "moved":
      return {...state, live: action.live, moved: true, waiting: false};
    case "settled":
      return state.moved ? {...state} : state; // nothing changes but that the hand is off the slider
    case "problem":
      return {...state, problem: action.problem, waiting: false, player: {...state.player, playing: false}};
    case "player":
      return {...state, player: reducePlayer(state.player, action.action, lastStep(state)), wanted: null};
    case "notation":
      return {...state, notation: action.notation};
    case "theme":
      return {...state, theme: action.theme};
    case "select":
      return {...state, selected: action.id, tab: action.id === null ? state.tab : "step"};
    case "tab":
      return {...state, tab: action.tab};
    case "health":
      return {...state, health: !state.health};
    case "notice":
      return {...state, notice: action.text};
  }
}

function ask(state: State, change: Partial<Question>): State {
  return {...state, question: {...state.question, ...change}};
}

/** A changed text asks for the last output again: a name chosen before may be gone. */
function edit(state: State, source: string): State {
  if (source === state.question.source) return state;
  return ask(state, {source, output: null, upstream: null, open: [], closed: []});
}

function load(state: State, action: Extract<Action, {type: "load"}>): State {
  return {
    ...state,
    question: action.question,
    origin: action.question,
    player: {...state.player, step: 0, playing: false, speed: action.speed ?? state.player.speed},
    wanted: action.step,
    notation: action.notation ?? state.notation,
    selected: null,
    problem: null,
    notice: null,
  };
}

/** A good answer: the step stays where the reader was, as far as the new picture has such a place. */
function answer(state: State, question: Question, trace: Trace): State {
  const last = trace.steps.length;
  const same = state.asked?.source === question.source;
  const step = state.wanted ?? carry(state.trace, trace, state.player.step, same);
  const playing = state.player.playing && same;
  return {
    ...state,
    asked: question,
    trace,
    live: ownNumbers(trace),
    moved: false,
    problem: null,
    partial: false,
    waiting: false,
    wanted: null,
    player: {...state.player, step: Math.max(0, Math.min(step, last)), playing},
    selected: stillChosen(state, trace),
  };
}

/** The picture up to a shape error: its values are all there, the backward pass has nothing to begin with. */
function partial(state: State, question: Question, trace: Trace): State {
  if (state.problem === null || state.question !== question) return state;
  const forward = trace.steps.filter(({phase}) => phase === "forward").length;
  const {problem, wanted, player} = state;
  return {...answer(state, question, trace), problem, wanted, partial: true, player: {...player, step: forward}};
}

/** What is chosen stays chosen; in a function that was closed, its pill is. */
function stillChosen({trace: before, selected}: State, trace: Trace): string | null {
  if (selected === null) return null;
  if (before !== null && sameGraph(before, trace)) {
    const [only, ...more] = standIns(selected, before, trace);
    return only !== undefined && more.length === 0 ? only : null;
  }
  return trace.nodes.some((node) => node.id === selected) ? selected : null;
}
