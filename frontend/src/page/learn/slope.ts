/** One parameter: the curve of the loss, the tangent where the run is, and the way it goes. */

import {tr} from "../../shared/i18n/tr";
import {element, line} from "../../shared/svg";
import type {LearnContext} from "./context";
import {axes, clip, extent, type Frame, frameSvg, paddedRange, polyline, round, SIDES, scale} from "./plot";
import {gradientOf, lossAt, sane, valuesOf} from "./run-numbers";

const FRAME: Frame = {...SIDES, height: 260, top: 12, bottom: 30};
const POINTS = 160;
const MOST_MARKED = 120; // of the steps that can be opened

export function slopePicture(place: HTMLElement, {run, index, tape, open}: LearnContext): void {
  if (tape === null) return;
  const name = run.parameters[0] as string;
  const values = run.iterations.map((_, k) => valuesOf(run, name, k)[0] as number);
  const x = scale(paddedRange(values, sane(run)), [FRAME.left, FRAME.width - FRAME.right]);
  const [low, high] = x.domain;
  const curve = Array.from({length: POINTS + 1}, (_, k) => {
    const w = low + ((high - low) * k) / POINTS;
    return [w, tape.loss([w])] as const;
  });
  const y = scale(extent(curve.map(([, loss]) => loss)), [FRAME.height - FRAME.bottom, FRAME.top]);
  const [w, loss] = [values[index] as number, lossAt(run, index)];
  const slope = gradientOf(run, name, index)[0] as number;
  const words = tr`The loss over ${name}. At update ${run.iterations[index]}, ${name} is ${w.toPrecision(4)}, the loss ${loss.toPrecision(4)} and its slope ${slope.toPrecision(4)}.`;
  const svg = frameSvg("slope", FRAME, words);
  svg.append(...axes(FRAME, x, y, [name, tr("loss")]));
  const inside = clip(svg, FRAME, "slope-clip");
  inside.append(
    polyline(
      "curve",
      curve.map(([at, value]) => [x(at), y(value)]),
    ),
    polyline(
      "path",
      values.map((at, k) => [x(at), y(lossAt(run, k))]),
    ),
  );
  if (Number.isFinite(loss) && Number.isFinite(slope))
    inside.append(line("tangent", x(low), y(loss + slope * (low - w)), x(high), y(loss + slope * (high - w))));
  const every = Math.max(1, Math.ceil(values.length / MOST_MARKED));
  values.forEach((at, k) => {
    if (k % every !== 0 || !Number.isFinite(at) || !Number.isFinite(lossAt(run, k))) return;
    inside.append(step(x(at), y(lossAt(run, k)), run.iterations[k] as number, () => open(k)));
  });
  if (Number.isFinite(w) && Number.isFinite(loss))
    inside.append(element("circle", {class: "here", cx: round(x(w)), cy: round(y(loss)), r: 6}));
  place.replaceChildren(svg);
}

/** A point of the path, which opens that update. The keyboard has the slider for it. */
export function step(x: number, y: number, update: number, open: () => void): SVGElement {
  const dot = element("circle", {class: "step", cx: round(x), cy: round(y), r: 4});
  const title = element("title", {});
  title.textContent = tr`update ${update}`;
  dot.append(title);
  dot.addEventListener("click", open);
  return dot;
}
