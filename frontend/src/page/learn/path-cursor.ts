/** The points of a path for the keyboard and a screen reader: the arrow keys go along it, Enter opens the update. */

import {tr} from "../../shared/i18n/tr";
import {element} from "../../shared/svg";
import {round} from "./plot";

const PAGE = 10; // points of one PageUp or PageDown

type Options = Readonly<{
  places: readonly (readonly [number, number])[];
  index: number; // where it stands
  wordsAt: (index: number) => string; // what a screen reader says there
  open: (index: number) => void;
}>;

/** Appended last, so that it is over the points. */
export function pathCursor(svg: SVGSVGElement, {places, index, wordsAt, open}: Options): SVGElement {
  const ring = element("circle", {
    class: "path-cursor",
    r: 10,
    tabindex: 0,
    role: "slider",
    "aria-valuemin": 0,
    "aria-valuemax": places.length - 1,
    "data-handle": "path",
  });
  ring.setAttribute("aria-label", tr("Point of the path: the arrow keys go along it, Enter opens its update"));
  svg.setAttribute("role", "group"); // a picture has no slider in it
  let at = index;

  function moveTo(to: number): void {
    at = Math.max(0, Math.min(places.length - 1, to));
    const [x, y] = places[at] as readonly [number, number];
    if (Number.isFinite(x) && Number.isFinite(y)) {
      ring.setAttribute("cx", String(round(x)));
      ring.setAttribute("cy", String(round(y)));
    }
    ring.setAttribute("aria-valuenow", String(at));
    ring.setAttribute("aria-valuetext", wordsAt(at));
  }

  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => moveTo(at + 1),
    ArrowUp: () => moveTo(at + 1),
    ArrowLeft: () => moveTo(at - 1),
    ArrowDown: () => moveTo(at - 1),
    PageUp: () => moveTo(at + PAGE),
    PageDown: () => moveTo(at - PAGE),
    Home: () => moveTo(0),
    End: () => moveTo(places.length - 1),
    Enter: () => open(at),
    " ": () => open(at),
  };
  ring.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  moveTo(index);
  return ring;
}
