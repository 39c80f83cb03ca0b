/** The Trace as the browser reads it: the twin of the backend's document. */

/** A float64; what JSON cannot hold travels as a word. */
export type Num = number | "NaN" | "Infinity" | "-Infinity";

/** An array too big to travel whole. */
export interface Large {
  readonly large: true;
  readonly shape: readonly number[];
  readonly min: Num;
  readonly max: Num;
  readonly mean: Num;
  readonly corner: Arr;
  readonly sample?: Arr; // entries picked evenly from the whole, for a heat map
}

/** A gradient that the pasted code computes by hand (`name` is dL/d`of`), held to the true one. */
export interface HandGradient {
  readonly name: string;
  readonly of: string;
  readonly verdict: "right" | "wrong" | "undecided"; // about the number
  readonly inherits: string | null; // the wrong gradient that it follows from; its own line is right
  readonly mistake: string | null;
  readonly text: string;
  readonly span: Span | null;
  readonly index?: readonly number[] | null; // of the first entry that differs
  readonly yours?: Num | null;
  readonly true?: Num | null;
}

/** Another reading of the source, and the edit that makes it so. */
export interface Alternative {
  readonly text: string;
  readonly fix: {readonly span: Span; readonly text: string};
}

/** A comparison that decided which way the program went. */
export interface Guard {
  readonly text: string;
  readonly outcome: boolean;
  readonly span: Span | null;
}

/** Where a gradient dies, blows up or breaks. `id` is a box's, or a wire's for "vanishing" and "exploding". */
export interface Finding {
  readonly kind: "saturated" | "dead" | "culprit" | "vanishing" | "exploding";
  readonly id: string;
  readonly severity: number;
  readonly share: number; // of the array's entries that are concerned
  readonly text: string;
}

export type Arr = Num | readonly Arr[] | Large;
export type Point = readonly [number, number];

export interface Span {
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
}

export interface Notice {
  readonly code: string;
  readonly text: string;
  readonly span?: Span | null;
}

export interface Named {
  readonly value: Arr;
  readonly gradient: Arr;
  readonly shape: readonly number[];
}

export type NodeKind = "leaf" | "gate" | "function" | "output";

export interface TraceNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly op: string;
  readonly name: string | null;
  readonly label: string;
  readonly title: string;
  readonly pattern: string | null;
  readonly value: Arr;
  readonly gradient: Arr;
  readonly shape: readonly number[];
  readonly function: string | null;
  readonly span: Span | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly editable?: boolean;
  readonly default?: boolean;
  readonly count?: number; // boxes alike that it stands for
  readonly members?: readonly string[]; // the ids that those have when they are drawn one by one
  readonly names?: readonly string[]; // of the values it stands for, one for each row
  readonly notices?: readonly Notice[];
}

export interface TraceEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly slot: number;
  readonly value: Arr;
  readonly upstream: Arr;
  readonly local: Arr | null;
  readonly rule: string | null;
  readonly downstream: Arr;
  readonly shape: readonly number[];
  readonly path: readonly Point[];
  readonly label: Point;
  readonly name?: string | null; // of the value on the wire
  readonly letter?: string; // what a value without a name is called in formulas
  readonly label_size?: readonly [number, number, number]; // width, height above the point, height below it
}

export interface TraceFunction {
  readonly id: string;
  readonly name: string;
  readonly open: boolean;
  readonly nodes: readonly string[];
  readonly parent: string | null;
  readonly recognised: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly count?: number; // more than 1: boxes alike, drawn as one while closed
}

export type Phase = "forward" | "backward";
export type StepKind = "compute" | "seed" | "backward" | "accumulate";

export interface Step {
  readonly index: number;
  readonly phase: Phase;
  readonly kind: StepKind;
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly text: string;
  readonly math: string;
  readonly words: string;
  readonly why: string;
}

/** Which tape entries a wire's numbers are. `down`: per element, the tape-edges whose gradients add up on it. */
export interface TapeEdge {
  readonly value: readonly number[];
  readonly down: readonly (readonly number[])[];
  readonly up: readonly number[];
  readonly local: readonly number[];
}

