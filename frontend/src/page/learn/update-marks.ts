/** The update in the picture: at each parameter's box its value, an arrow to scale, and the value it gets. */

import type {Run, Trace} from "../../shared/contract";
import {number} from "../../shared/number";
import {moveOf, valuesOf} from "./run-numbers";

const SVG = "http://www.w3.org/2000/svg";
const LONGEST = 56; // of an arrow
const WIDTH = 92;
const HEIGHT = 34;
const OVERLAP = 6; // of the mark with the lower edge of its box

type UpdateMark = Readonly<{
  x: number; // the middle of its upper edge
  y: number;
  text: string;
  arrow: number; // its length with its sign: all arrows of one update have one scale
}>;

/** The marks of the parameters whose boxes are in the picture; in the units' view those of their entries. */
export function updateMarks(run: Run, index: number, trace: Trace): UpdateMark[] {
  const found: {node: Trace["nodes"][number]; from: readonly number[]; move: readonly number[]}[] = [];
  const boxes = new Map(trace.nodes.filter(({kind}) => kind === "leaf").map((node) => [node.name, node]));
  for (const {name, shape} of run.leaves) {
    const move = run.parameters.includes(name) ? moveOf(run, name, index) : null;
    if (move === null) continue;
    const from = valuesOf(run, name, index);
    const whole = boxes.get(name);
    if (whole) found.push({node: whole, from, move});
    else
      move.forEach((by, k) => {
        const node = boxes.get(`${name}[${placeOf(k, shape).join(",")}]`);
        if (node) found.push({node, from: [from[k] as number], move: [by]});
      });
  }
  const size = (move: readonly number[]): number => (move.length === 1 ? (move[0] as number) : Math.hypot(...move));
  const longest = Math.max(...found.map(({move}) => Math.abs(size(move))).filter(Number.isFinite), 0);
  return found.map(({node, from, move}) => ({
    x: node.x,
    y: node.y + node.height / 2 - OVERLAP,
    text:
      move.length === 1
        ? `${number(from[0] as number)} → ${number((from[0] as number) + (move[0] as number))}`
        : `‖Δ‖ ${number(size(move))}`,
    arrow: longest > 0 && Number.isFinite(size(move)) ? (size(move) / longest) * LONGEST : 0,
  }));
}

/** Where entry k of an array in C order stands. */
export function placeOf(k: number, shape: readonly number[]): number[] {
  const found: number[] = [];
  let left = k;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] as number;
    found.unshift(left % length);
    left = Math.floor(left / length);
  }
  return found;
}

/** Draws the marks over the picture, or takes them away when there are none. */
export function drawUpdateMarks(stage: Element, marks: readonly UpdateMark[]): void {
  const viewport = stage.querySelector(".viewport");
  viewport?.querySelector(":scope > .updates")?.remove();
  if (!viewport || marks.length === 0) return;
  const make = (name: string, attributes: Readonly<Record<string, string | number>>): SVGElement => {
    const made = stage.ownerDocument.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  };
  const layer = make("g", {class: "updates", "aria-hidden": "true"});
  for (const {x, y, text, arrow} of marks) {
    const group = make("g", {class: "update-mark", transform: `translate(${x},${y})`});
    group.append(make("rect", {x: -WIDTH / 2, y: 0, width: WIDTH, height: HEIGHT, rx: 8}));
    group.append(make("line", {class: "ruler", x1: -LONGEST / 2, y1: 10, x2: LONGEST / 2, y2: 10}));
    const [from, to] = [-arrow / 2, arrow / 2];
    const head = Math.sign(arrow) * Math.min(6, Math.abs(arrow));
    group.append(make("line", {class: "old", x1: from, y1: 5, x2: from, y2: 15}));
    if (Math.abs(arrow) > 0.5)
      group.append(
        make("path", {class: "arrow", d: `M${from},10H${to - head}M${to - head},6L${to},10L${to - head},14Z`}),
      );
    const words = make("text", {y: 27, "text-anchor": "middle"});
    words.textContent = text;
    group.append(words);
    layer.append(group);
  }
  viewport.append(layer);
}
