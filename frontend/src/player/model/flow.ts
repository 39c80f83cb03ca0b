/** Amount of gradient that a wire carries, for its width; and whether a router has sent it none. */

import {type Arr, flatten, float, isAbstract, isLarge, type Numbers, type Trace} from "../../shared/contract";

/** The greatest |entry| that is a number. */
export function magnitude(value: Arr): number {
  if (isAbstract(value)) return 0;
  if (typeof value === "object" && isLarge(value))
    return Math.max(Math.abs(float(value.min)), Math.abs(float(value.max)));
  let most = 0;
  for (const entry of flatten(value)) if (Number.isFinite(entry)) most = Math.max(most, Math.abs(entry));
  return most;
}

const greatest = new WeakMap<Numbers, number>();

/** The greatest |gradient| on any wire of the picture: the widest wire. */
function most(trace: Trace, live: Numbers): number {
  let maximum = greatest.get(live);
  if (maximum === undefined) {
    maximum = trace.edges.reduce(
      (max, {id, downstream}) => Math.max(max, magnitude(live.edges[id]?.downstream ?? downstream)),
      0,
    );
    greatest.set(live, maximum);
  }
  return maximum;
}

const STEPS = 20; // widths that can be told apart

/** |gradient| beside the greatest of the picture, from 0 to 1: its root, so that a hundredth can still be seen. */
export function flowOf(trace: Trace, live: Numbers, gradient: Arr): number {
  const all = most(trace, live);
  return all > 0 ? Math.round(STEPS * Math.sqrt(Math.min(1, magnitude(gradient) / all))) / STEPS : 0;
}
