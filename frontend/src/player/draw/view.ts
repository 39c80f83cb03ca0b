/** Pan and zoom: fits the picture to its window and keeps the gate that is at work in sight. */
import {select} from "d3-selection";
import "d3-transition";
import {type D3ZoomEvent, type ZoomTransform, zoom, zoomIdentity} from "d3-zoom";
import type {Point} from "../trace";

/** The least scale at which the numbers can be read: 13 px become 9. */
export const READABLE = 0.68;
const MOST = 1.7;
const MARGIN = 26;
const TINY = 5 / 13;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The scale and corner that show a picture: whole if it can be read so, else readable and from its left edge. */
export function fitting(
  picture: Size,
  window: Size,
  whole: boolean,
): {readonly k: number; readonly x: number; readonly y: number} {
  const room = Math.min(
    (window.width - 2 * MARGIN) / Math.max(1, picture.width),
    (window.height - 2 * MARGIN) / Math.max(1, picture.height),
  );
  const k = Math.max(whole ? 0.02 : READABLE, Math.min(MOST, room));
  const middle = (size: number, space: number): number => (space - size * k) / 2;
  const x = middle(picture.width, window.width);
  const y = middle(picture.height, window.height);
  return {k, x: whole ? x : Math.max(MARGIN / 2, x), y: whole ? y : Math.max(MARGIN / 2, y)};
}

export interface View {
  /** Show the picture whole, or readable. */
  fit(picture: Size, whole: boolean, ms: number): void;
  /** Bring these points into sight if they are not, with the least movement. */
  follow(points: readonly Point[], ms: number): void;
  scale(by: number): void;
  destroy(): void;
}

export interface ViewOptions {
  /** "modifier": the wheel zooms only with Ctrl, so that a page round the picture can scroll. */
  readonly wheel: "zoom" | "modifier";
  readonly size: () => Size;
}

export function createView(svg: SVGSVGElement, viewport: SVGGElement, options: ViewOptions): View {
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent([0.02, 4])
    .extent(() => {
      const {width, height} = options.size();
      return [
        [0, 0],
        [width, height],
      ];
    })
    .filter((event: MouseEvent) => {
      if (event.type === "wheel") return options.wheel === "zoom" || event.ctrlKey || event.metaKey;
      return !event.button;
    })
    .on("zoom", (event: D3ZoomEvent<SVGSVGElement, unknown>) => apply(event.transform));
  const root = select(svg);
  let current: ZoomTransform = zoomIdentity;
  root.call(behaviour).on("dblclick.zoom", null);

  function apply(transform: ZoomTransform): void {
    current = transform;
    viewport.setAttribute("transform", transform.toString());
    svg.classList.toggle("tiny", transform.k < TINY);
  }

  function go(target: ZoomTransform, ms: number): void {
    root.interrupt();
    if (ms > 0) root.transition().duration(ms).call(behaviour.transform, target);
    else root.call(behaviour.transform, target);
  }

  return {
    fit(picture, whole, ms) {
      const {k, x, y} = fitting(picture, options.size(), whole);
      go(zoomIdentity.translate(x, y).scale(k), ms);
    },
    follow(points, ms) {
      const {width, height} = options.size();
      const shift = (values: number[], offset: number, space: number): number => {
        const low = Math.min(...values) * current.k + offset;
        const high = Math.max(...values) * current.k + offset;
        if (high - low > space - 2 * MARGIN) return space / 2 - (low + high) / 2;
        if (low >= MARGIN && high <= space - MARGIN) return 0;
        // Out of sight: bring it well inside, so that the next steps need no move.
        return space / 2 - (low + high) / 2;
      };
      const dx = shift(
        points.map((point) => point[0]),
        current.x,
        width,
      );
      const dy = shift(
        points.map((point) => point[1]),
        current.y,
        height,
      );
      if (dx === 0 && dy === 0) return;
      go(zoomIdentity.translate(current.x + dx, current.y + dy).scale(current.k), ms);
    },
    scale(by) {
      root.interrupt();
      root.transition().duration(160).call(behaviour.scaleBy, by);
    },
    destroy() {
      root.interrupt();
      root.on(".zoom", null);
    },
  };
}
