/** Equations of the inspector's cards for a step: the numbers that meet, and their result. Pure. */

import {ruleLetters} from "../../player/animate/rule-text";
import {runningSum} from "../../player/model/numbers";
import {plan} from "../../player/model/plan";
import type {Arr, Num, Numbers, Trace, TraceEdge, TraceNode} from "../../shared/contract";
import {type Digits, formatValue, fullDigits} from "../../shared/digits";
import {tr} from "../../shared/i18n/tr";
import {signBetween} from "./rounding";

/** One term of a sum on the screen; `role` chooses its colour and the word below it. */
type Term = Readonly<{text: string; word: string; role: "up" | "local" | "down" | "value"; full?: string}>;

/** `terms` stand with signs between them: upstream × local = downstream. */
export type Sum = Readonly<{of: string; terms: readonly Term[]; signs: readonly string[]}>;

/** Return the equations of a step of the backward pass; none for another step. */
export function sumsOf(trace: Trace, position: number, live: Numbers, digits: Digits = "short"): readonly Sum[] {
  const step = trace.steps[position - 1];
  if (step === undefined || step.phase === "forward" || step.kind === "seed") return [];
  return step.kind === "accumulate"
    ? accumulated(trace, position, live, digits)
    : products(trace, position, live, digits);
}

/** `full` has all digits where the text leaves some out. */
function termOf(value: Arr, word: string, role: Term["role"], digits: Digits): Term {
  const text = formatValue(value, digits);
  const full = typeof value === "object" ? null : fullDigits(value as Num, text);
  return full === null ? {text, word, role} : {text, word, role, full};
}

/** The signs between terms, the last of them ≈ where the numbers shown do not make the result shown. */
function signed(terms: readonly Term[], operator: "×" | "+"): readonly string[] {
  const left = terms
    .slice(0, -1)
    .map(({text}) => `(${text})`)
    .join(` ${operator} `);
  return [...Array.from({length: terms.length - 2}, () => operator), signBetween(left, terms.at(-1)?.text ?? "")];
}

function products(trace: Trace, position: number, live: Numbers, digits: Digits): readonly Sum[] {
  const gate = trace.steps[position - 1]?.nodes[0] ?? "";
  const {inputs} = plan(trace);
  return (inputs.get(gate) ?? []).map((edge) => {
    const numbers = live.edges[edge.id] ?? edge;
    const upstream = termOf(numbers.upstream, tr("upstream"), "up", digits);
    const downstream = termOf(numbers.downstream, tr("downstream"), "down", digits);
    const of = nameOn(trace, edge);
    if (numbers.local === null) {
      const letters = matrixRule(trace, edge);
      const word = letters === null ? tr("g is the upstream gradient") : "";
      const rule: Term = {text: letters ?? edge.rule ?? "g", word, role: "local"};
      return {of, terms: [rule, downstream], signs: ["="]};
    }
    const terms = [upstream, termOf(numbers.local, tr("local"), "local", digits), downstream];
    return {of, terms, signs: signed(terms, "×")};
  });
}

function accumulated(trace: Trace, position: number, live: Numbers, digits: Digits): readonly Sum[] {
  const gate = trace.steps[position - 1]?.nodes[0] ?? "";
  const {node, inputs} = plan(trace);
  const list = node.get(gate)?.terms ?? [];
  const index = list.findIndex((term) => term.step === position);
  const term = list[index];
  if (term === undefined) return [];
  const arriving = live.edges[term.edge]?.downstream ?? 0;
  const before = runningSum(trace, gate, position - 1, live);
  const after = runningSum(trace, gate, position, live);
  const [inward] = inputs.get(gate) ?? [];
  const of = inward ? nameOn(trace, inward) : "";
  const terms: readonly Term[] = [
    before === null ? {text: "0.00", word: tr("so far"), role: "down"} : termOf(before, tr("so far"), "down", digits),
    termOf(arriving, tr`term ${index + 1} of ${list.length}`, "up", digits),
    termOf(after ?? 0, index + 1 < list.length ? tr("sum so far") : tr("sum"), "down", digits),
  ];
  return [{of, terms, signs: signed(terms, "+")}];
}

/** Whose value arrives: copy and broadcast gates only pass on what they were given. */
function giver(trace: Trace, node: TraceNode | undefined): TraceNode | undefined {
  const {inputs, node: nodes} = plan(trace);
  let at = node;
  while (at?.name === null && (at.pattern === "adder" || at.pattern === "broadcast")) {
    at = nodes.get(inputs.get(at.id)?.[0]?.source ?? "");
  }
  return at;
}

/** Return the name of the value on a wire: its own, its letter in formulas, or the gate it comes from. */
export function nameOn(trace: Trace, edge: TraceEdge): string {
  return edge.name || edge.letter || operandName(giver(trace, plan(trace).node.get(edge.source)), edge.slot);
}

/** Return a matrix gate's rule in the letters of the picture, as ∂L/∂y wᵀ; null for a rule of another kind. */
export function matrixRule(trace: Trace, edge: TraceEdge): string | null {
  const {node, inputs} = plan(trace);
  const [a, b] = inputs.get(edge.target) ?? [];
  const out = trace.edges.find(({source}) => source === edge.target);
  const result = node.get(edge.target)?.name || out?.name || out?.letter || "y";
  return ruleLetters(edge.rule, {
    g: `∂${trace.gradient_of}/∂${result}`,
    a: a ? nameOn(trace, a) : "a",
    b: b ? nameOn(trace, b) : "b",
  });
}

/** Return the name of an operand: its own, else that of the gate it comes from. */
function operandName(node: TraceNode | undefined, slot: number): string {
  if (node === undefined) return tr`input ${slot + 1}`;
  if (node.name !== null) return node.name;
  return node.kind === "leaf" || node.kind === "output" ? node.label : tr`the ${node.label} gate`;
}
