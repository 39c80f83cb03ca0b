/** Text on one entry of an array, and the other entries that it marks. Pure. */

import {type Arr, flatten, type Numbers, type Trace, type TraceEdge} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {number, shapeText} from "../../shared/number";
import type {WireFrame} from "../model/frame";
import {type Influence, influence, type Place, passOf, sources} from "../model/influence";
import {plan} from "../model/plan";
import {summary} from "./arrays";

type MarkLook = "own" | "touched" | "weight" | "source";

interface Mark extends Place {
  readonly look: MarkLook;
}

interface Line {
  readonly tone: "value" | "gradient" | "plain";
  readonly text: string;
}

export interface EntryText {
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
}

const TERMS = 4;

/** The entry of a wire's array: its numbers, what it touches and what its gradient is made of. */
export function sayEntry(trace: Trace, live: Numbers, wire: WireFrame, entry: number): EntryText {
  const {edge} = wire;
  const index = indexOf(entry, edge.shape);
  const wireText = wireName(trace, edge);
  const name = wireText.includes(" ") ? `${wireText} ${index}` : `${wireText}${index}`;
  const value = flatten(wire.values ?? 0)[entry];
  const lines: Line[] = [{tone: "value", text: `${name} = ${value === undefined ? "…" : full(value)}`}];
  const marks: Mark[] = [{edge: edge.id, entry, look: "own"}];
  const influences = reachOf(trace, live, edge, entry);
  const gradient = wire.gradients === null ? undefined : flatten(wire.gradients)[entry];
  if (gradient !== undefined)
    lines.push({tone: "gradient", text: tr`gradient${madeOf(live, edge, influences)} = ${full(gradient)}`});
  const next = influences === null ? [] : (plan(trace).outOf.get(edge.target) ?? []);
  if (influences && next[0]) {
    lines.push({tone: "plain", text: touchWords(trace, edge, next, influences)});
    for (const out of next)
      for (const {entry: at} of influences) marks.push({edge: out.id, entry: at, look: "touched"});
    for (const {by} of influences) if (by) marks.push({...by, look: "weight"});
  }
  const before = trace.tape ? sources(trace.tape, gateOf(trace, edge.source), entry) : [];
  for (const place of before) marks.push({...place, look: "source"});
  if (before.length > 0) lines.push({tone: "plain", text: tr`Made of ${sourceWords(trace, before)}.`});
  return {lines, marks};
}

/** A heat map as a whole. */
export function sayArray(trace: Trace, edge: TraceEdge, value: Arr, what: "value" | "gradient"): EntryText {
  const ends = summary(value);
  const head = `${what === "value" ? "" : tr("gradient of ")}${wireName(trace, edge)}, ${shapeText(edge.shape)}`;
  const lines: Line[] = [{tone: what, text: head}];
  if (ends) {
    const {min, mean, max} = ends;
    lines.push({tone: "plain", text: tr`min ${number(min)} · mean ${number(mean)} · max ${number(max)}`});
  }
  return {lines, marks: []};
}

