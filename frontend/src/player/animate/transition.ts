/** Moves the finished picture out of the one before it: frames shrink to closed functions, the rest glides, wires stay attached. */
import {easeCubicInOut} from "d3-ease";
import {interrupt} from "d3-transition";
import "d3-transition";
import type {Layers} from "../draw/scene";
import {type Layer, tip} from "../draw/wires";
import {between, headBetween, pathBetween, type Rect, type Tween} from "./tween";

const NAME = "glide";
/** Duration of a transition, in ms. */
export const TRANSITION_MS = 450;

type Renderer = (t: number) => void;

/** Copies of what is about to go; call before the new picture is drawn. */
export function keepExiting(layers: Layers, way: Tween): void {
  const copy = (layer: Layer, selector: string, removedIds: ReadonlySet<string>): void => {
    for (const element of layer.selectAll<SVGGElement, unknown>(selector).nodes()) {
      const id = element.getAttribute("data-id");
      if (id === null || !removedIds.has(id)) continue;
      const copied = element.cloneNode(true) as SVGGElement;
      for (const name of ["data-id", "role", "tabindex", "aria-label", "aria-pressed"]) copied.removeAttribute(name);
      copied.setAttribute("data-exiting", id);
      layers.exiting.node()?.append(copied);
    }
  };
  const removedIdsOf = (moves: readonly {readonly id: string; readonly fade: number}[]): ReadonlySet<string> =>
    new Set(moves.filter((move) => move.fade < 0).map((move) => move.id));
  const wires = removedIdsOf(way.wires);
  copy(layers.frames, "g.frame", removedIdsOf(way.frames));
  copy(layers.wires, "g.wire", wires);
  copy(layers.labels, "g.label", wires);
  copy(layers.boxes, "g.node", removedIdsOf(way.boxes));
}

/** Plays; resolves at the end or when it is stopped, and leaves the later picture as it was drawn. */
export async function playTransition(layers: Layers, way: Tween, ms: number): Promise<void> {
  const renderers = stage(layers, way);
  const perform: Renderer = (t) => {
    for (const act of renderers) act(t);
  };
  const root = layers.exiting;
  layers.buttons.attr("opacity", 0);
  perform(0);
  finish.set(root.node() as SVGGElement, () => {
    perform(1);
    root.selectAll("*").remove();
    layers.buttons.attr("opacity", null);
    for (const layer of [layers.frames, layers.wires, layers.labels, layers.boxes])
      layer.selectChildren("[opacity]").attr("opacity", null);
  });
  const run = root
    .transition(NAME)
    .duration(ms)
    .ease(easeCubicInOut)
    .tween("glide", () => perform);
  await run.end().then(
    () => finishTransition(layers),
    () => undefined,
  );
}

const finish = new WeakMap<Element, () => void>();

/** Ends a transition at once: everything where it belongs. */
export function finishTransition(layers: Layers): void {
  const root = layers.exiting.node();
  if (!root) return;
  const end = finish.get(root);
  if (!end) return;
  finish.delete(root);
  interrupt(root, NAME);
  end();
}

function stage(layers: Layers, way: Tween): Renderer[] {
  const groups = (layer: Layer, selector: string, key = "data-id"): Map<string, SVGGElement> =>
    new Map(
      layer
        .selectAll<SVGGElement, unknown>(selector)
        .nodes()
        .map((g) => [g.getAttribute(key) ?? "", g]),
    );
  const pair = (layer: Layer, selector: string) => {
    const here = groups(layer, selector);
    const exitingGroups = groups(layers.exiting, selector, "data-exiting");
    return (move: {readonly id: string; readonly fade: number}) => (move.fade < 0 ? exitingGroups : here).get(move.id);
  };
  const [box, wire, label, frame] = [
    pair(layers.boxes, "g.node"),
    pair(layers.wires, "g.wire"),
    pair(layers.labels, "g.label"),
    pair(layers.frames, "g.frame"),
  ];
  const renderers: Renderer[] = [];
  for (const move of way.boxes) {
    const group = box(move);
    if (!group || (move.fade === 0 && move.from[0] === move.to[0] && move.from[1] === move.to[1])) continue;
    renderers.push((t) => {
      const at = between(move.from, move.to, t);
      const size = move.fade > 0 ? 0.3 + 0.7 * t : move.fade < 0 ? 1 - 0.7 * t : 1;
      group.setAttribute("transform", `translate(${at})${size < 1 ? ` scale(${size.toFixed(3)})` : ""}`);
      fade(group, move.fade, t);
    });
  }
  for (const move of way.wires) {
    const [group, words] = [wire(move), label(move)];
    if (!group) continue;
    const [hit, line, head] = group.children;
    const point = head?.getAttribute("d") ?? "";
    const currentPath = line?.getAttribute("d") ?? ""; // of a large picture a piece
    renderers.push((t) => {
      const done = t >= 1 && move.fade >= 0;
      const d = done ? currentPath : pathBetween(move, t);
      line?.setAttribute("d", d);
      if (done) hit?.setAttribute("d", d);
      head?.setAttribute("d", done ? point : tip([headBetween(move, t)]));
      fade(group, move.fade, t);
      words?.setAttribute("transform", `translate(${between(...move.label, t)})`);
      if (words) fade(words, move.fade, t);
    });
  }
  for (const move of way.frames) {
    const group = frame(move);
    if (group) renderers.push((t) => shape(group, mix(move.from, move.to, t), move.fade, t));
  }
  return renderers;
}

/** Fade late what appears and early what goes: the eye sees one thing turn into the other. */
function fade(group: Element, way: number, t: number): void {
  if (way > 0) group.setAttribute("opacity", String(Math.max(0, Math.min(1, (t - 0.25) / 0.6))));
  else if (way < 0) group.setAttribute("opacity", String(Math.max(0, 1 - t / 0.75)));
}

function mix(a: Rect, b: Rect, t: number): Rect {
  const [x, y] = between([a.x, a.y], [b.x, b.y], t);
  const [width, height] = between([a.width, a.height], [b.width, b.height], t);
  return {x, y, width, height};
}

function shape(group: Element, at: Rect, way: number, t: number): void {
  group.setAttribute("transform", `translate(${at.x - at.width / 2},${at.y - at.height / 2})`);
  const rect = group.querySelector("rect");
  rect?.setAttribute("width", String(at.width));
  rect?.setAttribute("height", String(at.height));
  const there = way > 0 ? t : way < 0 ? 1 - t : 1;
  for (const part of group.querySelectorAll("text, path")) {
    if (there < 1) part.setAttribute("opacity", String(Math.max(0, 2 * there - 1)));
    else part.removeAttribute("opacity");
  }
  if (way < 0) group.setAttribute("opacity", String(Math.min(1, 2 - 2 * t)));
}
