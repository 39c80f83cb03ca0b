/** The steps of the lesson that are about one box. Pure. */

import {plan} from "../../player/model/plan";
import type {Trace} from "../../shared/contract";

/** Positions at which a box has just computed, and has just handed its gradient back (a leaf: got it). */
type StepsOf = Readonly<{forward: number | null; backward: number | null}>;

/** Return the steps of a box, forward and backward; null where the lesson has none. */
export function stepsOf(trace: Trace, id: string): StepsOf {
  const {node, inputs} = plan(trace);
  const box = node.get(id);
  if (box === undefined) return {forward: null, backward: null};
  if (box.kind === "leaf") return {forward: null, backward: box.gradient_step};
  const steps = (inputs.get(id) ?? []).map((edge) => edge.gradient_step);
  const isReached = steps.length > 0 && !steps.includes(null);
  return {forward: box.value_step, backward: isReached ? Math.max(...(steps as number[])) : null};
}

/** Return the step for a click on a box: of the pass that is running, and the backward one from elsewhere. */
export function stepToShow(trace: Trace, id: string, position: number): number | null {
  const {forward, backward} = stepsOf(trace, id);
  const phase = trace.steps[position - 1]?.phase;
  return phase === "forward" ? forward : backward;
}
