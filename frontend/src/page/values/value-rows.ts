/** The rows of the value panel: every leaf that can be changed, with the gradient that has arrived. Pure. */

import type {Frame} from "../../player/model/frame";
import {isSeen} from "../../player/model/plan";
import type {Value} from "../../shared/contract";
import {
  type Arr,
  flatten,
  isLarge,
  isLeftOut,
  type Numbers,
  nest,
  type Trace,
  type TraceNode,
} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import type {TraceRequest, Values} from "../../shared/request";
import {namesIn} from "../../shared/source-edit";
import type {ValueRow} from "./values";

export function rowsOf(trace: Trace, frame: Frame, live: Numbers, request: TraceRequest): readonly ValueRow[] {
  if (trace.shapes_only != null) return []; // there are shapes in their place
  const values = request.values;
  const gradientIds = new Set(frame.nodes.filter(({gradient}) => gradient !== null).map(({node}) => node.id));
  const leaves = Object.entries(trace.values).map(([name, answered]): ValueRow => {
    const shape = shapeOf(answered);
    const nodes = trace.nodes.filter(
      (node) => (node.editable && belongs(node, name)) || (node.kind === "leaf" && node.names?.includes(name)),
    );
    const mine = values[name] as Arr | undefined;
    const value = mine !== undefined && shapeOf(mine).join() === shape.join() ? mine : answered;
    const hasGradient = ({id, gradient}: TraceNode): boolean => !isLeftOut(live.nodes[id]?.gradient ?? gradient);
    const hasArrived = nodes.length > 0 && nodes.every((node) => gradientIds.has(node.id) && hasGradient(node));
    const end = trace.graph === "backward" ? endOf(frame, nodes) : null; // where a backward graph computes it
    const hasMoved = nodes.length > 0 && nodes.every((node) => isSeen(node.tangent_step ?? null, frame.position));
    return {
      name,
      shape,
      value,
      ...(isForwardMode(trace) && {tangent: hasMoved ? numbersOfLeaf(nodes, live, shape, "tangent") : null}),
      gradient: end ?? (hasArrived ? gradientOf(trace, nodes, live, name, shape) : null),
      isDefault: mine === undefined && nodes.some((node) => node.default),
    };
  });
  return request.upstream === null ? leaves : [...leaves, upstreamRow(request.upstream as Arr)];
}

/** Return whether there are tangents of the variables in place of gradients. */
const isForwardMode = (trace: Trace): boolean => trace.mode === "forward" && trace.graph !== "backward";

/** The gradient at the end of a backward graph that belongs to a leaf; null where the leaf is several boxes. */
function endOf(frame: Frame, nodes: readonly TraceNode[]): Arr | null {
  const [leaf, ...more] = nodes;
  if (leaf === undefined || more.length > 0) return null;
  const end = frame.nodes.find(({node}) => node.kind === "output" && node.backward_of === leaf.id);
  return end === undefined || end.value === null ? null : (frame.numbers.nodes[end.node.id]?.value ?? end.node.value);
}

/**
 * The rows of values that the picture does not have, because of an error in the text: those that were given, and
 * `leaves`, those of the last complete answer, as far as their names are still in the text.
 */
export function waitingRows(rows: readonly ValueRow[], request: TraceRequest, leaves: Values): readonly ValueRow[] {
  const rowNames = new Set(rows.map(({name}) => name));
  const names = namesIn(request.source);
  return Object.entries({...leaves, ...request.values})
    .filter(([name]) => names.has(name) && !rowNames.has(name))
    .map(([name, value]) => ({
      name,
      shape: shapeOf(value as Arr),
      value: value as Arr,
      gradient: null,
      isDefault: !Object.hasOwn(request.values, name),
    }));
}

/** The leaves' values of an answer, without those that did not travel whole. */
export function leavesIn(trace: Trace): Values {
  const fullValues = Object.entries(trace.values).filter(([, value]) => typeof value !== "object" || !isLarge(value));
  return Object.fromEntries(fullValues) as Record<string, Value>;
}

/** The name of the row for a given upstream gradient; no variable can be called so. */
export const UPSTREAM = tr("upstream gradient");

function upstreamRow(value: Arr): ValueRow {
  return {name: UPSTREAM, shape: shapeOf(value), value, gradient: null, isDefault: false};
}

/** Return whether a node is the variable or, in the unit view, one of its entries `x[0]`, `x[1]`, ... */
function belongs(node: TraceNode, name: string): boolean {
  return node.name === name || node.name?.startsWith(`${name}[`) === true;
}

function gradientOf(
  trace: Trace,
  nodes: readonly TraceNode[],
  live: Numbers,
  name: string,
  shape: readonly number[],
): Arr {
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined) {
    const gradient = (live.nodes[first.id] ?? first).gradient;
    const row = first.names?.indexOf(name) ?? -1;
    if (row < 0) return gradient;
    if (isLarge(gradient)) return trace.gradients[name] ?? gradient;
    const size = shape.reduce((product, side) => product * side, 1);
    return nest(flatten(gradient).slice(row * size, (row + 1) * size), shape);
  }
  return numbersOfLeaf(nodes, live, shape, "gradient");
}

/** The numbers of a leaf that is one box or one for each of its entries. */
function numbersOfLeaf(
  nodes: readonly TraceNode[],
  live: Numbers,
  shape: readonly number[],
  which: "gradient" | "tangent",
): Arr {
  const all = nodes.map((node) => live.nodes[node.id]?.[which] ?? node[which] ?? 0);
  const [only, ...more] = all;
  return only !== undefined && more.length === 0 ? only : nest(all.flatMap(flatten), shape);
}

export function shapeOf(value: Arr): readonly number[] {
  if (typeof value === "object" && isLarge(value)) return value.shape;
  const shape: number[] = [];
  let at: Arr | undefined = value;
  while (Array.isArray(at)) {
    shape.push(at.length);
    at = at[0] as Arr | undefined;
  }
  return shape;
}
