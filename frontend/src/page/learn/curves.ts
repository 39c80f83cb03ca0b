/** Several losses over the same updates in one plot: a race, or one optimizer with several learning rates. */

import {tr} from "../../shared/i18n/tr";
import {element, label} from "../../shared/svg";
import {axes, clip, extent, type Frame, frameSvg, polyline, round, SIDES, scale} from "./plot";
import {updateCount} from "./update-count";

const FRAME: Frame = {...SIDES, height: 210, top: 12, bottom: 30, right: 12};

export type Curve = Readonly<{
  name: string;
  look: number; // which colour and dash
  losses: readonly number[];
  updates?: readonly number[]; // of each loss; else 0, 1, 2, ...
  diverged: number | null;
}>;

/** `cursor`: the update that is open. The axis is logarithmic where all losses are positive and span much. */
export function lossCurves(curves: readonly Curve[], cursor: number, words: string): SVGSVGElement {
  const starts = curves.map(({losses}) => losses[0] as number).filter(Number.isFinite);
  const most = Math.max(...starts) * 3; // a run that diverges leaves the frame
  const finiteLosses = curves.flatMap(({losses}) =>
    losses.filter((loss) => Number.isFinite(loss) && loss <= Math.abs(most)),
  );
  const [low, bound] = extent(finiteLosses);
  const logarithmic = low > 0 && bound > 20 * low;
  const high = logarithmic ? Math.max(bound, ...highLosses(curves, Math.max(...starts))) : bound;
  const last = Math.max(1, ...curves.map(({losses, updates}) => updates?.[updates.length - 1] ?? losses.length - 1));
  const x = scale([0, last], [FRAME.left, FRAME.width - FRAME.right]);
  const floor = logarithmic ? Math.max(low, high * 1e-12) : low;
  const y = scale([floor, high], [FRAME.height - FRAME.bottom, FRAME.top], logarithmic);
  const svg = frameSvg("curves scrub", FRAME, words);
  svg.append(...(logarithmic ? powers(y.domain, y) : axes(FRAME, x, y, ["", tr("loss")])));
  if (logarithmic) svg.append(label(updateCount(last), FRAME.width - FRAME.right, FRAME.height - 10, "end"));
  const inside = clip(svg, FRAME, "curves-clip");
  const at = scale([0, 1], [FRAME.top, FRAME.height - FRAME.bottom]);
  inside.append(element("line", {class: "cursor", x1: round(x(cursor)), x2: round(x(cursor)), y1: at(0), y2: at(1)}));
  for (const {losses, updates, look, diverged} of curves) {
    const points = losses.map((loss, k) => {
      const height = Number.isFinite(loss) ? y(Math.min(Math.max(loss, floor), Math.abs(high) * 10)) : FRAME.top - 20;
      return [x(updates?.[k] ?? k), height] as const;
    });
    inside.append(polyline(`race race-${look}`, points));
    const end = points[points.length - 1];
    if (diverged !== null && end) svg.append(label("×", end[0], FRAME.top + 10, "middle"));
  }
  return svg;
}

const MOST_ABOVE = 1e4; // times the start: as far as a run that goes up and comes back is followed on a logarithmic axis

/** The losses above the start of runs that end without diverging: a rate that is too high swings there. */
function highLosses(curves: readonly Curve[], start: number): number[] {
  const ended = curves.filter(({diverged}) => diverged === null);
  return ended.map(({losses}) => Math.min(Math.max(...losses.filter(Number.isFinite)), start * MOST_ABOVE));
}

/** A short piece of a curve's line, for the row that names it. */
export function swatch(look: number): SVGSVGElement {
  const svg = element("svg", {class: "swatch", viewBox: "0 0 24 8", "aria-hidden": "true"});
  svg.append(
    polyline(`race race-${look}`, [
      [0, 4],
      [24, 4],
    ]),
  );
  return svg;
}

function powers([low, high]: readonly [number, number], y: (value: number) => number): SVGElement[] {
  const [from, to] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  const every = Math.max(1, Math.ceil((to - from) / 5));
  const labels: SVGElement[] = [];
  for (let power = from; power <= to; power += every)
    labels.push(
      element("line", {
        class: "grid",
        x1: FRAME.left,
        x2: FRAME.width - FRAME.right,
        y1: round(y(10 ** power)),
        y2: round(y(10 ** power)),
      }),
      label(
        power >= -3 && power <= 3 ? String(10 ** power) : `1e${power}`.replace("-", "−"),
        FRAME.left - 6,
        y(10 ** power) + 4,
        "end",
      ),
    );
  return labels;
}
