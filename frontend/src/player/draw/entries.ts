/** Entries of arrays under the pointer or the keyboard: what they touch is marked, and said in a small card. */

import type {Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {shapeText} from "../../shared/number";
import type {Frame, WireFrame} from "../model/frame";
import {plan} from "../model/plan";
import {cellBox, smallGrid} from "./arrays";
import {type EntryText, sayArray, sayEntry, wireName} from "./entry-text";
import type {Layer} from "./wires";

interface EntryHost {
  readonly element: HTMLElement; // of the stage: the card stands in it
  readonly svg: SVGSVGElement;
  readonly labels: Layer;
  readonly marks: Layer;
  readonly signal: AbortSignal;
  /** A large array, or Enter on a small one: show all its numbers. */
  readonly open: (edge: string, what: What) => void;
  /** Bring the array of a wire into sight. */
  readonly reveal: (edge: string) => void;
}

export type What = "value" | "gradient";

interface At {
  readonly edge: string;
  readonly what: What;
  readonly entry: number; // -1: the array as a whole
  readonly keyboard: boolean;
}

interface Entries {
  show(trace: Trace, frame: Frame): void;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function createEntries(host: EntryHost): Entries {
  const {svg, labels, marks, signal} = host;
  const document = svg.ownerDocument;
  const card = document.createElement("div");
  card.className = "cr-tip";
  card.setAttribute("role", "status");
  host.element.append(card);

  let current: {readonly trace: Trace; readonly frame: Frame} | null = null;
  let at: At | null = null;
  let focused: At | null = null; // where the keyboard was last

  let wires: ReadonlyMap<string, WireFrame> = new Map();
  const wireOf = (id: string): WireFrame | undefined => wires.get(id);
  const groupOf = (place: At): SVGGElement | null =>
    labels.node()?.querySelector(`g.label[data-id="${CSS.escape(place.edge)}"] .cr-array.${place.what}`) ?? null;

  function arrayAt(target: EventTarget | null): {readonly group: SVGGElement; edge: string; what: What} | null {
    const group = (target as Element | null)?.closest?.<SVGGElement>(".cr-array") ?? null;
    const edge = group?.parentElement?.getAttribute("data-id");
    return group && edge ? {group, edge, what: group.classList.contains("value") ? "value" : "gradient"} : null;
  }

  /** The entry under a point of the window. */
  function under(event: MouseEvent): At | null {
    const cell = arrayAt(event.target);
    const wire = cell && wireOf(cell.edge);
    const matrix = cell?.group.getScreenCTM?.()?.inverse();
    if (!cell || !wire || !matrix) return null;
    const {edge, what} = cell;
    const grid = smallGrid(wire.edge.shape);
    if (!grid) return {edge, what, entry: -1, keyboard: false};
    const x = matrix.a * event.clientX + matrix.e;
    const y = matrix.d * event.clientY + matrix.f;
    const box = cellBox(grid.rows, grid.columns, 0, what === "value");
    const column = Math.floor((x - box.x) / box.width);
    const row = Math.floor((y - box.y) / box.height);
    if (row < 0 || column < 0 || row >= grid.rows || column >= grid.columns) return null;
    return {edge, what, entry: row * grid.columns + column, keyboard: false};
  }

  function go(next: At | null): void {
    if (next?.edge === at?.edge && next?.what === at?.what && next?.entry === at?.entry) return;
    at = next;
    draw();
  }

  function draw(): void {
    const wire = at && wireOf(at.edge);
    const numbers = at && wire ? (at.what === "value" ? wire.values : wire.gradients) : null;
    if (!current || !at || !wire || numbers === null) {
      at = null;
      marks.selectAll("*").remove();
      card.replaceChildren();
      return;
    }
    const entryText =
      at.entry < 0
        ? sayArray(current.trace, wire.edge, numbers, at.what)
        : sayEntry(current.trace, current.frame.numbers, wire, at.entry);
    drawMarks(entryText);
    card.setAttribute("aria-live", at.keyboard ? "polite" : "off");
    card.replaceChildren(
      ...entryText.lines.map(({tone, text}) => {
        const line = document.createElement("p");
        line.className = `tip-${tone}`;
        line.textContent = text;
        return line;
      }),
    );
    place(at);
  }

  function drawMarks({marks: all}: EntryText): void {
    if (!current) return;
    const plans = plan(current.trace).edge;
    const boxes = all.flatMap(({edge: id, entry, look}) => {
      const edge = plans.get(id);
      const grid = edge && smallGrid(edge.shape);
      const wire = wireOf(id);
      if (!edge || !grid || !wire) return [];
      const sides = look === "source" || look === "weight" ? [true] : [true, false];
      return sides
        .filter((above) => (above ? wire.values : wire.gradients) !== null)
        .map((above) => ({...cellBox(grid.rows, grid.columns, entry, above), label: edge.label, look}));
    });
    marks
      .selectAll("rect")
      .data(boxes)
      .join("rect")
      .attr("class", ({look}) => `mark-cell ${look}`)
      .attr("x", ({x, label}) => x + label[0] + 1)
      .attr("y", ({y, label}) => y + label[1] + 1)
      .attr("width", ({width}) => width - 2)
      .attr("height", ({height}) => height - 2)
      .attr("rx", 3);
  }

  /** The card stands under its array, or above it where there is no room below; never over the edge of the stage. */
  function place(now: At): void {
    const around = host.element.getBoundingClientRect();
    const box = groupOf(now)?.getBoundingClientRect();
    if (!box) return;
    const {offsetWidth: width, offsetHeight: height} = card;
    const space = around.width - width - 8;
    const left = Math.max(8, Math.min(space, box.left - around.left));
    const below = box.bottom - around.top + 8;
    const above = box.top - around.top - height - 8;
    const fits = now.what === "value" && above >= 8 ? above : below + height <= around.height - 8 ? below : above;
    card.style.left = `${left}px`;
    card.style.top = `${Math.max(8, fits)}px`;
  }

  /** One array is the tab stop: the last one visited, else the first of the gate at work, else the first. */
  function tabs(): void {
    if (!current) return;
    const {frame, trace} = current;
    const arrays = frame.wires.filter(({edge, values}) => edge.shape.length > 0 && values !== null);
    const focusedWire = arrays.find(({edge}) => edge.id === focused?.edge);
    const stop = focusedWire ?? arrays.find(({active}) => active !== null) ?? arrays[0];
    labels.selectAll<SVGGElement, unknown>(".cr-array").each(function () {
      const cell = arrayAt(this);
      const wire = cell && wireOf(cell.edge);
      if (!cell || !wire) return;
      const what = focusedWire && focused ? focused.what : "value";
      this.setAttribute("tabindex", cell.edge === stop?.edge.id && cell.what === what ? "0" : "-1");
      this.setAttribute("role", "group");
      this.setAttribute("aria-roledescription", "array");
      const [name, shape] = [wireName(trace, wire.edge), shapeText(wire.edge.shape)];
      const of = cell.what === "value" ? tr`value of ${name}, ${shape}` : tr`gradient of ${name}, ${shape}`;
      this.setAttribute("aria-label", of);
    });
  }

  function focus(next: At): void {
    focused = next;
    tabs();
    groupOf(next)?.focus({preventScroll: true});
    host.reveal(next.edge);
    go(next);
  }

  function onKey(event: KeyboardEvent): void {
    const cell = arrayAt(event.target);
    if (!cell || !current || event.ctrlKey || event.metaKey || event.altKey) return;
    const {edge, what} = cell;
    const now = at?.edge === edge && at.what === what ? at : {edge, what, entry: 0, keyboard: true};
    const next = target(now, event.key);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === "open") host.open(cell.edge, cell.what);
    else if (next === null) {
      go(null);
      cell.group.blur();
    } else focus({...next, keyboard: true});
  }

  function target(now: At, key: string): At | "open" | null | undefined {
    const wire = wireOf(now.edge);
    if (!wire || !current) return undefined;
    if (key === "Enter" || key === " ") return "open";
    if (key === "Escape") return null;
    if (key === "PageDown" || key === "PageUp") {
      const arrays = current.frame.wires.filter(({edge, values}) => edge.shape.length > 0 && values !== null);
      const index = arrays.indexOf(wire) + (key === "PageDown" ? 1 : -1);
      const next = arrays[Math.max(0, Math.min(arrays.length - 1, index))];
      return next
        ? {edge: next.edge.id, what: "value", entry: smallGrid(next.edge.shape) ? 0 : -1, keyboard: true}
        : now;
    }
    const move = ARROWS[key];
    if (!move) return undefined;
    const grid = smallGrid(wire.edge.shape) ?? {rows: 1, columns: 1};
    const entry = Math.max(0, now.entry);
    const row = Math.floor(entry / grid.columns) + move[0];
    const column = (entry % grid.columns) + move[1];
    const startEntry = smallGrid(wire.edge.shape) ? 0 : -1;
    // From the last row of the value down into the gradient, and back up.
    if (row >= grid.rows && now.what === "value" && wire.gradients !== null)
      return {...now, what: "gradient", entry: startEntry < 0 ? -1 : column};
    if (row < 0 && now.what === "gradient")
      return {...now, what: "value", entry: startEntry < 0 ? -1 : (grid.rows - 1) * grid.columns + column};
    if (row < 0 || column < 0 || row >= grid.rows || column >= grid.columns) return now;
    return {...now, entry: startEntry < 0 ? -1 : row * grid.columns + column};
  }

  svg.addEventListener("pointermove", (event) => event.buttons === 0 && go(under(event) ?? restingAt()), {signal});
  svg.addEventListener("pointerleave", () => go(restingAt()), {signal});
  svg.addEventListener("click", onClick, {signal});
  svg.addEventListener("keydown", onKey, {signal});
  svg.addEventListener("focusin", onFocus, {signal});
  svg.addEventListener("focusout", () => at?.keyboard && go(null), {signal});

  /** Return the entry that the keyboard holds: it stays marked when the pointer goes elsewhere. */
  function restingAt(): At | null {
    const root = svg.getRootNode() as Document | ShadowRoot;
    return focused && groupOf(focused) === root.activeElement ? focused : null;
  }

  function onClick(event: MouseEvent): void {
    const cell = under(event);
    if (!cell) return;
    if (cell.entry < 0 || event.detail >= 2) host.open(cell.edge, cell.what);
    else focus(cell);
  }

  function onFocus(event: FocusEvent): void {
    const cell = arrayAt(event.target);
    const wire = cell && wireOf(cell.edge);
    if (!cell || !wire || (at?.edge === cell.edge && at.what === cell.what)) return;
    const entry = smallGrid(wire.edge.shape) ? 0 : -1;
    focused = {edge: cell.edge, what: cell.what, entry, keyboard: true};
    go(focused);
  }

  return {
    show(trace, frame) {
      if (current?.frame !== frame) wires = new Map(frame.wires.map((wire) => [wire.edge.id, wire]));
      current = {trace, frame};
      tabs();
      draw();
    },
  };
}
