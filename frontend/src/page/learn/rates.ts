/** The four curves of the learning rate on the loss itself: low, good, high, too high; and the limit that curvature sets. */

import {fetchRun} from "../../shared/api";
import {float, type Num, type Run} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {LearnContext} from "./context";
import {type Curvature, curvatureAt} from "./curvature";
import {type Curve, lossCurves, swatch} from "./curves";
import type {LossTape} from "./loss-tape";
import {type RuleTape, runRule, type Track} from "./rule-run";
import {vectorOf} from "./run-numbers";

const KEPT = 60; // losses of a run that the server does
const SERVER_GRID = Array.from({length: 13}, (_, k) => 10 ** (-4 + k / 2)); // 10^-4 to 100
const GRID = Array.from({length: 85}, (_, k) => 10 ** (-5 + k / 12)); // 10^-5 to 100

type Ended = Pick<Track, "losses" | "diverged"> & Readonly<{updates?: readonly number[]}>;
type Rate<T extends Ended = Ended> = Readonly<{kind: string; lr: number; track: T}>;

const [LOW, GOOD, HIGH, TOO_HIGH] = [tr("low"), tr("good"), tr("high"), tr("too high")] as const;

/** A run that ends no lower than it began, or diverges. */
const isLost = ({losses, diverged}: Ended): boolean =>
  diverged !== null || !((losses[losses.length - 1] as number) < (losses[0] as number));

/** Run the loss at each rate in the browser: four of them tell what a rate does. */
export function fourRates(
  tape: LossTape,
  rule: RuleTape,
  settings: Readonly<Record<string, number>>,
  start: readonly number[],
  updates: number,
): Rate<Track>[] {
  const runAt = (lr: number): Track => runRule(tape, rule, {...settings, lr}, start, updates);
  return chosen(
    GRID.map((lr) => ({lr, track: runAt(lr)})),
    runAt,
  );
}

/**
 * Good: the smallest loss at the end. Too high: the first rate above it at which the run ends no lower than it began.
 * High: the last before that. Low: a tenth of the good one.
 */
function chosen<T extends Ended>(tracks: readonly {lr: number; track: T}[], lowest: (lr: number) => T): Rate<T>[] {
  const end = ({losses}: T): number => losses[losses.length - 1] as number;
  const finiteTracks = tracks.filter(({track}) => !isLost(track));
  if (finiteTracks.length === 0) return [];
  const good = finiteTracks.reduce((best, each) => (end(each.track) < end(best.track) ? each : best));
  const tooHigh = tracks.find(({lr, track}) => lr > good.lr && isLost(track));
  const below = finiteTracks.filter(({lr}) => lr > good.lr && (tooHigh === undefined || lr < tooHigh.lr));
  const high = below[below.length - 1];
  const rates: Rate<T>[] = [
    {kind: LOW, lr: good.lr / 10, track: lowest(good.lr / 10)},
    {kind: GOOD, ...good},
  ];
  if (high !== undefined) rates.push({kind: HIGH, ...high});
  if (tooHigh !== undefined) rates.push({kind: TOO_HIGH, ...tooHigh});
  return rates;
}

/** The same with runs of the server, one after the other; what it refuses is said; null once nobody waits for them. */
async function ratesOnServer(
  {run, start, fields}: LearnContext,
  tell: (done: number) => void,
  isCurrent: () => boolean,
): Promise<Rate[] | string | null> {
  const tracks: {lr: number; track: Ended}[] = [];
  for (const lr of SERVER_GRID) {
    tell(tracks.length);
    const settings = {...run.settings, lr};
    const request = {...fields, settings, schedule: null, batch: null, parameters: run.parameters};
    const answer = await fetchRun(start, request, KEPT);
    if (!isCurrent()) return null;
    if (!answer.ok) return answer.problem.detail;
    tracks.push({lr, track: endedRun(answer.value)});
  }
  // A tenth is two places further down.
  const lowest = (lr: number): Ended =>
    tracks.reduce((best, each) => (Math.abs(Math.log(each.lr / lr)) < Math.abs(Math.log(best.lr / lr)) ? each : best))
      .track;
  return chosen(tracks, lowest);
}

const endedRun = ({loss, iterations, ended}: Run): Ended => ({
  losses: loss.map((each) => float(each as Num)),
  updates: iterations,
  diverged: ended === "diverged" ? (iterations[iterations.length - 1] as number) : null,
});

type Cached = Readonly<{rates: Rate[]; curvature: Curvature | null}>;
const ratesCache = new WeakMap<object, Cached>();
const MOST_WORK = 2e5; // ops of one run that the browser does some sixty times over

export async function ratesPicture(place: HTMLElement, context: LearnContext, isCurrent: () => boolean): Promise<void> {
  const {run, index} = context;
  const cached = ratesCache.get(run) ?? (await computed(place, context, isCurrent));
  if (cached === null || !isCurrent()) return;
  ratesCache.set(run, cached);
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
  const none = h(
    "p",
    {class: "fine"},
    tr("At every rate that was tried, up to 100, this run ends no lower than it began."),
  );
  place.replaceChildren(
    ...(rates.length === 0 ? [none] : [svg, ...rows]),
    ...limitWords(curvature, run.settings.lr ?? Number.NaN, run.optimizer === "sgd"),
  );
}

async function computed(place: HTMLElement, context: LearnContext, isCurrent: () => boolean): Promise<Cached | null> {
  const {run, tape, fields} = context;
  const rule = run.rule_tape;
  if (tape !== null && rule != null && tape.ops * fields.iterations <= MOST_WORK) {
    const start = vectorOf(run, 0);
    return {
      rates: fourRates(tape, rule, run.settings, start, fields.iterations),
      curvature: curvatureAt(tape, start),
    };
  }
  const words = h("p", {class: "fine", role: "status"});
  place.replaceChildren(words);
  const tell = (done: number): void => {
    words.textContent = tr`Learning rate ${done + 1} of ${SERVER_GRID.length} …`;
  };
  const rates = await ratesOnServer(context, tell, isCurrent);
  if (typeof rates !== "string") return rates === null ? null : {rates, curvature: null};
  if (isCurrent()) words.textContent = rates;
  return null;
}

const endWords = ({losses, diverged}: Ended): string =>
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
