/** Tween from one picture of a formula to another: the old and the new place of each thing that is drawn. No DOM. */

import type {Point, Trace, TraceEdge, TraceFunction} from "../../shared/contract";
import {track} from "../draw/path";
import {counterparts, sameGraph} from "../model/correspondence";
import {plan} from "../model/plan";

/** Centre and size. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `fade` 0: it is in both pictures; 1: it appears; -1: it goes. */
interface BoxMove {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
  readonly fade: Fade;
}

interface WireMove {
  readonly id: string;
  readonly from: readonly Point[]; // as many points as `to`
  readonly to: readonly Point[];
  readonly label: readonly [Point, Point];
  readonly fade: Fade;
}

interface FrameMove {
  readonly id: string;
  readonly from: Rect;
  readonly to: Rect;
  readonly fade: Fade;
}

type Fade = -1 | 0 | 1;

/** Moves from one picture to the next. A part that appears or moves has its id there, one that goes its earlier id. */
export interface Tween {
  readonly boxes: readonly BoxMove[];
  readonly wires: readonly WireMove[];
  readonly frames: readonly FrameMove[];
  readonly anchor: readonly [Point, Rect] | null; // the one function that was opened or closed, before and after
}

const POINTS = 20;
const MOST = 1600; // boxes and wires of both pictures; more do not move in step with the eye

/** Null when there is nothing to follow: another formula, the same picture, or too much to move. */
export function tweenOf(before: Trace, after: Trace): Tween | null {
  if (before === after || !sameGraph(before, after)) return null;
  if (before.nodes.length + after.nodes.length + before.edges.length + after.edges.length > MOST) return null;
  const toggledFunctions = [...toggled(before, after), ...toggled(after, before)];
  if (toggledFunctions.length === 0) return null;
  // With a function others may go; the one that is in both, open in one of them, is what the user looks at.
  const both = toggledFunctions.filter(({id}) =>
    [before, after].every((trace) => trace.functions.some((one) => one.id === id)),
  );
  const ids = new Set((both.length > 0 ? both : toggledFunctions).map((item) => item.id));
  const id = ids.size === 1 ? [...ids][0] : undefined;
  const ends = [before, after].map((trace) => trace.functions.find((item) => item.id === id));
  const [start, end] = ends;
  return {
    boxes: boxes(before, after),
    wires: wires(before, after),
    frames: frames(before, after),
    anchor: start && end ? [point(start), end] : null,
  };
}

/** The functions of one picture that are drawn otherwise, or not, in the other. */
function toggled(one: Trace, other: Trace): readonly TraceFunction[] {
  const openById = new Map(other.functions.map((item) => [item.id, item.open]));
  return one.functions.filter((item) => openById.get(item.id) !== item.open);
}

const point = ({x, y}: {readonly x: number; readonly y: number}): Point => [x, y];

/** Return the place in `to` of a box of `from`: its own, its closed function's, the middle of its gates, or the old. */
function whereabouts(id: string, from: Trace, to: Trace): Point {
  const nodes = plan(to).node;
  const others = counterparts(id, from, to).flatMap((other) => nodes.get(other) ?? []);
  if (others.length === 1 && others[0]) return point(others[0]);
  const frame = to.functions.find((item) => item.id === id);
  if (frame) return point(frame);
  const own = plan(from).node.get(id);
  return own ? point(own) : [0, 0];
}

function boxes(before: Trace, after: Trace): readonly BoxMove[] {
  const old = plan(before).node;
  const now = plan(after).node;
  const here = after.nodes.map((node): BoxMove => {
    const was = old.get(node.id);
    const from = was ? point(was) : whereabouts(node.id, after, before);
    return {id: node.id, from, to: point(node), fade: was ? 0 : 1};
  });
  const removedNodes = before.nodes.filter((node) => !now.has(node.id));
  return [
    ...here,
    ...removedNodes.map(
      (node): BoxMove => ({id: node.id, from: point(node), to: whereabouts(node.id, before, after), fade: -1}),
    ),
  ];
}

/** A wire is the same when it joins the same things, or what stands for them. */
function wires(before: Trace, after: Trace): readonly WireMove[] {
  const name = (id: string): string => counterparts(id, after, before)[0] ?? id;
  const waiting = new Map<string, TraceEdge[]>();
  for (const edge of before.edges) {
    const key = `${edge.source}>${edge.target}`;
    const list = waiting.get(key);
    if (list) list.push(edge);
    else waiting.set(key, [edge]);
  }
  const moves = after.edges.map((edge): WireMove => {
    const sources = [edge.source, ...counterparts(edge.source, after, before)];
    const targets = [edge.target, ...counterparts(edge.target, after, before)];
    const list = sources.flatMap((s) => targets.map((t) => waiting.get(`${s}>${t}`))).find((one) => one?.length);
    const was = list?.splice(
      Math.max(
        0,
        list.findIndex((one) => one.slot === edge.slot),
      ),
      1,
    )[0];
    const to = evenly(edge.path);
    if (was) return {id: edge.id, from: evenly(was.path), to, label: [was.label, edge.label], fade: 0};
    const from = straight(
      whereabouts(name(edge.source), before, before),
      whereabouts(name(edge.target), before, before),
    );
    return {id: edge.id, from, to, label: [middle(from), edge.label], fade: 1};
  });
  const removedWires = [...waiting.values()].flat().map((edge): WireMove => {
    const to = straight(whereabouts(edge.source, before, after), whereabouts(edge.target, before, after));
    return {id: edge.id, from: evenly(edge.path), to, label: [edge.label, middle(to)], fade: -1};
  });
  return [...moves, ...removedWires];
}

/** A frame grows out of its closed function and shrinks back into it. */
function frames(before: Trace, after: Trace): readonly FrameMove[] {
  const find = (trace: Trace, id: string): TraceFunction | undefined => trace.functions.find((item) => item.id === id);
  const moves: FrameMove[] = [];
  for (const item of after.functions) {
    if (!item.open) continue;
    const was = find(before, item.id);
    moves.push({id: item.id, from: was ?? dot(item), to: item, fade: was?.open ? 0 : 1});
  }
  for (const item of before.functions) {
    const now = find(after, item.id);
    if (item.open && !now?.open) moves.push({id: item.id, from: item, to: now ?? dot(item), fade: -1});
  }
  return moves;
}

const dot = ({x, y}: Rect): Rect => ({x, y, width: 0, height: 0});

function evenly(path: readonly Point[]): readonly Point[] {
  const full = track(path);
  return Array.from({length: POINTS}, (_, i) => full.at(i / (POINTS - 1)));
}

function straight([a, b]: Point, [c, d]: Point): readonly Point[] {
  return Array.from({length: POINTS}, (_, i) => {
    const t = i / (POINTS - 1);
    return [a + (c - a) * t, b + (d - b) * t] as const;
  });
}

const middle = (points: readonly Point[]): Point => points[points.length >> 1] ?? [0, 0];

export const between = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];

/** A wire on its way: straight pieces, which at this length look like the curve. */
export function pathBetween(move: WireMove, t: number): string {
  return `M${move.to
    .map((end, i) =>
      between(move.from[i] ?? end, end, t)
        .map(round)
        .join(),
    )
    .join("L")}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Return the place of the arrow head on the way. */
export const headBetween = (move: WireMove, t: number): Point => {
  const end = move.to[move.to.length - 1] ?? [0, 0];
  return between(move.from[move.from.length - 1] ?? end, end, t);
};
