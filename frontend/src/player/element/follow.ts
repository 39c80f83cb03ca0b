/** A player that follows a session, and may be left and caught up: the page for phones, embeds and the element use it. */

import type {Trace} from "../../shared/contract";
import {follow} from "../../shared/live/follow";
import {type LiveState, readState} from "../../shared/live/state";
import {fetchTraceFrom} from "../../shared/live/trace";
import type {TraceRequest} from "../../shared/request";
import {guardsHold} from "../model/tape";

/** The part of the element that following needs. */
interface Followable extends HTMLElement {
  trace: Trace | null;
  values: Readonly<Record<string, number>>;
  readonly step: number;
  next(): void;
  prev(): void;
  go(step: number): void;
  pause(): void;
}

/** Relation of a follower to the session. */
export type Standing = Readonly<{
  following: boolean; // false: on its own, until it catches up
  connected: boolean;
  ended: boolean;
  state: LiveState | null; // the presenter's newest
  problem: string | null; // why the picture is not the presenter's
}>;

export interface Following {
  readonly standing: Standing;
  leave(): void;
  catchUp(): void;
  close(): void;
}

type FollowOptions = Readonly<{
  server: string;
  code: string;
  aspect?: () => number | null; // width / height of the window: long graphs are broken into rows
  onChange?: (standing: Standing) => void;
}>;

/** Events of the user's own moves, which leave the session. */
const OWN_MOVES = ["stepchange", "valueschange", "fold"];

export function followLive(player: Followable, {server, code, aspect, onChange}: FollowOptions): Following {
  let standing: Standing = {following: true, connected: true, ended: false, state: null, problem: null};
  let currentRequest: TraceRequest | null = null; // the request whose picture stands there
  let newest: Trace | null = null; // of the newest state, where that was sent with it
  let isMoving = false; // the picture is moved by the session
  let inFlight = new AbortController();

  function change(next: Partial<Standing>): void {
    standing = {...standing, ...next};
    onChange?.(standing);
  }

  function move(act: () => void): void {
    isMoving = true;
    try {
      act();
    } finally {
      isMoving = false;
    }
  }

  async function apply({request, step, notation}: LiveState, current: Trace | null): Promise<void> {
    inFlight.abort();
    if (player.getAttribute("notation") !== notation) player.setAttribute("notation", notation);
    const {trace} = player;
    if (
      trace !== null &&
      currentRequest !== null &&
      (sameText(currentRequest, request) || moveNumbers(trace, currentRequest, request))
    ) {
      currentRequest = request;
      move(() => stepTo(step));
      return;
    }
    const ratio = aspect?.() ?? null;
    if (current !== null && ratio === null) {
      draw(current, request, step);
      return;
    }
    inFlight = new AbortController();
    const {signal} = inFlight;
    const answer = await fetchTraceFrom(server, request, ratio, signal);
    if (signal.aborted) return;
    if (answer.ok) draw(answer.value, request, step);
    else if (current !== null) draw(current, request, step);
    else change({problem: answer.problem.detail});
  }

  function draw(trace: Trace, request: TraceRequest, step: number): void {
    currentRequest = request;
    move(() => {
      player.setAttribute("step", String(step));
      player.trace = trace;
      player.go(step);
    });
    if (standing.problem !== null) change({problem: null});
  }

  /** Moves the numbers alone, where the trace carries what that needs. */
  function moveNumbers(trace: Trace, before: TraceRequest, request: TraceRequest): boolean {
    if (!trace.tape || request.mode === "forward" || request.graph === "backward") return false;
    if (!sameText({...before, values: {}}, {...request, values: {}})) return false;
    const scalars: Record<string, number> = {};
    for (const name of new Set([...Object.keys(before.values), ...Object.keys(request.values)])) {
      const [was, is] = [before.values[name], request.values[name]];
      if (typeof is === "number") scalars[name] = is;
      else if (JSON.stringify(was) !== JSON.stringify(is)) return false;
    }
    const leaves = Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, [value]]));
    if (!guardsHold(trace.tape, leaves)) return false;
    move(() => {
      player.values = scalars;
    });
    return true;
  }

  function stepTo(step: number): void {
    if (step === player.step + 1) player.next();
    else if (step === player.step - 1) player.prev();
    else if (step !== player.step) player.go(step);
  }

  function leave(): void {
    if (isMoving || !standing.following || standing.state === null) return;
    change({following: false});
  }

  const feed = follow(server, code, {
    onState(data, _, trace) {
      const state = readState(data);
      newest = trace;
      change({state});
      if (state !== null && standing.following) void apply(state, trace);
    },
    onEnd: () => change({ended: true, following: false}),
    onConnection: (connected) => {
      if (connected !== standing.connected) change({connected});
    },
  });
  for (const type of OWN_MOVES) player.addEventListener(type, leave);

  return {
    get standing() {
      return standing;
    },
    leave,
    catchUp() {
      player.pause();
      currentRequest = null; // its values may have been moved
      change({following: true});
      if (standing.state !== null) void apply(standing.state, newest);
    },
    close() {
      feed.close();
      inFlight.abort();
      for (const type of OWN_MOVES) player.removeEventListener(type, leave);
    },
  };
}

/** Return whether two questions ask for one picture with one set of numbers. */
function sameText(a: TraceRequest, b: TraceRequest): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

const sorted = (request: TraceRequest): unknown => [
  request.source,
  Object.entries(request.values).sort(([a], [b]) => (a < b ? -1 : 1)),
  request.view,
  [...request.open].sort(),
  [...request.closed].sort(),
  request.output,
  request.upstream,
  request.mode,
  request.direction,
  request.graph,
  request.round ?? 1,
];
