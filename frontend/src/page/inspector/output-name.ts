/** How the output is called. */

import type {Trace} from "../../shared/contract";

/** The output's name in ∂f/∂v; f when it has none. */
export function outputName(trace: Trace): string {
  const output = trace.nodes.find(({kind}) => kind === "output") ?? trace.nodes.find(({id}) => id === trace.output);
  return output?.name ?? output?.label ?? "f";
}
