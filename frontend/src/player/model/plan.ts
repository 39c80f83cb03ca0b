/** Plan of a trace: its nodes and edges by id, and the edges into and out of each node, computed once and for all. */
import type {Phase, Trace, TraceEdge, TraceNode} from "../../shared/contract";

interface Plan {
  readonly node: ReadonlyMap<string, TraceNode>;
  readonly edge: ReadonlyMap<string, TraceEdge>;
  readonly inputs: ReadonlyMap<string, readonly TraceEdge[]>; // by target, in slot order
  readonly outOf: ReadonlyMap<string, readonly TraceEdge[]>; // by source
  readonly phases: readonly Phase[]; // by step
}

const plans = new WeakMap<Trace, Plan>();

/** The trace's plan; worked out on first use. */
export function plan(trace: Trace): Plan {
  let cached = plans.get(trace);
  if (!cached) {
    cached = build(trace);
    plans.set(trace, cached);
  }
  return cached;
}

function group(edges: readonly TraceEdge[], key: (edge: TraceEdge) => string): Map<string, TraceEdge[]> {
  const groups = new Map<string, TraceEdge[]>();
  for (const edge of edges) {
    const id = key(edge);
    const list = groups.get(id);
    if (list) list.push(edge);
    else groups.set(id, [edge]);
  }
  for (const list of groups.values()) list.sort((a, b) => a.slot - b.slot);
  return groups;
}

/** Return whether something seen from `step` on is seen at a position; null is never seen. */
export const isSeen = (step: number | null, position: number): boolean => step !== null && step <= position;

function build(trace: Trace): Plan {
  const node = new Map(trace.nodes.map((item) => [item.id, item]));
  const edge = new Map(trace.edges.map((item) => [item.id, item]));
  const inputs = group(trace.edges, (item) => item.target);
  const outOf = group(trace.edges, (item) => item.source);
  return {node, edge, inputs, outOf, phases: trace.steps.map((step) => step.phase)};
}
