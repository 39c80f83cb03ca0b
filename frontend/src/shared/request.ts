/** What is asked of the server, and what it says when there is no answer: the types that every part shares. */

export type Value = number | readonly Value[];
export type Values = Readonly<Record<string, Value>>;
export type View = "gates" | "functions" | "units";

export const VIEWS: readonly View[] = ["gates", "functions", "units"];

/** What is asked of the server; everything a link must hold to show the same picture. */
export type Question = Readonly<{
  source: string;
  values: Values;
  view: View;
  open: readonly string[];
  closed: readonly string[];
  output: string | null;
  upstream: Value | null;
}>;

export type Place = Readonly<{line: number; column: number; end_line: number; end_column: number}>;

/** Why there is no new picture: the server's problem+json, or the network's silence (`code: "network"`). */
export type Problem = Readonly<{
  code: string;
  detail: string;
  hint: string | null;
  span: Place | null;
  fix?: SourceEdit | null; // the one edit that repairs it
  caret?: string | null; // the line with carets under the place
}>;

/** What stands at `span` becomes `text`. Lines count from 1, columns from 0 in characters, the end exclusive. */
export type SourceEdit = Readonly<{span: Place; text: string}>;
