/** Choice of the function that a user means. Pure. */

import {plan} from "../player/model/plan";
import type {TraceFunction} from "../shared/contract";
import type {State} from "./state";

/** The function that is chosen, or round what is chosen, or round the gate at work; null if there is none. */
export function functionAt({trace, selected, player, request}: State): TraceFunction | null {
  if (trace === null) return null;
  const id = selected ?? trace.steps[player.step - 1]?.nodes[0];
  const find = (name: string | null | undefined): TraceFunction | undefined =>
    trace.functions.find((item) => item.id === name);
  const around = id === undefined ? null : plan(trace).node.get(id)?.function;
  const last = request.open[request.open.length - 1]; // what one key opened the same key closes
  return find(id) ?? find(around) ?? find(last) ?? (trace.functions.length === 1 ? (trace.functions[0] ?? null) : null);
}
