/** Effects of a change of the request: the tape runs at once, the server is asked when it is needed. */

import type {TapeFunctions} from "../player/model/tape-later";
import {fetchPartial} from "../shared/api";
import type {Value} from "../shared/contract";
import {type Arr, flatten, type Numbers, type Trace} from "../shared/contract";
import type {TraceRequest} from "../shared/request";
import {ANSWERS} from "./reduce";
import type {Action, State} from "./state";
import type {TraceClient} from "./trace-client";
import {shapeOf} from "./values/value-rows";

/** Time that typing rests before the server is asked, or a drag where no tape does the work. All else asks at once. */
const PAUSE: Readonly<Partial<Record<Action["type"], number>>> = {
  edit: 250,
  value: 120,
  update: 120,
  start: 120,
  upstream: 120,
  round: 120,
};
/** Actions that may change nothing but numbers; a drag ends when it is settled. */
const DRAGS: ReadonlySet<Action["type"]> = new Set(["value", "update", "start", "upstream"]);
const NUMBERS: ReadonlySet<Action["type"]> = new Set([...DRAGS, "undo", "redo", "reset"]);
/** Delay in ms after a drag until the words (who won a max, where a kink is) are fetched; the numbers are right already. */
const WORDS = 350;

type EffectContext = Readonly<{
  traceClient: TraceClient;
  dispatch: (action: Action) => void;
  /** Null until that part of the page has arrived, which is soon after the first picture. */
  tape: TapeFunctions | null;
}>;

export function runEffects(action: Action, before: State, now: State, context: EffectContext): void {
  const {traceClient, dispatch} = context;
  if (action.type === "problem" && action.problem.code === "shape") void drawSoFar(now.request, dispatch);
  if (action.type === "settled" && now.isLocal) traceClient.ask(now.request, WORDS, true);
  if (now.request === before.request || ANSWERS.has(action.type)) return;
  const live = NUMBERS.has(action.type) ? localNumbers(now, context.tape) : null;
  if (live === null) {
    traceClient.ask(now.request, PAUSE[action.type] ?? 0);
    return;
  }
  traceClient.cancel();
  dispatch({type: "moved", live});
  if (!DRAGS.has(action.type)) traceClient.ask(now.request, WORDS, true); // no hand that could be lifted
}

/** Keep on the screen what was read before shapes did not fit. */
async function drawSoFar(request: TraceRequest, dispatch: EffectContext["dispatch"]): Promise<void> {
  const answer = await fetchPartial(request);
  if (answer.ok) dispatch({type: "partial", request, trace: answer.value});
}

/** The numbers for the new values, worked out here; null where only the server can. */
export function localNumbers({trace, traceRequest, request}: State, tape: TapeFunctions | null): Numbers | null {
  if (tape === null || trace?.tape == null || traceRequest === null || !onlyValuesDiffer(traceRequest, request))
    return null;
  const defaulted = Object.keys(trace.values).some((name) => name in traceRequest.values && !(name in request.values));
  if (defaulted) return null; // the server knows what the value is when none is given
  const leaves = leavesOf(trace, request);
  if (leaves === null || !tape.guardsHold(trace.tape, leaves)) return null;
  // A backward graph holds the given upstream gradient as a number of its own: only the server can change it.
  if (trace.graph === "backward") {
    return JSON.stringify(traceRequest.upstream) === JSON.stringify(request.upstream)
      ? tape.evaluate(trace, leaves)
      : null;
  }
  return tape.evaluate(trace, leaves, request.upstream === null ? undefined : flatten(request.upstream as Arr));
}

/** The chosen values in C order; null when one has another shape than the tape was made for. */
function leavesOf(trace: Trace, request: TraceRequest): Record<string, number[]> | null {
  const leaves: Record<string, number[]> = {};
  for (const [name, value] of Object.entries(request.values)) {
    const arr = trace.values[name];
    if (arr === undefined) continue;
    if (shapeOf(arr).join() !== shapeOf(value as Arr).join()) return null;
    leaves[name] = flatten(value as Arr);
  }
  return leaves;
}

/** A given upstream keeps its shape; none at all is another thing than a number. */
const shape = (value: Value | null): string => (value === null ? "none" : shapeOf(value as Arr).join());

function onlyValuesDiffer(a: TraceRequest, b: TraceRequest): boolean {
  return (
    a.source === b.source &&
    a.view === b.view &&
    a.output === b.output &&
    a.mode === b.mode &&
    a.graph === b.graph &&
    JSON.stringify(a.direction) === JSON.stringify(b.direction) &&
    a.round === b.round &&
    JSON.stringify(a.shapes_only) === JSON.stringify(b.shapes_only) &&
    shape(a.upstream) === shape(b.upstream) &&
    a.open.join() === b.open.join() &&
    a.closed.join() === b.closed.join()
  );
}
