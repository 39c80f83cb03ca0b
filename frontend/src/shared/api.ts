/** Asks the server. Every failure comes back as a Problem; nothing is thrown at the page. */

import type {
  Arr,
  Blank,
  Choose,
  Code,
  Costs,
  CostTable,
  Example,
  ExerciseDocument,
  Fan,
  FanRequest,
  Field,
  FullArray,
  Grades,
  GradientChecks,
  Hessian,
  Jacobian,
  Lesson,
  LessonRow,
  ModelProgram,
  OpTable,
  OptimizerTable,
  PictureDocument,
  Run,
  Span,
  Surface,
  SurfaceRequest,
  Trace,
  TrainRequest,
} from "./contract";
import {type CompactTrace, expand} from "./expand";
import {language, tr} from "./i18n/tr";
import {type ExerciseFields, type Problem, REVERSE, type SourceEdit, type TraceRequest, type Values} from "./request";
import {namesIn} from "./source-edit";

export type Answer<T> = {ok: true; value: T} | {ok: false; problem: Problem};

const SILENCE: Problem = {
  code: "network",
  detail: tr("The server did not answer."),
  hint: tr("Check the connection; what you typed stays here."),
  span: null,
  fix: null,
  caret: null,
};

/** The trace of a question; names without a value get a marked default. `aspect`: of the window for a graph in rows. */
export function fetchTrace(
  request: TraceRequest,
  signal: AbortSignal | null = null,
  aspect: number | null = null,
): Promise<Answer<Trace>> {
  return traced({...requestInit(request, {...TEMPLATES, ...(aspect === null ? {} : {aspect})}), signal});
}

/** The picture up to the place where shapes do not fit. */
export function fetchPartial(request: TraceRequest): Promise<Answer<Trace>> {
  return traced(requestInit({...request, ...REVERSE, output: null, upstream: null}, {...TEMPLATES, partial: true}));
}

/** Sentences and formulas come once for each kind of step; the whole words are put together here. */
const TEMPLATES = {words: "templates"} as const;

async function traced(init: RequestInit): Promise<Answer<Trace>> {
  const answer = await callApi<Trace | CompactTrace>("api/v1/trace", init);
  return answer.ok ? {ok: true, value: expand(answer.value)} : answer;
}

/** The address in the language of the page, of what has no field for it. */
const inLanguage = (path: string): string => (language() === "en" ? path : `${path}?lang=${language()}`);

/** The language of the sentences in an answer. */
const languageParam = (): Readonly<{lang?: string}> => (language() === "en" ? {} : {lang: language()});

const requestInit = (request: TraceRequest, more: Readonly<Record<string, unknown>> = {}): RequestInit => ({
  method: "POST",
  headers: {"Content-Type": "application/json"},
  body: JSON.stringify({...request, values: named(request), defaults: true, ...languageParam(), ...more}),
});

/** One array of a trace in full, by the id of its box or wire. */
export async function fetchArray(request: TraceRequest, id: string, field: string): Promise<Answer<Arr>> {
  const answer = await callApi<FullArray>("api/v1/array", requestInit(request, {id, field}));
  return answer.ok ? {ok: true, value: answer.value.entries} : answer;
}

/** The local gradient of a box as a whole matrix; `matrix` is null where a side has more than 64 entries. */
export function fetchJacobian(request: TraceRequest, edge: string): Promise<Answer<Jacobian>> {
  return callApi<Jacobian>("api/v1/jacobian", requestInit(request, {of: edge}));
}

/** Every gradient beside its difference quotient, with the error for each step from 1 to 1e-16. `fault`: broken first. */
export function fetchGradcheck(
  request: TraceRequest,
  kind: GradientChecks["kind"],
  fault: Pick<NonNullable<GradientChecks["fault"]>, "node" | "kind"> | null,
): Promise<Answer<GradientChecks>> {
  return callApi<GradientChecks>("api/v1/gradcheck", requestInit({...request, ...REVERSE}, {kind, fault, timed: true}));
}

/** The second derivatives with their eigenvalues. */
export function fetchHessian(request: TraceRequest): Promise<Answer<Hessian>> {
  return callApi<Hessian>("api/v1/hessian", drawless(request));
}

/** The Jacobian, both modes beside each other, and what recomputing saved values costs. */
export function fetchCosts(request: TraceRequest, recompute: readonly string[]): Promise<Answer<Costs>> {
  return callApi<Costs>("api/v1/costs", requestInit({...request, ...REVERSE}, {recompute}));
}

