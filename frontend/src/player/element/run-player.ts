/** A run of the program in the element: which update is open, and what the picture has to show there. */

import {type Arr, flatten, isCarried, type Run, type Trace, type Value} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import type {RunBar} from "./run-bar";

/** Source of the picture at an update: numbers for the tape, another document, or nothing new. */
export type UpdateSource =
  | Readonly<{values: Readonly<Record<string, Value>>; leaves: Readonly<Record<string, readonly number[]>>}>
  | Readonly<{round: number}>
  | Readonly<{trace: Trace}>;

interface Hooks {
  place(source: UpdateSource): void;
  tell(detail: Readonly<{update: number; last: number; loss: unknown}>): void;
}

export interface RunPlayer {
  readonly run: Run | null;
  readonly update: number;
  readonly playing: boolean;
  /** `traces`: the document of each entry, where the numbers cannot be worked out here. `update`: the first one open. */
  set(run: Run | null, update: number, traces?: readonly (Trace | null)[] | null): void;
  /** Goes to an entry of the run. */
  go(index: number): void;
  toUpdate(update: number): void;
  toggle(): void;
  stop(): void;
}

/** A run takes about so long from its first to its last entry, in ms; an entry stays at least for a frame or two. */
const WHOLE = 8_000;
const BEAT = {least: 40, most: 700};

export function createRunPlayer(bar: RunBar, {place, tell}: Hooks): RunPlayer {
  let run: Run | null = null;
  let traces: readonly (Trace | null)[] | null = null;
  let index = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  const last = (): number => (run?.iterations.length ?? 1) - 1;
  const update = (at: number): number => run?.iterations[at] ?? 0;
  const show = (): void => bar.show(run, index, timer !== undefined, run === null ? "" : noteOf(run, index, traces));

  function go(to: number): void {
    if (run === null) return;
    index = Math.max(0, Math.min(last(), to));
    const source = placedAt(run, index, traces);
    if (source !== null) place(source);
    show();
    tell({update: update(index), last: update(last()), loss: run.loss[index]});
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    show();
  }

  function nearest(to: number): number {
    const updates = run?.iterations ?? [];
    const away = (k: number): number => Math.abs((updates[k] as number) - to);
    return updates.reduce((best, _, k) => (away(k) < away(best) ? k : best), 0);
  }

  return {
    get run() {
      return run;
    },
    get update() {
      return update(index);
    },
    get playing() {
      return timer !== undefined;
    },
    set(next, first, documents = null) {
      stop();
      [run, traces] = [next, documents];
      index = 0;
      if (run === null) show();
      else go(nearest(first));
    },
    go,
    toUpdate: (to) => go(nearest(to)),
    toggle() {
      if (timer !== undefined) return stop();
      if (run === null) return;
      if (index === last()) go(0);
      const beat = Math.max(BEAT.least, Math.min(BEAT.most, WHOLE / Math.max(1, last())));
      timer = setInterval(() => {
        if (index >= last()) stop();
        else go(index + 1);
      }, beat);
      show();
    },
    stop,
  };
}

const isOwn = (run: Run): boolean => run.optimizer === "program";
const isWritten = (run: Run): boolean => run.leaves.some(({parameter, free}) => parameter && !free);

/** Return the source of the picture at an entry; null: the picture stays. */
function placedAt(run: Run, index: number, traces: readonly (Trace | null)[] | null): UpdateSource | null {
  if (traces !== null) {
    const trace = traces[index] ?? null;
    return trace === null ? null : {trace};
  }
  const last = index === run.iterations.length - 1;
  if (isOwn(run)) return isCarried(run) || last ? null : {round: (run.iterations[index] as number) + 1};
  if (isWritten(run)) return null;
  const names = run.parameters.filter((name) => run.values[name] !== undefined);
  const at = (name: string): Arr => run.values[name]?.[index] as Arr;
  return {
    values: Object.fromEntries(names.map((name) => [name, at(name) as Value])),
    leaves: Object.fromEntries(names.map((name) => [name, flatten(at(name))])),
  };
}

/** Why the picture is not that of the update, where it is not. */
function noteOf(run: Run, index: number, traces: readonly (Trace | null)[] | null): string {
  if (placedAt(run, index, traces) !== null) return "";
  if (traces !== null && !isOwn(run)) return tr("no graph is drawn here");
  if (isOwn(run) && !isCarried(run)) return tr("behind the last round: the graph is that of a round before");
  if (isOwn(run)) return tr("the rounds of this loop are not drawn");
  return tr("the graph stays at the start: the values stand in the text");
}
