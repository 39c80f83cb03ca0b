/** Asks the server. Every failure comes back as a Problem; nothing is thrown at the page. */

import type {components} from "../generated/schema";
import type {Arr, Num, Trace} from "../player/trace";
import {namesIn} from "./formula-change";
import type {SourceEdit} from "./source-edit";
import type {Place, Problem, Question, Value, Values} from "./state";

export type Example = Readonly<{
  name: string;
  title: string;
  shows: string;
  group: string;
  source: string;
  values: Values;
  upstream: Value | null;
  view: string | null;
  output: string | null;
}>;

export type Answer<T> = {ok: true; value: T} | {ok: false; problem: Problem};

const SILENCE: Problem = {
  code: "network",
  detail: "The server did not answer.",
  hint: "Check the connection; what you typed stays here.",
  span: null,
  fix: null,
  caret: null,
};

/** The trace of a question; names without a value get a marked default. */
export function askTrace(question: Question, signal: AbortSignal): Promise<Answer<Trace>> {
  return request<Trace>("api/v1/trace", {...asked(question), signal});
}

/** The picture up to the place where shapes do not fit. */
export function askPartial(question: Question): Promise<Answer<Trace>> {
  return request<Trace>("api/v1/trace", asked({...question, output: null, upstream: null}, {partial: true}));
}

const asked = (question: Question, more: Readonly<Record<string, unknown>> = {}): RequestInit => ({
  method: "POST",
  headers: {"Content-Type": "application/json"},
  body: JSON.stringify({...question, values: named(question), defaults: true, ...more}),
});

/** One array of a trace in full, by the id of its box or wire. */
export async function askArray(question: Question, id: string, field: string): Promise<Answer<Arr>> {
  const answer = await request<{entries: Arr}>("api/v1/array", asked(question, {id, field}));
  return answer.ok ? {ok: true, value: answer.value.entries} : answer;
}

/** The local gradient of a box as a whole matrix; `matrix` is null where a side has more than 64 entries. */
export type Jacobian = Readonly<{
  output_shape: readonly number[];
  input_shape: readonly number[];
  rows: number;
  columns: number;
  matrix: readonly (readonly Num[])[] | null;
  structure: string | null;
  blocks: number | null;
  bytes: number;
  used: number;
  large: number;
  text: string;
}>;

export function askJacobian(question: Question, edge: string): Promise<Answer<Jacobian>> {
  return request<Jacobian>("api/v1/jacobian", asked(question, {of: edge}));
}

export type GradientChecks = components["schemas"]["GradientChecks"];
export type Hessian = components["schemas"]["Hessian"];

/** Every gradient beside its difference quotient, with the error for each step from 1 to 1e-16. */
export function askGradcheck(question: Question, kind: GradientChecks["kind"]): Promise<Answer<GradientChecks>> {
  return request<GradientChecks>("api/v1/gradcheck", drawless(question, {kind}));
}

export function askHessian(question: Question): Promise<Answer<Hessian>> {
  return request<Hessian>("api/v1/hessian", drawless(question));
}

/** What is asked about the numbers alone does not depend on what is open or closed. */
const drawless = (question: Question, more: Readonly<Record<string, unknown>> = {}): RequestInit =>
  asked({...question, open: [], closed: []}, more);

/** The graph as a program; `lines` says which steps of the trace its lines belong to. */
export type Code = Readonly<{
  language: string;
  title: string;
  file: string;
  text: string;
  lines: readonly Readonly<{number: number; steps: readonly number[]}>[];
}>;

export function askCode(question: Question, language: string): Promise<Answer<Code>> {
  return request<Code>("api/v1/code", asked(question, {language}));
}

export async function askExamples(): Promise<Answer<readonly Example[]>> {
  const answer = await request<unknown>("api/v1/examples");
  if (!answer.ok) return answer;
  const rows = list(answer.value, "examples");
  return {ok: true, value: rows.map(exampleOf)};
}

/** Every spelling of a function the language knows, for completion. */
export async function askFunctions(): Promise<readonly string[]> {
  const answer = await request<unknown>("api/v1/ops");
  if (!answer.ok) return [];
  const spellings = [...list(answer.value, "ops"), ...list(answer.value, "functions")].flatMap((row) =>
    Array.isArray(row.spellings) ? row.spellings : [],
  );
  return [...new Set(spellings.filter((name): name is string => typeof name === "string"))].sort();
}

/** The path is relative to the page's own address: the service may stand below any prefix. */
async function request<T>(path: string, options: RequestInit = {}): Promise<Answer<T>> {
  try {
    const response = await fetch(path, options);
    const body: unknown = await response.json();
    if (response.ok) return {ok: true, value: body as T};
    return {ok: false, problem: problemOf(body, response.status)};
  } catch {
    return {ok: false, problem: SILENCE};
  }
}

/** problem+json as the page uses it; whatever else came (a proxy's page) is told by its status. */
export function problemOf(body: unknown, status: number): Problem {
  const given = (typeof body === "object" && body !== null ? body : {}) as Partial<Record<string, unknown>>;
  const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  return {
    code: text(given.code) ?? `http-${status}`,
    detail: text(given.detail) ?? text(given.title) ?? `The server answered with status ${status}.`,
    hint: text(given.hint),
    span: (given.span as Place | null | undefined) ?? null,
    fix: isEdit(given.fix) ? given.fix : null,
    caret: text(given.caret),
  };
}

/** Only the values whose name stands in the source: the others wait for their name to come back. */
function named(question: Question): Values {
  const names = namesIn(question.source);
  return Object.fromEntries(Object.entries(question.values).filter(([name]) => names.has(name)));
}

const isEdit = (fix: unknown): fix is SourceEdit =>
  typeof fix === "object" &&
  fix !== null &&
  "span" in fix &&
  fix.span !== null &&
  "text" in fix &&
  typeof fix.text === "string";

type Row = Partial<Record<string, unknown>>;

/** A JSON list, bare or under its key. */
function list(body: unknown, key: string): readonly Row[] {
  const rows = Array.isArray(body) ? body : (body as Row | null)?.[key];
  return Array.isArray(rows) ? rows : [];
}

function exampleOf(row: Row): Example {
  const text = (key: string): string => (typeof row[key] === "string" ? (row[key] as string) : "");
  return {
    name: text("name"),
    title: text("title"),
    shows: text("shows"),
    group: text("group") || "Examples",
    source: text("source"),
    values: (row.values ?? {}) as Values,
    upstream: (row.upstream ?? null) as Value | null,
    view: text("view") || null,
    output: text("output") || null,
  };
}
