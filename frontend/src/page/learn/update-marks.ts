/** The update in the picture: at each parameter's box its value, an arrow to scale, and the value it gets. */

import type {Run, Trace} from "../../shared/contract";
import {number} from "../../shared/number";
import {element} from "../../shared/svg";
import {valueAndNext} from "./new-value";
import {moveOf, valuesOf} from "./run-numbers";

const LONGEST = 56; // of an arrow
const WIDTH = 104;
const HEIGHT = 34;
const GAP = 3; // between a mark and its box
const ROOM = 4; // what a unit above or below the picture costs, where there is mostly room: as much as so much covered

type UpdateMark = Readonly<{
  x: number; // the middle of its upper edge
  y: number;
  text: string;
  arrow: number; // its length with its sign: all arrows of one update have one scale
}>;

/** The marks of the parameters whose boxes are in the picture; in the units' view those of their entries. */
export function updateMarks(run: Run, index: number, trace: Trace): UpdateMark[] {
  const marks: {node: Trace["nodes"][number]; from: readonly number[]; move: readonly number[]}[] = [];
  const boxes = new Map(trace.nodes.filter(({kind}) => kind === "leaf").map((node) => [node.name, node]));
  for (const {name, shape} of run.leaves) {
    const move = run.parameters.includes(name) ? moveOf(run, name, index) : null;
    if (move === null) continue;
    const from = valuesOf(run, name, index);
    const box = boxes.get(name);
    if (box) marks.push({node: box, from, move});
    else
      move.forEach((by, k) => {
        const node = boxes.get(`${name}[${placeOf(k, shape).join(",")}]`);
        if (node) marks.push({node, from: [from[k] as number], move: [by]});
      });
  }
  const size = (move: readonly number[]): number => (move.length === 1 ? (move[0] as number) : Math.hypot(...move));
  const longest = Math.max(...marks.map(({move}) => Math.abs(size(move))).filter(Number.isFinite), 0);
  const occupied = obstacles(trace);
  return marks.map(({node, from, move}) => ({
    ...placeFor(node, trace, occupied),
    text:
      move.length === 1 ? valueAndNext(from[0] as number, move[0] as number).join(" → ") : `‖Δ‖ ${number(size(move))}`,
    arrow: longest > 0 && Number.isFinite(size(move)) ? (size(move) / longest) * LONGEST : 0,
  }));
}

type Rectangle = Readonly<{left: number; top: number; right: number; bottom: number}>;

/** Return the areas that a mark must not cover: the boxes, and the numbers above and below the wires. */
function obstacles({nodes, edges}: Trace): Rectangle[] {
  const around = (x: number, y: number, width: number, above: number, below: number): Rectangle => ({
    left: x - width / 2,
    top: y - above,
    right: x + width / 2,
    bottom: y + below,
  });
  return [
    ...nodes.map(({x, y, width, height}) => around(x, y, width, height / 2, height / 2)),
    ...edges.map(({label: [x, y], label_size: [width, above, below]}) => around(x, y, width, above, below)),
  ];
}

/** The place below, above or beside a box where its mark covers least; what it takes is taken for those to come. */
function placeFor(node: Trace["nodes"][number], {width, height}: Trace, occupied: Rectangle[]): {x: number; y: number} {
  const aside = (node.width - WIDTH) / 2; // its right edge stands over that of the box
  const [below, above] = [node.y + node.height / 2 + GAP, node.y - node.height / 2 - GAP - HEIGHT];
  const places = [below, above].flatMap((y) =>
    [0, aside / 2, aside, 2 * aside].map((by) => ({x: Math.max(WIDTH / 2, node.x + by), y})),
  );
  places.push({x: node.x - node.width / 2 - GAP - WIDTH / 2, y: node.y - HEIGHT / 2});
  const costs = places.map(({x, y}) => {
    const mark = {left: x - WIDTH / 2, top: y, right: x + WIDTH / 2, bottom: y + HEIGHT};
    const beside = Math.max(0, -mark.left, mark.right - width);
    const over = Math.max(0, -mark.top, mark.bottom - height);
    return occupied.reduce((sum, each) => sum + covered(mark, each), beside * HEIGHT + over * ROOM);
  });
  const best = places[costs.indexOf(Math.min(...costs))] as {x: number; y: number};
  const {x, y} = best;
  occupied.push({left: x - WIDTH / 2, top: y, right: x + WIDTH / 2, bottom: y + HEIGHT});
  return best;
}

/** The area that two rectangles share. */
function covered(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Return the index of entry k of an array in C order. */
export function placeOf(k: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let left = k;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] as number;
    place.unshift(left % length);
    left = Math.floor(left / length);
  }
  return place;
}

/** Draws the marks over the picture, or takes them away when there are none. */
export function drawUpdateMarks(stage: Element, marks: readonly UpdateMark[]): void {
  const viewport = stage.querySelector(".viewport");
  viewport?.querySelector(":scope > .updates")?.remove();
  if (!viewport || marks.length === 0) return;
  const layer = element("g", {class: "updates", "aria-hidden": "true"});
  for (const {x, y, text, arrow} of marks) {
    const group = element("g", {class: "update-mark", transform: `translate(${x},${y})`});
    group.append(element("rect", {x: -WIDTH / 2, y: 0, width: WIDTH, height: HEIGHT, rx: 8}));
    group.append(element("line", {class: "ruler", x1: -LONGEST / 2, y1: 10, x2: LONGEST / 2, y2: 10}));
    const [from, to] = [-arrow / 2, arrow / 2];
    const head = Math.sign(arrow) * Math.min(6, Math.abs(arrow));
    group.append(element("line", {class: "old", x1: from, y1: 5, x2: from, y2: 15}));
    if (Math.abs(arrow) > 0.5)
      group.append(
        element("path", {class: "arrow", d: `M${from},10H${to - head}M${to - head},6L${to},10L${to - head},14Z`}),
      );
    const words = element("text", {y: 27, "text-anchor": "middle"});
    words.textContent = text;
    group.append(words);
    layer.append(group);
  }
  viewport.append(layer);
}
