/** The health of a large picture seen from far away: one path for all wires of a heat, a spot on each box in trouble. */

import {lane} from "../../player/draw/outlines";
import type {Health, Heat} from "../../player/model/health";
import type {Finding, Trace} from "../../shared/contract";
import {element} from "../../shared/svg";

type Spot = Readonly<{kind: Finding["kind"]; d: string}>;

/** Straight pieces through the way-points, by heat. */
export function wiresByHeat(trace: Trace, health: Health): ReadonlyMap<Heat, string> {
  const wiresOfHeat = new Map<Heat, string[]>();
  for (const edge of trace.edges) {
    const heat = health.wires.get(edge.id) ?? "fine";
    const list = wiresOfHeat.get(heat);
    if (list) list.push(lane(edge));
    else wiresOfHeat.set(heat, [lane(edge)]);
  }
  return new Map([...wiresOfHeat].map(([heat, pieces]) => [heat, pieces.join("")]));
}

/** Points, by kind of trouble; of several in one box the worst. Their size is that of the stroke, on any scale. */
export function spotsByKind(trace: Trace, health: Health): readonly Spot[] {
  const spots = new Map<Finding["kind"], string[]>();
  for (const {id, x, y} of trace.nodes) {
    const kind = health.nodes.get(id)?.[0]?.kind;
    if (kind === undefined) continue;
    const d = `M${Math.round(x)},${Math.round(y)}h0`;
    const list = spots.get(kind);
    if (list) list.push(d);
    else spots.set(kind, [d]);
  }
  return [...spots].map(([kind, pieces]) => ({kind, d: pieces.join("")}));
}

/** Draws it over the outlines, or takes it away when the picture is seen from near. */
export function drawHealthOutlines(stage: HTMLElement, trace: Trace, health: Health): void {
  const outlines = stage.querySelector(".viewport.far-away > .outlines");
  const layer = stage.querySelector(".viewport > .far-health");
  if (!outlines) {
    layer?.remove();
    return;
  }
  if (layer) return;
  const group = element("g", {class: "far-health", "aria-hidden": "true"});
  for (const [heat, d] of wiresByHeat(trace, health))
    group.append(element("path", {class: "far-wire", "data-heat": heat, d}));
  for (const {kind, d} of spotsByKind(trace, health))
    group.append(element("path", {class: "far-spot", "data-trouble": kind, d}));
  outlines.after(group);
}

export function undressFar(stage: HTMLElement): void {
  stage.querySelector(".viewport > .far-health")?.remove();
}
