/** Timeline of a step: the ways and times of its tokens. A pure list of clips, played by playback.ts.
 *
 * The picture is already in its end state; a timeline only hides a number until its token has arrived.
 */

import {flatten, type Point, type Step, type Trace} from "../../shared/contract";
import {track} from "../draw/path";
import type {Frame} from "../model/frame";
import {runningSum} from "../model/numbers";
import {plan} from "../model/plan";
import {board} from "./board";
import {
  type AnimationContext,
  burst,
  type Clip,
  DOWN,
  numbers,
  recede,
  retreat,
  reveal,
  type Segment,
  show,
  still,
  type Timeline,
  token,
  wire,
} from "./clips";
import {begin, compute, direction, travel} from "./forwards";
import {backward} from "./patterns";

/** The timeline of the step that leads to this frame; null if it has nothing to play. */
export function timelineOf(trace: Trace, frame: Frame): Timeline | null {
  const step = trace.steps[frame.position - 1];
  const id = step?.nodes[0];
  if (!step || id === undefined) return null;
  const schedule = plan(trace);
  const node = schedule.node.get(id);
  if (!node) return null;
  const hand: AnimationContext = {
    trace,
    frame,
    node,
    inputs: schedule.inputs.get(id) ?? [],
    outOf: schedule.outOf.get(id) ?? [],
  };
  const clips = write(step, hand).map((clip) =>
    clip.kind === "token" && (clip.grows || clip.shrinks) ? {...clip, gate: node} : clip,
  );
  return {clips, duration: clips.reduce((end, clip) => Math.max(end, finish(clip)), 0)};
}

function finish(clip: Clip): number {
  return clip.kind === "token" ? clip.until : clip.kind === "burst" ? clip.end : clip.at + 150;
}

function write(step: Step, s: AnimationContext): Clip[] {
  if (step.kind === "compute") return compute(s);
  if (step.kind === "direction") return direction(s, step);
  if (step.kind === "tangent") return travel(s, "tangent");
  if (step.kind === "seed") return s.inputs.length > 0 ? seed(s) : begin(s);
  if (step.kind === "accumulate") return accumulate(s, step);
  return backward(s);
}

function seed(s: AnimationContext): Clip[] {
  const clips: Clip[] = [];
  for (const edge of s.inputs.slice(0, 1)) {
    const {downstream} = numbers(s, edge);
    const [x, y] = edge.label;
    const one = flatten(downstream).every((entry) => entry === 1);
    const name = s.node.name ?? s.node.label;
    const drop = track([
      [x, y - 62],
      [x + 0.01, y],
    ]);
    clips.push(token("gradient", show(downstream), drop, [0, 620, 900], {lift: [0, 0]}));
    clips.push(token("gradient", show(downstream), still([x, y]), [900, 1150], {lift: [0, DOWN]}));
    const words = one ? `∂${name}/∂${name} = 1` : `given: ∂L/∂${name}`;
    const beside: Point = [x, y - 88];
    clips.push(token("sum", [{text: words, tone: "gradient"}], still(beside), [0, 120, 1350]));
    clips.push(burst(s.node, "gradient", 560), reveal(edge, "gradient", 1130));
  }
  return clips;
}

/** One more term of a copy gate's sum arrives; the number on its in-wire ticks. */
function accumulate(s: AnimationContext, step: Step): Clip[] {
  const position = s.frame.position;
  const term = s.node.terms.find((item) => item.step === position)?.edge ?? step.edges[0];
  const edge = s.outOf.find((item) => item.id === term);
  if (!edge) return [];
  const live = s.frame.numbers;
  const label = show(numbers(s, edge).downstream);
  const before = runningSum(s.trace, s.node.id, position - 1, live);
  const after = runningSum(s.trace, s.node.id, position, live);
  const clips: Clip[] = [token("gradient", label, recede(wire(edge)), [0, 460], {lift: [DOWN, 0], shrinks: true})];
  clips.push(burst(s.node, "gradient", 430));
  const sum: Segment[] = [
    {text: before === null ? "0.00" : show(before), tone: "gradient"},
    {text: " += ", tone: "plain"},
    {text: label, tone: "gradient"},
  ];
  for (const place of board(s, [sum.map((part) => part.text).join("")]))
    clips.push(token("sum", sum, place, [420, 520, 1250]));
  for (const inward of s.inputs) {
    const gradientTrack = retreat(wire(inward));
    clips.push(token("gradient", show(after), gradientTrack, [760, 1200], {lift: [0, DOWN], grows: true}));
    // A grid that is already there ticks in place; a number waits for its token under its old self.
    if (before === null) clips.push(reveal(inward, "gradient", 1180));
    else if (inward.shape.length === 0) clips.push(reveal(inward, "gradient", 1180, show(before)));
  }
  return clips;
}
