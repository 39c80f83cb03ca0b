/** Plays a timeline over the finished picture. When it ends, or is interrupted, nothing of it is left. */
import {easeCubicInOut, easeCubicOut} from "d3-ease";
import "d3-transition";
import {interrupt} from "d3-transition";
import type {Point} from "../../shared/contract";
import {outline} from "../draw/boxes";
import type {Part} from "../draw/part";
import type {Layer} from "../draw/wires";
import {writeName} from "../draw/write-name";
import {type BurstClip, CHARACTER, type Clip, type RevealClip, type Timeline, type TokenClip} from "./clips";
import {textPieces} from "./rule-text";

const NAME = "step";
const FADE = 110;
const EVERYWHERE = (): Part => ({x0: -Infinity, x1: Infinity, y0: -Infinity, y1: Infinity});

/** Effect of a clip at a time in ms. */
type Renderer = (time: number) => void;

const clamp = (t: number): number => Math.max(0, Math.min(1, t));
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** Part of the picture that the window looks at: a token may be seen there. */
type VisiblePart = () => Part;

/** Plays; resolves when the timeline has ended or was interrupted, and never rejects. */
export async function play(
  layer: Layer,
  labels: Layer,
  timeline: Timeline,
  speed: number,
  visiblePart: VisiblePart = EVERYWHERE,
): Promise<void> {
  stop(layer, labels);
  const renderers = timeline.clips.map((clip) => stage(layer, labels, clip, visiblePart));
  const perform: Renderer = (time) => {
    for (const act of renderers) act(time);
  };
  perform(0);
  const run = layer
    .transition(NAME)
    .duration(timeline.duration / speed)
    .ease((t) => t)
    .tween("score", () => (t) => perform(t * timeline.duration));
  const mine = layer.node()?.firstChild;
  await run.end().catch(() => undefined);
  // A later play has already cleared the layer and put its own tokens there.
  if (mine === layer.node()?.firstChild) clear(layer, labels);
}

/** Ends whatever is playing and shows the picture as it is. */
export function stop(layer: Layer, labels: Layer): void {
  const node = layer.node();
  if (node) interrupt(node, NAME);
  clear(layer, labels);
}

function clear(layer: Layer, labels: Layer): void {
  layer.selectAll("*").remove();
  labels.selectAll("[opacity]").attr("opacity", null);
  for (const element of labels.node()?.parentElement?.querySelectorAll(".pending") ?? [])
    element.classList.remove("pending");
}

/** Places of the parts of the picture, and the attribute that identifies each. */
const PARTS = {
  wires: [".wires > g", "data-id"],
  boxes: [".boxes > g", "data-id"],
  patterns: [".patterns > g", "data-id"],
  sockets: [".patterns path", "data-wire"],
} as const;

/** A part of the picture that looks as it did before the step until something arrives at it. */
function waiting(labels: Layer, group: keyof typeof PARTS, id: string): (isWaiting: boolean) => void {
  const [parts, attribute] = PARTS[group];
  const all = labels.node()?.parentElement?.querySelectorAll(parts) ?? [];
  const result = [...all].find((element) => element.getAttribute(attribute) === id);
  return (isWaiting) => result?.classList.toggle("pending", isWaiting);
}

function stage(layer: Layer, labels: Layer, clip: Clip, visiblePart: VisiblePart): Renderer {
  if (clip.kind === "token") return tokenRenderer(layer, clip, visiblePart);
  if (clip.kind === "burst") return burstRenderer(layer, labels, clip);
  return revealRenderer(layer, labels, clip);
}

/** The nearest place for something of half this size within `low` to `high`; null: it has no room there. */
export function within(at: number, half: number, low: number, high: number): number | null {
  return 2 * half > high - low ? null : Math.max(low + half, Math.min(high - half, at));
}

/** Part of a gate's width and height that its sign and its shape take, on each side of the middle. */
const SIGN = {wide: 0.3, high: 0.36} as const;

/** The largest scale, up to 1, at which a token of this half size there leaves the sign of a gate free. */
export function clearScale(gate: TokenClip["gate"], [x, y]: Point, half: Point): number {
  if (gate === undefined) return 1;
  const across = (Math.abs(x - gate.x) - SIGN.wide * gate.width) / half[0];
  const down = (Math.abs(y - gate.y) - SIGN.high * gate.height) / half[1];
  return clamp(Math.max(across, down));
}

const SIZE = 13; // px, of the words of a token
const SUB = 0.8; // of it: an index

