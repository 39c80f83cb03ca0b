/** The update in the picture: at each parameter's box its value, an arrow to scale, and the value it gets. */

import type {Run, Trace} from "../../shared/contract";
import {number} from "../../shared/number";
import {element} from "../../shared/svg";
import {LEADS_FROM, MARK_HEIGHT, placesOfMarks, type Rectangle} from "./mark-places";
import {valueAndNext} from "./new-value";
import {moveOf, valuesOf} from "./run-numbers";

const LONGEST = 56; // of an arrow
const LETTER = 7.3; // how wide one is
const PADDING = 14; // of both sides of a mark

type UpdateMark = Readonly<{
  x: number; // the middle of its upper edge
  y: number;
  width: number;
  lead: readonly [number, number] | null; // where a line to its box ends, from (x, y); null: it stands at the box
  text: string;
  arrow: number; // its length with its sign: all arrows of one update have one scale
}>;

/** The marks of the parameters whose boxes are in the picture; in the units' view those of their entries. `window`: the
 * part of the picture that can be seen. */
export function updateMarks(run: Run, index: number, trace: Trace, window: Rectangle | null = null): UpdateMark[] {
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
  const rows = marks.map(({node, from, move}) => {
    const text =
      move.length === 1 ? valueAndNext(from[0] as number, move[0] as number).join(" → ") : `‖Δ‖ ${number(size(move))}`;
    const arrow = longest > 0 && Number.isFinite(size(move)) ? (size(move) / longest) * LONGEST : 0;
    return {node, text, arrow, width: Math.max(LONGEST, LETTER * text.length) + PADDING};
  });
  const places = placesOfMarks(rows, trace, window);
  return rows.map(({node, ...row}, k) => {
    const {x, y} = places[k] as {x: number; y: number};
    return {...row, x, y, lead: leadTo(node, x, y)};
  });
}

/** Return where the line from a mark to its box ends, from the mark's place; null where it stands at the box. */
function leadTo(node: Trace["nodes"][number], x: number, y: number): readonly [number, number] | null {
  const [above, below] = [node.y - node.height / 2 - (y + MARK_HEIGHT), y - (node.y + node.height / 2)];
  if (Math.max(above, below) < LEADS_FROM) return null;
  return [node.x - x, (above > below ? node.y - node.height / 2 : node.y + node.height / 2) - y];
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
  for (const {x, y, width, lead, text, arrow} of marks) {
    const group = element("g", {class: "update-mark", transform: `translate(${x},${y})`});
    if (lead !== null) {
      const edge = lead[1] > 0 ? MARK_HEIGHT : 0;
      const from = Math.max(-width / 2 + 8, Math.min(width / 2 - 8, lead[0]));
      group.append(element("line", {class: "lead", x1: from, y1: edge, x2: lead[0], y2: lead[1]}));
    }
    group.append(element("rect", {x: -width / 2, y: 0, width, height: MARK_HEIGHT, rx: 8}));
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
