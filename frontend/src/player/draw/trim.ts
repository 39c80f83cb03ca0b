/** Trim of numbers at the edge of the window and under what lies over it: each is whole or it is not drawn. */

import type {TraceFunction} from "../../shared/contract";
import type {NodeFrame, WireFrame} from "../model/frame";
import type {Size} from "./camera";
import {meets, type Part} from "./part";
import type {Layers} from "./scene";

const TITLE = 34; // px from a frame's edge to its name
const WORD = 13; // px from the middle of a box's word to its upper or lower end
const DESCENT = 4; // px of a number's line below its ink

interface Place {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** Marks as `cut` the labels, and the boxes and frames whose words, would be seen in part. Returns whether there are any. */
export function trim({labels, boxes, frames}: Layers, at: Place, window: Size, blocks: readonly Part[]): boolean {
  let isTrimmed = false;
  const cuts = (x0: number, y0: number, x1: number, y1: number): boolean => {
    const screenArea = {x0: at.x + at.k * x0, x1: at.x + at.k * x1, y0: at.y + at.k * y0, y1: at.y + at.k * y1};
    const isWhole =
      screenArea.x0 >= 0 && screenArea.y0 >= 0 && screenArea.x1 <= window.width && screenArea.y1 <= window.height;
    const isCut = !isWhole || blocks.some((block) => meets(screenArea, block));
    isTrimmed ||= isCut;
    return isCut;
  };
  labels.selectAll<SVGGElement, WireFrame>(":scope > g.label").classed(
    "cut",
    ({
      edge: {
        label: [x, y],
        label_size: [width, above, below] = [48, 20, 20],
      },
    }) => cuts(x - width / 2, y - above, x + width / 2, y + below + DESCENT),
  );
  boxes.selectAll<SVGGElement, NodeFrame>(":scope > g.node").classed("cut", ({node: {x, y, width, height, shape}}) => {
    // A word alone stands in the middle of its box; with a shape below it fills the box.
    const half = shape.length === 0 ? Math.min(height / 2, WORD) : height / 2;
    return cuts(x - width / 2, y - half, x + width / 2, y + half);
  });
  frames
    .selectAll<SVGGElement, TraceFunction>(":scope > g.frame")
    .classed("cut", ({x, y, width, height, name}) =>
      cuts(x - width / 2, y - height / 2, x - width / 2 + TITLE + 7.4 * name.length, y - height / 2 + 24),
    );
  return isTrimmed;
}
