/** Clips of a timeline: tokens, bursts and numbers that wait for their token; and the walk along a wire. */

import {
  type Arr,
  type EdgeNumbers,
  flatten,
  type Point,
  type Trace,
  type TraceEdge,
  type TraceNode,
} from "../../shared/contract";
import {number, shapeOf, shapeText, text} from "../../shared/number";
import {ABOVE, BELOW} from "../draw/labels";
import {nearest, part, type Track, track} from "../draw/path";
import type {Frame} from "../model/frame";

type Tone = "value" | "gradient" | "local" | "tangent" | "plain";

export interface Segment {
  readonly text: string;
  readonly tone: Tone;
}

/** A token. It moves along `track` from `begin` to `end`, is seen from `begin` to `until`, all in ms at 1x. */
export interface TokenClip {
  readonly kind: "token";
  readonly look: "value" | "gradient" | "local" | "tangent" | "sum";
  readonly segments: readonly Segment[];
  readonly track: Track;
  readonly lift: readonly [number, number]; // how far off the track it starts and ends, downwards
  readonly begin: number;
  readonly end: number;
  readonly until: number;
  readonly faint?: boolean;
  readonly even?: boolean; // at one speed all the way: easing is fastest in the middle
  readonly shrinks?: boolean; // it shrinks into the gate at its end
  readonly grows?: boolean; // it grows out of the gate at its start
  readonly gate?: TraceNode; // the gate it comes from or goes to, whose sign it never covers
}

/** A ring that spreads from a gate. */
export interface BurstClip {
  readonly kind: "burst";
  readonly look: Exclude<TokenClip["look"], "sum">;
  readonly node: TraceNode;
  readonly begin: number;
  readonly end: number;
}

/** A number of the picture that is hidden until `at`; `placeholder` stands there meanwhile. */
export interface RevealClip {
  readonly kind: "reveal";
  readonly edge: TraceEdge;
  readonly line: BurstClip["look"];
  readonly at: number;
  readonly placeholder: string | null;
}

export type Clip = TokenClip | BurstClip | RevealClip;

export interface Timeline {
  readonly duration: number;
  readonly clips: readonly Clip[];
}

export const UP = ABOVE - 5; // from the wire to the middle of the value above it
export const DOWN = BELOW - 5; // and of the gradient below it
/** Advance of one character of the 13 px mono font. */
export const CHARACTER = 7.83;
export const CROWD = 8; // tokens at once; more are a blur

export interface AnimationContext {
  readonly trace: Trace;
  readonly frame: Frame;
  readonly node: TraceNode;
  readonly inputs: readonly TraceEdge[];
  readonly outOf: readonly TraceEdge[];
}

export interface Wire {
  readonly edge: TraceEdge;
  readonly full: Track;
  readonly mark: number; // where on the track the label stands
}

export const wire = (edge: TraceEdge): Wire => {
  const full = track(edge.path);
  return {edge, full, mark: nearest(full, edge.label)};
};
/** Tracks from the label to the gate at the wire's end, and back. */
export const afterMark = (w: Wire): Track => part(w.full, w.mark, 1);
export const retreat = (w: Wire): Track => part(w.full, 1, w.mark);
/** Tracks from the gate at the wire's start to the label, and back. */
export const leave = (w: Wire): Track => part(w.full, 0, w.mark);
export const recede = (w: Wire): Track => part(w.full, w.mark, 0);
export const still = (at: Point): Track => track([at, at]);

export const numbers = (s: AnimationContext, edge: TraceEdge): EdgeNumbers => s.frame.numbers.edges[edge.id] ?? edge;
/** Return the text of a token: a matrix has its shape, for its rows in brackets are code and wider than the wire. */
export function show(value: Arr | null): string {
  if (value === null) return "";
  const shape = shapeOf(value);
  if (shape.length > 0 && shape.every((length) => length === 1)) return flatten(value).map(number).join("");
  return shape.length > 1 ? shapeText(shape) : text(value);
}

export function token(
  look: TokenClip["look"],
  segments: readonly Segment[] | string,
  along: Track,
  times: readonly [number, number, number?],
  more: Partial<TokenClip> = {},
): TokenClip {
  const [begin, end, until = end] = times;
  const parts =
    typeof segments === "string" ? [{text: segments, tone: look === "sum" ? "plain" : look} as Segment] : segments;
  return {kind: "token", look, segments: parts, track: along, lift: [0, 0], begin, end, until, ...more};
}

export const burst = (node: TraceNode, look: BurstClip["look"], begin: number): BurstClip => ({
  kind: "burst",
  look,
  node,
  begin,
  end: begin + 420,
});

export const reveal = (
  edge: TraceEdge,
  line: RevealClip["line"],
  at: number,
  placeholder: string | null = null,
): RevealClip => ({
  kind: "reveal",
  edge,
  line,
  at,
  placeholder,
});
