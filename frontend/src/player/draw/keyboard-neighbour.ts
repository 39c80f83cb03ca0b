/** Boxes that an arrow key leads to from a box: along the wires left and right, to the nearest box up and down. */

import type {Trace} from "../../shared/contract";
import {plan} from "../model/plan";

/** The keys that walk. */
export const WALKS: ReadonlySet<string> = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

export function neighbour(trace: Trace, id: string, key: string): string | null {
  const {node, inputs, outOf} = plan(trace);
  const from = node.get(id);
  if (!from) return null;
  if (key === "ArrowLeft") return inputs.get(id)?.[0]?.source ?? null;
  if (key === "ArrowRight") return outOf.get(id)?.[0]?.target ?? null;
  if (key === "Home") return trace.nodes[0]?.id ?? null;
  if (key === "End") return trace.nodes[trace.nodes.length - 1]?.id ?? null;
  if (key !== "ArrowUp" && key !== "ArrowDown") return null;
  const sign = key === "ArrowUp" ? -1 : 1;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const to of trace.nodes) {
    const down = (to.y - from.y) * sign;
    if (to.id === id || down <= 1) continue;
    // Straight up or down is nearer than sideways.
    const distance = Math.hypot(down, 2 * (to.x - from.x));
    if (distance < least) {
      least = distance;
      best = to.id;
    }
  }
  return best;
}
