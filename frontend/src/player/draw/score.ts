/** A step as music: which tokens travel where and when. A pure list of cues, played by pulse.ts.
 *
 * The picture is already in its end state; a score only hides a number until its token has arrived.
 */
import type {Frame} from "../frame";
import {runningSum} from "../live";
import {number, text} from "../number";
import {plan} from "../plan";
import {type Arr, flatten, isLarge, type Point, type Step, type Trace, type TraceEdge, type TraceNode} from "../trace";
import {ABOVE, BELOW} from "./labels";
import {join, nearest, part, type Track, track} from "./path";

export type Tone = "value" | "gradient" | "local" | "plain";

export interface Segment {
  readonly text: string;
  readonly tone: Tone;
}

/** A token. It moves along `track` from `begin` to `end`, is seen from `begin` to `until`, all in ms at 1x. */
export interface TokenCue {
  readonly kind: "token";
  readonly look: "value" | "gradient" | "sum";
  readonly segments: readonly Segment[];
  readonly track: Track;
  readonly lift: readonly [number, number]; // how far off the track it starts and ends, downwards
  readonly begin: number;
  readonly end: number;
  readonly until: number;
  readonly faint?: boolean;
  readonly into?: boolean; // it shrinks into the gate at its end
  readonly outOf?: boolean; // it grows out of the gate at its start
}

/** A ring that spreads from a gate. */
export interface BurstCue {
  readonly kind: "burst";
  readonly look: "value" | "gradient";
  readonly node: TraceNode;
  readonly begin: number;
  readonly end: number;
}

/** A number of the picture that is hidden until `at`; `ghost` stands there meanwhile. */
export interface RevealCue {
  readonly kind: "reveal";
  readonly edge: TraceEdge;
  readonly line: "value" | "gradient";
  readonly at: number;
  readonly ghost: string | null;
}

export type Cue = TokenCue | BurstCue | RevealCue;

export interface Score {
  readonly duration: number;
  readonly cues: readonly Cue[];
}

const UP = ABOVE - 5; // from the wire to the middle of the value above it
const DOWN = BELOW - 5; // and of the gradient below it
/** Advance of one character of the 13 px mono font. */
export const CHARACTER = 7.83;
const CROWD = 8; // tokens at once; more are a blur

interface Stagehand {
  readonly trace: Trace;
  readonly frame: Frame;
  readonly node: TraceNode;
  readonly into: readonly TraceEdge[];
  readonly outOf: readonly TraceEdge[];
}

interface Wire {
  readonly edge: TraceEdge;
  readonly whole: Track;
  readonly mark: number; // where on the track the label stands
}

const wire = (edge: TraceEdge): Wire => {
  const whole = track(edge.path);
  return {edge, whole, mark: nearest(whole, edge.label)};
};
/** From the label to the gate at the wire's end, and back. */
const arrive = (w: Wire): Track => part(w.whole, w.mark, 1);
const retreat = (w: Wire): Track => part(w.whole, 1, w.mark);
/** From the gate at the wire's start to the label, and back. */
const leave = (w: Wire): Track => part(w.whole, 0, w.mark);
const recede = (w: Wire): Track => part(w.whole, w.mark, 0);
const still = (at: Point): Track => track([at, at]);

const numbers = (s: Stagehand, edge: TraceEdge) => s.frame.numbers.edges[edge.id] ?? edge;
const show = (value: Arr | null, edge: TraceEdge): string => (value === null ? "" : text(value));

function token(
  look: TokenCue["look"],
  segments: readonly Segment[] | string,
  along: Track,
  times: readonly [number, number, number?],
  more: Partial<TokenCue> = {},
): TokenCue {
  const [begin, end, until = end] = times;
  const parts =
    typeof segments === "string" ? [{text: segments, tone: look === "sum" ? "plain" : look} as Segment] : segments;
  return {kind: "token", look, segments: parts, track: along, lift: [0, 0], begin, end, until, ...more};
}

const burst = (node: TraceNode, look: BurstCue["look"], begin: number): BurstCue => ({
  kind: "burst",
  look,
  node,
  begin,
  end: begin + 420,
});

const reveal = (edge: TraceEdge, line: RevealCue["line"], at: number, ghost: string | null = null): RevealCue => ({
  kind: "reveal",
  edge,
  line,
  at,
  ghost,
});

/** The score of the step that leads to this frame; null if it has nothing to play. */
export function score(trace: Trace, frame: Frame): Score | null {
  const step = trace.steps[frame.position - 1];
  const id = step?.nodes[0];
  if (!step || id === undefined) return null;
  const known = plan(trace);
  const node = known.node.get(id);
  if (!node) return null;
  const hand: Stagehand = {trace, frame, node, into: known.into.get(id) ?? [], outOf: known.outOf.get(id) ?? []};
  const cues = write(step, hand);
  return {cues, duration: cues.reduce((end, cue) => Math.max(end, finish(cue)), 0)};
}

