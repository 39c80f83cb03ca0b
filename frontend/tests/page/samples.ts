import type {State} from "../../src/page/state";
import {NO_HISTORY} from "../../src/page/undo";
import {STILL} from "../../src/player/model/transport";
import type {Trace} from "../../src/shared/contract";
import {FIRST_CHECK} from "../../src/shared/link";
import type {TraceRequest} from "../../src/shared/request";
import {neuron} from "../player/fixtures/index";

export const QUESTION: TraceRequest = {
  source: neuron.source,
  values: {w0: 2, x0: -1, w1: -3, x1: -2, w2: -3},
  view: "gates",
  open: [],
  closed: [],
  output: null,
  upstream: null,
  mode: "reverse",
  direction: null,
  graph: "forward",
};

export function stateOf(change: Partial<State> = {}): State {
  return {
    request: QUESTION,
    origin: QUESTION,
    unused: {},
    leaves: {},
    history: NO_HISTORY,
    session: "s",
    formulas: 0,
    draft: {id: "s-0", own: false},
    used: false,
    traceRequest: null,
    trace: null,
    live: null,
    isLocal: false,
    problem: null,
    waiting: false,
    player: STILL,
    requestedStep: null,
    notation: "partial",
    digits: "short",
    theme: "auto",
    selected: null,
    tab: "step",
    notice: null,
    health: false,
    panel: null,
    fault: null,
    check: FIRST_CHECK,
    recompute: [],
    ...change,
  };
}

/** The neuron's trace with other steps than its own. */
export const withSteps = (trace: Trace, count: number): Trace => ({...trace, steps: trace.steps.slice(0, count)});
