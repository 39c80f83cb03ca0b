/** The activations as the page got them, and their numbers: each is run on the tape of its own graph, never by hand. */

import {run} from "../player/model/tape";
import type {Activation as Document, Tape} from "../shared/contract";
import {tr} from "../shared/i18n/tr";

export type Mark = Activation["marks"][number];

/** An activation with the tape of its graph, which the server writes into the page. */
export type Activation = Omit<Document, "curve"> & Readonly<{trace: Readonly<{tape: Tape}>}>;

export type Data = Readonly<{
  activations: readonly Activation[];
  zigzag: Readonly<{source: string; trace: Readonly<{tape: Tape}>}>;
}>;

export type Settings = Readonly<Record<string, number>>; // parameter -> value

/** One place of a curve; `slope` is NaN where the curve breaks off, at a kink. */
export type Sample = Readonly<{x: number; value: number; slope: number}>;

/** Curves reach a little beyond the places of the lecture, x = -10 and x = 10. */
export const END = 11;
const STEPS = 440;
const NEAR = 1e-9;

const finite = (value: number | undefined): number => value ?? Number.NaN;

/** Value and slope at one place: one forward and one backward pass. */
export function at(of: Activation, x: number, settings: Settings): Sample {
  const {tape} = of.trace;
  const leaves: Record<string, number[]> = {x: [x]};
  for (const {name, value} of of.parameters) leaves[name] = [settings[name] ?? value];
  const pass = run(tape, leaves);
  return {
    x,
    value: finite(pass.value[tape.output[0] ?? -1]),
    slope: finite(pass.gradient[tape.leaves.x?.[0] ?? -1]),
  };
}

/** The whole curve, broken at its kinks. */
export function curve(of: Activation, settings: Settings): readonly Sample[] {
  const kinks = of.marks.filter(({kind}) => kind === "kink").map(({low}) => low);
  const places = Array.from({length: STEPS + 1}, (_, i) => -END + (2 * END * i) / STEPS);
  const isNearKink = (x: number): boolean => kinks.some((kink) => Math.abs(kink - x) < NEAR);
  const samples = places.filter((x) => !isNearKink(x)).map((x) => at(of, x, settings));
  for (const kink of kinks) {
    const [before, behind] = [at(of, kink - NEAR, settings), at(of, kink + NEAR, settings)];
    samples.push(before, {...before, x: kink, slope: Number.NaN}, behind);
  }
  return samples.sort((a, b) => a.x - b.x);
}

type Status = Readonly<{word: string; tone: "good" | "warn" | "bad"}>;

/** Return the fate of a gradient at x, in a word or two. The marks hold for the parameters as they are given. */
export function statusAt(of: Activation, {x, slope}: Sample, hasChanged: boolean): Status {
  const kink = of.marks.find((mark) => mark.kind === "kink" && Math.abs(mark.low - x) < 0.026);
  if (kink && Math.abs(kink.low - x) < 1e-9) return {word: tr("at the kink"), tone: "warn"};
  if (slope === 0) return {word: tr("dead: nothing passes"), tone: "bad"};
  const inside = of.marks.find(({kind, low, high}) => kind === "saturated" && x >= low && x <= high);
  const beyond = of.marks.find(
    ({kind, low, high}) => kind === "saturated" && (low <= -12 || high >= 12) && (low <= -12 ? x <= high : x >= low),
  );
  if (!hasChanged && (inside || beyond)) return {word: tr("saturated"), tone: "bad"};
  if (Math.abs(slope) < 0.1) return {word: tr("hardly anything passes"), tone: "warn"};
  return {word: tr`passes ${Math.round(Math.abs(slope) * 100)} %`, tone: "good"};
}

/** The lowest and highest of these numbers with some air, holding 0. */
export function extent(numbers: Iterable<number>, least: number): readonly [number, number] {
  let low = 0;
  let high = 0;
  for (const number of numbers) {
    if (!Number.isFinite(number)) continue;
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  const air = Math.max(least - (high - low), (high - low) * 0.16) / 2;
  return [low - air, high + air];
}

/** Round places for the lines of a grid: about `count` of them. */
export function ticks(low: number, high: number, count: number): readonly number[] {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((by) => by * power).find((size) => size >= rough * 0.999) ?? 10 * power;
  const places: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
    places.push(Number((i * step).toPrecision(12)));
  return places;
}
