/** State <-> address: one table of fields. What is as usual is left out of the address. */

import type {GradientChecks, Value} from "./contract";
import {DEFAULT_REQUEST} from "./default-request";
import {NOTATIONS, type Notation} from "./notation";
import {
  atRound,
  type Direction,
  type GraphKind,
  type Mode,
  REVERSE,
  type Shapes,
  type TraceRequest,
  type Values,
  VIEWS,
  type View,
  withShapes,
} from "./request";

/** Panel beside or over the picture: costs of derivatives, or their numerical check. */
export type Panel = "costs" | "check";

/** A gate that is broken on purpose, and what it does wrong. */
export type Fault = Readonly<Pick<NonNullable<GradientChecks["fault"]>, "node" | "kind">>;

export type DifferenceKind = GradientChecks["kind"];

/** Choices in the numerical check: the difference quotient, its step h = 10^exponent, and the variable whose errors are drawn. */
export type CheckChoice = Readonly<{kind: DifferenceKind; exponent: number; name: string}>;

/** A step that is large enough to see the secant beside the tangent; "": the first variable. */
export const FIRST_CHECK: CheckChoice = {kind: "central", exponent: 0, name: ""};

const FAULT_KINDS: readonly Fault["kind"][] = ["sign", "local", "sum"];

/** Content of an address. `null`: the address does not say it. */
export type Link = Readonly<{
  source: string | null;
  values: Values;
  step: number | null;
  view: View;
  open: readonly string[];
  closed: readonly string[];
  notation: Notation | null;
  output: string | null;
  upstream: Value | null;
  mode: Mode;
  direction: Direction;
  graph: GraphKind;
  round: number | null;
  shapes_only: Shapes;
  speed: number | null;
  health: boolean;
  panel: Panel | null;
  fault: Fault | null;
  check: CheckChoice;
  recompute: readonly string[]; // saved values that are computed again instead
  train: Readonly<Record<string, unknown>> | null; // the settings of a run that are not as usual
  t: number | null; // the update of the run that is open
}>;

type Field<K extends keyof Link> = Readonly<{
  read: (text: string) => Link[K] | undefined; // undefined: not understood, so not said
  write: (value: Link[K]) => string | null; // null: as usual
}>;

const list: Field<"open"> = {
  read: (text) => text.split(",").filter((id) => /^\w+$/.test(id)),
  write: (ids) => (ids.length > 0 ? ids.join(",") : null),
};

/** The longest query sent to the server; anything longer stays behind the `#`, which never leaves the browser. */
const LONGEST_QUERY = 4_000;

const MODES: readonly Mode[] = ["reverse", "forward"];
const GRAPHS: readonly GraphKind[] = ["forward", "backward"];

const usual = (word: string, most: string): string | null => (word === most ? null : word);
const LAST = 999_999;

const FIELDS: {readonly [K in keyof Link]: Field<K>} = {
  source: {read: (text) => text, write: (source) => source},
  values: {read: readValues, write: (values) => (Object.keys(values).length > 0 ? JSON.stringify(values) : null)},
  step: {read: readCount, write: (step) => (step ? String(step) : null)},
  view: {read: (text) => VIEWS.find((view) => view === text), write: (view) => (view === "gates" ? null : view)},
  open: list,
  closed: list,
  notation: {
    read: (text) => NOTATIONS.find(({id}) => id === text)?.id,
    write: (notation) => (notation === "partial" ? null : notation),
  },
  output: {read: (text) => text || null, write: (output) => output},
  upstream: {read: readUpstream, write: (upstream) => (upstream === null ? null : JSON.stringify(upstream))},
  mode: {read: (text) => MODES.find((mode) => mode === text), write: (mode) => usual(mode, "reverse")},
  direction: {read: readDirection, write: (direction) => (direction === null ? null : JSON.stringify(direction))},
  graph: {read: (text) => GRAPHS.find((graph) => graph === text), write: (graph) => usual(graph, "forward")},
  round: {
    read: (text) => readCount(text) || undefined,
    write: (round) => (round === null || round === 1 ? null : String(round)),
  },
  shapes_only: {read: readShapes, write: (shapes) => (shapes === null ? null : JSON.stringify(shapes))},
  speed: {read: readSpeed, write: (speed) => (speed === null || speed === 1 ? null : String(speed))},
  health: {read: (text) => text === "1", write: (health) => (health ? "1" : null)},
  panel: {read: (text) => (text === "costs" || text === "check" ? text : undefined), write: (panel) => panel},
  fault: {read: readFault, write: (fault) => (fault === null ? null : `${fault.node}:${fault.kind}`)},
  check: {read: readCheck, write: writeCheck},
  recompute: list,
  train: {read: readObject, write: (train) => (train === null ? null : JSON.stringify(train))},
  t: {read: readCount, write: (t) => (t ? String(t) : null)},
};

const NOTHING: Link = {
  source: null,
  values: {},
  step: null,
  view: "gates",
  open: [],
  closed: [],
  notation: null,
  output: null,
  upstream: null,
  ...REVERSE,
  round: null,
  shapes_only: null,
  speed: null,
  health: false,
  panel: null,
  fault: null,
  check: FIRST_CHECK,
  recompute: [],
  train: null,
  t: null,
};

type Place = Readonly<{search: string; hash: string}>;

