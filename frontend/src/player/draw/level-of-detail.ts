/** Level of detail: a large picture is drawn only in the part in the window, or, from far away, as outlines. */

import type {Point, Trace, TraceEdge, TraceFunction} from "../../shared/contract";
import type {Frame, NodeFrame, WireFrame} from "../model/frame";
import {plan} from "../model/plan";
import {isNear} from "./focus-area";
import {meets, type Part} from "./part";

/** More boxes and wires than this, and the picture is large. */
export const LARGE = 700;
/** Below this scale no word and no wire can be told apart: one path does for all of a kind. */
export const FAR = 0.2;
/** Windows in width and height of the part that is drawn, so that a small move needs no new drawing. */
const AROUND = 2;
/** It is drawn anew when the window, so much larger, leaves it. */
const NEAR = 1.25;
/** Times as wide as it need be, and it is drawn anew at rest. */
const SPARE = 1.5;
/** Below this scale no word can be read: 13 px become 5. */
export const TINY = 5 / 13;
const CUT = 2000;
/** Number of places of one value in a step from which on only those in sight are drawn. */
const FEW = 24;

/** The part of a large picture that is drawn, and whether its numbers are: they are not where they are too small. */
interface Detail extends Part {
  readonly words: boolean;
}

/** Scope of a drawing: everything; the things that touch a part; or, from far away, nothing but outlines. */
export type Scope = "all" | "far" | Detail;

export const isLargePicture = (trace: Trace): boolean => trace.nodes.length + trace.edges.length > LARGE;

/** Return the scope to draw for a window at a scale. */
export function scopeOf(trace: Trace, window: Part, k: number): Scope {
  if (!isLargePicture(trace)) return "all";
  return k < FAR ? "far" : {...enlarge(window, AROUND), words: k >= TINY};
}

/** Return whether the drawing for `scope` still does for this window. `still`: the picture does not move, so that too
 * much or too little for this scale may be put right.
 */
export function covers(scope: Scope, trace: Trace, window: Part, k: number, still = false): boolean {
  if (scope === "all") return !isLargePicture(trace);
  if (scope === "far") return k < FAR;
  if (k < FAR) return false;
  if (still && scope.words !== k >= TINY) return false;
  if (still && scope.x1 - scope.x0 > SPARE * AROUND * (window.x1 - window.x0)) return false;
  const {x0, y0, x1, y1} = enlarge(window, NEAR);
  return scope.x0 <= x0 && scope.y0 <= y0 && scope.x1 >= x1 && scope.y1 >= y1;
}

function enlarge({x0, y0, x1, y1}: Part, times: number): Part {
  const [across, down] = [((times - 1) / 2) * (x1 - x0), ((times - 1) / 2) * (y1 - y0)];
  return {x0: x0 - across, x1: x1 + across, y0: y0 - down, y1: y1 + down};
}

/** Parts of a frame that are drawn. */
export interface VisibleParts {
  readonly nodes: readonly NodeFrame[];
  readonly wires: readonly WireFrame[];
  readonly labels: readonly WireFrame[]; // those wires whose numbers can be seen
  readonly functions: readonly TraceFunction[]; // those whose buttons can be seen
}

/** The part of a frame that is in the scope; `keep` and the step's own boxes and wires always are. */
export function within(
  trace: Trace,
  {nodes, wires}: Frame,
  scope: Scope,
  keep: readonly (string | null)[],
): VisibleParts {
  const {functions} = trace;
  if (scope === "all") return {nodes, wires, labels: wires, functions};
  const part = scope === "far" ? null : scope;
  const sees = (room: Part): boolean => part !== null && meets(room, part);
  const busy = new Set<string>();
  for (const {node, active} of nodes) {
    if (active === null) continue;
    const edges = [...(plan(trace).inputs.get(node.id) ?? []), ...(plan(trace).outOf.get(node.id) ?? [])];
    for (const edge of edges) if (edges.length <= FEW || isNear(edge, [node.x, node.y])) busy.add(edge.id);
  }
  const rooms = roomsOf(trace);
  const few = wires.filter(({active}) => active !== null).length <= FEW;
  const isRequired = ({edge, active}: WireFrame): boolean =>
    busy.has(edge.id) || keep.includes(edge.id) || (few && active !== null);
  const visibleWires = wires.filter((wire) => {
    const room = rooms.get(wire.edge);
    return (
      isRequired(wire) || (room !== undefined && sees(room.all) && (sees(room.label) || passes(wire.edge.path, part)))
    );
  });
  const words = part?.words ?? false;
  return {
    nodes: nodes.filter(({node, active}) => active !== null || keep.includes(node.id) || sees(around(node))),
    wires: visibleWires,
    labels: visibleWires.filter((wire) => {
      const room = rooms.get(wire.edge);
      // The tints of an array can be told from farther away than any number.
      const large = words || wire.edge.shape.length > 0;
      return isRequired(wire) || (large && room !== undefined && sees(room.label));
    }),
    functions: functions.filter((item) => keep.includes(item.id) || sees(around(item))),
  };
}

