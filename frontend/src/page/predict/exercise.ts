/** An exercise as the page has it: what it asks for, its address, and its document as a trace. Pure. */

import {plan} from "../../player/model/plan";
import {
  BLANK,
  type Blank,
  type BlankSelector,
  type ExerciseDocument,
  type Num,
  type Step,
  type Trace,
  WITHHELD,
} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {type ExerciseFields, REVERSE, type TraceRequest, VIEWS} from "../../shared/request";

/** All that an address has to hold: the same exercise for ever. */
export type Exercise = Readonly<{request: TraceRequest; fields: ExerciseFields}>;

type Kind = Blank["kind"];

/** Title and colour of a kind of blank, and the kind of its answer. */
type KindWords = Readonly<{
  title: string;
  tone: "value" | "gradient" | "local";
  answer: "number" | "shape" | "choice" | "line" | "text";
}>;

export const KINDS: Readonly<Record<Kind, KindWords>> = {
  value: {title: tr("Forward values"), tone: "value", answer: "number"},
  local: {title: tr("Local gradients"), tone: "local", answer: "number"},
  downstream: {title: tr("Gradients on the wires"), tone: "gradient", answer: "number"},
  term: {title: tr("Terms of a sum"), tone: "gradient", answer: "number"},
  shape: {title: tr("Shapes of gradients"), tone: "gradient", answer: "shape"},
  pattern: {title: tr("Patterns of gates"), tone: "gradient", answer: "choice"},
  order: {title: tr("The order of the backward pass"), tone: "gradient", answer: "choice"},
  wrong_line: {title: tr("The wrong line of a backward pass"), tone: "gradient", answer: "line"},
  line: {title: tr("Lines of the backward pass"), tone: "gradient", answer: "text"},
};

/** Blanks of the program's text: no step of the graph fills them in. */
export const IN_TEXT: ReadonlySet<Kind> = new Set(["wrong_line", "line"]);

export const DOWNSTREAM: ExerciseFields = {ask: ["downstream"], seed: 0, count: null, digits: null, significant: null};

/** The address after the path. */
export function writeExercise({request, fields}: Exercise): string {
  const {source, values, view, open, closed, output, upstream} = request;
  const record = {
    source,
    ...(Object.keys(values).length > 0 && {values}),
    ...(view !== "gates" && {view}),
    ...(open.length > 0 && {open}),
    ...(closed.length > 0 && {closed}),
    ...(output !== null && {output}),
    ...(upstream !== null && {upstream}),
    ask: fields.ask,
    seed: fields.seed,
    ...(fields.count !== null && {count: fields.count}),
    ...(fields.digits !== null && {digits: fields.digits}),
    ...(fields.significant !== null && {significant: fields.significant}),
  };
  return `#exercise=${encodeURIComponent(JSON.stringify(record))}`;
}

/** Return whether an address names a lesson or an exercise. */
export const isTaught = (hash: string): boolean =>
  readExercise(hash) !== null || /^#(.*&)?(lesson|lesson-file)=/.test(hash);

