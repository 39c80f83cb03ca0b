/** Names of the output and of L. */

import type {Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";

/** Return the name of f in ∂f/∂v: the output's, or that of the number behind it. */
export const lossName = (trace: Trace): string => trace.gradient_of || outputName(trace);

/** Return the reason why gradients are not those of the output; null where they are. */
export function aboutLoss(trace: Trace, isGiven: boolean): string | null {
  const [loss, output] = [lossName(trace), outputName(trace)];
  if (loss === output) return null;
  return isGiven
    ? tr`${loss} is the number behind ${output}: the gradient ∂${loss}/∂${output} was given.`
    : tr`${loss} is the sum of all entries of ${output}.`;
}

/** The output's name; f when it has none. */
function outputName(trace: Trace): string {
  const output = trace.nodes.find(({kind}) => kind === "output") ?? trace.nodes.find(({id}) => id === trace.output);
  return output?.name ?? output?.label ?? "f";
}
