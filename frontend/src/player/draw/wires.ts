/** The wires: one path each, a wider one that is easy to hit, and a small arrow head at the gate. */
import type {Selection as D3} from "d3-selection";
import type {Point} from "../../shared/contract";
import type {WireFrame} from "../model/frame";
import {clipped} from "./level-of-detail";
import type {Part} from "./part";
import {pathData} from "./path";

export type Layer = D3<SVGGElement, unknown, null, undefined>;

/** The state of a wire or a box as classes; never the only mark of it. */
export function stateClass(base: string, item: {readonly active: string | null; readonly done: string | null}): string {
  return [base, item.done, item.active === null ? null : `active-${item.active}`].filter(Boolean).join(" ");
}

/** The arrow head at a wire's end; in the backward pass at its start. The wires of a backward half lead left. */
export function tip(path: readonly Point[], reversed = false): string {
  const [end, before] = reversed ? path : [...path].reverse();
  const left = before ? before[0] > (end as Point)[0] : reversed;
  return end ? `M${end[0]},${end[1]}l${left ? 7 : -7},-3.6v7.2z` : "";
}

/** The classes of a wire: what a router has sent nothing stays grey and dashed. */
const wireClass = (wire: WireFrame, selected: boolean): string =>
  stateClass(
    `wire${selected ? " selected" : ""}${wire.vanished ? " lost" : ""}${wire.edge.saved == null ? "" : " saved"}`,
    wire,
  );

/** Edge for which a group was last laid out, and its cut: a slider changes numbers, never geometry. */
const layoutKeys = new WeakMap<Element, readonly unknown[]>();
const drawKeys = new WeakMap<Element, readonly unknown[]>();

/** Return whether an element needs these keys: it does not if they are those of the last time. */
export function isNew(
  drawnKeys: WeakMap<Element, readonly unknown[]>,
  element: Element,
  now: readonly unknown[],
): boolean {
  if (drawnKeys.get(element)?.every((one, i) => one === now[i])) return false;
  drawnKeys.set(element, now);
  return true;
}

/** `cut`: the part of the picture outside of which no wire need be drawn. */
export function drawWires(layer: Layer, wires: readonly WireFrame[], selected: string | null, cut: Part | null): void {
  const where = cut && Object.values(cut).join();
  layer
    .selectAll<SVGGElement, WireFrame>("g.wire")
    .data(wires, (wire) => wire.edge.id)
    .join((enter) => {
      const group = enter.append("g").attr("data-id", (wire) => wire.edge.id);
      group.append("path").attr("class", "hit");
      group.append("path").attr("class", "line");
      group.append("path").attr("class", "tip");
      return group;
    })
    .filter(function (wire) {
      return isNew(drawKeys, this, [wire, wire.edge.id === selected, where]);
    })
    .attr("class", (wire) => wireClass(wire, wire.edge.id === selected))
    .each(function (wire) {
      this.style.setProperty("--flow", String(wire.flow));
      if (!isNew(layoutKeys, this, [wire.edge, where, wire.reversed])) return;
      const {path} = wire.edge;
      const d = cut ? clipped(path, cut).map(pathData).join("") : pathData(path);
      const [hit, line, head] = this.children;
      hit?.setAttribute("d", d);
      line?.setAttribute("d", d);
      head?.setAttribute("d", tip(wire.edge.path, wire.reversed));
    });
}
