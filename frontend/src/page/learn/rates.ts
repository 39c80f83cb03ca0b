/** The four curves of the learning rate on the loss itself: low, good, high, too high; and the limit that curvature sets. */

import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {LearnContext} from "./context";
import {type Curvature, curvatureAt} from "./curvature";
import {type Curve, lossCurves, swatch} from "./curves";
import type {LossTape} from "./loss-tape";
import {type RuleTape, runRule, type Track} from "./rule-run";
import {vectorOf} from "./run-numbers";

const GRID = Array.from({length: 85}, (_, k) => 10 ** (-5 + k / 12)); // 10^-5 to 100

type Rate = Readonly<{kind: "low" | "good" | "high" | "too high"; lr: number; track: Track}>;

/** A run that ends no lower than it began, or diverges. */
const isLost = ({losses, diverged}: Track): boolean =>
  diverged !== null || !((losses[losses.length - 1] as number) < (losses[0] as number));

/**
 * Good: the smallest loss at the end. Too high: the first rate above it at which the run ends no lower than it began.
 * High: the last before that. Low: a tenth of the good one.
 */
export function fourRates(
  tape: LossTape,
  rule: RuleTape,
  settings: Readonly<Record<string, number>>,
  start: readonly number[],
  updates: number,
): Rate[] {
  const runAt = (lr: number): Track => runRule(tape, rule, {...settings, lr}, start, updates);
  const tracks = GRID.map((lr) => ({lr, track: runAt(lr)}));
  const end = ({losses}: Track): number => losses[losses.length - 1] as number;
  const finiteTracks = tracks.filter(({track}) => !isLost(track));
  if (finiteTracks.length === 0) return [];
  const good = finiteTracks.reduce((best, each) => (end(each.track) < end(best.track) ? each : best));
  const tooHigh = tracks.find(({lr, track}) => lr > good.lr && isLost(track));
  const below = finiteTracks.filter(({lr}) => lr > good.lr && (tooHigh === undefined || lr < tooHigh.lr));
  const high = below[below.length - 1];
  const low = good.lr / 10;
  const rates: Rate[] = [
    {kind: "low", lr: low, track: runAt(low)},
    {kind: "good", ...good},
  ];
  if (high !== undefined) rates.push({kind: "high", ...high});
  if (tooHigh !== undefined) rates.push({kind: "too high", ...tooHigh});
  return rates;
}

const ratesCache = new WeakMap<object, {rates: Rate[]; curvature: Curvature | null}>();

export function ratesPicture(place: HTMLElement, context: LearnContext): void {
  const {run, index, tape, fields} = context;
  const rule = run.rule_tape;
  if (tape === null || rule == null) return;
  const start = vectorOf(run, 0);
  let cached = ratesCache.get(run);
  if (cached === undefined) {
    const rates = fourRates(tape, rule, run.settings, start, fields.iterations);
    cached = {rates, curvature: curvatureAt(tape, start)};
    ratesCache.set(run, cached);
  }
  const {rates, curvature} = cached;
  const curves: Curve[] = rates.map(({kind, track}, look) => ({name: kind, look, ...track}));
  const sentences = rates.map(({kind, lr, track}) => `${kind} (η = ${lr.toPrecision(2)}): ${endWords(track)}`);
  const svg = lossCurves(curves, run.iterations[index] as number, tr`Four learning rates. ${sentences.join("; ")}.`);
  const rows = rates.map(({kind, lr, track}, look) => {
    return h(
      "div",
      {class: "race-row"},
      h("span", {}, swatch(look), `${kind}: η = ${lr.toPrecision(2)}`),
      h("output", {}, endWords(track)),
    );
  });
  const none = h("p", {class: "fine"}, tr("At every rate from 10⁻⁵ to 100 this run ends no lower than it began."));
  place.replaceChildren(
    ...(rates.length === 0 ? [none] : [svg, ...rows]),
    ...limitWords(curvature, run.settings.lr ?? Number.NaN, run.optimizer === "sgd"),
  );
}

const endWords = ({losses, diverged}: Track): string =>
  diverged === null
    ? `${number(losses[0] as number)} → ${number(losses[losses.length - 1] as number)}`
    : tr`diverges at update ${diverged}`;

const SADDLE = 1e-9; // of the largest curvature: what is under 0 by less is rounding

/** Return the limit that curvature sets to plain gradient descent, in words; other rules have none so simple. */
export function limitWords(curvature: Curvature | null, lr: number, plain: boolean): HTMLElement[] {
  if (curvature === null || curvature.largest <= 0 || !plain) return [];
  const {largest, smallest, parabola} = curvature;
  if (parabola && smallest < -SADDLE * largest) {
    const saddle = tr(
      "The loss curves downwards in some direction: at no learning rate does gradient descent close in, unless the start has no part in that direction.",
    );
    return [h("p", {class: "rate-limit"}, saddle)];
  }
  const limit = 2 / largest;
  const where = lr < limit ? tr("below") : lr > limit ? tr("above") : tr("at");
  const exact = parabola
    ? tr`The loss is a parabola. Its largest curvature is ${number(largest)}: gradient descent closes in below η = 2/curvature = ${number(limit)} and diverges above it.`
    : tr`At the start the largest curvature is ${number(largest)}, and 2/curvature ${number(limit)}. The loss is no parabola: its curvature, and with it this limit, changes on the way.`;
  return [h("p", {class: "rate-limit"}, tr`${exact} η = ${lr} is ${where} it.`)];
}
