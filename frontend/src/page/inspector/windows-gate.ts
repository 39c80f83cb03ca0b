/** The gates over whose operand a window slides: the card that shows it is a chunk of its own, which most graphs do not need. */

import type {Trace} from "../../shared/contract";

/** Return whether the step before `position` is one of a gate with windows. */
export function hasWindows(trace: Trace, position: number): boolean {
  const step = trace.steps[position - 1];
  const gate = trace.nodes.find(({id}) => id === step?.nodes[0]);
  const [rank = 3] = [gate?.windows?.size.length];
  return gate?.windows != null && rank <= 2 && (step?.kind === "compute" || step?.kind === "backward");
}
