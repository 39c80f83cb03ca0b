/** The V of the numerical check: the error over the step, falling by truncation and rising by rounding. */

import {tr} from "../../shared/i18n/tr";
import {element, label, line} from "../../shared/svg";
import {bestOf, FRAME, type Guide, guidesOf, type Point, power, xOf, yOf} from "./log-plot";

export function errorPlot(points: readonly Point[], name: string): SVGSVGElement {
  const svg = element("svg", {class: "error-plot", viewBox: `0 0 ${FRAME.width} ${FRAME.height}`, role: "group"});
  svg.setAttribute("aria-label", words(points, name));
  for (let exponent = -16; exponent <= 0; exponent += 4) {
    const [x, y] = [xOf(10 ** exponent), yOf(10 ** exponent)];
    svg.append(
      line("grid", x, FRAME.top, x, FRAME.height - FRAME.bottom),
      line("grid", FRAME.left, y, FRAME.width - FRAME.right, y),
      label(power(exponent), x, FRAME.height - FRAME.bottom + 17, "middle"),
      label(power(exponent), FRAME.left - 7, y + 4, "end"),
    );
  }
  for (const guide of guidesOf(points)) svg.append(...guideLine(guide));
  svg.append(
    label(tr("step h"), (FRAME.left + FRAME.width - FRAME.right) / 2, FRAME.height - 5, "middle"),
    element("polyline", {
      class: "errors",
      points: points.map(({h, error}) => `${round(xOf(h))},${round(yOf(error))}`).join(" "),
    }),
  );
  for (const point of points) {
    svg.append(element("circle", {class: "error", cx: round(xOf(point.h)), cy: round(yOf(point.error)), r: 4}));
  }
  return svg;
}

const GUIDE_WORDS: Readonly<Record<number, string>> = {
  1: tr("slope 1: h"),
  2: tr("slope 2: h²"),
  [-1]: tr("slope −1: rounding"),
};

/** The line, and its name beside its lower half. */
function guideLine({slope, from, to}: Guide): SVGElement[] {
  const [x1, y1, x2, y2] = [xOf(from.h), yOf(from.error), xOf(to.h), yOf(to.error)];
  const share = slope === 2 ? 0.12 : 0.3; // along the line from its left end
  const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
  const name =
    slope > 0
      ? label(GUIDE_WORDS[slope] ?? "", x + 7, y + 11, "start")
      : label(GUIDE_WORDS[slope] ?? "", x + 7, y - 5, "start");
  name.setAttribute("class", "guide-name");
  return [line("guide", x1, y1, x2, y2), name];
}

function words(points: readonly Point[], name: string): string {
  const best = bestOf(points);
  const least = best === null ? "" : tr` It is smallest, ${best.error.toExponential(1)}, at h = ${best.h}.`;
  return tr`The error of the difference quotient for ${name} over the step h, both axes logarithmic.${least}`;
}

const round = (x: number): number => Math.round(x * 10) / 10;
