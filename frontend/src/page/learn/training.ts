/** A run that is being computed: how far it is stands in the panel, beside a button that stops it. */

import type {Answer} from "../../shared/api";
import type {Run} from "../../shared/contract";
import {write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {createPanel} from "./panel";
import {streamRun} from "./run-stream";

const LONG = 600; // ms: only of a run that takes longer the progress is told

type Training = Readonly<{
  /** The run of a request, or of what had come when it was stopped; null where nothing had, or another was begun. */
  run(body: string, keep: number): Promise<Answer<Run> | null>;
  /** Whoever waited for it does not want it any more: the service stops. */
  end(): void;
}>;

export function createTraining({words, stop}: Pick<ReturnType<typeof createPanel>, "words" | "stop">): Training {
  let current: AbortController | null = null;

  function end(): void {
    current?.abort();
    current = null;
    stop.hidden = true;
  }

  stop.addEventListener("click", () => current?.abort());

  return {
    async run(body, keep) {
      end();
      const mine = new AbortController();
      current = mine;
      const began = performance.now();
      let reportedAt = began;
      write(words, tr("Training …"));
      const timer = window.setTimeout(() => {
        stop.hidden = current !== mine;
      }, LONG);
      try {
        const answer = await streamRun(body, keep, mine.signal, (update, of, loss) => {
          const now = performance.now();
          if (current !== mine || now - reportedAt < LONG) return;
          reportedAt = now;
          write(words, tr`Training: update ${update} of ${of}, loss ${number(loss)}`);
        });
        return current === mine ? answer : null;
      } catch {
        if (current === mine) write(words, tr("Stopped before the first update."));
        return null;
      } finally {
        window.clearTimeout(timer);
        if (current === mine) {
          current = null;
          stop.hidden = true;
        }
      }
    },
    end,
  };
}
