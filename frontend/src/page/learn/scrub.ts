/** A drag along any plot over the updates goes through the run; the plots are drawn anew meanwhile. */

import {entryUnder} from "./plot";

type Scrub = Readonly<{
  updates: () => readonly number[] | null; // of the kept entries; null: there is no run
  go: (index: number) => void;
  end: () => void;
}>;

export function scrubAlong(panel: HTMLElement, {updates, go, end}: Scrub): void {
  let box: DOMRect | null = null;
  const follow = (event: PointerEvent): void => {
    const all = updates();
    if (all !== null && box !== null) go(entryUnder(all, (event.clientX - box.left) / Math.max(1, box.width)));
  };
  panel.addEventListener("pointerdown", (event) => {
    const plot = (event.target as Element).closest("svg.scrub");
    if (plot === null || event.button) return;
    box = plot.getBoundingClientRect();
    panel.setPointerCapture?.(event.pointerId);
    follow(event);
  });
  panel.addEventListener("pointermove", follow);
  for (const name of ["pointerup", "pointercancel"] as const)
    panel.addEventListener(name, () => {
      if (box !== null) end();
      box = null;
    });
}
