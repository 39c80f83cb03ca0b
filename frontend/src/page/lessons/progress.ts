/** Progress in each lesson, kept in the browser. Pure but for the storage. */

import type {LessonRow} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {recall, remember} from "../../shared/storage";

const KEY = "chainrule.lessons";

/** `at`: the scene that was open last, from 0; `finished`: all of them were seen once. */
type Progress = Readonly<{at: number; finished: boolean}>;

type Record_ = Readonly<Record<string, Progress>>;

/** Return the progress by lesson; what cannot be understood is left out. */
export function readProgress(text: string | null): Record_ {
  try {
    const read: unknown = JSON.parse(text ?? "{}");
    if (typeof read !== "object" || read === null) return {};
    return Object.fromEntries(
      Object.entries(read).filter(
        (entry): entry is [string, Progress] =>
          Number.isInteger((entry[1] as Progress | null)?.at) && typeof (entry[1] as Progress).finished === "boolean",
      ),
    );
  } catch {
    return {};
  }
}

/** Return the progress in one lesson; null if it was never begun. */
export const progressOf = (id: string): Progress | null => readProgress(recall(KEY))[id] ?? null;

/** A lesson that was finished stays finished when it is walked again. */
export function rememberScene(id: string, at: number, scenes: number): void {
  const progress = readProgress(recall(KEY));
  const finished = at >= scenes || progress[id]?.finished === true;
  remember(KEY, JSON.stringify({...progress, [id]: {at: at >= scenes ? 0 : at, finished}}));
}

/** The lesson to open next: the last one begun and not finished, else the first that was never opened. */
export function nextLesson(rows: readonly LessonRow[], of = progressOf): LessonRow | undefined {
  const usable = rows.filter(({problem}) => problem === null);
  const begun = usable.filter(({id}) => of(id)?.finished === false);
  return begun.at(-1) ?? usable.find(({id}) => of(id) === null);
}

/** Return the progress in words, for the menu. */
export function progressText(progress: Progress | null, scenes: number): string {
  if (progress === null) return tr`${scenes} scenes`;
  if (progress.finished) return tr("done");
  return tr`scene ${progress.at + 1} of ${scenes}`;
}
