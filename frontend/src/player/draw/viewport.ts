/** Pan and zoom: fits the picture to its window and keeps the gate that is at work in sight. */
import {select} from "d3-selection";
import "d3-transition";
import {type D3ZoomEvent, type ZoomTransform, zoom, zoomIdentity} from "d3-zoom";
import type {Point} from "../../shared/contract";
import {
  type Camera,
  closeCamera,
  fits,
  isClear,
  LEAST_TYPE,
  legible,
  MARGIN,
  type Size,
  SMALLEST,
  type Subject,
  TYPE,
  wholeCamera,
} from "./camera";
import {TINY} from "./level-of-detail";
import type {Part} from "./part";

const REST = 180; // ms: the next stroke of a hand is part of the same movement
/** Digits a hair under their height of type still do: scales are not exact. */
const HAIR = 0.02;

/** The offset along one axis that brings these places into the window; the same offset if they are there already. */
export function shifted(places: readonly number[], length: number, k: number, offset: number, space: number): number {
  const low = Math.min(...places) * k;
  const high = Math.max(...places) * k;
  if (low + offset >= MARGIN / 2 && high + offset <= space - MARGIN / 2) return offset;
  // To the middle, so that the next steps need no move; but no further than the picture goes.
  const middle = space / 2 - (low + high) / 2;
  const room = space - length * k;
  return room > 2 * MARGIN ? middle : Math.max(room - MARGIN, Math.min(MARGIN, middle));
}

/** The first of these areas, and each other that still has room beside those before it. A low window that cuts off the
 * first one in height still has room beside it. */
export function together([first, ...others]: readonly Part[], room: Size): Part {
  let union: Part = first ?? {x0: 0, x1: 0, y0: 0, y1: 0};
  for (const {x0, x1, y0, y1} of others) {
    const more = {
      x0: Math.min(union.x0, x0),
      x1: Math.max(union.x1, x1),
      y0: Math.min(union.y0, y0),
      y1: Math.max(union.y1, y1),
    };
    const across = more.x1 - more.x0 <= Math.max(room.width, union.x1 - union.x0);
    const down = more.y1 - more.y0 <= Math.max(room.height, union.y1 - union.y0);
    if (across && down) union = more;
  }
  return union;
}

/** An offset that leaves no empty space beside a picture that fills the window; one that does not stays inside it. */
export function clampOffset(offset: number, length: number, space: number): number {
  const room = space - length;
  return room > 2 * MARGIN
    ? Math.max(MARGIN, Math.min(room - MARGIN, offset))
    : Math.max(room - MARGIN, Math.min(MARGIN, offset));
}

interface Place {
  readonly x: number;
  readonly y: number;
}

export interface View {
  readonly scaleNow: number;
  /** A gesture or a flight is under way. */
  readonly moving: boolean;
  /** The scale, and the place of the picture's corner in the window. */
  readonly at: Omit<Camera, "fits">;
  /** The part of the picture that the window looks at. */
  looksAt(): Part;
  /** The picture has been moved by hand since it was last fitted. */
  readonly isManual: boolean;
  /** Some of the picture is outside of the window. */
  readonly partly: boolean;
  /** The picture that the window shows from now on. */
  set(subject: Subject): void;
  /** Return whether the whole picture can be read in this window. */
  fits(subject?: Subject): boolean;
  /** Show `to`, a part of this picture, where `from` was in the one before, and the corner with its title in sight. */
  hold(from: Point, to: Place & Size, ms: number): void;
  /** Show a place in the middle, large enough to be read. */
  centre(place: Point, ms: number): void;
  /** Show the whole picture if it can be read so, else a part that can. */
  fit(ms: number): void;
  /** Show the whole picture, readable or not. */
  showAll(ms: number): void;
  /** Bring these areas into sight if they are not: the first of them, and each other that has room beside it. */
  follow(areas: readonly Part[], ms: number): void;
  scale(by: number): void;
  destroy(): void;
}

interface ViewOptions {
  /** "modifier": the wheel zooms only with Ctrl, so that a page round the picture can scroll. */
  readonly wheel: "zoom" | "modifier";
  readonly size: () => Size;
  /** Times the usual height of type. */
  readonly text: () => number;
  /** Parts that lie over the window, in its px. */
  readonly blocks?: () => readonly Part[];
  /** The height of what stands at the window's foot while only a part of the picture is in it. */
  readonly foot?: () => number;
  readonly heavy?: () => boolean; // the picture is too large to be drawn for each frame of a movement
  readonly onMove?: () => void; // called whenever the window looks at another part
}

const byHand = ({sourceEvent}: D3ZoomEvent<HTMLElement, unknown>): boolean =>
  /^(mouse|touch)/.test(sourceEvent?.type ?? "");