/** `[1, 0]`: counted from 0 as in NumPy. */
export function indexOf(entry: number, shape: readonly number[]): string {
  const place: number[] = [];
  let rest = entry;
  for (const size of [...shape].reverse()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${place.join(", ")}]`;
}

/** Several entries of one array in few words: a row, a column, all of it, or a list. */
export function setWords(entries: readonly number[], shape: readonly number[]): string {
  const all = [...new Set(entries)];
  const size = shape.reduce((a, b) => a * b, 1);
  if (all.length === size) return size === 1 ? indexOf(0, shape) : tr("every entry");
  const columns = shape[shape.length - 1] ?? 1;
  const rows = new Set(all.map((entry) => Math.floor(entry / columns)));
  const across = new Set(all.map((entry) => entry % columns));
  if (shape.length === 2 && all.length > 1) {
    if (rows.size === 1 && all.length === columns) return tr`row ${[...rows][0]}`;
    if (across.size === 1 && all.length === shape[0]) return tr`column ${[...across][0]}`;
  }
  const indices = all.slice(0, TERMS).map((entry) => indexOf(entry, shape));
  return indices.join(", ") + (all.length > TERMS ? tr` and ${all.length - TERMS} more` : "");
}

/** The name of the value on a wire; without one, the gate it comes from. */
export function wireName(trace: Trace, edge: TraceEdge): string {
  if (edge.name) return edge.name;
  const node = plan(trace).node.get(edge.source);
  return node?.name ?? (node?.kind === "leaf" ? node.label : tr`the ${node?.label ?? "?"} gate`);
}

function gateOf(trace: Trace, node: string): {readonly node: string; readonly inputs: readonly string[]} {
  return {node, inputs: (plan(trace).inputs.get(node) ?? []).map(({id}) => id)};
}

function reachOf(trace: Trace, live: Numbers, edge: TraceEdge, entry: number): readonly Influence[] | null {
  const pass = passOf(trace, live);
  return pass && trace.tape ? influence(trace.tape, pass, gateOf(trace, edge.target), edge.id, entry) : null;
}

/** " = 2.00 × 3.00 + …": each gradient that comes back, times its weight; "" when there is nothing to add up. */
function madeOf(live: Numbers, edge: TraceEdge, influences: readonly Influence[] | null): string {
  const upstream = flatten(live.edges[edge.id]?.upstream ?? edge.upstream);
  if (!influences || influences.length === 0 || influences.some(({entry}) => upstream[entry] === undefined)) return "";
  const term = ({entry, weight}: Influence): string => {
    const up = number(upstream[entry] ?? 0);
    return weight === 1 ? signed(up) : `${signed(up)} × ${signed(number(weight))}`;
  };
  const sum = influences.slice(0, TERMS).map(term).join(" + ");
  if (influences.length === 1 && influences[0]?.weight === 1) return "";
  return ` = ${sum}${influences.length > TERMS ? " + …" : ""}`;
}

function touchWords(
  trace: Trace,
  edge: TraceEdge,
  next: readonly TraceEdge[],
  influences: readonly Influence[],
): string {
  const [first] = next as [TraceEdge];
  const target = plan(trace).node.get(edge.target);
  if (target?.form === "copy") return tr`It goes to ${next.length} places.`;
  if (influences.length === 0) return tr`It touches nothing behind the ${target?.label ?? ""} gate: its gradient is 0.`;
  const sentence = tr`It touches ${setWords(
    influences.map(({entry}) => entry),
    first.shape,
  )} of ${wireName(trace, first)}`;
  const [one] = influences;
  const places = influences.map(({by}) => by);
  const beside = one?.by ? plan(trace).edge.get(one.by.edge) : undefined;
  if (beside && places.every((by) => by?.edge === beside.id)) {
    const weights = setWords(
      places.map((by) => by?.entry ?? 0),
      beside.shape,
    );
    return tr`${sentence} by ${weights} of ${wireName(trace, beside)}.`;
  }
  const same = influences.every(({weight}) => weight === one?.weight);
  return same ? tr`${sentence} by ${number(one?.weight ?? 0)}.` : `${sentence}.`;
}

function sourceWords(trace: Trace, places: readonly Place[]): string {
  const groups = new Map<string, number[]>();
  for (const {edge, entry} of places) {
    const list = groups.get(edge);
    if (list) list.push(entry);
    else groups.set(edge, [entry]);
  }
  const phrases = [...groups].map(([id, entries]) => {
    const edge = plan(trace).edge.get(id);
    if (!edge) return "";
    const name = wireName(trace, edge);
    return edge.shape.length === 0 ? name : tr`${setWords(entries, edge.shape)} of ${name}`;
  });
  return [...new Set(phrases)].join(" and ");
}

/** A negative number after a sign stands in brackets. */
const signed = (text: string): string => (text.startsWith("−") ? `(${text})` : text);

/** Full precision, with the minus of the page. */
function full(value: number): string {
  return String(value).replace("-", "−").replace("Infinity", "∞");
}
