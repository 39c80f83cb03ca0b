/** The controls along a run: the button of the update, the slider, the plots that are dragged, the axis of the loss. */

import {byId} from "../../shared/dom";
import type {createPanel} from "./panel";
import {scrubAlong} from "./scrub";
import type {Place} from "./timeline";

type RunControls = Readonly<{
  updates: () => readonly number[] | null; // of the kept entries; null: there is no run
  place: () => Place;
  show: (place: Place) => void; // its values are in the picture already
  choose: (place: Place) => void;
  toUpdate: () => void; // from the pass of the open entry
  draw: () => void; // the marks, in a picture that was drawn anew
  onSettle: () => void;
}>;

export function wireRun(
  {panel, act, logarithmic, slider}: ReturnType<typeof createPanel>,
  {updates, place, show, choose, toUpdate, draw, onSettle}: RunControls,
): void {
  const canAct = (index: number): boolean => index + 1 < (updates()?.length ?? 0);
  const go = (index: number): void => choose({index, act: place().act && canAct(index)});
  act.addEventListener("click", () => {
    if (place().act) show({...place(), act: false});
    else if (canAct(place().index)) toUpdate();
  });
  logarithmic.addEventListener("change", () => show(place()));
  slider.addEventListener("input", () => go(Number(slider.value)));
  slider.addEventListener("change", onSettle);
  scrubAlong(panel, {
    updates,
    go(index) {
      if (index !== place().index) go(index);
    },
    end: onSettle,
  });
  byId("stage").addEventListener("cr-draw", draw);
}
