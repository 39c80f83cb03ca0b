/** A graph that cannot be read in one row is asked for again, in rows for the window that shows it. */

import type {Trace} from "../../shared/contract";

interface Window {
  fits(trace: Trace): boolean;
  aspect(): number;
  /** Return whether one row of it fills the window's height. */
  filled(trace: Trace): boolean;
  /** The aspect at which its rows are no wider than the window; null where they are not, or cannot be. */
  narrower(trace: Trace): number | null;
}

interface AskInRows<A> {
  /** `key`: what names the picture. `ask` gets the aspect of the rows, or null for one row. */
  ask(key: string, ask: (aspect: number | null) => Promise<A>): Promise<A>;
  /** Return whether the window has changed so that this trace, the last answer, would be drawn otherwise. */
  isStale(trace: Trace): boolean;
}

/** Boxes up to which a third answer is worth its time. */
const SMALL = 400;

/** `traceOf`: the trace of an answer; null of a failure. */
export function createAskInRows<A>(window: Window, traceOf: (answer: A) => Trace | null): AskInRows<A> {
  let last: {readonly key: string; readonly window: number; readonly aspect: number | null} | null = null;

  /** Rows that fit as a whole, else one row that fills the height, else rows that fit across. */
  async function rows(
    oneRow: [A, null],
    isFilled: boolean,
    aspect: number,
    ask: (aspect: number) => Promise<A>,
  ): Promise<[A, number | null]> {
    const answer = await ask(aspect);
    const trace = traceOf(answer);
    if (trace !== null && isFilled && !window.fits(trace)) return oneRow;
    const narrow = trace === null || window.fits(trace) || trace.nodes.length > SMALL ? null : window.narrower(trace);
    if (trace === null || narrow === null || narrow >= aspect) return [answer, aspect];
    const column = await ask(narrow);
    const {width} = traceOf(column) ?? trace;
    return width < trace.width ? [column, narrow] : [answer, aspect];
  }

  return {
    async ask(key, ask) {
      const now = window.aspect();
      if (last?.key === key && last.window === now) return ask(last.aspect);
      const answer = await ask(null);
      const trace = traceOf(answer);
      if (trace === null) return answer;
      if (window.fits(trace)) {
        last = {key, window: now, aspect: null};
        return answer;
      }
      const [inRows, aspect] = await rows([answer, null], window.filled(trace), now, ask);
      last = {key, window: now, aspect};
      return inRows;
    },
    isStale(trace) {
      if (last === null || last.window === window.aspect()) return false;
      return last.aspect !== null || !window.fits(trace);
    },
  };
}
