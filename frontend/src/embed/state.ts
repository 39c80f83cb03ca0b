/** State of an embedded picture, and what events make of it. Pure. */

import {toggled} from "../player/model/collapse";
import type {Trace} from "../shared/contract";
import {atRound, type TraceRequest, type Values} from "../shared/request";
import type {FocusState} from "./keys";
import type {DeckWord} from "./protocol";

export type EmbedState = Readonly<{
  request: TraceRequest;
  trace: Trace | null; // null: no picture has come yet
  focus: FocusState;
  height: number; // announced last
  width: number; // for which it was measured
}>;

export const firstState = (request: TraceRequest): EmbedState => ({
  request,
  trace: null,
  focus: "asleep",
  height: 0,
  width: 0,
});

export const withValues = (state: EmbedState, values: Values): EmbedState => ({
  ...state,
  request: {...state.request, values: {...state.request.values, ...values}},
});

/** Another round of the loop that is drawn for one, or values at another place. */
export function atPlace(state: EmbedState, place: Readonly<{values?: Values; round?: number}>): EmbedState {
  if (place.round === undefined) return withValues(state, place.values ?? {});
  return {...state, request: atRound(state.request, place.round)};
}

/** A function opened or collapsed. */
export const withFold = (state: EmbedState, id: string, open: boolean): EmbedState => ({
  ...state,
  request: {...state.request, ...toggled(state.request, id, open)},
});

/** A click into the picture wakes it; its slide has it until that is left. */
export function focusAfter(focus: FocusState, event: "pointer" | DeckWord): FocusState {
  if (event === "pointer") return focus === "asleep" ? "awake" : focus;
  if (event === "slide:start") return "deck";
  return focus === "deck" ? "left" : focus;
}

const LEAST_HEIGHT = 200;
const MOST_SCALE = 1.25;

/** The height at which a picture fills a width, with what stands below it. `font`: times the usual size of letters. */
export function heightFor(trace: Trace, width: number, below: number, font: number): number {
  const scale = Math.min(MOST_SCALE * font, width / trace.width);
  return Math.ceil(Math.max(LEAST_HEIGHT, trace.height * scale) + below);
}
