/** Health of a graph: the size of every gradient beside the output's, and the gates where it dies or breaks. Pure. */

import {
  type Arr,
  type Finding,
  flatten,
  float,
  isAbstract,
  isLarge,
  type Numbers,
  type Trace,
} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {plan} from "./plan";

/** States of a gradient, from nothing to too much; "broken" is inf or NaN. */
export const HEATS = ["zero", "vanishing", "small", "fine", "large", "exploding", "broken"] as const;
export type Heat = (typeof HEATS)[number];

export interface Health {
  readonly wires: ReadonlyMap<string, Heat>;
  readonly nodes: ReadonlyMap<string, readonly Finding[]>; // by box; what is said of a wire counts for its gate
  readonly findings: readonly Finding[]; // the worst first
}

/** Powers of ten beside the output's gradient: below -4 vanishing, below -2 small, above 2 large, above 4 exploding. */
export function heat(gradient: number, seed: number): Heat {
  if (!Number.isFinite(gradient)) return "broken";
  if (gradient === 0) return "zero";
  const power = Math.log10(Math.abs(gradient) / (seed > 0 && Number.isFinite(seed) ? seed : 1));
  if (power < -4) return "vanishing";
  if (power < -2) return "small";
  return power > 4 ? "exploding" : power > 2 ? "large" : "fine";
}

/** The largest entry by size; inf or NaN where there is one. */
export function largest(value: Arr): number {
  if (isAbstract(value)) return 0;
  const entries = typeof value === "object" && isLarge(value) ? [float(value.min), float(value.max)] : flatten(value);
  let most = 0;
  for (const entry of entries) {
    if (!Number.isFinite(entry)) return Number.NaN;
    most = Math.max(most, Math.abs(entry));
  }
  return most;
}

const ORDER: readonly Finding["kind"][] = ["nonfinite", "exploding", "dead", "saturated", "vanishing"];

export function healthOf(trace: Trace, live: Numbers): Health {
  const {inputs, edge} = plan(trace);
  const out = trace.nodes.find(({kind}) => kind === "output");
  const last = out && inputs.get(out.id)?.[0];
  const seed = last ? largest(live.edges[last.id]?.downstream ?? last.downstream) : 1;
  const wires = new Map(
    trace.edges.map((wire) => [wire.id, heat(largest(live.edges[wire.id]?.downstream ?? wire.downstream), seed)]),
  );
  const nodes = new Map<string, Finding[]>();
  const findings = [...(trace.health ?? [])].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.severity - a.severity,
  );
  for (const finding of findings) {
    const box = edge.get(finding.id)?.target ?? finding.id;
    const list = nodes.get(box);
    if (list) list.push(finding);
    else nodes.set(box, [finding]);
  }
  return {wires, nodes, findings};
}

interface Tally {
  readonly kind: Finding["kind"];
  readonly words: string;
  readonly count: number;
  readonly first: string; // the box to look at
}

const WORDS: Readonly<Record<Finding["kind"], readonly [string, string]>> = {
  nonfinite: [tr("gate makes the first inf or NaN"), tr("gates make the first inf or NaN")],
  exploding: [tr("gradient explodes"), tr("gradients explode")],
  dead: [tr("gate lets nothing pass"), tr("gates let nothing pass")],
  saturated: [tr("gate is saturated"), tr("gates are saturated")],
  vanishing: [tr("gradient vanishes"), tr("gradients vanish")],
};

/** One line for each kind of trouble there is. */
export function tallies(trace: Trace, {findings, wires}: Health): readonly Tally[] {
  const {edge} = plan(trace);
  return ORDER.flatMap((kind) => {
    const own = findings.filter((finding) => finding.kind === kind);
    const [first] = own;
    if (first === undefined) return [];
    // A trace tells the worst of very many wires; here is the size of every gradient.
    const count = Math.max(own.length, [...wires.values()].filter((heat) => heat === kind).length);
    const words = WORDS[kind][count === 1 ? 0 : 1];
    return [{kind, words, count, first: edge.get(first.id)?.target ?? first.id}];
  });
}
