/** The words for what a gate does to the gradient, and how many gates of a graph do it. */

import type {Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";

type PatternWords = Readonly<{symbol: string; heading: string; says: string}>;

/** Patterns by their word in the trace. The first four are the patterns of the lectures. */
export const PATTERNS: Readonly<Record<string, PatternWords>> = {
  distributor: {symbol: "+", heading: tr("distributor"), says: tr("hands every input the same gradient")},
  swap: {symbol: "×", heading: tr("swap multiplier"), says: tr("hands each input the gradient times the other input")},
  adder: {symbol: tr("copy"), heading: tr("adder"), says: tr("adds the gradients that come back")},
  router: {symbol: "max", heading: tr("router"), says: tr("sends the gradient to the input that won")},
  scale: {symbol: "ƒ", heading: tr("scaler"), says: tr("scales the gradient by its own slope")},
  reshape: {symbol: "⟲", heading: tr("rearranger"), says: tr("puts every entry back where it came from")},
  sum: {symbol: "Σ", heading: tr("copier"), says: tr("copies the gradient to every entry it summed")},
  broadcast: {symbol: "▦", heading: tr("summer"), says: tr("adds the gradients of the broadcast copies")},
  stop: {symbol: "⊘", heading: tr("stop"), says: tr("lets no gradient pass")},
};

type PatternCount = PatternWords & Readonly<{pattern: string; count: number}>;

/** Return the patterns that occur, with the number of their gates. */
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
