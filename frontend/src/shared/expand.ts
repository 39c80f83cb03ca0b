/** A trace in fewer bytes (`words: "templates"`) made whole again: the document that the full form is, byte for byte. */

import {type Arr, float, type Num, type Step, type Tape, type Trace, type TraceEdge, type TraceNode} from "./contract";
import {number} from "./number";

/** The values of a field, one for each row; or the one that all have; or the few there are, and which has which. */
type Column<T> = readonly T[] | {readonly all: T} | {readonly of: readonly T[]; readonly at: readonly number[]};
/** Values that differ from the derived ones, by row. */
type Derived<T> = {readonly but: Readonly<Record<string, T>>};

type StepForm = Readonly<{phase: Step["phase"]; kind: Step["kind"]; words: string; math: string; why: string}>;
type StepRow = readonly [
  form: number,
  nodes: readonly string[],
  edges: readonly string[],
  parts: readonly string[],
  other?: Readonly<{text?: string; note?: string; math?: string}>,
];
type TapeEdge = Tape["edges"][string];

type CompactTape = Omit<Tape, "nodes" | "edges" | "initial"> &
  Readonly<{nodes: unknown; edges: Readonly<Record<string, unknown>>; initial: Derived<Num>}>;

/** A finding's sentence: its form with a `$` for each number, and the numbers. */
type HealthColumns = Readonly<
  Record<"kind" | "id" | "severity" | "share", Column<unknown>> & {
    text: {readonly forms: readonly string[]; readonly rows: readonly (readonly [number, ...string[]])[]};
  }
>;

export type CompactTrace = Omit<Trace, "nodes" | "edges" | "steps" | "tape" | "values" | "gradients" | "health"> &
  Readonly<{
    words: "templates";
    nodes: Readonly<Record<string, Column<unknown>>>;
    edges: Readonly<Record<string, Column<unknown> | Derived<unknown>>>;
    tape: CompactTape | null;
    values: Trace["values"] | null;
    gradients: Trace["gradients"] | null;
    health: HealthColumns | Readonly<Record<string, never>>;
    marks: Readonly<Record<string, string>>;
    symbols: Readonly<Record<string, string>>;
    forms: readonly StepForm[];
    steps: readonly StepRow[];
  }>;

const PLACES: Readonly<Record<string, string>> = {
  v: "value",
  u: "upstream",
  l: "local",
  d: "downstream",
  t: "tangent",
  s: "sum",
  g: "gradient",
};
const CODE = /\$(?:([rmvuldtsgVULDTSG])(\d+);?|(.))/gsu;

/** Every trace in its full form. */
export const expand = (answer: Trace | CompactTrace): Trace => (isCompact(answer) ? fullTrace(answer) : answer);

/** Return whether an answer is a trace in the short form. */
export const isCompact = (answer: object): answer is CompactTrace =>
  "words" in answer && answer.words === "templates" && "forms" in answer;

function fullTrace({words: _, marks, symbols, forms, ...document}: CompactTrace): Trace {
  const nodes = rows<TraceNode>(document.nodes).map((node) => ({...node, span: span(node.span)}));
  const edges = edgesOf(document.edges, new Map(nodes.map((node) => [node.id, node])));
  const steps = stepsOf({marks, symbols, forms, steps: document.steps}, nodes, edges);
  const values = document.values ?? byName(nodes, "value");
  const gradients = document.gradients ?? byName(nodes, "gradient");
  const tape = document.tape === null ? null : tapeOf(document.tape, nodes, edges, values);
  return {...document, nodes, edges, steps, values, gradients, health: healthOf(document.health), tape};
}

/** The values, or the gradients, of the leaves that a reader may edit. */
const byName = (nodes: readonly TraceNode[], field: "value" | "gradient"): Trace["values"] =>
  Object.fromEntries(
    nodes.flatMap((node) => (node.editable && node.name !== null ? [[node.name, node[field]]] : [])),
  ) as Trace["values"];

