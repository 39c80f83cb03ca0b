/** A run in the browser: the loss's tape and the rule's tape, update by update. The engine's numbers, without waiting. */

import {compile} from "../../player/model/tape";
import type {OptimizerTable} from "../../shared/contract";
import type {LossTape} from "./loss-tape";

export type RuleTape = NonNullable<OptimizerTable["optimizers"][number]["tape"]>;

const GROWTH = 1e12; // times the first loss: beyond it the server says that a run has diverged, too

interface Updater {
  /** Moves `w` in place along `g`: update `t`, from 1. */
  move(w: Float64Array, g: ArrayLike<number>, lr: number, t: number, total: number): void;
}

function updater(rule: RuleTape, settings: Readonly<Record<string, number>>, size: number): Updater {
  const tape = compile({...rule, output: [], upstream: []});
  for (const [name, value] of Object.entries(settings)) tape.place(name, [value]);
  const entry = (name: string): number => rule.leaves[name]?.[0] ?? -1;
  const [w, g, lr, t, total] = ["w", "g", "lr", "t", "T"].map(entry) as [number, number, number, number, number];
  const states = Object.keys(rule.becomes)
    .filter((name) => name !== "w")
    .map((name) => ({from: entry(name), to: rule.becomes[name] as number, numbers: new Float64Array(size)}));
  const set = (at: number, value: number): void => {
    if (at >= 0) tape.value[at] = value;
  };
  return {
    move(values, gradient, rate, update, all) {
      set(lr, rate);
      set(t, update);
      set(total, all);
      for (let k = 0; k < size; k++) {
        set(w, values[k] as number);
        set(g, gradient[k] as number);
        for (const {from, numbers} of states) set(from, numbers[k] as number);
        tape.forward();
        values[k] = tape.value[rule.becomes.w as number] as number;
        for (const {to, numbers} of states) numbers[k] = tape.value[to] as number;
      }
    },
  };
}

export type Track = Readonly<{
  points: readonly Float64Array[]; // the parameters after each update, the start first
  losses: readonly number[];
  diverged: number | null; // the update after which the loss was no number, or beyond all bounds
}>;

/** A whole run from `start`. It ends early where it diverges. */
export function runRule(
  loss: LossTape,
  rule: RuleTape,
  settings: Readonly<Record<string, number>>,
  start: ArrayLike<number>,
  updates: number,
): Track {
  const w = Float64Array.from(start);
  const {move} = updater(rule, settings, w.length);
  const points = [w.slice()];
  const losses: number[] = [];
  const lr = settings.lr ?? 0;
  for (let t = 0; ; t++) {
    const {loss: now, gradient} = loss.slope(w);
    losses.push(now);
    const first = Math.max(Math.abs(losses[0] as number), 1 / GROWTH);
    if (!Number.isFinite(now) || Math.abs(now) > GROWTH * first) return {points, losses, diverged: t};
    if (t === updates) return {points, losses, diverged: null};
    move(w, gradient, lr, t + 1, updates);
    points.push(w.slice());
  }
}

const RATES = Array.from({length: 25}, (_, k) => 10 ** (-4 + k / 4)); // 10^-4 to 100

/** Return the learning rate of a row of them whose run ends at the smallest loss; null where all diverge. */
export function bestRate(
  loss: LossTape,
  rule: RuleTape,
  settings: Readonly<Record<string, number>>,
  start: ArrayLike<number>,
  updates: number,
): number | null {
  let best: {lr: number; loss: number} | null = null;
  for (const lr of RATES) {
    const {losses, diverged} = runRule(loss, rule, {...settings, lr}, start, updates);
    const end = losses[losses.length - 1] as number;
    if (diverged === null && (best === null || end < best.loss)) best = {lr, loss: end};
  }
  return best === null ? null : Number(best.lr.toPrecision(2));
}