function finish(cue: Cue): number {
  return cue.kind === "token" ? cue.until : cue.kind === "burst" ? cue.end : cue.at + 150;
}

function write(step: Step, s: Stagehand): Cue[] {
  if (step.kind === "compute") return compute(s);
  if (step.kind === "seed") return seed(s);
  if (step.kind === "accumulate") return accumulate(s, step);
  return backward(s);
}

function compute(s: Stagehand): Cue[] {
  const ins = s.into.slice(0, CROWD).map(wire);
  const outs = s.outOf.slice(0, CROWD).map(wire);
  const cues: Cue[] = ins.map((w) =>
    token("value", show(numbers(s, w.edge).value, w.edge), arrive(w), [0, 430], {lift: [UP, 0], into: true}),
  );
  cues.push(burst(s.node, "value", 400));
  for (const w of outs) {
    cues.push(
      token("value", show(numbers(s, w.edge).value, w.edge), leave(w), [470, 900], {lift: [0, UP], outOf: true}),
    );
    cues.push(reveal(w.edge, "value", 880));
  }
  return cues;
}

function seed(s: Stagehand): Cue[] {
  const cues: Cue[] = [];
  for (const edge of s.into.slice(0, 1)) {
    const {downstream} = numbers(s, edge);
    const [x, y] = edge.label;
    const one = flatten(downstream).every((entry) => entry === 1);
    const name = s.node.name ?? s.node.label;
    const drop = track([
      [x, y - 84],
      [x + 0.01, y],
    ]);
    cues.push(token("gradient", show(downstream, edge), drop, [0, 620, 900], {lift: [0, 0]}));
    cues.push(token("gradient", show(downstream, edge), still([x, y]), [900, 1150], {lift: [0, DOWN]}));
    const words = one ? `∂${name}/∂${name} = 1` : `given: ∂L/∂${name}`;
    const beside: Point = [x, y - 112];
    cues.push(token("sum", [{text: words, tone: "gradient"}], still(beside), [0, 120, 1350]));
    cues.push(burst(s.node, "gradient", 560), reveal(edge, "gradient", 1130));
  }
  return cues;
}

/** The upstream token on its way from the gate's output wire into the gate. */
function upstream(s: Stagehand): Cue[] {
  const cues: Cue[] = [];
  for (const edge of s.outOf.slice(0, 1)) {
    const w = wire(edge);
    const label = show(numbers(s, edge).downstream, edge);
    cues.push(token("gradient", label, recede(w), [0, 420], {lift: [DOWN, 0], into: true}));
  }
  cues.push(burst(s.node, "gradient", 390));
  return cues;
}

function home(s: Stagehand, w: Wire, begin: number, more: Partial<TokenCue> = {}): Cue[] {
  const label = show(numbers(s, w.edge).downstream, w.edge);
  const end = begin + 520;
  return [
    token("gradient", label, retreat(w), [begin, end], {lift: [0, DOWN], outOf: true, ...more}),
    reveal(w.edge, "gradient", end - 20),
  ];
}

function backward(s: Stagehand): Cue[] {
  const [a, b] = s.into;
  if (s.node.pattern === "swap" && a && b && s.into.length === 2 && numbers(s, a).local !== null) return swap(s, a, b);
  if (s.node.pattern === "broadcast") return merge(s);
  if (s.node.pattern === "sum") return scatter(s);
  if (s.node.pattern === "router") return route(s);
  const plain = s.node.pattern === "distributor" || s.node.pattern === "reshape" || s.node.pattern === "adder";
  return plain && s.into.every((edge) => unchanged(s, edge)) ? distribute(s) : scale(s);
}

function unchanged(s: Stagehand, edge: TraceEdge): boolean {
  const {local} = numbers(s, edge);
  return local === null || (!isLarge(local) && flatten(local).every((entry) => entry === 1));
}

function distribute(s: Stagehand): Cue[] {
  return [...upstream(s), ...s.into.slice(0, CROWD).flatMap((edge) => home(s, wire(edge), 480))];
}

function route(s: Stagehand): Cue[] {
  const wins = (edge: TraceEdge): boolean => flatten(numbers(s, edge).downstream).some((entry) => entry !== 0);
  return [...upstream(s), ...s.into.slice(0, CROWD).flatMap((edge) => home(s, wire(edge), 480, {faint: !wins(edge)}))];
}

/** Above the gate, where a small sum is written while it happens. */
const board = (node: TraceNode): Track => still([node.x, node.y - node.height / 2 - 20]);

function product(up: string, local: string, down: string | null): Segment[] {
  const parts: Segment[] = [
    {text: up, tone: "gradient"},
    {text: " × ", tone: "plain"},
    {text: local, tone: "local"},
  ];
  if (down !== null) parts.push({text: " = ", tone: "plain"}, {text: down, tone: "gradient"});
  return parts;
}

