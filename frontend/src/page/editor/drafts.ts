/** Drafts: the graphs a user made in this browser, each formula by itself, with its values, view and step. */

import {REVERSE, sameGraph, type TraceRequest} from "../../shared/request";
import {recall, remember} from "../../shared/storage";

/** `works`: the text was answered; if not, `good` is the last version of this formula that was. */
export type Draft = Readonly<{
  id: string;
  at: number; // ms since 1970, of the last change
  request: TraceRequest;
  step: number;
  own: boolean; // false: an example or a link that was only looked at
  works: boolean;
  good?: TraceRequest;
}>;

/** Name in the storage: that of older versions of the page, so that their drafts are still there. */
const KEY = "chainrule.kept";
const DISMISSED = "chainrule.dismissed";
const MAX_DRAFTS = 60;
/** The one draft of whatever was looked at last without changing it. */
const VISITED = "visited";
const PAUSE = 300; // ms between two writes

/** All drafts, newest first. Whatever else stands in the storage is passed over. */
export function readDrafts(): readonly Draft[] {
  try {
    const list: unknown = JSON.parse(recall(KEY) ?? "[]");
    return Array.isArray(list) ? list.flatMap(draftOf) : [];
  } catch {
    return [];
  }
}

/** The list with a draft renewed: the newest first, none twice, at most MAX_DRAFTS. */
export function renewed(drafts: readonly Draft[], draft: Draft): readonly Draft[] {
  const old = drafts.find(({id}) => id === draft.id);
  const good = draft.works ? undefined : old?.works ? old.request : old?.good;
  const {good: _, ...now} = draft;
  const next: Draft = good === undefined ? now : {...now, good};
  const others = drafts.filter((other) => other.id !== draft.id && !sameGraph(other.request, draft.request));
  return [next, ...others].slice(0, MAX_DRAFTS);
}

/** The list after the user has left a formula for another: what does not work yields to the last version that did. */
export function closed(drafts: readonly Draft[], id: string): readonly Draft[] {
  return drafts.flatMap((draft) => {
    if (draft.id !== id || draft.works) return [draft];
    if (draft.good !== undefined) {
      const {good, ...rest} = draft;
      return [{...rest, request: good, works: true}];
    }
    return draft.request.source.trim() === "" ? [] : [draft];
  });
}

type DraftStore = Readonly<{
  /** Writes the draft soon; what was only looked at has one place for all. */
  save(draft: Draft): void;
  /** The user goes on to another formula: see `closed`. */
  close(id: string): void;
  /** Writes what waits. */
  flush(): void;
}>;

/** Writes at most once in PAUSE: a slider changes sixty times a second. */
export function createDraftStore(): DraftStore {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting: ((drafts: readonly Draft[]) => readonly Draft[])[] = [];

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    let drafts = readDrafts();
    for (const change of waiting.splice(0)) drafts = change(drafts);
    writeDrafts(drafts);
  };
  const later = (change: (drafts: readonly Draft[]) => readonly Draft[]): void => {
    waiting.push(change);
    timer ??= setTimeout(flush, PAUSE);
  };
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  let last: Draft | null = null;
  return {
    save(draft) {
      const named = draft.own ? draft : {...draft, id: VISITED};
      // Only the last of several changes has to be written.
      if (last?.id === named.id && last.works === named.works)
        waiting.splice(waiting.length - 1, waiting.length > 0 ? 1 : 0);
      last = named;
      later((drafts) => renewed(drafts, named));
    },
    close(id) {
      last = null;
      later((drafts) => closed(drafts, id));
    },
    flush,
  };
}

/** Store the drafts; the oldest go where the storage is too small for all. */
function writeDrafts(drafts: readonly Draft[]): void {
  for (let count = drafts.length; count > 0; count = Math.floor(count / 2)) {
    if (remember(KEY, JSON.stringify(drafts.slice(0, count)))) return;
  }
}

/** A stored entry as a Draft; none if it is no such thing. Entries of older versions have neither step nor flags. */
function draftOf(entry: unknown): readonly Draft[] {
  if (typeof entry !== "object" || entry === null) return [];
  const {id, at, request, step, own, works, good} = entry as Partial<Draft>;
  if (typeof id !== "string" || typeof at !== "number" || typeof request?.source !== "string") return [];
  const draft = {id, at, request: {...REVERSE, ...request}, step: step ?? 0, own: own ?? true, works: works ?? true};
  return [good === undefined ? draft : {...draft, good: {...REVERSE, ...good}}];
}

/** Return whether the user said that they have seen the notice about this draft. */
export const isDismissed = (id: string): boolean => recall(DISMISSED) === id;
export const dismiss = (id: string): void => void remember(DISMISSED, id);
