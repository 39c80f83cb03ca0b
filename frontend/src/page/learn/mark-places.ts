/** Places of the marks of an update: by their boxes, clear of everything that can be read. Pure. */

import type {Trace} from "../../shared/contract";

export const MARK_HEIGHT = 34;
export const LEADS_FROM = 6; // so far from its box a line leads from a mark to it
const GAP = 3; // between a mark and its box
const FARTHEST = 72; // from its box
const STEP = 6; // between two places that are tried
const COVERS = 8; // what a covered unit of a box or a number costs; a unit of a wire, 1
const OUTSIDE = 8; // what a unit out of sight costs
const ROOM = 0.4; // what a unit above or below the picture costs, where there is mostly room
const LEAD = 12; // how much of the picture the line to a box takes, on both sides of it
const AWAY = 14; // what a unit of distance from the box costs

type Node = Trace["nodes"][number];
export type Rectangle = Readonly<{left: number; top: number; right: number; bottom: number}>;
type Obstacle = Rectangle & Readonly<{weight: number}>;
type Spot = Readonly<{x: number; y: number}>; // the middle of a mark's upper edge

/** A place for each mark, one after the other. `window`: the part of the picture that can be seen; null: all of it. */
export function placesOfMarks(
  marks: readonly Readonly<{node: Node; width: number}>[],
  trace: Trace,
  window: Rectangle | null,
): Spot[] {
  const occupied = obstacles(trace);
  return marks.map(({node, width}) => {
    const spot = placeFor(node, width, trace, occupied, window);
    occupied.push({...areaOf(spot, width), weight: COVERS});
    return spot;
  });
}

/** Return the areas that a mark should not cover: the boxes, the numbers above and below the wires, and the wires. */
function obstacles({nodes, edges}: Trace): Obstacle[] {
  const around = (x: number, y: number, width: number, above: number, below: number): Obstacle => ({
    left: x - width / 2,
    top: y - above,
    right: x + width / 2,
    bottom: y + below,
    weight: COVERS,
  });
  return [
    ...nodes.map(({x, y, width, height}) => around(x, y, width, height / 2, height / 2)),
    ...edges.map(({label: [x, y], label_size: [width, above, below]}) => around(x, y, width, above, below)),
    ...edges.flatMap(({path}) => path.slice(1).map((to, k) => along(path[k] as Point, to))),
  ];
}

type Point = Trace["edges"][number]["path"][number];

/** Return the area of a straight part of a wire, which is some units wide. */
const along = ([x0, y0]: Point, [x1, y1]: Point): Obstacle => ({
  left: Math.min(x0, x1) - 2,
  top: Math.min(y0, y1) - 2,
  right: Math.max(x0, x1) + 2,
  bottom: Math.max(y0, y1) + 2,
  weight: 1,
});

const boxOf = ({x, y, width, height}: Node): Rectangle => ({
  left: x - width / 2,
  top: y - height / 2,
  right: x + width / 2,
  bottom: y + height / 2,
});

const areaOf = ({x, y}: Spot, width: number): Rectangle => ({
  left: x - width / 2,
  top: y,
  right: x + width / 2,
  bottom: y + MARK_HEIGHT,
});

/** Return what a line from a mark that stands apart covers on its way down or up to its box. */
function leadCost(mark: Rectangle, {x, y, height}: Node, near: readonly Obstacle[]): number {
  const [top, bottom] = mark.top > y ? [y + height / 2, mark.top] : [mark.bottom, y - height / 2];
  if (bottom - top < LEADS_FROM) return 0;
  const way = {left: x - LEAD / 2, right: x + LEAD / 2, top, bottom};
  return near.reduce((sum, each) => sum + (each.weight > 1 ? each.weight * shared(way, each) : 0), 0);
}

/** The place around a box where its mark covers least, and is near. */
function placeFor(
  node: Node,
  width: number,
  {width: right, height: bottom}: Trace,
  occupied: readonly Obstacle[],
  window: Rectangle | null,
): Spot {
  const reach = {x: node.width / 2 + width + FARTHEST, y: node.height / 2 + MARK_HEIGHT + FARTHEST};
  const near = occupied.filter(
    (each) =>
      each.left < node.x + reach.x &&
      each.right > node.x - reach.x &&
      each.top < node.y + reach.y &&
      each.bottom > node.y - reach.y,
  );
  const isSeen = window !== null && shared(boxOf(node), window) > 0; // else it is looked for, and its mark beside it
  const sight = isSeen ? window : null;
  const cost = (spot: Spot): number => {
    const mark = areaOf(spot, width);
    const beside = Math.max(0, -mark.left, mark.right - right) * MARK_HEIGHT * (sight === null ? OUTSIDE : ROOM);
    const over = Math.max(0, -mark.top, mark.bottom - bottom) * width * ROOM;
    const unseen = sight === null ? 0 : (width * MARK_HEIGHT - shared(mark, sight)) * OUTSIDE;
    const far = AWAY * distance(mark, node);
    const lead = leadCost(mark, node, near);
    return near.reduce((sum, each) => sum + each.weight * shared(mark, each), beside + over + unseen + far + lead);
  };
  return spotsOf(node, width).reduce(
    (best, spot) => {
      const price = cost(spot);
      return price < best.price ? {spot, price} : best;
    },
    {spot: {x: node.x, y: node.y + node.height / 2 + GAP}, price: Number.POSITIVE_INFINITY},
  ).spot;
}

/** The places that are tried: below and above, nearer and farther, more and less to the left; and beside the box. */
function spotsOf(node: Node, width: number): Spot[] {
  const spots: Spot[] = [];
  const aside = (node.width + width) / 2;
  for (let away = GAP; away <= FARTHEST; away += STEP) {
    for (const y of [node.y + node.height / 2 + away, node.y - node.height / 2 - away - MARK_HEIGHT])
      for (let by = 0; by <= aside; by += STEP) spots.push({x: node.x - by, y}, {x: node.x + by, y});
    spots.push({x: node.x - aside - away, y: node.y - MARK_HEIGHT / 2});
  }
  return spots;
}

/** Return the distance of a mark from a box. */
function distance({left, top, right, bottom}: Rectangle, {x, y, width, height}: Node): number {
  const across = Math.max(0, left - (x + width / 2), x - width / 2 - right);
  const down = Math.max(0, top - (y + height / 2), y - height / 2 - bottom);
  // Where both stand above each other, a mark whose middle is that of the box reads best.
  return Math.hypot(across, down) + Math.abs((left + right) / 2 - x) / 12;
}

/** The area that two rectangles share. */
function shared(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}
