/** The start of a run on a map: dragged with a pointer, or moved with the arrow keys. */

import {draggable, placeIn} from "../../shared/drag";
import {element} from "../../shared/svg";
import {round} from "./plot";

const STEP = 6; // of one key, in the units of the drawing

type Options = Readonly<{
  name: string; // what a screen reader calls it
  onMove?: (place: readonly [number, number]) => void;
  onEnd?: (place: readonly [number, number]) => void;
}>;

export function startHandle(
  svg: SVGSVGElement,
  at: readonly [number, number],
  {name, onMove, onEnd}: Options,
): SVGElement {
  const handle = element("rect", {
    class: "start-handle",
    width: 14,
    height: 14,
    rx: 3,
    tabindex: 0,
    role: "button",
    "data-handle": "start",
  });
  handle.setAttribute("aria-label", name);
  svg.setAttribute("role", "group"); // a picture has no handle in it
  let place = at;
  let hasMoved = false; // by a key that is still held

  function moveTo(to: readonly [number, number]): void {
    place = to;
    handle.setAttribute("x", String(round(to[0] - 7)));
    handle.setAttribute("y", String(round(to[1] - 7)));
  }

  draggable(
    handle,
    (event) => {
      moveTo(placeIn(svg, event));
      onMove?.(place);
    },
    () => onEnd?.(place),
  );
  handle.addEventListener("keydown", (event) => {
    const by = ARROWS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? STEP * 5 : STEP;
    hasMoved = true;
    moveTo([place[0] + by[0] * step, place[1] + by[1] * step]);
    onMove?.(place);
  });
  handle.addEventListener("keyup", () => {
    if (hasMoved) onEnd?.(place);
    hasMoved = false;
  });
  moveTo(at);
  return handle;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
