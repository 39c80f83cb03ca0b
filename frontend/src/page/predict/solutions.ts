/** The right answers, off the whole trace, for when they may be seen. Pure. */

import {plan} from "../../player/model/plan";
import type {Blank, Trace} from "../../shared/contract";
import {formatValue} from "../../shared/digits";
import {tr} from "../../shared/i18n/tr";
import {shapeText} from "../../shared/number";
import {firstWrong} from "../inspector/hand-gradients";
import {PATTERNS} from "../inspector/patterns";

type Solve = (trace: Trace, blank: Blank) => string;

const edgeOf = (trace: Trace, blank: Blank) => plan(trace).edge.get(blank.edge ?? "");
const shape = (sizes: readonly number[]): string => (sizes.length === 0 ? tr("a number") : shapeText(sizes));

/** Solutions by the kind of the blank. The turn of an order hangs on the turns before it, so it is not in here. */
const SOLUTIONS: Readonly<Record<Exclude<Blank["kind"], "order">, Solve>> = {
  value: (trace, blank) => formatValue(plan(trace).node.get(blank.node ?? "")?.value ?? 0, "short"),
  local: (trace, blank) => formatValue(edgeOf(trace, blank)?.local ?? 0, "short"),
  downstream: (trace, blank) => formatValue(edgeOf(trace, blank)?.downstream ?? 0, "short"),
  term: (trace, blank) => formatValue(edgeOf(trace, blank)?.downstream ?? 0, "short"),
  shape: (trace, blank) => shape(edgeOf(trace, blank)?.shape ?? []),
  pattern: (trace, blank) => PATTERNS[plan(trace).node.get(blank.node ?? "")?.pattern ?? ""]?.heading ?? "",
  line: (trace, blank) => trace.source.split("\n")[(blank.line ?? 0) - 1]?.trim() ?? "",
  wrong_line: (trace) => String(firstWrong(trace)?.span?.line ?? ""),
};

/** Return the right answer to a blank as text; "" for an order, which is drawn. */
export function solutionOf(trace: Trace, blank: Blank): string {
  return blank.kind === "order" ? "" : SOLUTIONS[blank.kind](trace, blank);
}

/** An answer that is chosen, not typed: `answer` is what the server is told, `says` what a word means. */
export type Choice = Readonly<{answer: string; text: string; says?: string}>;

/** The patterns that a gate can have: those of the lectures, and what else the gates of the whole graph do. */
export const patternChoices = (): readonly Choice[] =>
  Object.entries(PATTERNS).map(([answer, {heading, says}]) => ({answer, text: heading, says}));

/** The lines of a program, empty ones apart. */
export const lineChoices = (source: string): readonly Choice[] =>
  source.split("\n").flatMap((line, at) => (line.trim() === "" ? [] : [{answer: String(at + 1), text: line}]));

/** An answer as a person reads it: the sign of a gate, not its id. */
export const answerText = (trace: Trace | null, blank: Blank, answer: string): string =>
  (blank.kind === "order" ? trace?.nodes.find(({id}) => id === answer)?.label : undefined) ?? answer;
