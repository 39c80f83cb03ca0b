/** The run of an element: where it comes from, and how the picture follows it. */

import type {Numbers, Run, Trace} from "../../shared/contract";
import {evaluate, guardsHold} from "../model/tape";
import {full, loadRun} from "./load";
import type {RunBar} from "./run-bar";
import {createRunPlayer, type RunPlayer, type UpdateSource} from "./run-player";

/** A run beside an inline document, and the document of each of its entries where numbers alone would not do. */
const RUN = "script.run";
const TRACES = "script.run-traces";
/** The numbers rest this long, in ms, before the server is asked for a picture of them. */
const PAUSE = 150;

interface Hooks {
  trace(): Trace | null;
  query(): Readonly<Record<string, string | null>>; // the fields of a request, `source` among them
  server(): string;
  show(numbers: Numbers): void;
  receive(trace: Trace): void;
  reload(): void;
  tell(type: string, detail: unknown): void;
}

export interface ElementRun {
  readonly player: RunPlayer;
  /** Values and round of a request, over those of its attributes. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly round: string | null;
  /** Another formula is shown, or another run is wanted: the run is read or asked for. */
  begin(): void;
  set(run: Run | null): void;
  stop(): void;
}

export function createElementRun(host: HTMLElement, bar: RunBar, hooks: Hooks): ElementRun {
  let values: Readonly<Record<string, unknown>> = {};
  let round: string | null = null;
  let inFlight = new AbortController();
  let later: ReturnType<typeof setTimeout> | undefined;

  const player = createRunPlayer(bar, {place, tell: (detail) => hooks.tell("updatechange", detail)});
  const first = (): number => Number(host.getAttribute("t") ?? 0);

  /** The picture at an update: by the tape, by a document at hand, or by whoever draws it. */
  function place(source: UpdateSource): void {
    const trace = hooks.trace();
    if ("trace" in source) hooks.receive(source.trace);
    else if (trace?.tape && "leaves" in source && guardsHold(trace.tape, source.leaves))
      hooks.show(evaluate(trace, source.leaves));
    else if (hooks.query().source != null) ask(source);
    else hooks.tell("place", source);
  }

  function ask(source: UpdateSource): void {
    values = "values" in source ? source.values : {};
    round = "round" in source ? String(source.round) : null;
    clearTimeout(later);
    later = setTimeout(hooks.reload, PAUSE);
  }

  function inline(selector: string): unknown {
    const text = host.querySelector(selector)?.textContent;
    return text ? JSON.parse(text) : null;
  }

  function begin(): void {
    inFlight.abort();
    inFlight = new AbortController();
    const {signal} = inFlight;
    const run = inline(RUN) as Run | null;
    const train = host.getAttribute("train");
    if (run !== null) {
      const traces = inline(TRACES) as readonly unknown[] | null;
      player.set(
        run,
        first(),
        traces?.map((each) => (each === null ? null : (full(each) as Trace))),
      );
    } else if (train !== null && hooks.query().source != null) {
      loadRun(hooks.query(), train, hooks.server(), signal).then(
        (answer) => signal.aborted || player.set(answer, first()),
        (error: unknown) => signal.aborted || hooks.tell("error", {message: String((error as Error).message)}),
      );
    } else if (train === null) player.set(null, 0);
  }

  return {
    player,
    get values() {
      return values;
    },
    get round() {
      return round;
    },
    begin,
    set: (run) => player.set(run, first()),
    stop() {
      inFlight.abort();
      clearTimeout(later);
      player.stop();
    },
  };
}
