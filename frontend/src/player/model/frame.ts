/** Content of the screen at a position: a function of the trace, the position and the numbers, and of nothing else. */

import {
  type Arr,
  BLANK,
  isAbstract,
  isLeftOut,
  type Numbers,
  type Phase,
  type Trace,
  type TraceEdge,
  type TraceNode,
  WITHHELD,
} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {text} from "../../shared/number";
import {flowOf, magnitude} from "./flow";
import {numbersOf, runningSum} from "./numbers";
import {isSeen, plan} from "./plan";
import {renewText} from "./step-text";

export interface NodeFrame {
  readonly node: TraceNode;
  readonly value: string | null; // null: not computed yet
  readonly gradient: string | null; // null: the backward pass has not been here
  readonly active: Phase | null; // the step that was done last is about this node
  readonly done: Phase | null; // the furthest pass that has been here
}

/** Colour of a wire: by the pass that went along it, or as a local gradient. */
type Mark = Phase | "local";

export interface WireFrame {
  readonly edge: TraceEdge;
  readonly value: string | null;
  readonly gradient: string | null;
  readonly values: Arr | null; // the numbers behind `value` and `gradient`
  readonly gradients: Arr | null;
  readonly locals: Arr | null; // a local gradient on its way to a product, in the backward half of a backward graph
  readonly tangents: Arr | null; // of forward mode
  readonly partial: boolean; // the gradient is a copy gate's sum that still lacks terms
  readonly active: Phase | null;
  readonly done: Mark | null;
  readonly reversed: boolean; // a gradient has come back along it: its arrow points to where it comes from
  readonly flow: number; // |gradient| beside the greatest of the picture, from 0 to 1
  readonly vanished: boolean; // a router has sent it nothing
  readonly leaf: string | null; // the name whose number this is, if it can be changed
  readonly name: string; // of its value; "" where the box that it comes from, or leads to, says it
}

export interface Frame {
  readonly position: number;
  readonly last: number;
  readonly phase: Phase | null; // of the step done last
  readonly nodes: readonly NodeFrame[];
  readonly wires: readonly WireFrame[];
  readonly caption: string;
  readonly numbers: Numbers;
}

/** Everything visible once `position` steps are done. `live` replaces the document's numbers. */
export function frame(trace: Trace, position: number, live: Numbers = numbersOf(trace)): Frame {
  const {node: nodeOf} = plan(trace);
  const last = trace.steps.length;
  const at = Math.max(0, Math.min(last, Math.round(position)));
  const step = at > 0 ? trace.steps[at - 1] : undefined;
  const activeNodes = new Set(step?.nodes);
  const activeEdges = new Set(step?.edges);
  const phase = step?.phase ?? null;
  const nodes = trace.nodes.map((node): NodeFrame => {
    const isVisible = isSeen(node.value_step, at);
    const gradient = isSeen(node.gradient_step, at) ? text(live.nodes[node.id]?.gradient ?? node.gradient) : null;
    return {
      node,
      value: isVisible ? text(live.nodes[node.id]?.value ?? node.value) : null,
      gradient,
      active: activeNodes.has(node.id) ? phase : null,
      done: gradient !== null || (isVisible && carries(node) !== "value") ? "backward" : isVisible ? "forward" : null,
    };
  });
  const wires = trace.edges.map((edge): WireFrame => {
    const source = nodeOf.get(edge.source);
    const target = nodeOf.get(edge.target);
    const isVisible = isSeen(source?.value_step ?? null, at);
    const full = isSeen(edge.gradient_step, at);
    const sum = full ? null : runningSum(trace, edge.target, at, live);
    const gradients = visibleNumbers(edge, full ? (live.edges[edge.id]?.downstream ?? edge.downstream) : sum);
    const values = isVisible ? visibleNumbers(edge, live.edges[edge.id]?.value ?? edge.value) : null;
    const moves = isSeen(source?.tangent_step ?? null, at);
    const tangents = moves ? (live.edges[edge.id]?.tangent ?? edge.tangent ?? null) : null;
    const payload = carries(source);
    if (payload !== "value") {
      return {
        edge,
        value: null,
        gradient: payload === "gradient" && values !== null ? text(values) : null,
        values: null,
        gradients: payload === "gradient" ? values : null,
        locals: payload === "local" ? values : null,
        tangents,
        partial: false,
        active: activeEdges.has(edge.id) ? phase : null,
        done: values === null ? null : payload === "local" ? "local" : "backward",
        reversed: false,
        flow: 0,
        vanished: false,
        leaf: null,
        name: edge.caption,
      };
    }
    return {
      edge,
      locals: null,
      tangents,
      value: values === null ? null : text(values),
      gradient: gradients === null ? null : text(gradients),
      values,
      gradients,
      partial: sum !== null,
      active: activeEdges.has(edge.id) ? phase : null,
      done: full ? "backward" : tangents !== null ? "tangent" : isVisible ? "forward" : null,
      reversed: full,
      flow: full && gradients !== null ? flowOf(trace, live, gradients) : 0,
      vanished:
        full && gradients !== null && !isLeftOut(gradients) && !isAbstract(gradients) && isLost(target, gradients),
      leaf: edge.shape.length === 0 && trace.shapes_only == null ? editableName(source) : null,
      name: edge.caption,
    };
  });
  return {position: at, last, phase, nodes, wires, caption: caption(trace, at, live), numbers: live};
}

/** Return the kind of value of a box of a backward graph; documents of an earlier version do not say it. */
export const carries = (node: TraceNode | undefined): TraceNode["carries"] => node?.carries ?? "value";

/** An array that an exercise leaves out is not drawn, nor is what it withholds; a number is drawn as "?". */
const visibleNumbers = ({shape}: TraceEdge, numbers: Arr | null): Arr | null =>
  numbers === WITHHELD || (numbers === BLANK && shape.length > 0) ? null : numbers;

const isLost = (gate: TraceNode | undefined, gradient: Arr): boolean =>
  gate?.pattern === "router" && magnitude(gradient) === 0;

const editableName = (node: TraceNode | undefined): string | null => (node?.editable ? node.name : null);

/** The sentence of a position. Before the first step: what is on screen and what comes. */
export function caption(trace: Trace, position: number, live: Numbers = numbersOf(trace)): string {
  const step = position > 0 ? trace.steps[position - 1] : undefined;
  if (!step) {
    if (trace.steps.length === 0) return "";
    return trace.shapes_only == null
      ? tr("The inputs have their values. Press play, or step forward.")
      : tr("The inputs have their shapes. Press play, or step forward.");
  }
  if (live === numbersOf(trace)) return step.text;
  return renewText(step.words, trace, live, position);
}
