/** Of a large picture only what can be seen is drawn: what stands in the window, or, from far away, outlines alone. */
import type {Frame, NodeFrame, WireFrame} from "../frame";
import {plan} from "../plan";
import type {Trace, TraceEdge} from "../trace";

/** More boxes and wires than this, and the picture is large. */
export const LARGE = 700;
/** Below this scale no word and no wire can be told apart: one path does for all of a kind. */
export const FAR = 0.2;
/** How many windows wide and high the part is that is drawn, so that a small move needs no new drawing. */
const AROUND = 2;

/** A part of the picture, in its own units. */
export interface Part {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** What is drawn: everything; what touches a part; or, from far away, nothing but outlines. */
export type Scope = "all" | "far" | Part;

export const isLargePicture = (trace: Trace): boolean => trace.nodes.length + trace.edges.length > LARGE;

/** What to draw for a window at a scale. */
export function scopeOf(trace: Trace, window: Part, k: number): Scope {
  if (!isLargePicture(trace)) return "all";
  if (k < FAR) return "far";
  const [width, height] = [window.x1 - window.x0, window.y1 - window.y0];
  const [x, y] = [(window.x0 + window.x1) / 2, (window.y0 + window.y1) / 2];
  return {
    x0: x - (AROUND * width) / 2,
    x1: x + (AROUND * width) / 2,
    y0: y - (AROUND * height) / 2,
    y1: y + (AROUND * height) / 2,
  };
}

/** Whether what was drawn for `scope` still does for this window. */
export function covers(scope: Scope, trace: Trace, window: Part, k: number): boolean {
  if (scope === "all") return !isLargePicture(trace);
  if (scope === "far") return k < FAR;
  if (k < FAR) return false;
  return scope.x0 <= window.x0 && scope.y0 <= window.y0 && scope.x1 >= window.x1 && scope.y1 >= window.y1;
}

/** The part of a frame that is in the scope; `keep` and the step's own boxes and wires always are. */
export function within(
  trace: Trace,
  {nodes, wires}: Frame,
  scope: Scope,
  keep: readonly (string | null)[],
): {readonly nodes: readonly NodeFrame[]; readonly wires: readonly WireFrame[]} {
  if (scope === "all") return {nodes, wires};
  const part = scope === "far" ? null : scope;
  const boxes = nodes.filter(
    ({node, active}) =>
      active !== null ||
      keep.includes(node.id) ||
      (part !== null &&
        node.x + node.width / 2 >= part.x0 &&
        node.x - node.width / 2 <= part.x1 &&
        node.y + node.height / 2 >= part.y0 &&
        node.y - node.height / 2 <= part.y1),
  );
  const busy = new Set<string>();
  for (const {node, active} of nodes)
    if (active !== null)
      for (const edge of [...(plan(trace).into.get(node.id) ?? []), ...(plan(trace).outOf.get(node.id) ?? [])])
        busy.add(edge.id);
  const rooms = roomsOf(trace);
  const seen = wires.filter(({edge, active}) => {
    if (active !== null || busy.has(edge.id) || keep.includes(edge.id)) return true;
    const room = part && rooms.get(edge);
    return room !== null && room !== undefined && meets(room, part as Part);
  });
  return {nodes: boxes, wires: seen};
}

const meets = (a: Part, b: Part): boolean => a.x1 >= b.x0 && a.x0 <= b.x1 && a.y1 >= b.y0 && a.y0 <= b.y1;

const known = new WeakMap<Trace, ReadonlyMap<TraceEdge, Part>>();

/** The room of each wire with its numbers. Its curve never leaves the room of its way-points. */
function roomsOf(trace: Trace): ReadonlyMap<TraceEdge, Part> {
  const found = known.get(trace);
  if (found) return found;
  const made = new Map(
    trace.edges.map((edge) => {
      const [width, above, below] = edge.label_size ?? [60, 20, 20];
      const xs = [...edge.path.map(([x]) => x), edge.label[0] - width / 2, edge.label[0] + width / 2];
      const ys = [...edge.path.map(([, y]) => y), edge.label[1] - above, edge.label[1] + below];
      return [edge, {x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys)}] as const;
    }),
  );
  known.set(trace, made);
  return made;
}
