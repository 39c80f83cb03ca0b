/** The boxes: leaves rounded, gates round, closed functions with round ends, copy and broadcast gates with a shape of their own. */

import type {TraceNode} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {shapeText} from "../../shared/number";
import {type NameParts, nameLength, namePieces} from "../../shared/split-name";
import type {NodeFrame} from "../model/frame";
import {LABEL_SHIFT} from "./functions";
import {isNew, type Layer, stateClass} from "./wires";
import {writeName} from "./write-name";

/** Offsets of the two more boxes above one that stands for several. */
const BEHIND = [5, 2.5];
const BADGE_ADVANCE = 6.6; // px a sign of its 11 px type
const PLAIN = new Set<TraceNode["outline"]>(["output", "copy", "broadcast"]);
const COPY = "M-7,0H-2M-2,0C2,0 2,-6 7,-6M-2,0C2,0 2,6 7,6";

function rounded(width: number, height: number, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2);
  const w = width / 2;
  const h = height / 2;
  return `M${r - w},${-h}H${w - r}A${r},${r} 0 0 1 ${w},${r - h}V${h - r}A${r},${r} 0 0 1 ${w - r},${h}H${r - w}A${r},${r} 0 0 1 ${-w},${h - r}V${r - h}A${r},${r} 0 0 1 ${r - w},${-h}Z`;
}

/** The outline of a box round (0, 0), `grow` wider on each side. */
export function outline(node: TraceNode, grow = 0): string {
  const width = node.width + 2 * grow;
  const height = node.height + 2 * grow;
  if (node.outline === "broadcast") {
    const cut = Math.min(width, height) / 3.4;
    const w = width / 2;
    const h = height / 2;
    return `M${-w},0L${cut - w},${-h}H${w - cut}L${w},0L${w - cut},${h}H${cut - w}Z`;
  }
  if (node.kind === "gate" || node.kind === "function") return rounded(width, height, Math.min(width, height) / 2);
  return rounded(width, height, (node.outline === "literal" ? 3 : 9) + grow);
}

/** Return the name of a box for a screen reader. */
function boxLabel(item: NodeFrame): string {
  const {node} = item;
  const named = node.name !== null && !node.title.includes(node.name) ? `${node.title} ${node.name}` : node.title;
  // The visible text is part of the name: a user of voice control says "exp", or what is drawn of W1[0,0].
  const visibleText = pieces(node)
    .map(({base, sub}) => base + sub)
    .join("");
  const unsaid = /\w/.test(node.label) && !named.toLowerCase().split(" ").includes(node.label.toLowerCase());
  const shape = badgeText(node);
  const withShape = (words: string): string => (shape === "" ? words : `${words} ${shape}`);
  const parts = [
    named.endsWith(` ${node.label}`)
      ? named.slice(0, -node.label.length) + withShape(node.label)
      : unsaid || shape !== ""
        ? `${withShape(visibleText)}: ${named}`
        : named,
  ];
  if (item.value !== null) parts.push(tr`value ${item.value}`);
  if (item.gradient !== null) parts.push(tr`gradient ${item.gradient}`);
  for (const notice of node.notices ?? []) parts.push(notice.text);
  return parts.join(", ");
}

/** The label's names, each with its subscript; the sign of a gate and a number have none. */
const pieces = (node: TraceNode): readonly NameParts[] =>
  node.kind === "leaf" || node.kind === "output" ? namePieces(node.label) : [{base: node.label, sub: ""}];

function fontSize(node: TraceNode): number {
  const room = (node.width - (node.kind === "function" ? 28 : 10)) / (0.62 * Math.max(1, nameLength(pieces(node))));
  return (
    Math.round(Math.max(10, Math.min(node.kind === "gate" && [...node.label].length <= 1 ? 18 : 16, room)) * 10) / 10
  );
}

/** The shape under the label of a box whose value is an array; the small boxes have it on their wires alone. */
function badgeText(node: TraceNode): string {
  const plain = PLAIN.has(node.outline);
  return plain ? "" : shapeText(node.shape);
}

function shapeBadge(group: SVGGElement, node: TraceNode): void {
  const words = badgeText(node);
  const element = group.querySelector("text.shape-badge");
  if (words === "") {
    element?.remove();
    return;
  }
  const text = element ?? group.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "text");
  text.setAttribute("class", "shape-badge");
  text.setAttribute("y", "14.5");
  text.textContent = ` ${words}`; // apart from the name, for who hears both
  const room = node.width - (node.kind === "leaf" ? 8 : 16);
  if (words.length * BADGE_ADVANCE > room) {
    text.setAttribute("textLength", String(room));
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  } else text.removeAttribute("textLength");
  if (!element) group.append(text);
}