/** Return the state that an address holds; a field that is not understood is as usual. */
export function readLink(location: Place): Link {
  const link: Record<string, unknown> = {...NOTHING};
  for (const [name, , value] of fieldsIn(location)) if (value !== undefined) link[name] = value;
  return link as Link;
}

/** Return the fields of the picture that an address names and that are not understood, as it writes them. */
export function misread(location: Place): string[] {
  const wrong = fieldsIn(location).filter(([name, , value]) => value === undefined && name in DEFAULT_REQUEST);
  return wrong.map(([name, text]) => `${name}=${text.length > 40 ? `${text.slice(0, 39)}…` : text}`);
}

/** Return each field that the address names: its name, its text, and what was read. */
function fieldsIn({search, hash}: Place): [string, string, unknown][] {
  const query = new URLSearchParams(search);
  const hidden = new URLSearchParams(hash.replace(/^#/, ""));
  return Object.entries(FIELDS).flatMap(([name, field]): [string, string, unknown][] => {
    const text = hidden.get(name) ?? query.get(name);
    return text === null ? [] : [[name, text, field.read(text)]];
  });
}

/** The address after the path: `?...`, or `#...` when it would be too long for a server. */
export function writeLink(link: Link): string {
  const parameters = new URLSearchParams();
  for (const name of Object.keys(FIELDS) as (keyof Link)[]) {
    const text = fieldText(name, link);
    if (text !== null) parameters.set(name, text);
  }
  const text = readable(parameters.toString());
  if (text === "") return "";
  return text.length > LONGEST_QUERY ? `#${text}` : `?${text}`;
}

/** Return the request of a link; a link without a source asks for the first picture. */
export function requestOfLink(link: Link, first: TraceRequest): TraceRequest {
  const {values, view, open, closed, output, upstream, mode, graph} = link;
  const ways = {mode, graph, direction: mode === "forward" ? link.direction : null};
  const shapes = link.shapes_only;
  if (link.source === null)
    return withShapes({...first, view, open, closed, values: {...first.values, ...values}, ...ways}, shapes);
  const request = {source: link.source, values, view, open, closed, output, upstream, ...ways};
  return withShapes(atRound(request, link.round ?? 1), shapes);
}

function fieldText<K extends keyof Link>(name: K, link: Link): string | null {
  return FIELDS[name].write(link[name]);
}

/** Signs that are harmless in a query stay as they are, so that a person can read the address. */
function readable(query: string): string {
  return query.replace(/%(28|29|2A|2C|2F|3A|40|5B|5D|7B|7D|22)/g, (code) =>
    code === "%22" || code === "%7B" || code === "%7D" ? code : decodeURIComponent(code),
  );
}

function readValues(text: string): Values | undefined {
  const read = parse(text);
  if (typeof read !== "object" || read === null || Array.isArray(read)) return undefined;
  return Object.fromEntries(Object.entries(read).filter(([, value]) => isValue(value))) as Values;
}

function readFault(text: string): Fault | undefined {
  const [node, word, ...rest] = text.split(":");
  const kind = FAULT_KINDS.find((each) => each === word);
  return node !== undefined && /^\w+$/.test(node) && kind !== undefined && rest.length === 0 ? {node, kind} : undefined;
}

function readCheck(text: string): CheckChoice | undefined {
  const {kind, h, name} = readObject(text) ?? {};
  const exponent = typeof h === "number" && h > 0 ? Math.round(Math.log10(h)) : FIRST_CHECK.exponent;
  return {
    kind: kind === "forward" ? kind : FIRST_CHECK.kind,
    exponent: Math.min(0, Math.max(-16, exponent)),
    name: typeof name === "string" ? name : FIRST_CHECK.name,
  };
}

function writeCheck({kind, exponent, name}: CheckChoice): string | null {
  const fields = {
    ...(kind !== FIRST_CHECK.kind && {kind}),
    ...(exponent !== FIRST_CHECK.exponent && {h: Number(`1e${exponent}`)}),
    ...(name !== FIRST_CHECK.name && {name}),
  };
  return Object.keys(fields).length > 0 ? JSON.stringify(fields) : null;
}

function readShapes(text: string): Shapes | undefined {
  const read = readObject(text);
  if (read === undefined) return undefined;
  const isShape = (value: unknown): boolean =>
    Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
  return Object.fromEntries(Object.entries(read).filter(([, value]) => isShape(value))) as Shapes;
}

function readObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const read = parse(text);
  return typeof read === "object" && read !== null && !Array.isArray(read) ? {...read} : undefined;
}

function readDirection(text: string): Direction | undefined {
  return text === "null" ? null : readValues(text);
}

function readUpstream(text: string): Value | null | undefined {
  const read = parse(text);
  return read === null || isValue(read) ? read : undefined;
}

/** `last` is as far as any graph goes: the answer says how many steps there are. */
function readCount(text: string): number | undefined {
  if (text === "last") return LAST;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function readSpeed(text: string): number | undefined {
  const speed = Number(text);
  return speed >= 0.1 && speed <= 10 ? speed : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Return whether something is a number or nested lists of numbers, all finite. */
export function isValue(value: unknown): value is Value {
  const waiting: unknown[] = [value];
  for (let next = waiting.pop(); waiting.length >= 0 && next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...next);
    else if (typeof next !== "number" || !Number.isFinite(next)) return false;
  }
  return value !== undefined;
}
