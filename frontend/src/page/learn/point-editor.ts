/** Points of the data by hand: chosen, moved, added, given another class, deleted; by mouse, finger and keys. */

import type {Field} from "../../shared/contract";
import {byId, h, write} from "../../shared/dom";
import {placeIn} from "../../shared/drag";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {element} from "../../shared/svg";
import {type DataPoint, pointsOf} from "./data-text";
import type {FieldView} from "./field-view";
import {round} from "./plot";

/** State that stays when the run is another one, because the points are the same. */
export interface EditorMemory {
  adds: number | null; // the class of the points that a click adds; null: it adds none
  selected: number | null;
  cursor: readonly [number, number] | null; // of the keyboard, in the units of the data
  focused: boolean;
}

export const newMemory = (): EditorMemory => ({adds: null, selected: null, cursor: null, focused: false});

type Options = Readonly<{
  view: FieldView;
  field: Field;
  memory: EditorMemory;
  /** Takes the points; why they cannot be taken is said there, and the answer is false. */
  change: (points: readonly DataPoint[], done: string) => boolean;
  /** Shows the network for one point in the graph, or for all. */
  feed: (point: number | null) => void;
  fed: () => number | null;
}>;

const NEAR = 16; // px from a press to the point that it means
const STEP = 1 / 100; // of the plane, for an arrow key; ten times as much with Shift
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const HINT = tr(
  "Arrow keys move the cross, or the chosen point; full stop and comma choose the next and the last point. Enter adds a point at the cross, or shows the chosen point in the graph. A digit gives the class, Delete deletes, Escape lets go.",
);

