/** The place beside a gate where small sums and rules are written while they happen: clear of boxes and numbers. */

import type {Point} from "../../shared/contract";
import type {Track} from "../draw/path";
import {type AnimationContext, CHARACTER, still} from "./clips";

const ROW = 26; // px from one line to the next
const GAP = 24; // px from the gate to the middle of the first line
const HALF = 11; // px, half the height of a line
const STEP = 13; // px from one place that is tried to the next
const TRIES = 14;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Return the place of each line: below the gate, above it, or aside, the nearest that hides nothing. */
export function board(s: AnimationContext, lines: readonly string[]): readonly Track[] {
  if (lines.length === 0) return [];
  const width = CHARACTER * Math.max(...lines.map((line) => line.length)) + 12;
  const height = ROW * (lines.length - 1);
  const {x, y} = s.node;
  const out = s.node.height / 2 + GAP;
  const places: Point[] = [];
  for (let step = 0; step < TRIES; step++)
    for (const aside of step === 0 ? [0] : [0, -width / 2, width / 2])
      places.push([x + aside, y + out + STEP * step], [x + aside, y - out - STEP * step - height]);
  const obstacles = obstaclesOf(s);
  const boxAt = ([left, top]: Point): Box => ({
    left: left - width / 2,
    top: top - HALF,
    right: left + width / 2,
    bottom: top + height + HALF,
  });
  const free = places.filter((place) => !obstacles.some((box) => overlaps(box, boxAt(place))));
  const {width: right, height: bottom} = s.trace;
  const isInside = ({left, top, right: to, bottom: down}: Box): boolean =>
    left >= 0 && top >= 0 && to <= right && down <= bottom;
  const [left, top] = free.find((place) => isInside(boxAt(place))) ?? free[0] ?? (places[0] as Point);
  return lines.map((_, row) => still([left, top + ROW * row]));
}

function obstaclesOf({trace}: AnimationContext): Box[] {
  const boxes = trace.nodes.map(({x, y, width, height}) => ({
    left: x - width / 2,
    top: y - height / 2,
    right: x + width / 2,
    bottom: y + height / 2,
  }));
  const labels = trace.edges.map(({label: [x, y], label_size: [width, above, below]}) => ({
    left: x - width / 2,
    top: y - above,
    right: x + width / 2,
    bottom: y + below,
  }));
  return [...boxes, ...labels];
}

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