/** The exercise of an address; null if there is none, or none that can be understood. */
export function readExercise(hash: string): Exercise | null {
  const text = new URLSearchParams(hash.replace(/^#/, "")).get("exercise");
  if (text === null) return null;
  try {
    const fields = JSON.parse(text) as Partial<TraceRequest> & Partial<ExerciseFields>;
    if (typeof fields !== "object" || fields === null || typeof fields.source !== "string") return null;
    const count = (number: unknown): number | null => (typeof number === "number" ? number : null);
    return {
      request: requestFrom(fields),
      fields: {
        ask: Array.isArray(fields.ask) ? (fields.ask as ExerciseFields["ask"]) : DOWNSTREAM.ask,
        seed: count(fields.seed) ?? 0,
        count: count(fields.count),
        digits: count(fields.digits),
        significant: count(fields.significant),
      },
    };
  } catch {
    return null;
  }
}

/** A whole question from the fields that were said; the server says what is wrong with them. */
export function requestFrom(fields: Partial<TraceRequest>): TraceRequest {
  return {
    source: fields.source ?? "",
    values: fields.values ?? {},
    view: VIEWS.find((view) => view === fields.view) ?? "gates",
    open: fields.open ?? [],
    closed: fields.closed ?? [],
    output: fields.output ?? null,
    upstream: fields.upstream ?? null,
    mode: fields.mode ?? REVERSE.mode,
    direction: fields.direction ?? REVERSE.direction,
    graph: fields.graph ?? REVERSE.graph,
    ...(fields.round !== undefined && {round: fields.round}),
  };
}

type Holes<T> = {readonly [K in keyof T]: T[K] | null};
type HoledTrace = Omit<Trace, "nodes" | "edges" | "named" | "gradients" | "value"> & {
  readonly value: Trace["value"] | null;
  readonly nodes: readonly Holes<Trace["nodes"][number]>[];
  readonly edges: readonly Holes<Trace["edges"][number]>[];
  readonly named: Readonly<Record<string, Holes<Trace["named"][string]>>>;
  readonly gradients: Readonly<Record<string, Trace["gradients"][string] | null>>;
};

/** The document as a trace, with BLANK for each number that is left out. */
export function traceOf(document: ExerciseDocument): Trace {
  const holed = document as unknown as HoledTrace;
  const locals = new Set(document.blanks.filter(({kind}) => kind === "local").map(({edge}) => edge));
  const filled = <T>(number: T | null): T | Num => number ?? BLANK;
  const isAsked = askedAt(document.blanks, holed);
  const trace = {
    ...holed,
    value: filled(holed.value),
    steps: holed.steps.map((step) => asking(step, document.blanks)),
    nodes: holed.nodes.map((node) => ({...node, value: filled(node.value), gradient: filled(node.gradient)})),
    edges: holed.edges.map((edge) => ({
      ...edge,
      value: edge.value ?? (isAsked(edge.source) ? BLANK : WITHHELD),
      upstream: filled(edge.upstream),
      local: locals.has(edge.id) ? filled(edge.local) : edge.local,
      downstream: edge.downstream ?? (isAsked(edge.id) ? BLANK : WITHHELD),
    })),
    named: Object.fromEntries(
      Object.entries(holed.named).map(([name, {value, gradient, shape}]) => [
        name,
        {value: filled(value), gradient: filled(gradient), shape: shape ?? []},
      ]),
    ),
    gradients: Object.fromEntries(Object.entries(holed.gradients).map(([name, number]) => [name, filled(number)])),
  };
  return trace as unknown as Trace;
}

/** Return whether a box's value or the number that comes back along a wire is asked for; a copy's value is one before it. */
function askedAt(
  blanks: readonly Blank[],
  {nodes, edges}: Pick<HoledTrace, "nodes" | "edges">,
): (id: string | null) => boolean {
  const ids = new Set(
    blanks.filter(({kind}) => kind !== "local").map(({kind, edge, node}) => (kind === "value" ? node : edge)),
  );
  const copies = new Set(nodes.filter(({form}) => form === "copy" || form === "output").map(({id}) => id));
  const before = new Map<unknown, string | null>();
  for (const {source, target} of edges) if (copies.has(target)) before.set(target, source);
  return (id) => {
    let at = id;
    for (let next = before.get(at); next !== undefined; next = before.get(at)) at = next;
    return ids.has(at);
  };
}

/** A step whose number is asked for says what is asked, not how the number comes about. */
function asking(step: Step, blanks: readonly Blank[]): Step {
  const stepBlanks = blanks.filter((blank) => blank.step === step.index && !IN_TEXT.has(blank.kind));
  if (stepBlanks.length === 0) return step;
  const text = `${stepBlanks.map(({label}) => label).join("? ")}?`;
  return {...step, text, words: text, math: "", why: ""};
}

/** Return whether numbers are left out of a trace: it came as the document of an exercise. */
export const isExercise = (trace: Trace): boolean => "blanks" in trace;

/** The place of a blank as a request asks for it. */
export const placeIn = ({kind, edge, node, step}: Blank): BlankSelector => ({
  kind,
  ...(kind === "order" && {step}),
  ...(edge !== null && {edge}),
  ...(node !== null && {node}),
});

/** The position of the player at which a blank is asked for: its step is the last one done. */
export const positionOf = ({step}: Blank): number => step + 1;

/** Return the blanks that can be made at a box, in the words of a button. */
export function asksAt(trace: Trace, id: string): readonly Readonly<{title: string; ask: readonly BlankSelector[]}>[] {
  const {node, inputs, outOf} = plan(trace);
  const box = node.get(id);
  if (box === undefined) return [];
  const inward = inputs.get(id) ?? [];
  const outward = outOf.get(id) ?? [];
  const gate = box.kind === "gate" || box.kind === "function";
  const computes = gate && box.form !== "copy";
  const isNumber = box.shape.length === 0;
  const numbers = inward.filter(({shape, local}) => shape.length === 0 && local !== null);
  const onlyEdge = outward.length === 1 ? outward[0] : undefined;
  const rows: (Readonly<{title: string; ask: readonly BlankSelector[]}> | false)[] = [
    computes && isNumber && {title: tr("its value"), ask: [{kind: "value", node: id}]},
    onlyEdge !== undefined &&
      isNumber &&
      node.get(onlyEdge.target)?.kind !== "output" && {
        title: tr("the gradient that comes to it"),
        ask: [{kind: "downstream", edge: onlyEdge.id}],
      },
    computes &&
      numbers.length > 0 && {
        title: numbers.length > 1 ? tr("the gradients it hands back") : tr("the gradient it hands back"),
        ask: numbers.map((edge): BlankSelector => ({kind: "downstream", edge: edge.id})),
      },
    computes &&
      numbers.length > 0 && {
        title: numbers.length > 1 ? tr("its local gradients") : tr("its local gradient"),
        ask: numbers.map((edge): BlankSelector => ({kind: "local", edge: edge.id})),
      },
    box.form === "copy" &&
      isNumber && {
        title: tr("the terms of its sum"),
        ask: outward.map((edge): BlankSelector => ({kind: "term", edge: edge.id})),
      },
    computes && box.pattern !== null && {title: tr("its pattern"), ask: [{kind: "pattern", node: id}]},
    computes &&
      inward.some(({shape}) => shape.length > 0) && {
        title: tr("the shapes it hands back"),
        ask: inward
          .filter(({shape}) => shape.length > 0)
          .map((edge): BlankSelector => ({kind: "shape", edge: edge.id})),
      },
  ];
  return rows.filter((row) => row !== false);
}
