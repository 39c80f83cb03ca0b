/** Where things stand in the picture, for the window that must show them. */

import type {Point, Trace, TraceEdge} from "../../shared/contract";
import type {Frame} from "../model/frame";
import {plan} from "../model/plan";

/** Two corners of what is written beside a wire. */
export function focusAreaOf({label: [x, y], label_size: [width, above, below] = [48, 20, 20]}: TraceEdge): Point[] {
  return [
    [x - width / 2, y - above],
    [x + width / 2, y + below],
  ];
}

/** Whether two pictures stand in the same places, as far as it matters for the window. */
export function sameGeometry(a: Trace, b: Trace): boolean {
  if (a === b) return true;
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, i) => node.id === b.nodes[i]?.id)
  );
}

const REACH = [380, 280] as const; // across and down, px: what stands farther from the box is not worth losing it for

/** Corners of the box the step is about and of what is written near it on its wires; none where nothing is at work.
 *
 * The label of a copy's wire stands at its far end: with it in, the window would show the middle of nowhere.
 */
export function focusAreaAtWork(trace: Trace, frame: Frame): Point[] {
  const points: Point[] = [];
  for (const {node, active} of frame.nodes)
    if (active)
      points.push(
        [node.x - node.width / 2, node.y - node.height / 2 - 30],
        [node.x + node.width / 2, node.y + node.height / 2 + 10],
      );
  if (points.length === 0) return points;
  for (const id of trace.steps[frame.position - 1]?.nodes ?? [])
    for (const edge of [...(plan(trace).into.get(id) ?? []), ...(plan(trace).outOf.get(id) ?? [])])
      if (near(edge, points[0] as Point)) points.push(...focusAreaOf(edge));
  return points;
}

/** Whether the numbers of a wire stand near a place. */
export function near({label}: TraceEdge, [x, y]: Point): boolean {
  return Math.abs(label[0] - x) <= REACH[0] && Math.abs(label[1] - y) <= REACH[1];
}
