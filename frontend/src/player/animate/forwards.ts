/** Animation along the computation: values, tangents, and in a backward half gradients that are values there. */

import type {Step, TraceEdge} from "../../shared/contract";
import {carries} from "../model/frame";
import {plan} from "../model/plan";
import {
  type AnimationContext,
  afterMark,
  type BurstClip,
  burst,
  type Clip,
  CROWD,
  DOWN,
  leave,
  numbers,
  reveal,
  show,
  token,
  UP,
  wire,
} from "./clips";

type Look = BurstClip["look"];

/** A gate takes what its wires travel, and gives its result. */
export const compute = (s: AnimationContext): Clip[] => travel(s, null);

/** `look`: what goes along the wires; null: what each of them carries. */
export function travel(s: AnimationContext, look: "tangent" | null): Clip[] {
  const clips: Clip[] = s.inputs.slice(0, CROWD).map((edge) => {
    const from = lift(s, edge, look);
    return token(from.look, from.text, afterMark(wire(edge)), [0, 430], {lift: [from.lift, 0], shrinks: true});
  });
  clips.push(burst(s.node, look ?? carries(s.node), 400));
  return [...clips, ...leaving(s, look, 470)];
}

function leaving(s: AnimationContext, look: "tangent" | null, from: number): Clip[] {
  return s.outOf.slice(0, CROWD).flatMap((edge) => {
    const to = lift(s, edge, look);
    const along = leave(wire(edge));
    return [
      token(to.look, to.text, along, [from, from + 430], {lift: [0, to.lift], grows: true}),
      reveal(edge, to.look, from + 410),
    ];
  });
}

/** Return the kind of number that goes along a wire, its text, and its distance from the wire. */
function lift(
  s: AnimationContext,
  edge: TraceEdge,
  look: "tangent" | null,
): Readonly<{look: Look; text: string; lift: number}> {
  const {value, tangent} = numbers(s, edge);
  if (look === "tangent") return {look, text: show(tangent ?? null), lift: DOWN};
  const payload = carries(plan(s.trace).node.get(edge.source));
  // A gradient stands below its wire, or above the tangent that goes with it.
  return {look: payload, text: show(value), lift: payload === "gradient" && s.trace.mode !== "forward" ? DOWN : UP};
}

/** Forward mode begins: the variables get their tangents. */
export function direction(s: AnimationContext, step: Step): Clip[] {
  const schedule = plan(s.trace);
  return step.nodes.slice(0, CROWD).flatMap((id) => {
    const node = schedule.node.get(id);
    if (!node) return [];
    const own: AnimationContext = {...s, node, inputs: [], outOf: schedule.outOf.get(id) ?? []};
    return [burst(node, "tangent", 0), ...leaving(own, "tangent", 120)];
  });
}

/** The backward half begins with dL/d(output). */
export const begin = (s: AnimationContext): Clip[] => [burst(s.node, "gradient", 0), ...leaving(s, null, 120)];
