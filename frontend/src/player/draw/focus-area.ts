/** Areas of things in the picture, for the window that must show them. */

import type {Trace, TraceEdge, TraceNode} from "../../shared/contract";
import type {Frame} from "../model/frame";
import {plan} from "../model/plan";
import type {Part} from "./part";

/** Return the area of the text beside a wire. */
export function labelArea({label: [x, y], label_size: [width, above, below] = [48, 20, 20]}: TraceEdge): Part {
  return {x0: x - width / 2, x1: x + width / 2, y0: y - above, y1: y + below};
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box that the keyboard came to, with some of what is round it. */
export const keyboardArea = ({x, y}: Box): Part => ({x0: x - 60, x1: x + 60, y0: y - 40, y1: y + 40});

/** The corner of a frame with its title and button. */
export function titleArea({x, y, width, height}: Box): Part {
  const [left, top] = [x - width / 2, y - height / 2];
  return {x0: left, x1: left + 120, y0: top - 40, y1: top + 40};
}

/** Returns whether two pictures stand in the same places, as far as it matters for the window. */
export function sameGeometry(a: Trace, b: Trace): boolean {
  if (a === b) return true;
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, i) => node.id === b.nodes[i]?.id)
  );
}

const ADDED: ReadonlySet<TraceNode["form"]> = new Set(["copy", "broadcast"]); // gates that the source does not write
const REACH = [380, 280] as const; // across and down, px: what stands farther from the box is not worth losing it for

/** The box the step is about, and what is written near it on its wires, the nearest first. None where there are no
 * steps. The first area is the one that a small window shows.
 *
 * The label of a copy's wire stands at its far end: with it in, the window would show the middle of nowhere.
 */
export function focusAreaAtWork(trace: Trace, frame: Frame): Part[] {
  if (frame.position === 0) return firstAreas(trace);
  const {node} = plan(trace);
  const step = trace.steps[frame.position - 1];
  const boxes = (step?.nodes ?? []).flatMap((id) => node.get(id) ?? []);
  const edges = edgesBeside(trace, boxes);
  if (step?.phase !== "backward") return [...boxes.map(boxArea), ...edges.map(labelArea)];
  // What is handed back stands on the wires that enter: it is worth more than what came from above.
  const isEntering = ({target}: TraceEdge): boolean => boxes.some(({id}) => id === target);
  const [entering, others] = [edges.filter(isEntering), edges.filter((edge) => !isEntering(edge))];
  return [...boxes.map(boxArea), ...[...entering, ...others].map(labelArea)];
}

/** Before the first step: the number in front of the first of the program's own gates, the leaf it belongs to, the gate. */
function firstAreas(trace: Trace): Part[] {
  const {node, inputs} = plan(trace);
  const isOwn = (id: string): boolean => !ADDED.has(node.get(id)?.form ?? "copy");
  const step = trace.steps.find(({nodes}) => nodes.some(isOwn));
  const gates = (step?.nodes ?? []).flatMap((id) => node.get(id) ?? []);
  // A copy's wires have no number yet; the wire that it copies has.
  const entering = gates.flatMap(({id}) => inputs.get(id) ?? []);
  const copied = entering.flatMap(({source}) => (isOwn(source) ? [] : (inputs.get(source) ?? [])));
  const edges = edgesBeside(trace, gates, copied);
  const isNumbered = ({source}: TraceEdge): boolean => node.get(source)?.kind === "leaf";
  const numbered = [...edges.filter(isNumbered), ...entering.filter(isNumbered), ...copied.filter(isNumbered)];
  const first = numbered.slice(0, 1);
  const leaves = [...first, ...copied].flatMap(({source}) => node.get(source) ?? []);
  const [leaf, ...others] = leaves.map(boxArea);
  return [
    ...first.map(labelArea),
    ...(leaf === undefined ? [] : [leaf]),
    ...gates.map(boxArea),
    ...edges.map(labelArea),
    ...others,
  ];
}

/** Return the wires of boxes, and `more`, whose numbers stand near the first box, the nearest first. */
function edgesBeside(trace: Trace, boxes: readonly TraceNode[], more: readonly TraceEdge[] = []): TraceEdge[] {
  const {inputs, outOf} = plan(trace);
  const [first] = boxes;
  if (first === undefined) return [];
  const own = boxes.flatMap(({id}) => [...(inputs.get(id) ?? []), ...(outOf.get(id) ?? [])]);
  const distance = ({label: [x, y]}: TraceEdge): number => Math.hypot(x - first.x, y - first.y);
  return [...own, ...more].filter((edge) => isNear(edge, [first.x, first.y])).sort((a, b) => distance(a) - distance(b));
}

const boxArea = ({x, y, width, height}: TraceNode): Part => ({
  x0: x - width / 2,
  x1: x + width / 2,
  y0: y - height / 2 - 30, // a small sum is written above it
  y1: y + height / 2 + 10,
});

/** Return whether the numbers of a wire stand near a place. */
export function isNear({label}: TraceEdge, [x, y]: readonly [number, number]): boolean {
  return Math.abs(label[0] - x) <= REACH[0] && Math.abs(label[1] - y) <= REACH[1];
}
