/** A run that comes update by update, and can be stopped: what has come until then is a run, too. */

import {type Answer, problemOf} from "../../shared/api";
import type {Num, Problem, Run} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {linesOf} from "../../shared/ndjson";

type Entry = Readonly<{
  iteration: number;
  loss: Num;
  learning_rate: Num;
  values: Readonly<Record<string, unknown>>;
  gradients: Readonly<Record<string, unknown>>;
  state: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}>;
type Ending = Readonly<{ended: Run["ended"]; iteration: number; text: string}>;
type Head = Omit<
  Run,
  "iterations" | "loss" | "curve" | "learning_rate" | "values" | "gradients" | "state" | "ended" | "text"
>;

/** Raises AbortError where `signal` stopped it before the first update came; later, what has come is the run. The
 * service stops with it. `body`: of the request; `progress` is told each entry's update, of how many, and its loss. */
export async function streamRun(
  body: string,
  keep: number,
  signal: AbortSignal,
  progress: (update: number, of: number, loss: Num) => void,
): Promise<Answer<Run>> {
  const entries: Entry[] = [];
  let head: Head | null = null;
  try {
    const headers = {"Content-Type": "application/json", Accept: "application/x-ndjson"};
    const response = await fetch("api/v1/train", {method: "POST", headers, body, signal});
    if (!response.ok || response.body === null)
      return {ok: false, problem: problemOf(await response.json().catch(() => null), response.status)};
    for await (const line of linesOf(response.body)) {
      const row = JSON.parse(line) as Entry | Ending | Head | Readonly<{problem: Problem}>;
      if ("problem" in row) return {ok: false, problem: problemOf(row.problem, 500)};
      if ("ended" in row) return {ok: true, value: collected(head as Head, entries, row, keep)};
      if ("iteration" in row) {
        entries.push(row);
        progress(row.iteration, (head as Head).of, row.loss);
      } else head = row;
    }
  } catch (error) {
    if (!signal.aborted) return {ok: false, problem: problemOf({detail: tr("The server did not answer.")}, 503)};
    const last = entries[entries.length - 1];
    if (head === null || last === undefined) throw error;
    const text = tr`The run was stopped after ${last.iteration} updates.`;
    return {ok: true, value: collected(head, entries, {ended: "stopped", iteration: last.iteration, text}, keep)};
  }
  return {ok: false, problem: problemOf({detail: tr("The answer broke off.")}, 503)};
}

/** Return the run of these lines, as the service collects them where it answers at once. */
export function collected(head: Head, lines: readonly Entry[], {ended, text}: Ending, keep: number): Run {
  const hasValues = ({values}: Entry): boolean => Object.keys(values).length > 0;
  const hasArrays = lines.some(hasValues);
  // In the first entry a name may be no number of the graph yet.
  const whole = lines.filter((line, k) => k === 0 || !hasArrays || hasValues(line));
  const chosen = spread(whole, keep);
  const names = hasArrays ? head.parameters : [];
  const over = (of: (entry: Entry) => Readonly<Record<string, unknown>> | undefined): Record<string, unknown[]> =>
    Object.fromEntries(names.map((name) => [name, rowsOf(chosen.map((entry) => of(entry)?.[name]))]));
  const states = hasArrays ? Object.keys(lines[0]?.state ?? {}) : [];
  const inOrder = [...chosen, ...lines.filter((line) => !whole.includes(line))].sort(
    (a, b) => a.iteration - b.iteration,
  );
  return {
    ...head,
    iterations: chosen.map(({iteration}) => iteration),
    loss: chosen.map(({loss}) => loss),
    curve:
      inOrder.length > chosen.length
        ? {iterations: inOrder.map(({iteration}) => iteration), loss: inOrder.map(({loss}) => loss)}
        : null,
    learning_rate: chosen.map(({learning_rate}) => learning_rate),
    values: over(({values}) => values),
    gradients: over(({gradients}) => gradients),
    state: Object.fromEntries(states.map((state) => [state, over((entry) => entry.state[state])])),
    ended,
    text,
  } as Run;
}

/** At most `keep` entries, spread evenly, the first and the last among them: how long a loop runs may not be known. */
function spread(entries: readonly Entry[], keep: number): readonly Entry[] {
  if (entries.length <= keep) return entries;
  const last = entries.length - 1;
  const places = new Set(Array.from({length: keep}, (_, k) => Math.round((k * last) / (keep - 1))));
  return entries.filter((_, place) => places.has(place));
}

/** A parameter at each entry; NaN where it is no number of the graph yet, as a bias that begins as `0.0`. */
function rowsOf(rows: readonly unknown[]): unknown[] {
  const like = rows.find((row) => row !== undefined);
  return rows.map((row) => row ?? unknownLike(like));
}

const unknownLike = (value: unknown): unknown => (Array.isArray(value) ? value.map(unknownLike) : "NaN");