function tokenRenderer(layer: Layer, clip: TokenClip, visiblePart: VisiblePart): Renderer {
  const group = layer.append("g").attr("class", `token ${clip.look}`).attr("opacity", 0);
  const segments = clip.segments.map(({text, tone}) => ({tone, pieces: textPieces(text)}));
  const letters = segments.flatMap(({pieces}) => pieces);
  const width = CHARACTER * letters.reduce((sum, {base, sub}) => sum + [...base].length + SUB * [...sub].length, 0);
  group
    .append("rect")
    .attr("x", -width / 2 - 7)
    .attr("y", -11)
    .attr("width", width + 14)
    .attr("height", 22)
    .attr("rx", clip.look === "sum" ? 7 : 11);
  const text = group
    .append("text")
    .attr("x", -width / 2)
    .attr("y", 4.6)
    .attr("xml:space", "preserve");
  for (const {tone, pieces} of segments) {
    const part = text.append<SVGTSpanElement>("tspan").attr("class", `t-${tone}`).node();
    if (part !== null) writeName(part, pieces, SIZE);
  }
  const full = clip.faint ? 0.4 : 1;
  const standing = clip.end - clip.begin < 130;
  return (time) => {
    if (time < clip.begin || time > clip.until) {
      group.attr("opacity", 0);
      return;
    }
    const t = clamp((time - clip.begin) / Math.max(1, clip.end - clip.begin));
    const eased = clip.even ? t : easeCubicInOut(t);
    const [along, down] = clip.track.at(eased);
    const lift = mix(clip.lift[0], clip.lift[1], eased);
    const {x0, x1, y0, y1} = visiblePart();
    const x = within(along, width / 2 + 8, x0, x1);
    const y = within(down + lift, 12, y0, y1);
    // A token beyond the window's edge is gone; a product is moved to where all of it can be read.
    if (x === null || y === null || (clip.look !== "sum" && (x !== along || y !== down + lift))) {
      group.attr("opacity", 0);
      return;
    }
    const fadeIn = standing && clip.end - clip.begin < 2 ? 1 : clamp((time - clip.begin) / FADE);
    const fadeOut = clip.until > clip.end || clip.shrinks ? clamp((clip.until - time) / FADE) : 1;
    const grow = clip.grows ? mix(0.45, 1, easeCubicOut(clamp(t * 2.5))) : 1;
    const shrink = clip.shrinks ? mix(1, 0.45, clamp((t - 0.7) / 0.3)) : 1;
    const scale = Math.min(grow * shrink, clearScale(clip.gate, [x, y], [width / 2 + 7, 11]));
    group
      .attr("opacity", full * Math.min(fadeIn, fadeOut))
      .attr("transform", `translate(${x.toFixed(2)},${y.toFixed(2)}) scale(${scale.toFixed(3)})`);
  };
}

const MARK_AFTER = 600; // ms after its gate has the gradient: by then one has seen what the mark stands for

function burstRenderer(layer: Layer, labels: Layer, clip: BurstClip): Renderer {
  const isGradient = clip.look === "gradient";
  const box = isGradient ? waiting(labels, "boxes", clip.node.id) : null;
  const mark = isGradient && clip.node.pattern !== "adder" ? waiting(labels, "patterns", clip.node.id) : null;
  const ring = layer
    .append("path")
    .attr("class", `burst ${clip.look}`)
    .attr("transform", `translate(${clip.node.x},${clip.node.y})`)
    .attr("opacity", 0);
  return (time) => {
    const t = (time - clip.begin) / (clip.end - clip.begin);
    box?.(t < 0);
    mark?.(time < clip.begin + MARK_AFTER);
    if (t < 0 || t > 1) ring.attr("opacity", 0);
    else ring.attr("opacity", 0.8 * (1 - t)).attr("d", outline(clip.node, mix(1, 15, easeCubicOut(t))));
  };
}

function revealRenderer(layer: Layer, labels: Layer, clip: RevealClip): Renderer {
  const line = labels
    .selectAll<SVGGElement, unknown>("g.label")
    .filter(function () {
      return this.getAttribute("data-id") === clip.edge.id;
    })
    .select<SVGTextElement>(`.${clip.line}`);
  const placeholder = layer
    .append("text")
    .attr("class", "placeholder")
    .attr("x", clip.edge.label[0])
    .attr("y", clip.edge.label[1] + Number(line.node()?.getAttribute("y") ?? 0))
    .text(clip.placeholder ?? "");
  const arrives = clip.line === "gradient" && clip.placeholder === null;
  const wire = arrives ? waiting(labels, "wires", clip.edge.id) : null;
  const socket = arrives ? waiting(labels, "sockets", clip.edge.id) : null;
  return (time) => {
    wire?.(time < clip.at);
    socket?.(time < clip.at);
    const t = clamp((time - clip.at) / 130);
    line.attr("opacity", t >= 1 ? null : t);
    placeholder.attr("opacity", 1 - t);
  };
}
