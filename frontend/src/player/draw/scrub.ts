/** Numbers of the picture under a hand: a leaf's number is dragged sideways, and the picture follows. */

import type {Trace} from "../../shared/contract";
import {PIXELS_PER_STEP, stepOf, stepped, TREMBLE} from "../../shared/number-step";
import type {Frame} from "../model/frame";

/** The number of the leaf of this name that a hand may change; null if there is none. */
export function leafNumber(trace: Trace, {numbers}: Frame, name: string): number | null {
  const leaf = trace.nodes.find((node) => node.editable && node.name === name);
  const value = leaf && (numbers.nodes[leaf.id]?.value ?? leaf.value);
  return typeof value === "number" ? value : null;
}

interface ScrubOptions {
  readonly svg: SVGSVGElement;
  readonly signal: AbortSignal;
  /** The number of a name as it is now; null if it is none that can be changed. */
  readonly value: (name: string) => number | null;
  /** The number while it moves, and null when the hand is off it. */
  readonly call: (name: string, value: number | null) => void;
}

const nameOf = (target: EventTarget | null): string | null =>
  (target as Element | null)?.closest?.(".scrub")?.getAttribute("data-name") ?? null;

export function createScrub({svg, signal, value, call}: ScrubOptions): void {
  let dragState: {readonly name: string; readonly from: number; readonly start: number; dragging: boolean} | null =
    null;

  function down(event: PointerEvent): void {
    const name = nameOf(event.target);
    const start = name === null ? null : value(name);
    if (name === null || start === null || event.button !== 0) return;
    dragState = {name, from: event.clientX, start, dragging: false};
    event.stopPropagation();
  }

  function move(event: PointerEvent): void {
    if (dragState === null) return;
    const distance = event.clientX - dragState.from;
    if (!dragState.dragging && Math.abs(distance) < TREMBLE) return;
    if (!dragState.dragging) {
      dragState.dragging = true;
      svg.classList.add("scrubbing");
    }
    event.preventDefault();
    call(
      dragState.name,
      stepped(dragState.start, Math.round(distance / PIXELS_PER_STEP), stepOf(dragState.start, event)),
    );
  }

  function up(): void {
    if (dragState?.dragging) call(dragState.name, null);
    dragState = null;
    svg.classList.remove("scrubbing");
  }

  /** The picture is neither panned nor zoomed by a hand that holds a number. */
  function keep(event: Event): void {
    if (nameOf(event.target) !== null) event.stopPropagation();
  }

  const listen = {signal};
  const window = svg.ownerDocument.defaultView;
  svg.addEventListener("pointerdown", down, listen);
  for (const kind of ["mousedown", "touchstart"]) svg.addEventListener(kind, keep, listen);
  window?.addEventListener("pointermove", move, listen);
  window?.addEventListener("pointerup", up, listen);
  window?.addEventListener("pointercancel", up, listen);
}
