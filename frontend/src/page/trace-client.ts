/** Asks for the newest question only: waits for a pause, drops answers that come too late. */

import type {Answer} from "../shared/api";
import type {Trace} from "../shared/contract";
import type {Problem, TraceRequest} from "../shared/request";

export type TraceClient = Readonly<{
  /** Asks in `delay` ms unless another question comes first. Quietly: the old picture is right, silence does not matter. */
  ask(request: TraceRequest, delay: number, quietly?: boolean): void;
  cancel(): void;
}>;

type TraceClientOptions = Readonly<{
  fetch: (request: TraceRequest, signal: AbortSignal) => Promise<Answer<Trace>>;
  onAsking: () => void;
  onAnswer: (request: TraceRequest, trace: Trace) => void;
  onProblem: (problem: Problem) => void;
}>;

export function createTraceClient(options: TraceClientOptions): TraceClient {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flight = new AbortController();

  const cancel = (): void => {
    clearTimeout(timer);
    flight.abort();
  };
  const send = async (request: TraceRequest, quietly: boolean): Promise<void> => {
    flight = new AbortController();
    const {signal} = flight;
    if (!quietly) options.onAsking();
    const answer = await options.fetch(request, signal);
    if (signal.aborted) return;
    if (answer.ok) options.onAnswer(request, answer.value);
    else if (!quietly || answer.problem.code !== "network") options.onProblem(answer.problem);
  };
  return {
    ask(request, delay, quietly = false) {
      cancel();
      if (delay === 0) void send(request, quietly);
      else timer = setTimeout(() => void send(request, quietly), delay);
    },
    cancel,
  };
}
