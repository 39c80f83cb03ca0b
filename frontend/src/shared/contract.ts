/** The documents of the service as the browser reads them: the generated types, read-only, and what arrays need. */

import type {components} from "../generated/schema";

type Schemas = components["schemas"];

/** A float64; what JSON cannot hold travels as a word. */
export type Num = Schemas["Number"];

/** A number, nested lists of numbers, the summary of an array too big to travel whole, or a shape alone. */
export type Arr = Num | readonly Arr[] | Large | Abstract;

/** A number or an array that is not computed: only its shape is known. */
type Abstract = Readonly<Omit<Schemas["AbstractArray"], "shape">> & {readonly shape: readonly number[]};

export interface Large extends Readonly<Omit<Schemas["Large"], "shape" | "corner" | "sample">> {
  readonly shape: readonly number[];
  readonly corner: Arr;
  readonly sample: Arr;
}

/** The value of a leaf, or an upstream gradient, in a request: finite numbers in nested lists. */
export type Value = number | readonly Value[];

/** A generated type, read-only throughout, with `Arr` and `Value` for the nested lists in it. */
type Immutable<T> = [Schemas["Array"]] extends [T]
  ? Arr | ReadOnly<Exclude<T, Schemas["Array"]>>
  : [Schemas["Value"]] extends [T]
    ? Value | ReadOnly<Exclude<T, Schemas["Value"]>>
    : ReadOnly<T>;
type ReadOnly<T> = T extends object ? {readonly [K in keyof T]: Immutable<T[K]>} : T;

export type Trace = Immutable<Schemas["Trace"]>;
export type TraceNode = Immutable<Schemas["Node"]>;
export type TraceEdge = Immutable<Schemas["Edge"]>;
export type TraceFunction = Immutable<Schemas["Function"]>;
export type Step = Immutable<Schemas["Step"]>;
export type SumTerm = Immutable<Schemas["SumTerm"]>;
export type Notice = Immutable<Schemas["Notice"]>;
export type Span = Immutable<Schemas["Span"]>;
export type HandGradient = Immutable<Schemas["HandGradient"]>;
export type Alternative = Immutable<Schemas["Alternative"]>;
export type Finding = Immutable<Schemas["Health"]>;
export type Tape = Immutable<Schemas["Tape"]>;
export type TapeEdge = Immutable<Schemas["TapeEdge"]>;
export type Jacobian = Immutable<Schemas["Jacobian"]>;
export type Code = Immutable<Schemas["Code"]>;
export type GradientChecks = Immutable<Schemas["GradientChecks"]>;
export type Hessian = Immutable<Schemas["Hessian"]>;
export type CostTable = Immutable<Schemas["CostTable"]>;
export type CostRow = Immutable<Schemas["CostRow"]>;
export type Distribution = Immutable<Schemas["Distribution"]>;
export type Costs = Immutable<Schemas["Costs"]>;
export type Run = Immutable<Schemas["RunDocument"]>;
export type OptimizerTable = Immutable<Schemas["OptimizerTable"]>;
export type Field = Immutable<Schemas["FieldDocument"]>;
export type Fan = Immutable<Schemas["FanDocument"]>;
export type ExerciseDocument = Immutable<Schemas["ExerciseDocument"]>;
export type Blank = Immutable<Schemas["Blank"]>;
export type BlankSelector = Immutable<Schemas["BlankSelector"]>;
export type Grades = Immutable<Schemas["Grades"]>;
export type Lesson = Immutable<Schemas["Lesson"]>;
export type ModelProgram = Immutable<Schemas["ModelProgram"]>;
export type LessonRow = Immutable<Schemas["LessonRow"]>;
export type Scene = Immutable<Schemas["Scene"]>;
export type Choose = Immutable<Schemas["Choose"]>;
export type PictureDocument = Immutable<Schemas["PictureDocument"]>;
export type Condition = Immutable<Schemas["Condition"]>;
export type BlankMark = Immutable<Schemas["BlankMark"]>;
export type Surface = Immutable<Schemas["SurfaceDocument"]>;
export type TraceRequest = Immutable<Schemas["TraceRequest"]>;
export type ExerciseRequest = Immutable<Schemas["ExerciseRequest"]>;
export type TrainRequest = Immutable<Schemas["TrainRequest"]>;
export type SurfaceRequest = Immutable<Schemas["SurfaceRequest"]>;
export type FanRequest = Immutable<Schemas["FanRequest"]>;
export type Problem = Immutable<Schemas["Problem"]>;
export type FullArray = Immutable<Schemas["FullArray"]>;
export type Activation = Immutable<Schemas["Activation"]>;
export type Example = Immutable<Schemas["ExampleRow"]>;
export type OpTable = Immutable<Schemas["OpTable"]>;
export type TapeGuard = Tape["guards"][number];
export type Point = TraceEdge["label"];
export type NodeKind = TraceNode["kind"];
export type Phase = Step["phase"];
export type StepKind = Step["kind"];

export type NodeNumbers = Pick<TraceNode, "value" | "gradient"> & Partial<Pick<TraceNode, "tangent">>;
export type EdgeNumbers = Pick<TraceEdge, "value" | "upstream" | "local" | "downstream"> &
  Partial<Pick<TraceEdge, "tangent">>;

/** The numbers of one pass, by node and edge id: the document's own, or the tape's after a slider moved. */
export interface Numbers {
  readonly nodes: Readonly<Record<string, NodeNumbers>>;
  readonly edges: Readonly<Record<string, EdgeNumbers>>;
}

/** The document's own numbers as a Live. A node is a NodeNumbers and an edge an EdgeNumbers, so nothing is copied. */
export function documentNumbers(trace: Trace): Numbers {
  return {
    nodes: Object.fromEntries(trace.nodes.map((node) => [node.id, node])),
    edges: Object.fromEntries(trace.edges.map((edge) => [edge.id, edge])),
  };
}

/** Return whether the entries of an array are not here: there are too many, or they are not computed. */
export function isLarge(value: Arr): value is Large | Abstract {
  return typeof value === "object" && ("large" in value || "abstract" in value);
}

/** Return whether a value has a shape alone, because nothing was computed. */
export const isAbstract = (value: Arr): value is Abstract => typeof value === "object" && "abstract" in value;

/** Stands for a number that an exercise leaves out: it is shown as it is, and nothing can be computed with it. */
export const BLANK = "?" as Num;

/** Stands for a number that is not asked for but would give away one that is: it is not shown. */
export const WITHHELD = "" as Num;

/** Return whether a value is one that an exercise leaves out or keeps back. */
export const isLeftOut = (value: unknown): boolean => value === BLANK || value === WITHHELD;

/** The float64 behind a Num. */
export function float(value: Num): number {
  return typeof value === "number" ? value : Number(value);
}

/** All entries of an array in C order; a Large gives those of its corner, a shape alone none. */
export function flatten(value: Arr): number[] {
  const entries: number[] = [];
  const todo: Arr[] = [value];
  while (todo.length > 0) {
    const top = todo.pop() as Arr;
    if (typeof top === "number" || typeof top === "string") entries.push(float(top));
    else if (isLarge(top)) todo.push(isAbstract(top) ? [] : top.corner);
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
  if (isAbstract(a)) return a;
  const x = flatten(a);
  const y = flatten(b);
  return nest(
    x.map((entry, i) => entry + (y[i] ?? 0)),
    shape,
  );
}

/** Return whether a run is of a loop whose lines are not known to follow a gradient. */
export const isCarried = (run: Run): boolean => run.notices.some(({code}) => code === "no-gradient-lines");
