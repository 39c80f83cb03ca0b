/** The steps of the lesson that are about one box. Pure. */

import {plan} from "../../player/model/plan";
import type {Trace} from "../../shared/contract";

/** Positions at which a box has just computed, and has just handed its gradient back (a leaf: got it). */
type StepsOf = Readonly<{forward: number | null; backward: number | null}>;

export function stepsOf(trace: Trace, id: string): StepsOf {
  const {node, into, outOf, valueAt, gradientAt} = plan(trace);
  const box = node.get(id);
  if (box === undefined) return {forward: null, backward: null};
  const wires = (box.kind === "leaf" ? outOf.get(id) : into.get(id)) ?? [];
  const positions = wires.map((edge) => gradientAt.get(edge.id));
  const reached = positions.length > 0 && positions.every((at) => at !== undefined);
  return {
    forward: box.kind === "leaf" ? null : (valueAt.get(id) ?? null),
    backward: reached ? Math.max(...(positions as number[])) : null,
  };
}

/** Where a click on a box leads: to its step of the pass that is running, and to the backward one from elsewhere. */
export function stepToShow(trace: Trace, id: string, position: number): number | null {
  const {forward, backward} = stepsOf(trace, id);
  const phase = trace.steps[position - 1]?.phase;
  return phase === "forward" ? forward : backward;
}
