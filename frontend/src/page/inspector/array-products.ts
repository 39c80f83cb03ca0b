/** Arrays that meet at a step, factor by factor, and their result. Pure. */

import {smallGrid} from "../../player/draw/arrays";
import {runningSum} from "../../player/model/numbers";
import {plan} from "../../player/model/plan";
import type {Arr, EdgeNumbers, Large, Numbers, StepKind, Trace, TraceEdge} from "../../shared/contract";
import {flatten, isAbstract, isLarge, nest} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {shapeOf} from "../values/value-rows";
import {transpose} from "./matrix";
import {matrixRule, nameOn} from "./step-equations";

/** One array of a product. `letter` is what it is called, `word` what it is. */
export type Part = Readonly<{
  value: Arr;
  shape: readonly number[];
  tone: "value" | "gradient" | "local";
  letter: string;
  word: string;
}>;

/** `parts` stand with signs between them; `note` says what no sign can. */
export type Product = Readonly<{of: string; parts: readonly Part[]; signs: readonly string[]; note: string}>;

const MATMUL = /^\(?(g|a|b)(\.T)? @ (g|a|b)(\.T)?\)?$/;
const OUTER = /^outer\((g|a|b), (g|a|b)\)$/;

/** The steps at which arrays meet. */
const MEETINGS: ReadonlySet<StepKind> = new Set<StepKind>(["compute", "backward", "accumulate"]);

/** The products of the step that was done last; none where only numbers meet. */
export function productsOf(trace: Trace, position: number, live: Numbers): readonly Product[] {
  const step = trace.steps[position - 1];
  const id = step?.nodes[0] ?? "";
  const {inputs, node} = plan(trace);
  const wires = inputs.get(id) ?? [];
  const gate = node.get(id);
  if (
    !step ||
    !gate ||
    !MEETINGS.has(step.kind) ||
    (gate.shape.length === 0 && wires.every((w) => w.shape.length === 0))
  )
    return [];
  if (step.kind === "accumulate") return sums(trace, position, id, live).map(withRounding);
  if (step.kind === "compute") return gate.form === "copy" ? [] : forward(trace, id, wires, live).map(withRounding);
  return wires.map((edge) => withRounding(backward(trace, edge, wires, live)));
}

/** ≈ where digits that are left out may make the arrays, as they are shown, miss the result. */
function withRounding(product: Product): Product {
  const {parts, signs} = product;
  if (parts.length < 3 || parts.every(showsAll)) return product;
  return {...product, signs: signs.map((sign) => (sign === "=" ? "≈" : sign))};
}

/** Return whether the digits that are drawn of an array are all that it has; a heat map shows none. */
function showsAll({value, shape}: Part): boolean {
  if (isLarge(value) || smallGrid(shape.length > 0 ? shape : [1]) === null) return true;
  return flatten(value).every((x) => Number(number(x).replace("\u2212", "-")) === x || !Number.isFinite(x));
}

const part = (value: Arr, tone: Part["tone"], letter: string, word: string): Part => ({
  value,
  shape: shapeOf(value),
  tone,
  letter,
  word,
});

/** Words for what a box hands on: in a backward graph a gradient is computed forwards. */
const WORDS: Readonly<Record<Part["tone"], string>> = {
  value: tr("value"),
  gradient: tr("gradient"),
  local: tr("local"),
};

function forward(trace: Trace, id: string, wires: readonly TraceEdge[], live: Numbers): readonly Product[] {
  const gate = plan(trace).node.get(id);
  if (!gate || wires.length === 0 || wires.length > 2) return [];
  const values = wires.map((edge) => {
    const carries = plan(trace).node.get(edge.source)?.carries ?? "value";
    return part((live.edges[edge.id] ?? edge).value, carries, nameOn(trace, edge), WORDS[carries]);
  });
  const result = part((live.nodes[id] ?? gate).value, gate.carries, gate.name ?? tr("result"), WORDS[gate.carries]);
  const signs = wires.length === 2 ? [gate.label, "="] : ["→"];
  return [{of: "", parts: [...values, result], signs, note: wires.length === 1 ? gate.title : ""}];
}

function backward(trace: Trace, edge: TraceEdge, wires: readonly TraceEdge[], live: Numbers): Product {
  const numbers = live.edges[edge.id] ?? edge;
  const of = nameOn(trace, edge);
  const up = part(numbers.upstream, "gradient", "g", tr("upstream"));
  const down = part(numbers.downstream, "gradient", "", tr("downstream"));
  if (numbers.local !== null) {
    const slope = part(numbers.local, "local", "", tr("local"));
    if (plan(trace).node.get(edge.target)?.pattern === "distributor")
      return {of, parts: [up, down], signs: ["="], note: tr("unchanged")};
    return {of, parts: [up, slope, down], signs: ["⊙", "="], note: ""};
  }
  const factors = factorsOf(trace, edge.rule ?? "", numbers, wires, live);
  if (factors) return {of, parts: [...factors, down], signs: ["×", "="], note: ""};
  return {of, parts: [up, down], signs: ["→"], note: matrixRule(trace, edge) ?? ruleWords(edge.rule)};
}

