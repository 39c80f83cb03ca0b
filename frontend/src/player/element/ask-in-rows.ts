/** A graph that cannot be read in one row is asked for again, in rows for the window that shows it. */

import type {Trace} from "../../shared/contract";

interface Window {
  fits(trace: Trace): boolean;
  aspect(): number;
}

interface AskInRows<A> {
  /** `key`: what names the picture. `ask` gets the window's aspect, or null for one row. */
  ask(key: string, ask: (aspect: number | null) => Promise<A>): Promise<A>;
  /** Whether the window has changed so that this trace, the last answer, would be drawn otherwise. */
  isStale(trace: Trace): boolean;
}

/** `traceOf`: the trace of an answer; null of a failure. */
export function createAskInRows<A>(window: Window, traceOf: (answer: A) => Trace | null): AskInRows<A> {
  let last: {readonly key: string; readonly window: number; readonly rows: boolean} | null = null;
  return {
    async ask(key, ask) {
      const aspect = window.aspect();
      if (last?.key === key && last.window === aspect) return ask(last.rows ? aspect : null);
      const answer = await ask(null);
      const trace = traceOf(answer);
      if (trace === null) return answer;
      const rows = !window.fits(trace);
      last = {key, window: aspect, rows};
      return rows ? ask(aspect) : answer;
    },
    isStale(trace) {
      if (last === null || last.window === window.aspect()) return false;
      return last.rows || !window.fits(trace);
    },
  };
}