export function createPointEditor({view, field, memory, change, feed, fed}: Options): HTMLElement {
  const {svg, x, y} = view;
  let points: DataPoint[] = pointsOf(field);
  const names = field.names.map((name) => `${field.labels_name} = ${name}`);
  const cross = element("path", {class: "point-cross", d: "M-9 0H9M0 -9V9"});
  const ring = element("circle", {class: "point-ring", r: 8});
  svg.append(ring, cross);
  if (memory.selected !== null && memory.selected >= points.length) memory.selected = null;

  const sign = (label: number): string => (label % 2 === 0 ? "●" : "■");
  const modes = [null, ...field.names.map((_, label) => label)].map((label) => {
    const words = label === null ? tr("Choose, move") : tr`Add ${sign(label)} ${field.names[label]}`;
    const button = h("button", {type: "button", class: label === null ? "" : `adds class-${label}`}, words);
    button.addEventListener("click", () => {
      memory.adds = label;
      show();
    });
    return {label, button};
  });
  const hint = h("p", {hidden: true, id: "point-keys"}, HINT);
  const words = h("span", {class: "fine"});
  const kinds = h(
    "select",
    {"aria-label": tr("Class of the chosen point")},
    ...names.map((name, label) => h("option", {value: label}, `${sign(label)} ${name}`)),
  );
  const remove = h("button", {type: "button", class: "button"}, "Delete");
  const graph = h("button", {type: "button", class: "button", "aria-pressed": "false"}, tr("In the graph"));
  const chosenRow = h("div", {class: "point-row"}, words, kinds, remove, graph);
  const buttons = modes.map(({button}) => button);
  const bar = h(
    "div",
    {class: "segments small", role: "group", "aria-label": tr("What a click on the plane does")},
    ...buttons,
  );
  svg.setAttribute("tabindex", "0");
  svg.setAttribute("role", "application");
  svg.setAttribute("aria-roledescription", tr("plane of points"));
  svg.setAttribute("aria-describedby", "point-keys");

  const width = x.domain[1] - x.domain[0];
  const high = y.domain[1] - y.domain[0];
  const cursor = (): readonly [number, number] =>
    memory.cursor ?? [(x.domain[0] + x.domain[1]) / 2, (y.domain[0] + y.domain[1]) / 2];
  const description = ({x: a, y: b, label}: DataPoint): string => `${number(a)}, ${number(b)}, ${names[label]}`;
  const say = (text: string): void => write(byId("live"), text);
  const within = (value: number, [low, top]: readonly [number, number]): number => Math.max(low, Math.min(top, value));

  function show(): void {
    const {selected, adds} = memory;
    for (const {label, button} of modes) button.setAttribute("aria-pressed", String(label === adds));
    svg.classList.toggle("adds", adds !== null);
    const point = selected === null ? undefined : points[selected];
    chosenRow.hidden = point === undefined;
    ring.classList.toggle("gone", point === undefined);
    const [a, b] = point === undefined ? cursor() : [point.x, point.y];
    for (const each of [ring, cross]) each.setAttribute("transform", `translate(${round(x(a))} ${round(y(b))})`);
    if (point === undefined) return;
    write(words, tr`Point ${(selected as number) + 1}: ${number(point.x)}, ${number(point.y)}`);
    kinds.value = String(point.label);
    graph.setAttribute("aria-pressed", String(fed() === selected));
  }

  function choose(index: number | null): void {
    memory.selected = index;
    const point = index === null ? undefined : points[index];
    if (point !== undefined) {
      memory.cursor = [point.x, point.y];
      say(tr`Point ${(index as number) + 1} of ${points.length}: ${description(point)}.`);
    }
    show();
  }

  function take(next: readonly DataPoint[], done: string, selected: number | null): void {
    memory.focused = document.activeElement === svg;
    const before = memory.selected;
    memory.selected = selected;
    if (change(next, done)) {
      points = [...next]; // the next change may come before the run that learns from these
      say(done);
    } else memory.selected = before;
    view.place(points);
    show();
  }

  function move(index: number, a: number, b: number): void {
    const point = points[index] as DataPoint;
    points[index] = {...point, x: within(a, x.domain), y: within(b, y.domain)};
    const {x: left, y: top} = points[index] as DataPoint;
    memory.cursor = [left, top];
    view.mark(index)?.setAttribute("transform", `translate(${round(x(left))} ${round(y(top))})`);
    show();
  }

  const add = (a: number, b: number, label: number): void => {
    const point = {x: within(a, x.domain), y: within(b, y.domain), label};
    take([...points, point], tr`A point was added: ${description(point)}.`, points.length);
  };
  const settleMove = (index: number): void =>
    take(points, tr`The point is at ${description(points[index] as DataPoint)}.`, index);
  const give = (index: number, label: number): void => {
    const next = points.map((point, k) => (k === index ? {...point, label} : point));
    take(next, tr`The point has ${names[label]} now.`, index);
  };
  const drop = (index: number): void =>
    take(
      points.filter((_, k) => k !== index),
      tr("The point was deleted."),
      null,
    );

  const nearestTo = (event: PointerEvent): number | null => {
    const [left, top] = placeIn(svg, event);
    const unit = svg.viewBox.baseVal.width / Math.max(1, svg.getBoundingClientRect().width);
    let [best, least] = [null as number | null, NEAR * unit];
    points.forEach((point, k) => {
      const distance = Math.hypot(x(point.x) - left, y(point.y) - top);
      if (distance < least) [best, least] = [k, distance];
    });
    return best;
  };

  let dragState: {index: number; from: readonly [number, number]; hasMoved: boolean} | null = null;
  let pressed = false; // on a point: the click that follows adds none
  svg.addEventListener("pointerdown", (event) => {
    const index = event.button ? null : nearestTo(event);
    pressed = index !== null;
    if (index === null) return;
    svg.setPointerCapture?.(event.pointerId);
    dragState = {index, from: placeIn(svg, event), hasMoved: false};
    choose(index);
  });
  svg.addEventListener("pointermove", (event) => {
    if (dragState === null) return;
    const [left, top] = placeIn(svg, event);
    if (!dragState.hasMoved && Math.hypot(left - dragState.from[0], top - dragState.from[1]) < 4) return;
    dragState.hasMoved = true;
    move(dragState.index, x.invert(left), y.invert(top));
  });
  svg.addEventListener("pointerup", () => {
    const let_go = dragState;
    dragState = null;
    if (let_go === null) return;
    if (let_go.hasMoved) settleMove(let_go.index);
    else feed(let_go.index);
    show();
  });
  svg.addEventListener("pointercancel", () => {
    dragState = null;
  });
  svg.addEventListener("click", (event) => {
    if (pressed) return;
    if (memory.adds === null) {
      choose(null);
      return;
    }
    const [left, top] = placeIn(svg, event);
    add(x.invert(left), y.invert(top), memory.adds);
  });

  let moving = false; // by arrow keys: taken when they are let go
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  svg.addEventListener("keyup", (event) => {
    if (!moving || !(event.key in MOVES) || memory.selected === null) return;
    moving = false;
    settleMove(memory.selected);
  });

  function press({key, shiftKey}: KeyboardEvent): boolean {
    const {selected} = memory;
    const way = MOVES[key];
    if (way !== undefined) {
      const by = STEP * (shiftKey ? 10 : 1);
      const [a, b] = cursor();
      const to = [a + way[0] * by * width, b + way[1] * by * high] as const;
      if (selected !== null) {
        moving = true;
        move(selected, ...to);
      } else {
        memory.cursor = [within(to[0], x.domain), within(to[1], y.domain)];
        say(memory.cursor.map(number).join(", "));
        show();
      }
      return true;
    }
    if (key === "." || key === ",") {
      const by = key === "." ? 1 : -1;
      choose(selected === null ? (by > 0 ? 0 : points.length - 1) : (selected + by + points.length) % points.length);
      return true;
    }
    if (key === "Enter") {
      if (selected === null) add(...cursor(), memory.adds ?? 0);
      else feed(fed() === selected ? null : selected);
      show();
      return true;
    }
    const label = field.names.findIndex((_, k) => key === String(k));
    if (label >= 0) {
      if (selected !== null) give(selected, label);
      else {
        memory.adds = label;
        say(tr`New points have ${names[label]}.`);
        show();
      }
      return true;
    }
    if ((key === "Delete" || key === "Backspace") && selected !== null) {
      drop(selected);
      return true;
    }
    if (key === "Escape" && selected !== null) {
      choose(null);
      return true;
    }
    return false;
  }

  kinds.addEventListener("change", () => {
    if (memory.selected !== null) give(memory.selected, Number(kinds.value));
  });
  remove.addEventListener("click", () => {
    if (memory.selected !== null) drop(memory.selected);
  });
  graph.addEventListener("click", () => {
    feed(fed() === memory.selected ? null : memory.selected);
    show();
  });
  show();
  if (memory.focused) queueMicrotask(() => svg.focus({preventScroll: true}));
  memory.focused = false;
  return h("div", {class: "point-editor"}, bar, chosenRow, hint);
}
