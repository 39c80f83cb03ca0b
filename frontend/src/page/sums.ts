/** What the cards of the inspector say of a step: which numbers meet, and what comes out. Pure. */

import {runningSum} from "../player/live";
import {text} from "../player/number";
import {plan} from "../player/plan";
import type {Live, Trace, TraceEdge, TraceNode} from "../player/trace";

/** One term of a sum on the screen; `role` chooses its colour and the word below it. */
export type Term = Readonly<{text: string; word: string; role: "up" | "local" | "down" | "value"}>;

/** `terms` stand with signs between them: upstream × local = downstream. */
export type Sum = Readonly<{of: string; terms: readonly Term[]; signs: readonly string[]}>;

export function sumsOf(trace: Trace, position: number, live: Live): readonly Sum[] {
  const step = trace.steps[position - 1];
  if (step === undefined || step.phase === "forward" || step.kind === "seed") return [];
  return step.kind === "accumulate" ? accumulated(trace, position, live) : products(trace, position, live);
}

function products(trace: Trace, position: number, live: Live): readonly Sum[] {
  const gate = trace.steps[position - 1]?.nodes[0] ?? "";
  const {into} = plan(trace);
  return (into.get(gate) ?? []).map((edge) => {
    const numbers = live.edges[edge.id] ?? edge;
    const upstream: Term = {text: text(numbers.upstream), word: "upstream", role: "up"};
    const downstream: Term = {text: text(numbers.downstream), word: "downstream", role: "down"};
    const of = nameOn(trace, edge);
    if (numbers.local === null) {
      const rule: Term = {text: edge.rule ?? "g", word: "g is the upstream gradient", role: "local"};
      return {of, terms: [rule, downstream], signs: ["="]};
    }
    const local: Term = {text: text(numbers.local), word: "local", role: "local"};
    return {of, terms: [upstream, local, downstream], signs: ["×", "="]};
  });
}

function accumulated(trace: Trace, position: number, live: Live): readonly Sum[] {
  const gate = trace.steps[position - 1]?.nodes[0] ?? "";
  const {terms, into} = plan(trace);
  const list = terms.get(gate) ?? [];
  const index = list.findIndex((term) => term.position === position);
  const term = list[index];
  if (term === undefined) return [];
  const arriving = live.edges[term.edge]?.downstream ?? 0;
  const before = runningSum(trace, gate, position - 1, live);
  const after = runningSum(trace, gate, position, live);
  const [inward] = into.get(gate) ?? [];
  const of = inward ? nameOn(trace, inward) : "";
  const so: Term = {text: before === null ? "0.00" : text(before), word: "so far", role: "down"};
  const add: Term = {text: text(arriving), word: `term ${index + 1} of ${list.length}`, role: "up"};
  const sum: Term = {text: text(after ?? 0), word: index + 1 < list.length ? "sum so far" : "sum", role: "down"};
  return [{of, terms: [so, add, sum], signs: ["+", "="]}];
}

/** Whose value arrives: copy and broadcast gates only pass on what they were given. */
export function giver(trace: Trace, node: TraceNode | undefined): TraceNode | undefined {
  const {into, node: nodes} = plan(trace);
  let at = node;
  while (at?.name === null && (at.pattern === "adder" || at.pattern === "broadcast")) {
    at = nodes.get(into.get(at.id)?.[0]?.source ?? "");
  }
  return at;
}

/** How what a wire carries is called: by its name, the letter it has in formulas, or the gate it comes from. */
export function nameOn(trace: Trace, edge: TraceEdge): string {
  return edge.name || edge.letter || operandName(giver(trace, plan(trace).node.get(edge.source)), edge.slot);
}

/** How an operand is called: by its name, else by the gate it comes from. */
export function operandName(node: TraceNode | undefined, slot: number): string {
  if (node === undefined) return `input ${slot + 1}`;
  if (node.name !== null) return node.name;
  return node.kind === "leaf" || node.kind === "output" ? node.label : `the ${node.label} gate`;
}
