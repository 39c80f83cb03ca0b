/** Plays a score over the finished picture. When it ends, or is interrupted, nothing of it is left. */
import {easeCubicInOut, easeCubicOut} from "d3-ease";
import "d3-transition";
import {interrupt} from "d3-transition";
import {outline} from "../draw/boxes";
import type {Layer} from "../draw/wires";
import {type BurstCue, CHARACTER, type Cue, type RevealCue, type Score, type TokenCue} from "./clips";

const NAME = "step";
const FADE = 110;

/** What a cue does at a time in ms. */
type Actor = (time: number) => void;

const clamp = (t: number): number => Math.max(0, Math.min(1, t));
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** Plays; resolves when the score has ended or was interrupted, and never rejects. */
export async function play(layer: Layer, labels: Layer, score: Score, speed: number): Promise<void> {
  stop(layer, labels);
  const actors = score.cues.map((cue) => stage(layer, labels, cue));
  const perform: Actor = (time) => {
    for (const act of actors) act(time);
  };
  perform(0);
  const run = layer
    .transition(NAME)
    .duration(score.duration / speed)
    .ease((t) => t)
    .tween("score", () => (t) => perform(t * score.duration));
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
}

function stage(layer: Layer, labels: Layer, cue: Cue): Actor {
  if (cue.kind === "token") return tokenActor(layer, cue);
  if (cue.kind === "burst") return burstActor(layer, cue);
  return revealActor(layer, labels, cue);
}

function tokenActor(layer: Layer, cue: TokenCue): Actor {
  const group = layer.append("g").attr("class", `token ${cue.look}`).attr("opacity", 0);
  const width = CHARACTER * cue.segments.reduce((sum, segment) => sum + [...segment.text].length, 0);
  group
    .append("rect")
    .attr("x", -width / 2 - 7)
    .attr("y", -11)
    .attr("width", width + 14)
    .attr("height", 22)
    .attr("rx", cue.look === "sum" ? 7 : 11);
  const text = group
    .append("text")
    .attr("x", -width / 2)
    .attr("y", 4.6)
    .attr("xml:space", "preserve");
  for (const segment of cue.segments) text.append("tspan").attr("class", `t-${segment.tone}`).text(segment.text);
  const full = cue.faint ? 0.4 : 1;
  const standing = cue.end - cue.begin < 130;
  return (time) => {
    if (time < cue.begin || time > cue.until) {
      group.attr("opacity", 0);
      return;
    }
    const t = clamp((time - cue.begin) / Math.max(1, cue.end - cue.begin));
    const eased = easeCubicInOut(t);
    const [x, y] = cue.track.at(eased);
    const lift = mix(cue.lift[0], cue.lift[1], eased);
    const fadeIn = standing && cue.end - cue.begin < 2 ? 1 : clamp((time - cue.begin) / FADE);
    const fadeOut = cue.until > cue.end || cue.into ? clamp((cue.until - time) / FADE) : 1;
    const grow = cue.outOf ? mix(0.45, 1, easeCubicOut(clamp(t * 2.5))) : 1;
    const shrink = cue.into ? mix(1, 0.45, clamp((t - 0.7) / 0.3)) : 1;
    group
      .attr("opacity", full * Math.min(fadeIn, fadeOut))
      .attr("transform", `translate(${x.toFixed(2)},${(y + lift).toFixed(2)}) scale(${(grow * shrink).toFixed(3)})`);
  };
}

function burstActor(layer: Layer, cue: BurstCue): Actor {
  const ring = layer
    .append("path")
    .attr("class", `burst ${cue.look}`)
    .attr("transform", `translate(${cue.node.x},${cue.node.y})`)
    .attr("opacity", 0);
  return (time) => {
    const t = (time - cue.begin) / (cue.end - cue.begin);
    if (t < 0 || t > 1) ring.attr("opacity", 0);
    else ring.attr("opacity", 0.8 * (1 - t)).attr("d", outline(cue.node, mix(1, 15, easeCubicOut(t))));
  };
}

function revealActor(layer: Layer, labels: Layer, cue: RevealCue): Actor {
  const line = labels
    .selectAll<SVGGElement, unknown>("g.label")
    .filter(function () {
      return this.getAttribute("data-id") === cue.edge.id;
    })
    .select<SVGTextElement>(`.${cue.line}`);
  const ghost = layer
    .append("text")
    .attr("class", "ghost")
    .attr("x", cue.edge.label[0])
    .attr("y", cue.edge.label[1] + Number(line.node()?.getAttribute("y") ?? 0))
    .text(cue.ghost ?? "");
  return (time) => {
    const t = clamp((time - cue.at) / 130);
    line.attr("opacity", t >= 1 ? null : t);
    ghost.attr("opacity", 1 - t);
  };
}
