/** Animation of each kind of gate as it hands its gradient back: the patterns of the lectures. */

import {type Arr, flatten, isLarge, type Point, type TraceEdge} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {number, shapeOf, shapeText, text} from "../../shared/number";
import {fraction, join, part, type Track, track} from "../draw/path";
import {board} from "./board";
import {
  type AnimationContext,
  burst,
  type Clip,
  CROWD,
  DOWN,
  numbers,
  recede,
  retreat,
  reveal,
  type Segment,
  show,
  still,
  type TokenClip,
  token,
  UP,
  type Wire,
  wire,
} from "./clips";
import {ruleText} from "./rule-text";

/** The upstream token on its way from the gate's output wire into the gate. */
function upstream(s: AnimationContext): Clip[] {
  const clips: Clip[] = [];
  for (const edge of s.outOf.slice(0, 1)) {
    const w = wire(edge);
    const label = show(numbers(s, edge).downstream);
    clips.push(token("gradient", label, recede(w), [0, 420], {lift: [DOWN, 0], shrinks: true}));
  }
  clips.push(burst(s.node, "gradient", 390));
  return clips;
}

function home(s: AnimationContext, w: Wire, begin: number, more: Partial<TokenClip> = {}): Clip[] {
  const label = show(numbers(s, w.edge).downstream);
  const end = begin + 520;
  return [
    token("gradient", label, retreat(w), [begin, end], {lift: [0, DOWN], grows: true, ...more}),
    reveal(w.edge, "gradient", end - 20),
  ];
}

export function backward(s: AnimationContext): Clip[] {
  const [a, b] = s.inputs;
  if (s.node.pattern === "swap" && a && b && s.inputs.length === 2 && numbers(s, a).local !== null)
    return swap(s, a, b);
  if (s.node.pattern === "broadcast") return merge(s);
  if (s.node.pattern === "sum") return scatter(s);
  if (s.node.pattern === "router") return route(s);
  const plain = s.node.pattern === "distributor" || s.node.pattern === "reshape" || s.node.pattern === "adder";
  return plain && s.inputs.every((edge) => unchanged(s, edge)) ? distribute(s) : scale(s);
}

function unchanged(s: AnimationContext, edge: TraceEdge): boolean {
  const {local} = numbers(s, edge);
  return local === null || (!isLarge(local) && flatten(local).every((entry) => entry === 1));
}

function distribute(s: AnimationContext): Clip[] {
  return [...upstream(s), ...s.inputs.slice(0, CROWD).flatMap((edge) => home(s, wire(edge), 480))];
}

function route(s: AnimationContext): Clip[] {
  const wins = (edge: TraceEdge): boolean => flatten(numbers(s, edge).downstream).some((entry) => entry !== 0);
  return [
    ...upstream(s),
    ...s.inputs.slice(0, CROWD).flatMap((edge) => home(s, wire(edge), 480, {faint: !wins(edge)})),
  ];
}

/** Matrices are multiplied in words: their rows are code in one line; the panel has them side by side. */
function product(upstream: Arr, local: Arr, down: string | null): Segment[] {
  const shape = shapeOf(upstream);
  const isMatrix = shape.length > 1 && show(upstream) === shapeText(shape);
  const parts: Segment[] = [
    {text: isMatrix ? tr("upstream") : show(upstream), tone: "gradient"},
    {text: shape.length > 0 ? " ⊙ " : " × ", tone: "plain"},
    {text: isMatrix ? tr("local") : show(local), tone: "local"},
  ];
  if (down !== null) parts.push({text: " = ", tone: "plain"}, {text: down, tone: "gradient"});
  return parts;
}

