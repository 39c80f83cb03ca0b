/** Gradient steps of one neuron, an example at a time: every number from the tape of the loss. Pure. */

import {run} from "../player/model/tape";
import type {Tape} from "../shared/contract";
import {type Activation, at} from "./data";

export type Pair = readonly [number, number];
type Stride = Readonly<{
  w: Pair; // before the step
  x: Pair;
  t: number;
  loss: number;
  gradient: Pair; // dL/dw1, dL/dw2
  alike: boolean; // both of one sign
}>;
export type Walk = Readonly<{strides: readonly Stride[]; end: Pair; best: Pair}>;

/** Outputs of the layer before, and the weights that would be right. */
const SCORES: readonly Pair[] = [
  [2, -1],
  [-1, 1.6],
  [1, 0.5],
  [-0.6, -1.4],
];
const BEST: Pair = [1.2, -1];
const START: Pair = [-0.9, 0.8];
const RATE = 0.55;
export const STRIDES = 16;

/** `squash`: the activation of the layer before; the inputs of our neuron are its outputs. */
export function walkOf(tape: Tape, squash: Activation): Walk {
  const inputs = SCORES.map((pair): Pair => [at(squash, pair[0], {}).value, at(squash, pair[1], {}).value]);
  const strides: Stride[] = [];
  let w = START;
  for (let i = 0; i < STRIDES; i++) {
    const x = inputs[i % inputs.length] as Pair;
    const t = BEST[0] * x[0] + BEST[1] * x[1];
    const pass = run(tape, {w1: [w[0]], w2: [w[1]], x1: [x[0]], x2: [x[1]], t: [t]});
    const of = (name: string): number => pass.gradient[tape.leaves[name]?.[0] ?? -1] ?? Number.NaN;
    const gradient: Pair = [of("w1"), of("w2")];
    strides.push({
      w,
      x,
      t,
      loss: pass.value[tape.output[0] ?? -1] ?? Number.NaN,
      gradient,
      alike: gradient[0] * gradient[1] > 0,
    });
    w = [w[0] - RATE * gradient[0], w[1] - RATE * gradient[1]];
  }
  return {strides, end: w, best: BEST};
}

export const distance = (a: Pair, b: Pair): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