function write(text: SVGTextElement, node: TraceNode, shift: number): void {
  const size = fontSize(node);
  text.setAttribute("font-size", String(size));
  const hasIndex = pieces(node).some(({sub}) => sub !== "");
  const lift = badgeText(node) === "" ? 0 : hasIndex ? 8 : 6; // the index stands over the shape
  if (shift !== 0) text.setAttribute("x", String(shift));
  text.setAttribute("y", String(Math.round((size * 0.35 - lift) * 10) / 10));
  writeName(text, pieces(node), size);
}

function classes(item: NodeFrame, selected: string | null): string {
  const {node} = item;
  // A constant that was given a name is written like any name.
  const kind = node.outline === "literal" && !/^\p{L}/u.test(node.label) ? "leaf literal" : node.kind;
  return stateClass(
    `node ${kind} op-${node.op} outline-${node.outline}${node.id === selected ? " selected" : ""}`,
    item,
  );
}

/** Node for which a group was last laid out. */
const layoutNodes = new WeakMap<Element, TraceNode>();

const drawKeys = new WeakMap<Element, readonly unknown[]>();

export function drawBoxes(
  layer: Layer,
  nodes: readonly NodeFrame[],
  selected: string | null,
  tab: string | null,
  folds = false,
): void {
  layer
    .selectAll<SVGGElement, NodeFrame>("g.node")
    .data(nodes, (item) => `${item.node.kind} ${item.node.op} ${item.node.id}`)
    .join((enter) => {
      const group = enter
        .append("g")
        .attr("data-id", (item) => item.node.id)
        .attr("role", "button");
      group.append("path").attr("class", "ring");
      group
        .filter((item) => (item.node.count ?? 1) > 1)
        .selectAll("path.behind")
        .data(BEHIND)
        .join("path")
        .attr("class", "behind")
        .attr("transform", (by) => `translate(0,${-by})`);
      group.append("path").attr("class", "shape");
      group
        .filter((item) => item.node.kind === "output")
        .append("path")
        .attr("class", "inner");
      group
        .filter((item) => item.node.outline === "copy")
        .append("path")
        .attr("class", "glyph")
        .attr("d", COPY);
      group
        .filter((item) => item.node.outline !== "copy")
        .append("text")
        .attr("class", "cr-text");
      return group;
    })
    .filter(function (item) {
      return isNew(drawKeys, this, [item, item.node.id === selected, item.node.id === tab, folds]);
    })
    .attr("class", (item) => classes(item, selected))
    .attr("tabindex", (item) => (item.node.id === tab ? 0 : -1))
    .attr("aria-label", boxLabel)
    .attr("aria-pressed", (item) => (item.node.id === selected ? "true" : "false"))
    .each(function (item) {
      const {node} = item;
      badge(this, item);
      if (layoutNodes.get(this) === node) return;
      layoutNodes.set(this, node);
      this.setAttribute("transform", `translate(${node.x},${node.y})`);
      this.querySelector(".ring")?.setAttribute("d", outline(node, 5));
      this.querySelector(".shape")?.setAttribute("d", outline(node));
      this.querySelector(".inner")?.setAttribute("d", outline(node, -3.5));
      this.querySelectorAll(".behind").forEach((path, i) => {
        path.setAttribute("d", outline({...node, width: node.width - 2 * (BEHIND[i] ?? 0)}));
      });
      const text = this.querySelector<SVGTextElement>("text.cr-text");
      if (text) write(text, node, folds && node.kind === "function" ? LABEL_SHIFT : 0);
      shapeBadge(this, node);
    });
}

/** A small mark at the upper right of a box that has something to say: a kink, the first NaN. */
function badge(group: SVGGElement, item: NodeFrame): void {
  const hasNotice = (item.node.notices?.length ?? 0) > 0 && item.value !== null;
  const badgeGroup = group.querySelector(".badge-group");
  if (!hasNotice) {
    badgeGroup?.remove();
    return;
  }
  const make = (name: string): SVGElement => group.ownerDocument.createElementNS("http://www.w3.org/2000/svg", name);
  const at = badgeGroup ?? group.appendChild(make("g"));
  at.setAttribute("class", "badge-group");
  at.setAttribute("transform", `translate(${item.node.width / 2 - 3},${3 - item.node.height / 2})`);
  if (badgeGroup) return;
  const circle = at.appendChild(make("circle"));
  circle.setAttribute("class", "badge");
  circle.setAttribute("r", "8");
  const mark = at.appendChild(make("text"));
  mark.setAttribute("class", "badge-mark");
  mark.setAttribute("y", "4");
  mark.textContent = "!";
}
