/** The loss over the updates, and the learning rate below it under one cursor: to read and to drag along. Pure. */

import {tr} from "../../shared/i18n/tr";
import {element, label, line} from "../../shared/svg";
import {extent, type Frame, frameSvg, polyline, round, type Scale, SIDES, scale, short} from "./plot";
import {updateCount} from "./update-count";

type Point = Readonly<{update: number; loss: number; rate?: number}>;
export type Entry = Point & Readonly<{rate: number}>;

export const FRAME: Frame = {...SIDES, height: 190, top: 12, bottom: 30};
const RATES = 62; // the height of the learning rate below

type CurveState = Readonly<{
  index: number;
  logarithmic: boolean;
  predictedLoss: number | null; // the loss that the gradients promise after the update in the picture
  rates?: boolean; // the learning rate is drawn though it does not move
  losses?: readonly Point[]; // of more updates than the entries
}>;

/** Return the scales of updates and losses; the loss by its logarithm where that is wished and it stays positive. */
export function scalesOf(
  entries: readonly Point[],
  isLogarithmic: boolean,
): {x: Scale; y: Scale; logarithmic: boolean} {
  const [low, high] = extent(entries.map(({loss}) => loss));
  const last = entries[entries.length - 1]?.update ?? 0;
  const logarithmic = isLogarithmic && low > 0;
  return {
    x: scale([0, last || 1], [FRAME.left, FRAME.width - FRAME.right]),
    y: scale([low, high], [FRAME.height - FRAME.bottom, FRAME.top], logarithmic),
    logarithmic,
  };
}

/** A loss that is no number, or infinite, stands at the top. */
export function placeOf({update, loss}: Point, {x, y}: {x: Scale; y: Scale}): readonly [number, number] {
  return [x(update), Number.isFinite(loss) ? y(loss) : FRAME.top];
}

export function lossCurve(entries: readonly Entry[], state: CurveState): SVGSVGElement {
  const losses = fromKnown(state.losses ?? entries);
  const scales = scalesOf(losses, state.logarithmic);
  const [first, last] = [entries[0] as Entry, entries[entries.length - 1] as Entry];
  const [from, to] = [losses[0] ?? first, losses[losses.length - 1] ?? last];
  const moves = state.rates === true || entries.some(({rate}) => Number.isFinite(rate) && rate !== first.rate);
  const floor = FRAME.height - FRAME.bottom;
  const bottom = moves ? FRAME.height + RATES : FRAME.height;
  const words = tr`The loss over ${updateCount(last.update)}: from ${from.loss.toPrecision(4)} to ${to.loss.toPrecision(4)}.`;
  const svg = frameSvg("loss-curve scrub", {...FRAME, height: bottom}, words);
  const end = FRAME.width - FRAME.right;
  const [low, high] = scales.y.domain;
  svg.append(
    line("grid", FRAME.left, floor, end, floor),
    line("grid", FRAME.left, FRAME.top, end, FRAME.top),
    label(short(high), FRAME.left - 6, FRAME.top + 5, "end"),
    label(short(low), FRAME.left - 6, floor + 4, "end"),
    label("0", FRAME.left, bottom - 10, "middle"),
    label(updateCount(last.update), end, bottom - 10, "end"),
  );
  if (losses.some(({loss}) => !Number.isNaN(loss))) svg.append(lossLine(losses, scales));
  else svg.append(label(tr("The program computes no loss."), end, FRAME.top + 16, "end"));
  if (moves) svg.append(...ratesBelow(entries, scales.x, state.rates === true));
  const entry = entries[state.index];
  if (entry === undefined) return svg;
  const [x, y] = placeOf(entry, scales);
  svg.append(line("cursor", x, FRAME.top, x, bottom - 30));
  if (!Number.isNaN(entry.loss)) svg.append(element("circle", {class: "here", cx: x, cy: y, r: 6}));
  const next = entries[state.index + 1];
  if (state.predictedLoss !== null && next !== undefined)
    svg.append(...drops(entry, next, state.predictedLoss, scales));
  return svg;
}

/** Before its first round a loop may have no loss. */
function fromKnown(points: readonly Point[]): readonly Point[] {
  const start = points.findIndex(({loss}) => !Number.isNaN(loss));
  return start > 0 ? points.slice(start) : points;
}

const lossLine = (entries: readonly Point[], scales: {x: Scale; y: Scale}): SVGElement =>
  polyline(
    "losses",
    entries.map((entry) => placeOf(entry, scales)),
  );

/** Draw the change from the old loss, a dashed step, to the one promised (hollow) and the real one (full). */
function drops(from: Entry, to: Entry, predictedLoss: number, {x, y}: {x: Scale; y: Scale}): SVGElement[] {
  const [low, high] = y.domain;
  const at = (loss: number): number => (Number.isFinite(loss) ? y(Math.max(low, Math.min(high, loss))) : FRAME.top);
  return [
    line("old-loss", x(from.update), at(from.loss), x(to.update), at(from.loss)),
    line("old-loss", x(to.update), at(from.loss), x(to.update), at(to.loss)),
    element("circle", {class: "promised", cx: round(x(to.update)), cy: round(at(predictedLoss)), r: 5}),
    element("circle", {class: "real", cx: round(x(to.update)), cy: round(at(to.loss)), r: 4}),
  ];
}

/** Return the scale of the learning rates, below the loss. */
export function ratesFrame(entries: readonly Entry[]): {y: Scale; floor: number; top: number; high: number} {
  const floor = FRAME.height + RATES - FRAME.bottom;
  const top = FRAME.height - FRAME.bottom + 12;
  const [low, high] = extent(entries.map(({rate}) => rate));
  return {y: scale([Math.min(0, low), high], [floor, top]), floor, top, high};
}

/** A rate that falls at one update: level up to it, and from there on. */
export const stairs = (points: readonly (readonly [number, number])[]): (readonly [number, number])[] =>
  points.flatMap((point, k) =>
    k === 0 ? [point] : [[point[0], (points[k - 1] as readonly [number, number])[1]], point],
  );

function ratesBelow(entries: readonly Entry[], x: Scale, falls: boolean): SVGElement[] {
  const {y, floor, top, high} = ratesFrame(entries);
  const points = entries.map(({update, rate}) => [x(update), y(rate)] as const);
  return [
    line("grid", FRAME.left, floor, FRAME.width - FRAME.right, floor),
    label(short(high), FRAME.left - 6, top + 5, "end"),
    label("η", FRAME.left - 6, floor + 4, "end"),
    polyline("rates", falls ? stairs(points) : points),
  ];
}
