/** The parts of a frame that is broken into rows with its members: as the exports draw them. Pure. */

import type {Trace, TraceFunction} from "../../shared/contract";

import type {Part} from "./part";

type Flow = Trace["flow"];

const RADIUS = 14;

/** The parts of a frame, in the picture's units: one, unless rows of the picture end in it. */
export const partsOf = (item: TraceFunction): readonly Part[] =>
  [item, ...(item.rest ?? [])].map(({x, y, width, height}) => ({
    x0: x - width / 2,
    x1: x + width / 2,
    y0: y - height / 2,
    y1: y + height / 2,
  }));

/** The rim of each part as one path, without the sides that its row cuts off; places count from (`left`, `top`). */
export function rims(parts: readonly Part[], flow: Flow, left: number, top: number): string {
  return parts.map((part, i) => rim(part, flow, left, top, i === 0, i === parts.length - 1)).join("");
}

function rim({x0, x1, y0, y1}: Part, flow: Flow, left: number, top: number, begins: boolean, ends: boolean): string {
  const down = flow === "down";
  const [a0, a1, b0, b1] = down ? [y0, y1, x0, x1] : [x0, x1, y0, y1];
  const point = (along: number, across: number): string =>
    [(down ? across : along) - left, (down ? along : across) - top].map((at) => Math.round(at * 10) / 10).join();
  const cap = (edge: number, inward: number, from: number, to: number): string => {
    const turn = Math.sign(to - from) * RADIUS;
    const start = `L${point(edge + inward, from)}Q${point(edge, from)} ${point(edge, from + turn)}`;
    return `${start}L${point(edge, to - turn)}Q${point(edge, to)} ${point(edge + inward, to)}`;
  };
  const head = begins ? cap(a0, RADIUS, b0, b1) : `L${point(a0, b0)}M${point(a0, b1)}`;
  const tail = ends ? cap(a1, -RADIUS, b1, b0) : `L${point(a1, b1)}`;
  return `M${point(a1 - (ends ? RADIUS : 0), b0)}${head}${tail}`;
}
