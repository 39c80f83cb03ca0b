/** Pointer and keyboard on the picture: choosing, lighting up, walking along the wires, opening and closing. */

import type {Trace} from "../../shared/contract";
import {plan} from "../model/plan";
import {nextButton} from "./functions";
import {neighbour, WALKS} from "./keyboard-neighbour";
import type {Layer} from "./wires";

interface InteractionsOptions {
  readonly svg: SVGSVGElement;
  readonly wires: Layer;
  readonly signal: AbortSignal;
  readonly folds: () => boolean; // functions can be opened and closed
  readonly trace: () => Trace | null;
  readonly moving: () => boolean; // the picture moves under the pointer
  readonly choose: (id: string | null) => void;
  readonly toggle: (id: string, open: boolean, byKey: boolean) => void;
  readonly walk: (id: string, to: string) => void; // the focus goes on to this box, or to this function's button
}

const idOf = (target: EventTarget | null): string | null =>
  (target as Element | null)?.closest?.(".node, .wire")?.getAttribute("data-id") ?? null;

const foldOf = (target: EventTarget | null): string | null =>
  (target as Element | null)?.closest?.(".fold")?.getAttribute("data-function") ?? null;

export function createInteractions(options: InteractionsOptions): void {
  const {svg, wires, signal, trace, choose, toggle, walk} = options;

  function light(id: string | null): void {
    if (id !== null && options.moving()) return;
    wires
      .selectAll<SVGGElement, {edge: {id: string; source: string; target: string}}>("g.wire")
      .classed("lit", ({edge}) => id !== null && (edge.id === id || edge.source === id || edge.target === id));
  }

  /** Opens a closed function and closes an open one. */
  function flip(id: string, byKey: boolean): boolean {
    const item = options.folds() ? trace()?.functions.find((other) => other.id === id) : undefined;
    if (item) toggle(id, !item.open, byKey);
    return item !== undefined;
  }

  function onClick(event: Event): void {
    const fold = foldOf(event.target);
    if (fold === null) choose(idOf(event.target));
    else flip(fold, false);
  }

  function onDouble(event: Event): void {
    const id = idOf(event.target);
    if (id !== null && foldOf(event.target) === null) flip(id, false);
  }

  function onKey(event: KeyboardEvent): void {
    const now = trace();
    if (!now || event.ctrlKey || event.metaKey || event.altKey) return;
    const fold = foldOf(event.target);
    const id = idOf(event.target);
    if (fold !== null ? onButton(now, fold, event.key) : id !== null && onBox(now, id, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  function onButton(now: Trace, id: string, key: string): boolean {
    if (key === "Enter" || key === " " || key === "o" || key === "O") return flip(id, true);
    const to = nextButton(now.functions, id, key);
    if (to !== null) walk(id, to);
    return to !== null;
  }

  function onBox(now: Trace, id: string, {key, target}: KeyboardEvent): boolean {
    if (key === "o" || key === "O") {
      const around = plan(now).node.get(id)?.function ?? null;
      return flip(id, true) || (around !== null && flip(around, true));
    }
    if (key === "Enter" && flip(id, true)) return true;
    if (key === "Enter" || key === " ") {
      choose(id);
      return true;
    }
    // Arrows walk the graph only for who came by keyboard; after a click they still step the lesson.
    if (!WALKS.has(key) || !keyboard(target)) return false;
    const to = neighbour(now, id, key);
    if (to !== null) walk(id, to);
    return true;
  }

  const listen = {signal};
  svg.addEventListener("click", onClick, listen);
  svg.addEventListener("dblclick", onDouble, listen);
  svg.addEventListener("pointerover", (event) => light(idOf(event.target)), listen);
  svg.addEventListener("pointerleave", () => light(null), listen);
  svg.addEventListener("keydown", onKey, listen);
}

function keyboard(target: EventTarget | null): boolean {
  try {
    return (target as Element).matches(":focus-visible");
  } catch {
    return true; // a browser without :focus-visible
  }
}
