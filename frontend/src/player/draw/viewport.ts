/** Pan and zoom: fits the picture to its window and keeps the gate that is at work in sight. */
import {select} from "d3-selection";
import "d3-transition";
import {type D3ZoomEvent, type ZoomTransform, zoom, zoomIdentity} from "d3-zoom";
import type {Point} from "../../shared/contract";
import {type Part, TINY} from "./level-of-detail";

/** The scale of a picture too large to be shown whole: 13 px become 9. */
export const READABLE = 0.68;
/** A whole picture is worth a little less size than that. */
const WHOLE = 0.58;
const MOST = 1.7;
const LEAST = 0.004; // two thousand gates in a row are 200,000 px wide
const MARGIN = 20;
/** In a window as narrow as a column of text, a whole small picture says more than a readable half without the output. */
const COLUMN = {width: 640, whole: 0.44};
const REST = 180; // ms: the next stroke of a hand is part of the same movement
const COARSE = 0.5; // the numbers of an array become tints

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The scale and corner that show a picture: whole if it can be read so, else readable and from its left edge.
 *
 * `text`: times the size at which a reader can read; larger for the last row of a hall.
 */
export function fitting(
  picture: Size,
  window: Size,
  whole: boolean,
  text = 1,
): {readonly k: number; readonly x: number; readonly y: number} {
  const narrow = window.width < COLUMN.width;
  const margin = Math.min(MARGIN, Math.min(window.width, window.height) / 24);
  const room = Math.min(
    (window.width - 2 * margin) / Math.max(1, picture.width),
    (window.height - 2 * margin) / Math.max(1, picture.height),
  );
  const enough = (narrow ? COLUMN.whole : WHOLE) * text;
  const k = whole || room >= enough ? Math.max(LEAST, Math.min(MOST * text, room)) : READABLE * text;
  const middle = (size: number, space: number): number => (space - size * k) / 2;
  const x = middle(picture.width, window.width);
  const y = middle(picture.height, window.height);
  return {k, x: whole ? x : Math.max(margin / 2, x), y: whole ? y : Math.max(margin / 2, y)};
}

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

/** An offset that leaves no empty space beside a picture that fills the window; one that does not stays inside it. */
export function kept(offset: number, length: number, space: number): number {
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
  /** The part of the picture that the window looks at. */
  looksAt(): Part;
  /** The reader has moved the picture by hand since it was last fitted. */
  readonly touched: boolean;
  /** Whether the picture can be read when it is shown whole. */
  fits(picture: Size): boolean;
  /** Show `to`, a part of this picture, where `from` was in the one before, and the corner with its title in sight. */
  hold(picture: Size, from: Point, to: Place & Size, ms: number): void;
  /** Show a place in the middle, large enough to be read. */
  centre(picture: Size, place: Point, ms: number): void;
  /** Show the picture whole, or readable. */
  fit(picture: Size, whole: boolean, ms: number): void;
  /** Bring these points into sight if they are not. */
  follow(picture: Size, points: readonly Point[], ms: number): void;
  scale(by: number): void;
  destroy(): void;
}

interface ViewOptions {
  /** "modifier": the wheel zooms only with Ctrl, so that a page round the picture can scroll. */
  readonly wheel: "zoom" | "modifier";
  readonly size: () => Size;
  /** Times the usual size of what must be readable. */
  readonly text: () => number;
  readonly heavy?: () => boolean; // the picture is too large to be drawn for each frame of a movement
  readonly moved?: () => void; // called whenever the window looks at another part
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
    .scaleExtent([LEAST, 4])
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
      if (event.sourceEvent) touched = true;
      // What is dragged over is neither hovered nor looked up: both cost more than the movement.
      if (byHand(event) && options.heavy?.()) element.classList.add("dragged");
      apply(event.transform);
    })
    .on("end", (event: D3ZoomEvent<HTMLElement, unknown>) => {
      element.classList.remove("dragged");
      if (byHand(event) && current !== drawn) rest = setTimeout(endMove, REST);
      else endMove();
    });
  const root = select(element);
  let current: ZoomTransform = zoomIdentity;
  let drawn: ZoomTransform = zoomIdentity; // what the picture was last drawn at
  let moving = false;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let touched = false;
  root.call(behaviour).on("dblclick.zoom", null);

  function endMove(): void {
    moving = false;
    apply(current);
  }

  function apply(transform: ZoomTransform): void {
    current = transform;
    if (moving && options.heavy?.()) moveDrawing();
    else settle();
    options.moved?.();
  }

  /** What was drawn is moved and scaled as a whole: that needs no new drawing, but it is as sharp as it was. */
  function moveDrawing(): void {
    const k = current.k / drawn.k;
    const [x, y] = [current.x - k * drawn.x, current.y - k * drawn.y];
    svg.classList.add("carried");
    svg.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
  }

  /** Draws the picture at its scale. */
  function settle(): void {
    drawn = current;
    svg.classList.remove("carried");
    svg.style.removeProperty("transform");
    viewport.setAttribute("transform", current.toString());
    svg.classList.toggle("tiny", current.k < TINY);
    svg.classList.toggle("coarse", current.k < COARSE);
  }

  function go(target: ZoomTransform, ms: number): void {
    root.interrupt();
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
    looksAt() {
      const {width, height} = options.size();
      const {k, x, y} = current;
      return {x0: -x / k, y0: -y / k, x1: (width - x) / k, y1: (height - y) / k};
    },
    get touched() {
      return touched;
    },
    fits: (picture) => fitting(picture, options.size(), false, options.text()).k !== READABLE * options.text(),
    hold(picture, from, to, ms) {
      const {width, height} = options.size();
      const {k} = current;
      const x = kept(current.x + (from[0] - to.x) * k, picture.width * k, width);
      const y = kept(current.y + (from[1] - to.y) * k, picture.height * k, height);
      const [left, top] = [MARGIN - (to.x - to.width / 2) * k, MARGIN - (to.y - to.height / 2) * k];
      go(zoomIdentity.translate(Math.max(x, left), Math.max(y, top)).scale(k), ms);
    },
    centre(_picture, [x, y], ms) {
      const {width, height} = options.size();
      const k = Math.max(READABLE, Math.min(1.2, current.k));
      touched = true;
      go(zoomIdentity.translate(width / 2 - x * k, height / 2 - y * k).scale(k), ms);
    },
    fit(picture, whole, ms) {
      touched = whole;
      const {k, x, y} = fitting(picture, options.size(), whole, options.text());
      go(zoomIdentity.translate(x, y).scale(k), ms);
    },
    follow(picture, points, ms) {
      const {width, height} = options.size();
      const across = points.map((point) => point[0]);
      const down = points.map((point) => point[1]);
      const x = shifted(across, picture.width, current.k, current.x, width);
      const y = shifted(down, picture.height, current.k, current.y, height);
      if (x !== current.x || y !== current.y) go(zoomIdentity.translate(x, y).scale(current.k), ms);
    },
    scale(by) {
      touched = true;
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
