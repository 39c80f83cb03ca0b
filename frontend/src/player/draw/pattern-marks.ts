/** Marks of gates that stay after they handed back the gradient: a router's lever, the X of a swap, a copy's sockets,
 * the fork of a distributor.
 */

import type {Point, Trace, TraceEdge} from "../../shared/contract";
import type {Frame, NodeFrame, WireFrame} from "../model/frame";
import {plan} from "../model/plan";
import {fraction, track} from "./path";
import type {Layer} from "./wires";

/** One stroke or spot of a mark. */
interface Stroke {
  readonly look: "lever" | "contact" | "open" | "cross" | "socket" | "term" | "fork";
  readonly d: string;
  readonly wire?: string; // whose number it waits for
}

interface Mark {
  readonly id: string;
  readonly strokes: readonly Stroke[];
}

/** px before the gate, along a wire. */
const CONTACT = 26;
const CROSSING = {far: 32, near: 9} as const;
const SOCKET = 13;
const FORK = 7;
const MOST = 12; // wires; a mark for more is a blur

export function drawMarks(layer: Layer, trace: Trace, frame: Frame, nodes: readonly NodeFrame[]): void {
  const wires = new Map(frame.wires.map((wire) => [wire.edge.id, wire]));
  const backward = frame.phase === "backward" && trace.graph !== "backward"; // whose gates hand nothing back
  const marks = nodes.flatMap(({node}): Mark[] => {
    const {inputs, outOf} = plan(trace);
    const at = (edges: readonly TraceEdge[] = []): WireFrame[] => edges.flatMap(({id}) => wires.get(id) ?? []);
    const strokes = strokesOf(
      node.pattern,
      [node.x - node.width / 2, node.y],
      at(inputs.get(node.id)),
      at(outOf.get(node.id)),
      backward,
    );
    return strokes.length === 0 ? [] : [{id: node.id, strokes}];
  });
  layer
    .selectAll<SVGGElement, Mark>("g.pattern-mark")
    .data(marks, ({id}) => id)
    .join((enter) =>
      enter
        .append("g")
        .attr("class", "pattern-mark")
        .attr("data-id", ({id}) => id),
    )
    .selectAll<SVGPathElement, Stroke>("path")
    .data(({strokes}) => strokes)
    .join("path")
    .attr("class", ({look}) => look)
    .attr("data-wire", ({wire}) => wire ?? null)
    .attr("d", ({d}) => d);
}

function strokesOf(
  pattern: string | null,
  left: Point,
  inputs: readonly WireFrame[],
  outOf: readonly WireFrame[],
  backward: boolean,
): Stroke[] {
  if (inputs.length > MOST || outOf.length > MOST) return [];
  if (pattern === "adder") return backward ? outOf.flatMap(socket) : [];
  if (inputs.length < 2 || !inputs.every(({reversed}) => reversed)) return [];
  if (pattern === "router" && inputs.some(({vanished}) => vanished))
    return inputs.flatMap((wire) => contact(wire, left));
  const [a, b] = inputs;
  if (pattern === "swap" && a && b && inputs.length === 2) return cross(a.edge, b.edge);
  if (pattern === "distributor") return fork(inputs);
  return [];
}

/** The place so many px before a wire's end. */
function before(edge: TraceEdge, distance: number): Point {
  const full = track(edge.path);
  return full.at(fraction(full, distance));
}

const line = ([ax, ay]: Point, [bx, by]: Point): string => `M${round(ax)},${round(ay)}L${round(bx)},${round(by)}`;
const spot = ([x, y]: Point, r: number): string =>
  `M${round(x - r)},${round(y)}a${r},${r} 0 1 1 ${2 * r},0a${r},${r} 0 1 1 ${-2 * r},0z`;
const round = (value: number): number => Math.round(value * 10) / 10;

/** A switch: the lever lies on the wires that won, the contacts of the others are open. */
function contact({edge, vanished}: WireFrame, pivot: Point): Stroke[] {
  const at = before(edge, CONTACT);
  if (vanished) return [{look: "open", d: spot(at, 3.5)}];
  return [
    {look: "lever", d: line(pivot, at)},
    {look: "contact", d: spot(at, 3.5)},
  ];
}

function cross(a: TraceEdge, b: TraceEdge): Stroke[] {
  return [
    {look: "cross", d: line(before(a, CROSSING.far), before(b, CROSSING.near))},
    {look: "cross", d: line(before(b, CROSSING.far), before(a, CROSSING.near))},
  ];
}

/** Return the sockets where a copy's wires begin: one for each term, filled once it has arrived. */
function socket({edge, reversed}: WireFrame): Stroke[] {
  const full = track(edge.path);
  const at = full.at(Math.min(0.5, SOCKET / Math.max(1, full.length)));
  return [{look: reversed ? "term" : "socket", d: spot(at, 4), wire: edge.id}];
}

/** One bar that joins the wires: what comes out of it is the same for each. */
function fork(inputs: readonly WireFrame[]): Stroke[] {
  const ends = inputs.map(({edge}) => before(edge, FORK));
  return [
    {
      look: "fork",
      d: ends
        .slice(1)
        .map((end, i) => line(ends[i] as Point, end))
        .join(""),
    },
  ];
}
