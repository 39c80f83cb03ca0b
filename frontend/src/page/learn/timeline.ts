/** The two levels of time: which update of the run, and where within it: forward, backward, then the update. Pure. */

/** `act`: the update itself is in the picture, after the last step of the pass. */
export type Place = Readonly<{index: number; act: boolean}>;

/** Target of a step. `seek`: the step of the pass to go to; null: it stays. */
type Move = Readonly<{place: Place; seek: "first" | "last" | null}>;

/** One step on or back across the border of a pass; null where the step stays within it, or there is nothing beyond. */
export function across(place: Place, by: number, step: number, last: number, entries: number): Move | null {
  const {index, act} = place;
  if (by > 0) {
    if (act) return {place: {index: index + 1, act: false}, seek: "first"};
    return step >= last && index + 1 < entries ? {place: {index, act: true}, seek: null} : null;
  }
  if (act) return {place: {index, act: false}, seek: null};
  return step <= 0 && index > 0 ? {place: {index: index - 1, act: true}, seek: "last"} : null;
}