/** Fetch the costs of each layer, from shapes alone. */
export function fetchLayers(request: TraceRequest): Promise<Answer<CostTable>> {
  return callApi<CostTable>("api/v1/layer_costs", requestInit({...request, ...REVERSE}));
}

/** Fields of a request for a run, beside the program, as the form fills them in. */
export type RunFields = Required<Pick<TrainRequest, "parameters" | "schedule" | "batch" | "seed">> &
  Present<Pick<TrainRequest, "optimizer" | "iterations">> &
  Readonly<{settings: Readonly<Record<string, Exclude<Setting, boolean>>>}>;
type Present<T> = {[K in keyof T]-?: NonNullable<T[K]>};
type Setting = NonNullable<TrainRequest["settings"]>[string];

/** The body of a request for a run with `keep` of its updates. */
export const runBody = (request: TraceRequest, fields: Readonly<Record<string, unknown>>, keep: number): string =>
  String(drawless(request, {...fields, keep}).body);

/** Training: the loss and the parameters at `keep` of the updates. */
export function fetchRun(
  request: TraceRequest,
  fields: Readonly<Record<string, unknown>>,
  keep: number,
): Promise<Answer<Run>> {
  return callApi<Run>("api/v1/train", drawless(request, {...fields, keep}));
}

/** The program that reproduces a run. */
export function fetchRunCode(
  request: TraceRequest,
  fields: RunFields & Readonly<{keep: number}>,
  language: string,
): Promise<Answer<Code>> {
  return callApi<Code>("api/v1/train/code", drawless(request, {...fields, language}));
}

/** The loss at the places of a grid, row by row of the second direction. */
export function fetchSurface(request: TraceRequest, fields: SurfaceRequest): Promise<Answer<Surface>> {
  return callApi<Surface>("api/v1/surface", drawless(request, fields));
}

/** Fetch the blanks that an exercise on this request can ask; null where there are none, or no answer. */
export async function fetchBlanks(fields: Readonly<Record<string, unknown>>): Promise<readonly Blank[] | null> {
  // A term of a sum is a gradient on a wire, too: it is what it is called first.
  const ask = ["value", "local", "term", "downstream", "shape", "pattern", "order", "wrong_line"];
  const answer = await callApi<ExerciseDocument>("api/v1/exercise", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({...languageParam(), ...fields, ask}),
  });
  return answer.ok ? answer.value.blanks : null;
}

/** The data in its plane and the loss of one example of each class, as tapes. */
export function fetchField(request: TraceRequest, parameters: readonly string[]): Promise<Answer<Field>> {
  return callApi<Field>("api/v1/field", drawless(request, {parameters}));
}

/** The gradients of minibatches around that of all data. */
export function fetchFan(request: TraceRequest, fields: FanRequest): Promise<Answer<Fan>> {
  return callApi<Fan>("api/v1/minibatches", drawless(request, fields));
}

/** The table of optimizers and schedules. */
export function fetchOptimizers(): Promise<Answer<OptimizerTable>> {
  return callApi<OptimizerTable>("api/v1/optimizers");
}

/** Make the request of a question about the numbers alone, which do not depend on what is open or closed. */
const drawless = (request: TraceRequest, more: Readonly<Record<string, unknown>> = {}): RequestInit =>
  requestInit({...request, ...REVERSE, open: [], closed: []}, more);

/** A trace with numbers left out; `exercise` says which. */
export function fetchExercise(
  request: TraceRequest,
  exercise: ExerciseFields,
  aspect: number | null = null,
): Promise<Answer<ExerciseDocument>> {
  return callApi<ExerciseDocument>(
    "api/v1/exercise",
    requestInit({...request, ...REVERSE}, {...exercise, ...(aspect !== null && {aspect})}),
  );
}

/** Marks for the answers to an exercise, by the ids of its blanks. */
export function fetchGrades(
  request: TraceRequest,
  exercise: ExerciseFields,
  answers: Readonly<Record<string, string>>,
): Promise<Answer<Grades>> {
  return callApi<Grades>("api/v1/grade", requestInit({...request, ...REVERSE}, {...exercise, answers}));
}

/** The graph as a program; `lines` says which steps of the trace its lines belong to. */
export function fetchCode(request: TraceRequest, language: string): Promise<Answer<Code>> {
  return callApi<Code>("api/v1/code", requestInit(request, {language}));
}

