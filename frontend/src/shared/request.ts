/** Requests to the server, and the problem of a request without a new picture. */

import type {Alternative, Problem as Answered, TraceRequest as Body, ExerciseRequest, Span, Value} from "./contract";

export type Values = Readonly<Record<string, Value>>;
export type View = NonNullable<Body["view"]>;

export const VIEWS: readonly View[] = ["gates", "functions", "units"];

/** Derivatives that go along with the values, and the graph that is drawn. */
export type Mode = NonNullable<Body["mode"]>;
export type GraphKind = NonNullable<Body["graph"]>;
export type Direction = Readonly<Record<string, Value>> | null;

/** The shapes of free names, where only shapes are asked for; null: values are computed. */
export type Shapes = Readonly<Record<string, readonly number[]>> | null;

/** The fields of a request that say which picture is meant; everything a link must hold to show it again. */
export type TraceRequest = Required<
  Pick<Body, "source" | "values" | "view" | "open" | "closed" | "output" | "upstream" | "mode" | "direction" | "graph">
> &
  Readonly<{
    round?: number; // of a loop that is drawn for one round; not said: the first
    shapes_only?: NonNullable<Shapes>; // not said: values are computed
  }>;

/** The same picture at another round. */
export function atRound({round: _, ...rest}: TraceRequest, round: number): TraceRequest {
  return round > 1 ? {...rest, round} : rest;
}

/** The same picture of values, or of shapes alone. Shapes have no tangents, and no mirrored half. */
export function withShapes({shapes_only: _, ...rest}: TraceRequest, shapes: Shapes): TraceRequest {
  if (shapes === null) return rest;
  return {
    ...rest,
    ...REVERSE,
    upstream: null,
    view: rest.view === "units" ? "functions" : rest.view,
    shapes_only: shapes,
  };
}

/** Reverse mode on the graph of the program, as everything begins. */
export const REVERSE: Pick<TraceRequest, "mode" | "direction" | "graph"> = {
  mode: "reverse",
  direction: null,
  graph: "forward",
};

/** Blanks of an exercise, beside the fields that say which picture is meant. */
export type ExerciseFields = Required<Omit<ExerciseRequest, "ask">> &
  Readonly<{ask: NonNullable<ExerciseRequest["ask"]>}>;

/** One edit of the source. Lines count from 1, columns from 0 in characters, the end exclusive. */
export type SourceEdit = Alternative["fix"];

/** Reason why there is no new picture: the server's problem+json, or the network's silence (`code: "network"`). */
export type Problem = Readonly<{
  code: string; // the server's, `network`, or `http-502` for what some other machine answered
  detail: string;
  hint: string | null;
  span: Span | null;
}> &
  Partial<Pick<Answered, "fix" | "caret" | "shapes" | "shapes_only">>;

/** Returns true if two requests have the same text with the same numbers. */
export const sameGraph = (a: TraceRequest, b: TraceRequest): boolean =>
  a.source === b.source &&
  JSON.stringify([sorted(a.values), a.upstream]) === JSON.stringify([sorted(b.values), b.upstream]);

const sorted = (values: TraceRequest["values"]): readonly (readonly [string, unknown])[] =>
  Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
