/** What can be looked up in a trace once and for all: who feeds whom, and which step brings which number. */
import type {Phase, Trace, TraceEdge, TraceNode} from "../../shared/contract";

/** A step of a copy gate's sum: the terms that have arrived once `position` steps are done. */
interface Term {
  readonly position: number;
  readonly edge: string;
}

export interface Plan {
  readonly node: ReadonlyMap<string, TraceNode>;
  readonly edge: ReadonlyMap<string, TraceEdge>;
  readonly into: ReadonlyMap<string, readonly TraceEdge[]>; // by target, in slot order
  readonly outOf: ReadonlyMap<string, readonly TraceEdge[]>; // by source
  readonly names: ReadonlyMap<string, string>; // edge -> what stands on it: the name of its value
  readonly valueAt: ReadonlyMap<string, number>; // node -> the position from which its value is seen
  readonly gradientAt: ReadonlyMap<string, number>; // edge -> the position from which its gradient is seen
  readonly tangentAt: ReadonlyMap<string, number>; // node -> the position from which its tangent is seen
  readonly terms: ReadonlyMap<string, readonly Term[]>; // copy gate -> its terms in order of arrival
  readonly phases: readonly Phase[]; // by step
}

const plans = new WeakMap<Trace, Plan>();

/** The trace's plan; worked out on first use. */
export function plan(trace: Trace): Plan {
  let found = plans.get(trace);
  if (!found) {
    found = build(trace);
    plans.set(trace, found);
  }
  return found;
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

const NAME_SIGNS = 14; // a longer name on a wire ends in "…"

/** The name of a wire's value; none where the box that it comes from, or leads to, says it. */
function nameOf(edge: TraceEdge, source: TraceNode | undefined, target: TraceNode | undefined): string {
  const isSaid = source?.kind === "leaf" || target?.kind === "output";
  if (isSaid || source?.op === "copy" || source?.op === "broadcast") return "";
  const name = edge.name || edge.letter || "";
  return name.length <= NAME_SIGNS ? name : `${name.slice(0, NAME_SIGNS - 1)}…`;
}

function build(trace: Trace): Plan {
  const node = new Map(trace.nodes.map((item) => [item.id, item]));
  const edge = new Map(trace.edges.map((item) => [item.id, item]));
  const into = group(trace.edges, (item) => item.target);
  const outOf = group(trace.edges, (item) => item.source);
  const names = new Map(
    trace.edges.map((item) => [item.id, nameOf(item, node.get(item.source), node.get(item.target))]),
  );
  const valueAt = new Map<string, number>();
  const gradientAt = new Map<string, number>();
  const terms = new Map<string, Term[]>();
  const tangentAt = new Map<string, number>();
  const begin = trace.steps.findIndex(({kind}) => kind === "seed") + 1; // of the backward half, if there is one
  for (const item of trace.nodes) if (item.kind === "leaf") valueAt.set(item.id, item.backward_of ? begin : 0);
  trace.steps.forEach((step, index) => {
    const position = index + 1;
    if (step.kind === "compute") for (const id of step.nodes) valueAt.set(id, position);
    else if (step.kind === "direction" || step.kind === "tangent")
      for (const id of step.nodes) tangentAt.set(id, position);
    else if (step.kind === "seed")
      for (const id of step.nodes) {
        for (const wire of into.get(id) ?? []) gradientAt.set(wire.id, position);
        if (!into.has(id)) tangentAt.set(id, position);
      }
    else if (step.kind === "backward")
      for (const id of step.nodes) for (const wire of into.get(id) ?? []) gradientAt.set(wire.id, position);
    else
      for (const id of step.nodes) {
        const term = step.edges.find((name) => edge.get(name)?.source === id);
        if (!term) continue;
        const list = terms.get(id);
        if (list) list.push({position, edge: term});
        else terms.set(id, [{position, edge: term}]);
      }
  });
  for (const [id, list] of terms)
    for (const wire of into.get(id) ?? []) gradientAt.set(wire.id, list[list.length - 1]?.position ?? 0);
  // An output box computes nothing: it shows what arrives.
  for (const item of trace.nodes)
    if (item.kind === "output" && !valueAt.has(item.id)) {
      const source = into.get(item.id)?.[0]?.source;
      const position = source === undefined ? undefined : valueAt.get(source);
      if (position !== undefined) valueAt.set(item.id, position);
    }
  return {
    node,
    edge,
    into,
    outOf,
    names,
    valueAt,
    gradientAt,
    tangentAt,
    terms,
    phases: trace.steps.map((step) => step.phase),
  };
}
