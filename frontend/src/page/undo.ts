/** Undo and redo: what the user changed, snapshot by snapshot. Pure. */

import type {TraceRequest, Values} from "../shared/request";
import type {Draft} from "./editor/drafts";

/** All that a change can change and undo has to bring back. */
export type Snapshot = Readonly<{
  request: TraceRequest;
  origin: TraceRequest;
  unused: Values;
  draft: Pick<Draft, "id" | "own">;
  step: number;
}>;

/** `group` names the change at hand: further changes of the same group belong to the same undo. */
export type History = Readonly<{past: readonly Snapshot[]; future: readonly Snapshot[]; group: string | null}>;

export const NO_HISTORY: History = {past: [], future: [], group: null};

const MAX_SNAPSHOTS = 200;

/** The history after a change away from `before`. A change of the running group adds nothing to what can be undone. */
export function record(history: History, before: Snapshot, group: string | null): History {
  if (group !== null && group === history.group)
    return history.future.length === 0 ? history : {...history, future: []};
  return {past: [...history.past, before].slice(-MAX_SNAPSHOTS), future: [], group};
}

/** The group is over: the next change is undone by itself. */
export function endGroup(history: History): History {
  return history.group === null ? history : {...history, group: null};
}

/** The history without its last change, which came to nothing. */
export function withoutLast({past, future}: History): History {
  return {past: past.slice(0, -1), future, group: null};
}

/** The snapshot to go back to and the history there; null when there is nothing to undo. */
export function undone(history: History, now: Snapshot): {snapshot: Snapshot; history: History} | null {
  const snapshot = history.past[history.past.length - 1];
  if (snapshot === undefined) return null;
  return {snapshot, history: {past: history.past.slice(0, -1), future: [...history.future, now], group: null}};
}

/** The same towards the changes that were undone. */
export function redone(history: History, now: Snapshot): {snapshot: Snapshot; history: History} | null {
  const snapshot = history.future[history.future.length - 1];
  if (snapshot === undefined) return null;
  return {snapshot, history: {past: [...history.past, now], future: history.future.slice(0, -1), group: null}};
}