function healthOf(health: CompactTrace["health"]): Trace["health"] {
  if (!("text" in health)) return [];
  const {text, ...columns} = health;
  const fields = Object.entries(columns).map(([name, column]) => [name, values(column, text.rows.length)] as const);
  return text.rows.map(([form, ...numbers], row) => {
    const words = text.forms[form] as string;
    const pieces = numbers.length === 0 ? [words] : words.split("$");
    const sentence = pieces.map((piece, at) => piece + (numbers[at] ?? "")).join("");
    return {...Object.fromEntries(fields.map(([name, column]) => [name, column[row]])), text: sentence};
  }) as unknown as Trace["health"];
}

const isDerived = <T>(column: unknown): column is Derived<T> =>
  typeof column === "object" && column !== null && "but" in column;

function values<T>(column: Column<T>, count: number): readonly T[] {
  if (!("length" in column)) {
    if ("all" in column) return new Array<T>(count).fill(column.all);
    return column.at.map((at) => column.of[at] as T);
  }
  return column;
}

function rows<T>(columns: Readonly<Record<string, Column<unknown> | Derived<unknown>>>): T[] {
  const count = (columns.id as readonly string[]).length;
  const rowObjects = Array.from({length: count}, () => ({}) as Record<string, unknown>);
  for (const [name, column] of Object.entries(columns)) {
    // A place is kept for what is worked out later: all rows have their fields in one order.
    const columnValues = isDerived(column) ? new Array<unknown>(count).fill(null) : values(column, count);
    for (const [row, one] of rowObjects.entries()) one[name] = columnValues[row];
  }
  return rowObjects as T[];
}

function span(fields: unknown): TraceNode["span"] {
  if (fields === null) return null;
  const [line, column, end_line, end_column] = fields as [number, number, number, number];
  return {line, column, end_line, end_column};
}

function edgesOf(columns: CompactTrace["edges"], nodes: ReadonlyMap<string, TraceNode>): readonly TraceEdge[] {
  const usual = <T>(name: string, row: number, value: T): T =>
    ((columns[name] as Derived<T>).but[row] as T | undefined) ?? value;
  return rows<TraceEdge>(columns).map((edge, row) => {
    const path = edge.path as unknown as readonly number[];
    const value = usual<Arr>("value", row, nodes.get(edge.source)?.value ?? 0);
    const upstream = usual<Arr>("upstream", row, nodes.get(edge.target)?.gradient ?? 0);
    const product = typeof upstream === "number" && typeof edge.local === "number" ? upstream * edge.local : 0;
    const downstream = usual<Arr>("downstream", row, product);
    const caption = usual("caption", row, edge.letter);
    const points = Array.from({length: path.length / 2}, (_, i): [number, number] => [
      path[2 * i] as number,
      path[2 * i + 1] as number,
    ]);
    return {...edge, path: points, value, upstream, downstream, caption};
  });
}

function tapeOf(
  {nodes: column, edges: columns, initial: others, ...rest}: CompactTape,
  nodes: readonly TraceNode[],
  edges: readonly TraceEdge[],
  byName: Trace["values"],
): Tape {
  const tape = {...rest, initial: initialOf(others, rest, byName)};
  if (!isDerived(columns.value)) return {...tape, nodes: column as Tape["nodes"], edges: columns as Tape["edges"]};
  const entries = values(column as Column<readonly number[]>, nodes.length);
  const entriesOf = Object.fromEntries(nodes.map(({id}, row) => [id, entries[row] ?? []]));
  const usual = <T>(name: string, row: number, value: T): T =>
    ((columns[name] as Derived<T>).but[row] as T | undefined) ?? value;
  const down = values(columns.down as Column<TapeEdge["down"]>, edges.length);
  const tapeEdges = edges.map((edge, row): [string, TapeEdge] => {
    const own = down[row] ?? [];
    return [
      edge.id,
      {
        value: usual("value", row, entriesOf[edge.source] ?? []),
        down: own,
        up: usual("up", row, entriesOf[edge.target] ?? []),
        local: usual("local", row, own.flat()),
      },
    ];
  });
  return {...tape, nodes: entriesOf, edges: Object.fromEntries(tapeEdges)};
}