function scale(s: Stagehand): Cue[] {
  const cues = upstream(s);
  s.into.slice(0, CROWD).forEach((edge, i) => {
    const {upstream: up, local, downstream} = numbers(s, edge);
    const at = still([s.node.x, s.node.y - s.node.height / 2 - 20 - 26 * i]);
    if (local === null) {
      if (edge.rule) cues.push(token("sum", [{text: edge.rule, tone: "local"}], at, [380, 480, 1300]));
    } else {
      const factor = text(local);
      cues.push(token("sum", product(text(up), factor, null), at, [380, 480, 820]));
      cues.push(token("sum", product(text(up), factor, show(downstream, edge)), at, [820, 821, 1450]));
    }
    cues.push(...home(s, wire(edge), 860));
  });
  return cues;
}

/** The two values change places across the gate; each meets the upstream gradient on the other's wire. */
function swap(s: Stagehand, first: TraceEdge, second: TraceEdge): Cue[] {
  const cues = upstream(s);
  const {x, y, width} = s.node;
  const pairs = [
    {from: wire(first), to: wire(second), by: x - width / 3},
    {from: wire(second), to: wire(first), by: x + width / 3},
  ];
  for (const {from, to, by} of pairs) {
    const value = show(numbers(s, from.edge).value, from.edge);
    const {upstream: up, downstream} = numbers(s, to.edge);
    const gradient = text(up);
    // One value passes left of the middle and one right of it, so that both are seen to cross.
    const crossing = join(arrive(from), still([by, y]), retreat(to));
    cues.push(token("value", value, crossing, [120, 1000, 1160], {lift: [UP, UP]}));
    cues.push(token("gradient", gradient, retreat(to), [740, 1080, 1160], {lift: [0, DOWN], outOf: true}));
    const sum: Segment[] = [
      {text: gradient, tone: "gradient"},
      {text: " × ", tone: "plain"},
      {text: value, tone: "value"},
    ];
    const wider = [...value].length + 3;
    const at: Point = [to.edge.label[0] + (wider * CHARACTER) / 2, to.edge.label[1] + DOWN];
    cues.push(token("sum", sum, still(at), [1120, 1220, 1640]));
    const settle = track([at, [to.edge.label[0], at[1]]]);
    cues.push(token("gradient", show(downstream, to.edge), settle, [1600, 1900]));
    cues.push(reveal(to.edge, "gradient", 1880));
  }
  return cues;
}

/** One gradient becomes one for every entry. */
function scatter(s: Stagehand): Cue[] {
  const cues = upstream(s);
  for (const edge of s.into.slice(0, CROWD)) {
    const w = wire(edge);
    const entries = flatten(numbers(s, edge).downstream).slice(0, 4);
    entries.forEach((entry, i) => {
      const begin = 480 + 110 * i;
      cues.push(token("gradient", number(entry), retreat(w), [begin, begin + 480], {lift: [0, DOWN], outOf: true}));
    });
    cues.push(reveal(edge, "gradient", 940 + 110 * entries.length));
  }
  return cues;
}

/** The gradients of the copies come one after the other and become one. */
function merge(s: Stagehand): Cue[] {
  const cues: Cue[] = [];
  let end = 420;
  for (const edge of s.outOf.slice(0, 1)) {
    const w = wire(edge);
    const entries = flatten(numbers(s, edge).downstream).slice(0, 4);
    entries.forEach((entry, i) => {
      end = 420 + 120 * i;
      cues.push(token("gradient", number(entry), recede(w), [120 * i, end], {lift: [DOWN, 0], into: true}));
    });
  }
  cues.push(burst(s.node, "gradient", end - 20));
  for (const edge of s.into) cues.push(...home(s, wire(edge), end + 80));
  return cues;
}

/** One more term of a copy gate's sum arrives; the number on its in-wire ticks. */
function accumulate(s: Stagehand, step: Step): Cue[] {
  const {terms} = plan(s.trace);
  const position = s.frame.position;
  const term = (terms.get(s.node.id) ?? []).find((item) => item.position === position)?.edge ?? step.edges[0];
  const edge = s.outOf.find((item) => item.id === term);
  if (!edge) return [];
  const live = s.frame.numbers;
  const label = show(numbers(s, edge).downstream, edge);
  const before = runningSum(s.trace, s.node.id, position - 1, live);
  const after = runningSum(s.trace, s.node.id, position, live);
  const cues: Cue[] = [token("gradient", label, recede(wire(edge)), [0, 460], {lift: [DOWN, 0], into: true})];
  cues.push(burst(s.node, "gradient", 430));
  const sum: Segment[] = [
    {text: before === null ? "0.00" : show(before, edge), tone: "gradient"},
    {text: " += ", tone: "plain"},
    {text: label, tone: "gradient"},
  ];
  cues.push(token("sum", sum, board(s.node), [420, 520, 1250]));
  for (const inward of s.into) {
    const carried = retreat(wire(inward));
    cues.push(token("gradient", show(after, inward), carried, [760, 1200], {lift: [0, DOWN], outOf: true}));
    cues.push(reveal(inward, "gradient", 1180, before === null ? null : show(before, inward)));
  }
  return cues;
}