const around = ({x, y, width, height}: {x: number; y: number; width: number; height: number}): Part => ({
  x0: x - width / 2,
  x1: x + width / 2,
  y0: y - height / 2,
  y1: y + height / 2,
});

const between = ([ax, ay]: Point, [bx, by]: Point): Part => ({
  x0: Math.min(ax, bx),
  x1: Math.max(ax, bx),
  y0: Math.min(ay, by),
  y1: Math.max(ay, by),
});

/** Return whether a wire comes through a part: a long one seldom does, though its area is as wide as the picture. */
function passes(path: readonly Point[], part: Part | null): boolean {
  return part !== null && path.some((b, i) => i > 0 && meets(between(path[i - 1] as Point, b), part));
}

/** The pieces of a wire that come through a part, the level ones cut off outside: a browser that draws in software
 * takes the time for the whole length of a line, however little of it is in the window.
 */
export function clipped(path: readonly Point[], part: Part): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  let open = false;
  for (let i = 1; i < path.length; i++) {
    const [a, b] = [path[i - 1] as Point, path[i] as Point];
    const isVisible = meets(between(a, b), part);
    if (isVisible) {
      const level = a[1] === b[1];
      const cut = ([x, y]: Point): Point => (level ? [Math.max(part.x0, Math.min(part.x1, x)), y] : [x, y]);
      if (open) runs[runs.length - 1]?.push(cut(b));
      else runs.push([cut(a), cut(b)]);
    }
    open = isVisible;
  }
  return runs;
}

/** The part that wires are cut to: in large steps, so that a move seldom cuts them anew. Null: not cut. */
export function cutOf(scope: Scope): Part | null {
  if (typeof scope === "string") return null;
  const [low, high] = [(x: number) => (Math.floor(x / CUT) - 1) * CUT, (x: number) => (Math.ceil(x / CUT) + 1) * CUT];
  return {x0: low(scope.x0), y0: low(scope.y0), x1: high(scope.x1), y1: high(scope.y1)};
}

/** The first of what is to be drawn: all that was drawn already and so many more of each kind. */
export function some(parts: VisibleParts, had: VisibleParts, count: number): VisibleParts {
  const first = <T>(all: readonly T[], before: readonly T[]): readonly T[] => {
    const old = new Set(before);
    let left = count;
    return all.filter((item) => old.has(item) || left-- > 0);
  };
  return {
    nodes: first(parts.nodes, had.nodes),
    wires: first(parts.wires, had.wires),
    labels: first(parts.labels, had.labels),
    functions: first(parts.functions, had.functions),
  };
}

interface FocusArea {
  readonly label: Part; // of its numbers
  readonly all: Part; // and of its curve, which never leaves the room of its way-points
}

const areasByTrace = new WeakMap<Trace, ReadonlyMap<TraceEdge, FocusArea>>();

function roomsOf(trace: Trace): ReadonlyMap<TraceEdge, FocusArea> {
  const cached = areasByTrace.get(trace);
  if (cached) return cached;
  const areas = new Map(trace.edges.map((edge) => [edge, focusAreaOf(edge)] as const));
  areasByTrace.set(trace, areas);
  return areas;
}

function focusAreaOf({path, label: [x, y], label_size: [width, above, below] = [60, 20, 20]}: TraceEdge): FocusArea {
  const label = {x0: x - width / 2, x1: x + width / 2, y0: y - above, y1: y + below};
  const xs = [...path.map((point) => point[0]), label.x0, label.x1];
  const ys = [...path.map((point) => point[1]), label.y0, label.y1];
  return {label, all: {x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys)}};
}
