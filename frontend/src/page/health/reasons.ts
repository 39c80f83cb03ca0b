/** Why a box of the picture is in trouble. */

import type {Trace} from "../../shared/contract";

/** Return the reason why a chosen box is in trouble, for its card. */
export function reasons(trace: Trace, id: string): readonly string[] {
  const inputIds = new Set(trace.edges.filter(({target}) => target === id).map((edge) => edge.id));
  return trace.health.filter((finding) => finding.id === id || inputIds.has(finding.id)).map(({text}) => text);
}
