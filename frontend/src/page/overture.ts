/** The first motion, by itself: a light runs once along the wires in the order of the forward pass, and ends at Play. */

import {plan} from "../player/model/plan";
import type {Trace} from "../shared/contract";
import {prefersReducedMotion} from "../shared/dom";

const START = 350; // ms after the first picture
const RUN = 1100; // from the leaves to the output
const PULSE = 420; // of one wire
/** Whoever does anything has been invited. */
const ENDS = ["pointerdown", "keydown", "wheel"] as const;

/** Play the overture, unless the user asked for less motion. */
export function playOverture(stage: Element, trace: Trace): void {
  if (prefersReducedMotion(window)) return;
  const {node, edge} = plan(trace);
  const seenFrom = (id: string | undefined): number | null => node.get(id ?? "")?.value_step ?? null;
  const last = Math.max(1, ...trace.edges.map(({source}) => seenFrom(source) ?? 0));
  const lights = [...stage.querySelectorAll<SVGGElement>(".wires > .wire")].flatMap((wire) => {
    const line = wire.querySelector(".line");
    const at = seenFrom(edge.get(wire.dataset.id ?? "")?.source);
    if (line === null || at === null) return [];
    const highlightFrames = [{}, {stroke: "var(--fwd)", strokeWidth: "3px"}, {}];
    return [line.animate(highlightFrames, {delay: START + (at / last) * RUN, duration: PULSE, easing: "ease-out"})];
  });
  const button = document.getElementById("first-play");
  const growthFrames = [{}, {transform: "scale(1.06)"}, {}];
  const press = button?.animate(growthFrames, {delay: START + RUN + PULSE / 2, duration: PULSE, easing: "ease-in-out"});
  const all = press === undefined ? lights : [...lights, press];
  const end = (): void => {
    for (const one of all) one.cancel();
    for (const name of ENDS) window.removeEventListener(name, end, true);
  };
  for (const name of ENDS) window.addEventListener(name, end, {capture: true, passive: true});
  void Promise.allSettled(all.map((one) => one.finished)).then(end);
}
