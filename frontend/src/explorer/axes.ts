/** The lines and numbers behind a chart. */

import type {Selection} from "d3-selection";
import {ticks} from "./data";

export type Layer = Selection<SVGGElement, unknown, null, undefined>;

export const MARGIN = {left: 46, right: 16, top: 14, bottom: 24};

export function drawGrid(
  layer: Layer,
  across: readonly [number, number],
  up: readonly [number, number],
  x: (v: number) => number,
  y: (v: number) => number,
  width: number,
  height: number,
): void {
  const lines = [
    ...ticks(across[0], across[1], Math.max(4, Math.round(width / 90))).map((value) => ({value, upright: true})),
    ...ticks(up[0], up[1], Math.max(3, Math.round(height / 60))).map((value) => ({value, upright: false})),
  ];
  const groups = layer
    .selectAll<SVGGElement, (typeof lines)[number]>("g")
    .data(lines, (one) => `${one.upright} ${one.value}`)
    .join((enter) => {
      const group = enter.append("g");
      group.append("line");
      group.append("text");
      return group;
    })
    .attr("class", (one) => (one.value === 0 ? "zero" : ""));
  groups
    .select("line")
    .attr("x1", (one) => (one.upright ? x(one.value) : MARGIN.left))
    .attr("x2", (one) => (one.upright ? x(one.value) : width - MARGIN.right))
    .attr("y1", (one) => (one.upright ? MARGIN.top : y(one.value)))
    .attr("y2", (one) => (one.upright ? height - MARGIN.bottom : y(one.value)));
  groups
    .select("text")
    .attr("x", (one) => (one.upright ? x(one.value) : MARGIN.left - 7))
    .attr("y", (one) => (one.upright ? height - MARGIN.bottom + 16 : y(one.value) + 4))
    .attr("text-anchor", (one) => (one.upright ? "middle" : "end"))
    .text((one) => String(one.value).replace("-", "−"));
}