/** The worked examples. */
export async function fetchExamples(): Promise<Answer<readonly Example[]>> {
  const answer = await callApi<{examples: readonly Example[]}>("api/v1/examples");
  return answer.ok ? {ok: true, value: answer.value.examples} : answer;
}

/** All lessons, in the order of their parts. */
export async function fetchLessons(): Promise<Answer<readonly LessonRow[]>> {
  const answer = await callApi<{lessons: readonly LessonRow[]}>("api/v1/lessons");
  return answer.ok ? {ok: true, value: answer.value.lessons} : answer;
}

/** One lesson with its scenes. */
export function fetchLesson(id: string): Promise<Answer<Lesson>> {
  return callApi<Lesson>(`api/v1/lessons/${encodeURIComponent(id)}`);
}

/** The text of a lesson's file as a lesson. */
export function fetchOwnLesson(file: string, text: string): Promise<Answer<Lesson>> {
  const headers = {"Content-Type": "application/json"};
  const address = inLanguage("api/v1/lessons"); // of its mistakes
  return callApi<Lesson>(address, {method: "POST", headers, body: JSON.stringify({file, text})});
}

/** The program of a model's file (ONNX). */
export async function fetchModel(file: Blob): Promise<Answer<ModelProgram>> {
  const headers = {"Content-Type": "application/json"};
  const address = inLanguage("api/v1/import");
  return callApi<ModelProgram>(address, {method: "POST", headers, body: JSON.stringify({file: await base64(file)})});
}

/** The bytes of a file as text; "" of one that cannot be read. */
function base64(file: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("loadend", () => resolve(String(reader.result ?? "").replace(/^[^,]*,/, "")));
    reader.readAsDataURL(file);
  });
}

/** The picture beside the graph of a scene, of the state that the user has made of it. */
export function fetchPicture(
  request: TraceRequest,
  picture: string,
  choose: Choose | null,
  width: number,
): Promise<Answer<PictureDocument>> {
  return callApi<PictureDocument>("api/v1/lessons/picture", requestInit(request, {picture, choose, width}));
}

/** Every spelling of a function the language knows, for completion. */
export async function fetchFunctions(): Promise<readonly string[]> {
  const answer = await callApi<OpTable>("api/v1/ops");
  if (!answer.ok) return [];
  const rows = [...answer.value.ops, ...answer.value.functions];
  return [...new Set(rows.flatMap(({spellings}) => spellings))].sort();
}

/** The path is relative to the page's own address: the service may stand below any prefix. */
async function callApi<T>(path: string, options: RequestInit = {}): Promise<Answer<T>> {
  const address = options.body === undefined ? inLanguage(path) : path;
  try {
    const response = await fetch(address, options);
    const body: unknown = await response.json();
    if (response.ok) return {ok: true, value: body as T};
    return {ok: false, problem: problemOf(body, response.status)};
  } catch {
    return {ok: false, problem: SILENCE};
  }
}

/** problem+json as the page uses it; whatever else came (a proxy's page) is told by its status. */
export function problemOf(body: unknown, status: number): Problem {
  const fields = (typeof body === "object" && body !== null ? body : {}) as Partial<Record<string, unknown>>;
  const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  // The service worker has no catalogue; its sentences come in English.
  const sentence = (value: unknown): string | null => (text(value) === null ? null : tr(value as string));
  return {
    code: text(fields.code) ?? `http-${status}`,
    detail: sentence(fields.detail) ?? text(fields.title) ?? tr`The server answered with status ${status}.`,
    hint: sentence(fields.hint),
    span: (fields.span as Span | null | undefined) ?? null,
    fix: isEdit(fields.fix) ? fields.fix : null,
    caret: text(fields.caret),
    shapes: (fields.shapes as Problem["shapes"]) ?? null,
    shapes_only: fields.shapes_only === true,
  };
}

/** Return the values whose name stands in the source: the others wait for their name to come back. */
function named(request: TraceRequest): Values {
  const names = namesIn(request.source);
  return Object.fromEntries(Object.entries(request.values).filter(([name]) => names.has(name)));
}

const isEdit = (fix: unknown): fix is SourceEdit =>
  typeof fix === "object" &&
  fix !== null &&
  "span" in fix &&
  fix.span !== null &&
  "text" in fix &&
  typeof fix.text === "string";
