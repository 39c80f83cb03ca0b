/** The gradients of minibatches around that of all data, their mean, and how their scatter falls with 1/√B. */

import {fetchFan} from "../../shared/api";
import {type Fan, float, type Num, type Run} from "../../shared/contract";
import {h, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {element, label, line} from "../../shared/svg";
import type {LearnContext} from "./context";
import {extent, type Frame, frameSvg, polyline, round, SIDES, scale} from "./plot";
import {vectorOf} from "./run-numbers";
import {updateCount} from "./update-count";

const FRAME: Frame = {...SIDES, height: 240, top: 14, bottom: 14};
const LOG: Frame = {...SIDES, height: 156, top: 12, bottom: 38};
const SIZES = [1, 4, 16, 64, 256];

const fans = new WeakMap<Run, Map<string, Fan | string>>();
const FIRST_SIZE = 4; // of the minibatches of a run that has none

type Draw = (place: HTMLElement, context: LearnContext, isCurrent: () => boolean) => Promise<void>;

/** The picture, which keeps the size that was chosen from run to run. */
export function createFanPicture(): Draw {
  let size: number | null = null; // as the run's own, until one is chosen
  const draw: Draw = (place, context, isCurrent) =>
    fanPicture(place, context, isCurrent, size ?? context.fields.batch ?? FIRST_SIZE, (chosen, stays) => {
      size = chosen;
      void draw(place, context, stays);
    });
  return draw;
}

async function fanPicture(
  place: HTMLElement,
  context: LearnContext,
  isCurrent: () => boolean,
  size: number,
  choose: (size: number, isCurrent: () => boolean) => void,
): Promise<void> {
  const {run, index, start, fields} = context;
  const fansByKey = fans.get(run) ?? new Map<string, Fan | string>();
  fans.set(run, fansByKey);
  const key = `${index} ${size}`;
  let fan = fansByKey.get(key);
  if (fan === undefined) {
    const request = {parameters: run.parameters, batch: size, seed: fields.seed, at: vectorOf(run, index)};
    const answer = await fetchFan(start, request);
    fan = answer.ok ? answer.value : `${answer.problem.detail} ${answer.problem.hint ?? ""}`;
    fansByKey.set(key, fan);
  }
  if (!isCurrent()) return;
  if (typeof fan === "string") {
    place.replaceChildren(h("p", {class: "fine"}, ...withCode(fan)));
    return;
  }
  const latest = fan;
  const sizes = new Set([...SIZES, latest.batch, latest.examples].filter((each) => each <= latest.examples));
  const buttons = [...sizes]
    .sort((a, b) => a - b)
    .map((each) => {
      const isSelected = each === latest.batch;
      const button = h("button", {type: "button", "aria-pressed": String(isSelected)}, String(each));
      button.addEventListener("click", () => choose(each, () => place.contains(button)));
      return button;
    });
  place.replaceChildren(
    h(
      "div",
      {class: "segments small learn-choices", role: "group", "aria-label": tr("Examples in a minibatch")},
      ...buttons,
    ),
    fanSvg(latest),
    h("p", {class: "fine"}, captionOf(latest, run.iterations[index] as number)),
    spreadSvg(latest),
    h("p", {class: "fine"}, clockWords(latest, run, index, fields.batch)),
  );
}

export function captionOf(fan: Fan, update: number): string {
  const spread = fan.spreads.find(({batch}) => batch === fan.batch);
  const [along, across] = fan.mean.map((value) => float(value as Num));
  const fullLoss = float(fan.whole as Num);
  const size = (distance: number): string => number(distance <= 1e-12 * fullLoss ? 0 : distance); // else it is rounding
  const off = Math.hypot((along as number) - fullLoss, across as number);
  return tr`Update ${update}: the gradients of ${fan.fan.length} minibatches of ${fan.batch} (grey) around that of all ${fan.examples} (red, length ${number(fullLoss)}). They lie ${size(float((spread?.spread ?? 0) as Num))} off it, their mean (violet) ${size(off)}.`;
}

/** Two clocks: how often the parameters moved, and how many examples were looked at for it. */
export function clockWords(fan: Fan, run: Run, index: number, batch: number | null): string {
  const updates = run.iterations[index] as number;
  const each = Math.min(batch ?? fan.examples, fan.examples);
  const epoch = Math.ceil(fan.examples / each); // updates; the last of them may see fewer
  const exampleCount = Math.floor(updates / epoch) * fan.examples + (updates % epoch) * each;
  const soFar = tr`This run: ${updateCount(updates)}, ${exampleCount.toLocaleString("en")} examples seen.`;
  const parts = Math.ceil(fan.examples / fan.batch);
  if (parts < 2) return soFar;
  const epochWords = tr`An update with all ${fan.examples} examples looks at as many as an epoch of ${parts} updates with ${fan.batch}.`;
  return `${soFar} ${epochWords}`;
}

function fanSvg({fan, mean, whole, batch, examples}: Fan): SVGSVGElement {
  const points = fan.map((pair) => pair.map((value) => float(value as Num)) as [number, number]);
  const length = float(whole as Num);
  const [low, high] = extent([0, length, ...points.map(([along]) => along)]);
  const width = Math.max(...extent(points.map(([, across]) => Math.abs(across))), (high - low) * 0.05);
  // One scale for both directions, so that angles are angles.
  const per = Math.min((FRAME.width - 24) / (high - low || 1), (FRAME.height - 28) / (2 * width));
  const left = (FRAME.width - per * (high - low)) / 2;
  const x = (value: number): number => left + per * (value - low);
  const y = (value: number): number => FRAME.height / 2 - per * value;
  const svg = frameSvg("fan", FRAME, tr`Gradients of minibatches of ${batch} around that of all ${examples} examples.`);
  for (const [along, across] of points) svg.append(line("fan-one", x(0), y(0), x(along), y(across)));
  svg.append(line("fan-all", x(0), y(0), x(length), y(0)));
  const [along, across] = mean.map((value) => float(value as Num)) as [number, number];
  svg.append(
    line("fan-mean", x(0), y(0), x(along), y(across)),
    element("circle", {class: "here", cx: round(x(along)), cy: round(y(across)), r: 4}),
    element("circle", {class: "fan-root", cx: round(x(0)), cy: round(y(0)), r: 4}),
  );
  return svg;
}

/** Both axes logarithmic: 1/√B is a straight line. */
function spreadSvg({spreads, examples}: Fan): SVGSVGElement {
  const bars = spreads
    .map(({batch, spread}) => [batch, float(spread as Num)] as const)
    .filter(([batch, spread]) => spread > 1e-12 && batch < examples);
  const svg = frameSvg(
    "spreads",
    LOG,
    tr`Distance from the whole gradient: ${bars.map(([batch, spread]) => tr`${number(spread)} with ${batch}`).join(", ")}.`,
  );
  const [first] = bars;
  if (first === undefined || bars.length < 2) return svg;
  const [low, high] = extent(bars.map(([, spread]) => spread));
  const x = scale([1, bars[bars.length - 1]?.[0] ?? 2], [LOG.left, LOG.width - LOG.right], true);
  const y = scale([low, high], [LOG.height - LOG.bottom, LOG.top], true);
  const [from, to] = [x.domain[0], x.domain[1]];
  svg.append(
    polyline("curve root", [
      [x(from), y((first[1] * Math.sqrt(first[0])) / Math.sqrt(from))],
      [x(to), y((first[1] * Math.sqrt(first[0])) / Math.sqrt(to))],
    ]),
    label("distance", LOG.left + 8, LOG.height - LOG.bottom - 4, "start"),
    label(tr("B, examples in a minibatch"), LOG.width - LOG.right, LOG.height - 2, "end"),
  );
  for (const [batch, spread] of bars)
    svg.append(
      element("circle", {class: "here", cx: round(x(batch)), cy: round(y(spread)), r: 4}),
      label(String(batch), x(batch), LOG.height - 20, "middle"),
    );
  svg.append(label(tr("dashed: as 1/√B"), LOG.width - LOG.right - 8, LOG.top + 8, "end"));
  return svg;
}
