/** The zoom buttons in the corner of the picture. */

import {tr} from "../../shared/i18n/tr";
import {zoomIcons} from "../../shared/icons";

/** Factor of one press. */
export const ZOOM = 1.3;

interface ZoomActs {
  readonly scale: (by: number) => void;
  readonly fit: () => void;
}

/** `passing`: they come and go with the pointer. A whole picture keeps clear of them, a number below them stays. */
export function zoomBar(document: Document, acts: ZoomActs, passing: boolean): HTMLElement {
  const group = document.createElement("div");
  group.className = "cr-zoom";
  group.dataset.overStage = passing ? "passing" : "";
  for (const {label, icon, run} of [
    {label: tr("Zoom in"), icon: zoomIcons.in, run: () => acts.scale(ZOOM)},
    {label: tr("Zoom out"), icon: zoomIcons.out, run: () => acts.scale(1 / ZOOM)},
    {label: tr("Show the whole graph"), icon: zoomIcons.fit, run: acts.fit},
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.title = label;
    button.innerHTML = icon;
    button.addEventListener("click", run);
    group.append(button);
  }
  return group;
}
