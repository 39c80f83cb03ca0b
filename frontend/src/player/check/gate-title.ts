/** A gate in a few signs: what it says, and the name of what it computes. */

import type {Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";

export function gateTitle(trace: Trace, id: string): string {
  const node = trace.nodes.find((each) => each.id === id);
  if (node === undefined) return id;
  if (node.form !== "copy") return node.name === null ? node.label : `${node.label} ${node.name}`;
  return tr`copy of ${trace.edges.find(({target}) => target === id)?.name ?? tr("a value")}`;
}
