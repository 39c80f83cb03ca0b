/** The words for what a gate does to the gradient, and how many gates of a graph do it. */

import type {Trace} from "../../shared/contract";

type PatternWords = Readonly<{symbol: string; heading: string; says: string}>;

/** By the word in the trace. The first four are the patterns of the lectures. */
export const PATTERNS: Readonly<Record<string, PatternWords>> = {
  distributor: {symbol: "+", heading: "distributor", says: "hands every input the same gradient"},
  swap: {symbol: "×", heading: "swap multiplier", says: "hands each input the gradient times the other input"},
  adder: {symbol: "copy", heading: "adder", says: "adds the gradients that come back"},
  router: {symbol: "max", heading: "router", says: "sends the gradient to the input that won"},
  scale: {symbol: "ƒ", heading: "scaler", says: "scales the gradient by its own slope"},
  reshape: {symbol: "⟲", heading: "rearranger", says: "puts every entry back where it came from"},
  sum: {symbol: "Σ", heading: "copier", says: "copies the gradient to every entry it summed"},
  broadcast: {symbol: "▦", heading: "summer", says: "adds the gradients of the stretched copies"},
  stop: {symbol: "⊘", heading: "stop", says: "lets no gradient pass"},
};

type PatternCount = PatternWords & Readonly<{pattern: string; count: number}>;

export function countPatterns(trace: Trace): readonly PatternCount[] {
  const counts = new Map<string, number>();
  for (const {kind, pattern} of trace.nodes) {
    if (pattern === null || kind === "leaf" || kind === "output") continue;
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return Object.entries(PATTERNS)
    .map(([pattern, words]) => ({pattern, ...words, count: counts.get(pattern) ?? 0}))
    .filter(({count}) => count > 0);
}
