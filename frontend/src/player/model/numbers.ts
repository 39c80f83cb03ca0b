/** The numbers behind a picture: the document's own or the tape's, and what is worked out from them. */

import {type Arr, add, documentNumbers, isLeftOut, type Numbers, type Trace} from "../../shared/contract";
import {plan} from "./plan";

const numbers = new WeakMap<Trace, Numbers>();

/** The document's own numbers, made once for each trace. */
export function numbersOf(trace: Trace): Numbers {
  let live = numbers.get(trace);
  if (!live) {
    live = documentNumbers(trace);
    numbers.set(trace, live);
  }
  return live;
}

/** A copy gate's sum once `position` steps are done; null while no term has arrived. */
export function runningSum(trace: Trace, gate: string, position: number, live: Numbers = numbersOf(trace)): Arr | null {
  const {node, inputs} = plan(trace);
  const shape = inputs.get(gate)?.[0]?.shape ?? [];
  let sum: Arr | null = null;
  for (const term of node.get(gate)?.terms ?? []) {
    if (term.step > position) break;
    const next = live.edges[term.edge]?.downstream ?? 0;
    if (isLeftOut(next)) return next; // a sum is not known before its terms are
    sum = sum === null ? next : add(sum, next, shape);
  }
  return sum;
}

/** The number a place such as "e3.upstream" or "n5.value" speaks of, once `position` steps are done; null if none. */
export function place(name: string, trace: Trace, live: Numbers, position: number): Arr | null {
  const dot = name.lastIndexOf(".");
  const id = name.slice(0, dot);
  const field = name.slice(dot + 1);
  const node = live.nodes[id];
  if (node) {
    if (field === "tangent") return node.tangent ?? null;
    return field === "value" ? node.value : field === "gradient" ? node.gradient : null;
  }
  const edge = live.edges[id];
  if (!edge) return null;
  switch (field) {
    case "value":
      return edge.value;
    case "tangent":
      return edge.tangent ?? null;
    case "upstream":
      return edge.upstream;
    case "local":
      return edge.local;
    case "downstream":
      return edge.downstream;
    case "sum": {
      const wire = plan(trace).edge.get(id);
      if (!wire) return null;
      return runningSum(trace, wire.source, position, live) ?? runningSum(trace, wire.target, position, live);
    }
    default:
      return null;
  }
}