export interface Tape {
  readonly ops: readonly string[];
  readonly args: readonly (readonly number[])[];
  readonly initial: readonly Num[];
  readonly leaves: Readonly<Record<string, readonly number[]>>;
  readonly output: readonly number[];
  readonly upstream: readonly Num[];
  readonly nodes: Readonly<Record<string, readonly number[]>>;
  readonly edges: Readonly<Record<string, TapeEdge>>;
  readonly guards?: readonly TapeGuard[];
}

/** A comparison of entries, the last of both sides against each other, and how it came out when the text was read. */
export type TapeGuard = readonly [
  comparison: string,
  left: readonly number[],
  right: readonly number[],
  outcome: boolean,
];

export interface Trace {
  readonly source: string;
  readonly output: string;
  readonly value: Arr;
  readonly gradients: Readonly<Record<string, Arr>>;
  readonly named: Readonly<Record<string, Named>>;
  readonly nodes: readonly TraceNode[];
  readonly edges: readonly TraceEdge[];
  readonly functions: readonly TraceFunction[];
  readonly steps: readonly Step[];
  readonly width: number;
  readonly height: number;
  readonly view: string;
  readonly values: Readonly<Record<string, Arr>>;
  readonly notices: readonly Notice[];
  readonly hand_gradients?: readonly HandGradient[];
  readonly dialect?: string; // whose conventions the program follows
  readonly alternatives?: readonly Alternative[];
  readonly guards?: readonly Guard[];
  readonly health?: readonly Finding[];
  readonly tape: Tape | null;
}

export interface NodeNumbers {
  readonly value: Arr;
  readonly gradient: Arr;
}

export interface EdgeNumbers {
  readonly value: Arr;
  readonly upstream: Arr;
  readonly local: Arr | null;
  readonly downstream: Arr;
}

/** The numbers of one pass, by node and edge id: the document's own, or the tape's after a slider moved. */
export interface Live {
  readonly nodes: Readonly<Record<string, NodeNumbers>>;
  readonly edges: Readonly<Record<string, EdgeNumbers>>;
}

/** The document's own numbers as a Live. A node is a NodeNumbers and an edge an EdgeNumbers, so nothing is copied. */
export function documentNumbers(trace: Trace): Live {
  return {
    nodes: Object.fromEntries(trace.nodes.map((node) => [node.id, node])),
    edges: Object.fromEntries(trace.edges.map((edge) => [edge.id, edge])),
  };
}

export function isLarge(value: Arr): value is Large {
  return typeof value === "object" && "large" in value;
}

/** The float64 behind a Num. */
export function float(value: Num): number {
  return typeof value === "number" ? value : Number(value);
}

/** All entries of an array in C order; a Large gives those of its corner. */
export function flatten(value: Arr): number[] {
  const entries: number[] = [];
  const todo: Arr[] = [value];
  while (todo.length > 0) {
    const top = todo.pop() as Arr;
    if (typeof top === "number" || typeof top === "string") entries.push(float(top));
    else if (isLarge(top)) todo.push(top.corner);
    else for (let i = top.length - 1; i >= 0; i--) todo.push(top[i] as Arr);
  }
  return entries;
}

/** Entries in C order as nested lists of this shape; a bare number for the empty shape. */
export function nest(entries: ArrayLike<number>, shape: readonly number[]): Arr {
  if (shape.length === 0) return entries[0] ?? 0;
  let level: Arr[] = Array.from(entries);
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const size = shape[axis] as number;
    const rows: Arr[] = [];
    const count = shape.slice(0, axis).reduce((a, b) => a * b, 1);
    for (let row = 0; row < count; row++) rows.push(level.slice(row * size, (row + 1) * size));
    level = rows;
  }
  return level;
}

/** Entry-by-entry sum of two arrays of one shape. */
export function add(a: Arr, b: Arr, shape: readonly number[]): Arr {
  const x = flatten(a);
  const y = flatten(b);
  return nest(
    x.map((entry, i) => entry + (y[i] ?? 0)),
    shape,
  );
}