function scale(s: AnimationContext): Clip[] {
  const clips = upstream(s);
  const inputs = s.inputs.slice(0, CROWD);
  const sums = inputs.map((edge) => {
    const {upstream: up, local, downstream} = numbers(s, edge);
    if (local !== null) return {before: product(up, local, null), after: product(up, local, show(downstream))};
    const rule = ruleText(edge.rule, s);
    return rule === null ? null : {before: null, after: [{text: rule, tone: "local"} as const]};
  });
  const lines = sums.filter((sum) => sum !== null);
  const places = board(
    s,
    lines.map(({after}) => after.map((part) => part.text).join("")),
  );
  lines.forEach(({before, after}, row) => {
    const at = places[row] as Track;
    if (before === null) clips.push(token("sum", after, at, [380, 480, 1300]));
    else {
      clips.push(token("sum", before, at, [380, 480, 820]));
      clips.push(token("sum", after, at, [820, 821, 1450]));
    }
  });
  for (const edge of inputs) clips.push(...home(s, wire(edge), 860));
  return clips;
}

const ASIDE = 25; // px from a number to the small product beside it
/** px before the gate where two values change places: beside the X that stays, and over no gate. */
const PASSING = {far: 58, near: 38} as const;
const LANE = 22; // px between the ways of the two, so that where they meet digits of both can be seen

/** The two values change places across the gate; each meets the upstream gradient on the other's wire. */
function swap(s: AnimationContext, first: TraceEdge, second: TraceEdge): Clip[] {
  const clips = upstream(s);
  const pairs = [
    {from: wire(first), to: wire(second), lane: 0},
    {from: wire(second), to: wire(first), lane: LANE},
  ];
  for (const {from, to, lane} of pairs) {
    const value = show(numbers(s, from.edge).value);
    const {upstream: up, downstream} = numbers(s, to.edge);
    const gradient = text(up);
    const crossing = join(
      part(from.full, from.mark, Math.max(from.mark, fraction(from.full, PASSING.far + lane))),
      part(to.full, Math.max(to.mark, fraction(to.full, PASSING.near + lane)), to.mark),
    );
    clips.push(token("value", value, crossing, [120, 1800, 1940], {lift: [UP, UP], even: true}));
    clips.push(token("gradient", gradient, retreat(to), [1520, 1860, 1940], {lift: [0, DOWN], grows: true}));
    const sum: Segment[] = [
      {text: gradient, tone: "gradient"},
      {text: " × ", tone: "plain"},
      {text: value, tone: "local"},
    ];
    // Above the upper wire's numbers and below the lower one's: there it hides neither them nor the gate.
    const isUpper = to.edge.label[1] < s.node.y;
    const place: Point = [to.edge.label[0], to.edge.label[1] + DOWN];
    const at: Point = [place[0], to.edge.label[1] + (isUpper ? UP - ASIDE : DOWN + ASIDE)];
    clips.push(token("sum", sum, still(at), [1900, 2000, 2520]));
    const returnTrack = track([at, place]);
    clips.push(token("gradient", show(downstream), returnTrack, [2480, 2780]));
    clips.push(reveal(to.edge, "gradient", 2760));
  }
  return clips;
}

/** One gradient becomes one for every entry. */
function scatter(s: AnimationContext): Clip[] {
  const clips = upstream(s);
  for (const edge of s.inputs.slice(0, CROWD)) {
    const w = wire(edge);
    const entries = flatten(numbers(s, edge).downstream).slice(0, 4);
    entries.forEach((entry, i) => {
      const begin = 480 + 110 * i;
      clips.push(token("gradient", number(entry), retreat(w), [begin, begin + 480], {lift: [0, DOWN], grows: true}));
    });
    clips.push(reveal(edge, "gradient", 940 + 110 * entries.length));
  }
  return clips;
}

/** The gradients of the copies come one after the other and become one. */
function merge(s: AnimationContext): Clip[] {
  const clips: Clip[] = [];
  let end = 420;
  for (const edge of s.outOf.slice(0, 1)) {
    const w = wire(edge);
    const entries = flatten(numbers(s, edge).downstream).slice(0, 4);
    entries.forEach((entry, i) => {
      end = 420 + 120 * i;
      clips.push(token("gradient", number(entry), recede(w), [120 * i, end], {lift: [DOWN, 0], shrinks: true}));
    });
  }
  clips.push(burst(s.node, "gradient", end - 20));
  for (const edge of s.inputs) clips.push(...home(s, wire(edge), end + 80));
  return clips;
}
