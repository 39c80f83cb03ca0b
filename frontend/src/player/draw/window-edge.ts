/** Edges of the window: the strip below a picture that is not whole in it, and no number that is cut. */

import type {Point, Trace} from "../../shared/contract";
import type {Frame} from "../model/frame";
import type {Size} from "./camera";
import {createOverview} from "./overview";
import type {Part} from "./part";
import type {Layers} from "./scene";
import {trim} from "./trim";
import type {View} from "./viewport";

interface WindowEdgeOptions {
  readonly host: Element; // holds what lies over the window, marked `data-over-stage`
  readonly element: HTMLElement;
  readonly svg: SVGSVGElement;
  readonly size: () => Size;
  readonly layers: () => Layers;
  readonly view: () => View;
  readonly go: (place: Point) => void;
}

interface WindowEdge {
  /** Return the parts that lie over the window where the whole picture is in it, in its px. */
  blocks(): readonly Part[];
  /** The height of the strip. */
  foot(): number;
  update(trace: Trace, frame: Frame): void;
}

const GAP = 6; // px

export function createWindowEdge(options: WindowEdgeOptions): WindowEdge {
  const {host, element, svg, size} = options;
  const overview = createOverview(element.ownerDocument, size, options.go);
  element.append(overview.element);
  let shownWindow: {readonly key: string; readonly blocks: readonly Part[]} | null = null;
  let cut = false;

  function blocks(which = "[data-over-stage]"): Part[] {
    const own = svg.getBoundingClientRect();
    const k = own.width / svg.clientWidth || 1; // a deck may show its slides scaled
    return [...host.querySelectorAll(which)].flatMap((block) => {
      const {left, right, top, bottom, width} = block.getBoundingClientRect();
      const across = (at: number, gap: number): number => (at - own.left) / k + gap;
      const down = (at: number, gap: number): number => (at - own.top) / k + gap;
      const area = {x0: across(left, -GAP), x1: across(right, GAP), y0: down(top, -GAP), y1: down(bottom, GAP)};
      return width === 0 ? [] : [area];
    });
  }

  const foot = (): number => overview.heightIn(size());

  /** Return the blocked areas without the strip, whose content otherwise stands over the picture. */
  function blocksOfWhole(): Part[] {
    const {hidden} = overview.element;
    overview.element.hidden = true;
    const parts = blocks();
    overview.element.hidden = hidden;
    return parts;
  }

  return {
    blocks: blocksOfWhole,
    foot,
    update(trace, frame) {
      const view = options.view();
      overview.show(trace, frame, view.partly ? view.looksAt() : null);
      if (view.moving) return;
      const {width, height} = size();
      const {k, x, y} = view.at;
      const key = [k, x, y, width, height].join();
      const isNew = shownWindow?.key !== key;
      if (shownWindow === null || isNew) shownWindow = {key, blocks: blocks("[data-over-stage='']")};
      if (!isNew && !cut && !view.partly) return;
      const viewport = {width, height: height - (view.partly ? foot() : 0)};
      cut = trim(options.layers(), view.at, viewport, shownWindow.blocks);
    },
  };
}
