/** The state that the page begins with: what its address says, else what this browser remembers. */

import {STILL} from "../player/model/transport";
import type {Link} from "../shared/link";
import {NOTATIONS, type Notation} from "../shared/notation";
import type {TraceRequest} from "../shared/request";
import {recallDigits, recallNotation, recallTheme} from "../shared/storage";
import type {State} from "./state";
import {NO_HISTORY} from "./undo";

const notationOf = (text: string | null): Notation | null => NOTATIONS.find(({id}) => id === text)?.id ?? null;

export function firstState(link: Link, request: TraceRequest): State {
  const session = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  return {
    request,
    origin: request,
    unused: {},
    leaves: {},
    history: NO_HISTORY,
    session,
    formulas: 0,
    draft: {id: `${session}-0`, own: false},
    used: false,
    traceRequest: null,
    trace: null,
    live: null,
    isLocal: false,
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
    panel: link.panel,
    fault: link.fault,
    check: link.check,
    recompute: link.recompute,
  };
}