/** Listens on `element`, round the drawing: while a heavy picture moves, the drawing itself is moved in the window. */
export function createView(
  element: HTMLElement,
  svg: SVGSVGElement,
  viewport: SVGGElement,
  options: ViewOptions,
): View {
  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([SMALLEST, 4])
    .extent(() => {
      const {width, height} = options.size();
      return [
        [0, 0],
        [width, height],
      ];
    })
    .filter((event: MouseEvent) => {
      if (event.target !== element && !svg.contains(event.target as Node)) return false;
      if (event.type === "wheel") return options.wheel === "zoom" || event.ctrlKey || event.metaKey;
      return !event.button;
    })
    .on("start", () => {
      clearTimeout(rest);
      moving = true;
    })
    .on("zoom", (event: D3ZoomEvent<HTMLElement, unknown>) => {
      if (event.sourceEvent) isManual = true;
      if (event.sourceEvent || !flying) goal = event.transform;
      // Boxes under a drag are neither hovered nor looked up: both cost more than the movement.
      if (byHand(event) && options.heavy?.()) element.classList.add("dragged");
      apply(event.transform);
    })
    .on("end", (event: D3ZoomEvent<HTMLElement, unknown>) => {
      element.classList.remove("dragged");
      flying = false;
      if (byHand(event) && current !== drawnTransform) rest = setTimeout(endMove, REST);
      else endMove();
    });
  const root = select(element);
  let current: ZoomTransform = zoomIdentity;
  let goal: ZoomTransform = zoomIdentity; // where a flight leads
  let flying = false;
  let drawnTransform: ZoomTransform = zoomIdentity; // what the picture was last drawn at
  let moving = false;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let isManual = false;
  let partly = false;
  let crowded = false; // the whole picture would be in the window, and something would lie over it
  let subject: Subject = {width: 1, height: 1, type: TYPE.number, parts: []};
  root.call(behaviour).on("dblclick.zoom", null);

  function endMove(): void {
    moving = false;
    apply(current);
  }

  function apply(transform: ZoomTransform): void {
    current = transform;
    partly = crowded || !isWhole(transform);
    if (moving && options.heavy?.()) moveDrawing();
    else redraw();
    options.onMove?.();
  }

  /** Move and scale the drawing as a whole: that needs no new drawing, but it is as sharp as it was. */
  function moveDrawing(): void {
    const k = current.k / drawnTransform.k;
    const [x, y] = [current.x - k * drawnTransform.x, current.y - k * drawnTransform.y];
    svg.classList.add("carried");
    svg.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
  }

  /** Draws the picture at its scale. */
  function redraw(): void {
    drawnTransform = current;
    svg.classList.remove("carried");
    svg.style.removeProperty("transform");
    viewport.setAttribute("transform", current.toString());
    svg.classList.toggle("tiny", current.k < TINY);
    const isSmall = (type: number): boolean => current.k * type < LEAST_TYPE - HAIR;
    svg.classList.toggle("no-numbers", isSmall(TYPE.number));
    svg.classList.toggle("no-entries", isSmall(TYPE.array));
  }

  function isWhole({k, x, y}: ZoomTransform): boolean {
    const {width, height} = options.size();
    return x >= -2 && y >= -2 && x + k * subject.width <= width + 2 && y + k * subject.height <= height + 2;
  }

  /** The window, without its foot while only a part of the picture is in it. */
  function room(part = partly): Size {
    const {width, height} = options.size();
    return {width, height: height - (part ? (options.foot?.() ?? 0) : 0)};
  }

  function look({k, x, y}: Omit<Camera, "fits">, ms: number): void {
    go(zoomIdentity.translate(x, y).scale(k), ms);
  }

  function go(target: ZoomTransform, ms: number): void {
    root.interrupt();
    goal = target;
    flying = true;
    if (ms > 0) root.transition().duration(ms).call(behaviour.transform, target);
    else root.call(behaviour.transform, target);
  }

  return {
    get scaleNow() {
      return current.k;
    },
    get moving() {
      return moving;
    },
    get at() {
      return current;
    },
    looksAt() {
      const {width, height} = room();
      const {k, x, y} = current;
      return {x0: -x / k, y0: -y / k, x1: (width - x) / k, y1: (height - y) / k};
    },
    get isManual() {
      return isManual;
    },
    get partly() {
      return partly;
    },
    set(next) {
      subject = next;
      partly = crowded || !isWhole(current);
    },
    fits: (other = subject) => fits(other, options.size(), options.text()),
    hold(from, to, ms) {
      const {width, height} = room();
      const {k} = current;
      const x = clampOffset(current.x + (from[0] - to.x) * k, subject.width * k, width);
      const y = clampOffset(current.y + (from[1] - to.y) * k, subject.height * k, height);
      const [left, top] = [MARGIN - (to.x - to.width / 2) * k, MARGIN - (to.y - to.height / 2) * k];
      look({k, x: Math.max(x, left), y: Math.max(y, top)}, ms);
    },
    centre([x, y], ms) {
      const {width, height} = room();
      const k = Math.max(legible(subject, options.text()), Math.min(1.2, current.k));
      isManual = true;
      look({k, x: width / 2 - x * k, y: height / 2 - y * k}, ms);
    },
    fit(ms) {
      const window = options.size();
      const blocks = options.blocks?.() ?? [];
      const fullCamera = wholeCamera(subject, window, options.text(), blocks);
      crowded = !isClear(subject, fullCamera, blocks);
      if (!crowded && fits(subject, window, options.text())) look(fullCamera, ms);
      else look(closeCamera(subject, room(true), options.text()), ms);
      isManual = false;
    },
    showAll(ms) {
      isManual = true;
      crowded = false;
      look(wholeCamera(subject, options.size(), options.text(), options.blocks?.()), ms);
    },
    follow(areas, ms) {
      if (!crowded && isWhole(goal)) return; // an area's margin alone may reach beyond the window
      const {width, height} = room(true);
      const {k} = goal;
      const {x0, x1, y0, y1} = together(areas, {width: (width - MARGIN) / k, height: (height - MARGIN) / k});
      const [across, down] = [
        [x0, x1],
        [y0, y1],
      ];
      const x = shifted(across, subject.width, k, goal.x, width);
      const y = shifted(down, subject.height, k, goal.y, height);
      if (x !== goal.x || y !== goal.y) look({k, x, y}, ms);
    },
    scale(by) {
      isManual = true;
      root.interrupt();
      root.transition().duration(160).call(behaviour.scaleBy, by);
    },
    destroy() {
      clearTimeout(rest);
      root.interrupt();
      root.on(".zoom", null);
    },
  };
}
