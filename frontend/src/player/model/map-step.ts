/** Position of a user when the picture changes under them. */

import type {Trace} from "../../shared/contract";
import {correspondingStep} from "./correspondence";

/**
 * The position in `next` that corresponds to position `step` in `before`: start stays start and end stays end; of the
 * same source the same move of the same gate or of what stands for it, else as far along its phase. A new source starts
 * anew.
 */
export function mapStep(before: Trace | null, next: Trace, step: number, sameSource: boolean): number {
  if (before === null || step === 0) return 0;
  if (step >= before.steps.length) return next.steps.length;
  if (sameShape(before, next)) return step;
  if (!sameSource) return 0;
  const alike = correspondingStep(before, next, step);
  if (alike !== null) return alike;
  const [from, to] = [forwardSteps(before), forwardSteps(next)];
  if (step <= from) return Math.round((step / from) * to);
  const [rest, room] = [before.steps.length - from, next.steps.length - to];
  return to + Math.round(((step - from) / rest) * room);
}

const forwardSteps = (trace: Trace): number => trace.steps.filter((step) => step.phase === "forward").length;

function sameShape(before: Trace, next: Trace): boolean {
  return (
    before.steps.length === next.steps.length &&
    before.steps.every((step, index) => {
      const other = next.steps[index];
      return other !== undefined && step.kind === other.kind && step.nodes.join() === other.nodes.join();
    })
  );
}
