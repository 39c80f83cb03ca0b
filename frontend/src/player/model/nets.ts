/** The net values of a graph: what goes into an activation. The lectures' error terms δ = −∂L/∂net are of these alone. */

import type {Trace, TraceEdge} from "../../shared/contract";

/** Gates that are activations by themselves; others are functions, open or closed. */
const ACTIVATIONS: ReadonlySet<string> = new Set(["tanh", "relu"]);

/** Their names, as the formulas have them. */
export function netsOf(trace: Trace): ReadonlySet<string> {
  const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
  const nets = new Set<string>();
  const add = (edge: TraceEdge): void => {
    const source = nodes.get(edge.source);
    const name = edge.name || edge.letter;
    if (name && source !== undefined && source.kind !== "leaf") nets.add(name);
  };
  const same = (edge: TraceEdge, shape: readonly number[] | undefined): boolean =>
    JSON.stringify(edge.shape) === JSON.stringify(shape);
  for (const {nodes: members} of trace.functions) {
    const inside = new Set(members);
    const entering = trace.edges.filter(({source, target}) => inside.has(target) && !inside.has(source));
    const leaving = trace.edges.find(({source, target}) => inside.has(source) && !inside.has(target));
    const [edge] = entering;
    if (edge !== undefined && entering.length === 1 && same(edge, leaving?.shape)) add(edge);
  }
  for (const edge of trace.edges) if (ACTIVATIONS.has(nodes.get(edge.target)?.op ?? "")) add(edge);
  return nets;
}
