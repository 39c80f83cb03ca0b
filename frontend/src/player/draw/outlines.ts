/** A large picture from far away: one path for all wires, and one for all boxes, of a state. */

import type {Trace, TraceEdge} from "../../shared/contract";
import type {Frame} from "../model/frame";
import type {Layer} from "./wires";

interface Mass {
  readonly key: string;
  readonly d: string;
}

/** Draws the outlines of everything; with `frame` null, nothing. */
export function drawOutlines(layer: Layer, trace: Trace | null, frame: Frame | null): void {
  layer
    .selectAll<SVGPathElement, Mass>("path")
    .data(trace && frame ? masses(frame) : [], (mass) => mass.key)
    .join((enter) => enter.append("path").attr("class", (mass) => `far ${mass.key}`))
    .attr("d", (mass) => mass.d);
}

/** A wire seen from far away. */
export const lane = ({path}: TraceEdge): string =>
  `M${path.map(([x, y]) => `${Math.round(x)},${Math.round(y)}`).join("L")}`;

const massesByFrame = new WeakMap<Frame, readonly Mass[]>();

/** Straight pieces through the way-points: at this size nobody sees a curve. */
export function masses(frame: Frame): readonly Mass[] {
  const all = massesByFrame.get(frame) ?? gathered(frame);
  massesByFrame.set(frame, all);
  return all;
}

function gathered({nodes, wires}: Frame): readonly Mass[] {
  const idsByKey = new Map<string, string[]>();
  const add = (key: string, d: string): void => {
    const list = idsByKey.get(key);
    if (list) list.push(d);
    else idsByKey.set(key, [d]);
  };
  for (const {edge, done} of wires) add(`wire ${done ?? "waiting"}`, lane(edge));
  for (const {node, done} of nodes) {
    const [width, height] = [Math.round(node.width), Math.round(node.height)];
    const corner = `${Math.round(node.x - width / 2)},${Math.round(node.y - height / 2)}`;
    add(`box ${node.kind} ${done ?? "waiting"}`, `M${corner}h${width}v${height}h${-width}z`);
  }
  return [...idsByKey].map(([key, pieces]) => ({key, d: pieces.join("")}));
}