/** The values of the leaves, 0 elsewhere, but for the others that are said. */
function initialOf(
  {but}: Derived<Num>,
  {ops, leaves}: Pick<Tape, "ops" | "leaves">,
  byName: Trace["values"],
): readonly Num[] {
  const initial: Num[] = ops.map(() => 0);
  for (const [name, entries] of Object.entries(leaves)) {
    const numbers = ([byName[name] ?? []] as unknown[]).flat(Number.POSITIVE_INFINITY as 1) as Num[];
    if (numbers.length !== entries.length || typeof numbers[0] !== "number") continue;
    for (const [at, entry] of entries.entries()) initial[entry] = numbers[at] as Num;
  }
  for (const [row, value] of Object.entries(but)) initial[Number(row)] = value;
  return initial;
}

// ---------------------------------------------------------------- sentences and formulas

const numberText = (value: unknown): string =>
  typeof value === "number" || typeof value === "string" ? number(value as Num) : "";

/** Puts a minus, or a power of ten, in brackets: it stands after an operator or under a power. */
const bracketed = (text: string): string => (/^\u2212|e/.test(text) ? `(${text})` : text);

function symbolOf(name: string): string {
  const [, letter, index] = /^([A-Za-z])(\d*)$/.exec(name) ?? ["", name, ""];
  return index ? `<msub><mi>${letter}</mi><mn>${index}</mn></msub>` : `<mi>${letter}</mi>`;
}

function stepsOf(
  {marks, symbols, forms, steps}: Pick<CompactTrace, "marks" | "symbols" | "forms" | "steps">,
  nodes: readonly TraceNode[],
  edges: readonly TraceEdge[],
): readonly Step[] {
  const elements = new Map<string, Readonly<Record<string, unknown>>>();
  for (const element of [...nodes, ...edges]) elements.set(element.id, element as unknown as Record<string, unknown>);
  const edgeByTarget = new Map(edges.map((edge) => [edge.target, edge.id]));
  const sums = new Map<string, Arr>(); // so far, at the wire into a copy gate
  return steps.map(([at, own, wires, parts, other = {}], index) => {
    const form = forms[at] as StepForm;
    const refs = [...wires, ...own, ...parts];
    if (form.kind === "accumulate") {
      const edge = edgeByTarget.get(own[0] as string) as string;
      const term = elements.get(wires[0] as string)?.downstream as Arr;
      const before = sums.get(edge);
      sums.set(edge, typeof before === "number" ? before + float(term as Num) : term);
    }
    const fieldText = (id: string, field: string): string =>
      numberText(field === "sum" ? sums.get(id) : elements.get(id)?.[field]);
    const fill = (template: string, write: (letter: string, ref: string) => string): string =>
      template.replace(CODE, (_, letter: string | undefined, place: string, sign: string) => {
        if (letter === undefined) return marks[sign] ?? sign;
        const ref = refs[Number(place)] as string;
        return letter === "r" ? ref : write(letter, ref);
      });
    const inMath = (letter: string, ref: string): string => {
      if (letter === "m") return symbols[ref] ?? symbolOf(ref);
      const field = PLACES[letter.toLowerCase()] as string;
      const text = fieldText(ref, field);
      return letter in PLACES
        ? `<mn data-n="${ref}.${field}">${text}</mn>`
        : `<mn data-n="${ref}.${field}" class="signed">${bracketed(text)}</mn>`;
    };
    const {phase, kind, why} = form;
    return {
      index,
      phase,
      kind,
      nodes: own,
      edges: wires,
      text:
        other.text ?? fill(form.words, (letter, ref) => fieldText(ref, PLACES[letter] as string)) + (other.note ?? ""),
      math: other.math ?? fill(form.math, inMath),
      words: fill(form.words, (letter, ref) => `{${ref}.${PLACES[letter]}}`),
      why,
    };
  });
}