/** The two factors of a matrix product, as they stand in it: transposed, a vector as a row or a column. */
function factorsOf(
  trace: Trace,
  rule: string,
  numbers: EdgeNumbers,
  wires: readonly TraceEdge[],
  live: Numbers,
): readonly Part[] | null {
  const product = MATMUL.exec(rule);
  const outer = OUTER.exec(rule);
  if (!product && !outer) return null;
  const [, first = "", turnFirst, second = "", turnSecond] = product ?? [null, outer?.[1], null, outer?.[2], null];
  const factor = (letter: string, turn: boolean, column: boolean): Part | null => {
    const edge = letter === "g" ? undefined : wires.find(({slot}) => slot === (letter === "a" ? 0 : 1));
    if (letter !== "g" && !edge) return null;
    const value = edge ? (live.edges[edge.id] ?? edge).value : numbers.upstream;
    const shape = shapeOf(value);
    if (isAbstract(value)) return null;
    if (isLarge(value)) {
      const form = turn ? turnedLarge(value) : value;
      return named(form, edge ? nameOn(trace, edge) : "", turn);
    }
    if (shape.length > 2) return null;
    const flat = shape.length === 1 && column ? nest(value as number[], [shape[0] ?? 1, 1]) : value;
    return named(turn && shape.length === 2 ? transpose(flat) : flat, edge ? nameOn(trace, edge) : "", turn);
  };
  const left = factor(first, Boolean(turnFirst), outer !== null);
  const right = factor(second, Boolean(turnSecond), outer === null);
  return left && right ? [left, right] : null;
}

function turnedLarge(value: Large): Large {
  const {shape, corner, sample} = value;
  const over = (part: Arr): Arr => (shape.length === 2 ? transpose(part) : part);
  return {...value, shape: [...shape].reverse(), corner: over(corner), ...(sample && {sample: over(sample)})};
}

function named(value: Arr, name: string, turn: boolean): Part {
  if (name === "") return part(value, "gradient", "g", turn ? tr("upstream, transposed") : tr("upstream"));
  const letter = name.length <= 12 ? name : tr("the other");
  return part(value, "value", letter, turn ? tr`${letter} transposed` : letter);
}

function sums(trace: Trace, position: number, gate: string, live: Numbers): readonly Product[] {
  const {node, inputs} = plan(trace);
  const list = node.get(gate)?.terms ?? [];
  const index = list.findIndex((term) => term.step === position);
  const term = list[index];
  const wire = inputs.get(gate)?.[0];
  if (!term || !wire) return [];
  const arriving = part(
    live.edges[term.edge]?.downstream ?? 0,
    "gradient",
    "",
    tr`term ${index + 1} of ${list.length}`,
  );
  const before = runningSum(trace, gate, position - 1, live);
  const after = runningSum(trace, gate, position, live) ?? 0;
  const total = part(after, "gradient", "", index + 1 < list.length ? tr("sum so far") : tr("sum"));
  const of = nameOn(trace, wire);
  if (before === null) return [{of, parts: [arriving], signs: [], note: tr("the first term: the sum begins with it")}];
  return [{of, parts: [part(before, "gradient", "", tr("so far")), arriving, total], signs: ["+", "="], note: ""}];
}

/** Return the effect of a rule on the places of the gradient, in words. */
export function ruleWords(rule: string | null): string {
  if (rule === null) return tr("through the gates inside");
  const axis = /^g\.sum\(axis=(\([\d, ]*\)|-?\d+)/.exec(rule)?.[1];
  if (axis !== undefined)
    return tr`summed over ${axis.startsWith("(") ? tr`axes ${axis.slice(1, -1)}` : tr`axis ${axis}`}`;
  if (/^g\.sum\(/.test(rule) || /^sum\(g/.test(rule)) return tr("all added up");
  if (/==/.test(rule)) return tr("to the entry that won");
  if (/^broadcast_to\(.*\) \//.test(rule)) return tr("an equal share to every entry");
  if (/^broadcast_to\(g/.test(rule)) return tr("copied to every entry");
  if (/^g\.T$|^transpose|^swapaxes/.test(rule)) return tr("rows and columns back in place");
  if (/^reshape|^flip|^roll/.test(rule)) return tr("every entry back to its place");
  if (/^zeros/.test(rule)) return tr("back to its place, 0 elsewhere");
  if (/^g\[/.test(rule)) return tr("its own part");
  if (/^max_pool/.test(rule)) return tr("to the largest of each window");
  if (/^(conv|avg)_?/.test(rule)) return tr("window by window");
  if (/^einsum/.test(rule)) return tr("products, added up");
  return rule === "g" ? tr("unchanged") : rule;
}
