/** The step h as a handle on the V of the error: dragged with a pointer, or moved with the arrow keys. */

import {draggable, placeIn} from "../../shared/drag";
import {tr} from "../../shared/i18n/tr";
import {element, line} from "../../shared/svg";
import {exponentAt, FRAME, type Point, power, xOf, yOf} from "./log-plot";

type StepHandle = Readonly<{show(point: Point, exponent: number): void}>;

const KEYS: Readonly<Record<string, (exponent: number) => number>> = {
  ArrowRight: (exponent) => exponent + 1,
  ArrowUp: (exponent) => exponent + 1,
  ArrowLeft: (exponent) => exponent - 1,
  ArrowDown: (exponent) => exponent - 1,
  Home: () => -16,
  End: () => 0,
};

/** Draws the handle into the plot; `choose` is called with the power of ten that it is moved to. */
export function createStepHandle(svg: SVGSVGElement, choose: (exponent: number) => void): StepHandle {
  const handle = element("g", {class: "step-handle", role: "slider", tabindex: 0, "data-handle": "step"});
  handle.setAttribute("aria-label", tr("Step h"));
  handle.setAttribute("aria-valuemin", "-16");
  handle.setAttribute("aria-valuemax", "0");
  let at = 0;
  draggable(
    handle,
    (event) => choose(exponentAt(placeIn(svg, event)[0])),
    () => undefined,
  );
  handle.addEventListener("keydown", (event) => {
    const next = KEYS[event.key]?.(at);
    if (next === undefined) return;
    event.preventDefault();
    choose(Math.max(-16, Math.min(0, next)));
  });
  svg.append(handle);
  return {
    show(point, exponent) {
      at = exponent;
      const [x, y] = [xOf(point.h), yOf(point.error)];
      handle.setAttribute("aria-valuenow", String(exponent));
      handle.setAttribute("aria-valuetext", tr`h = ${power(exponent)}, error ${point.error.toExponential(1)}`);
      handle.replaceChildren(
        element("rect", {class: "hit", x: x - 14, y: FRAME.top, width: 28, height: FRAME.height - FRAME.top - 20}),
        line("stem", x, FRAME.top, x, FRAME.height - FRAME.bottom),
        element("circle", {class: "error chosen", cx: x, cy: y, r: 7}),
      );
    },
  };
}
