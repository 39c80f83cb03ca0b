/** State that a presenter's screen hands to its followers, and its reader: the state may come from anywhere. */

import {isValue} from "../link";
import {isNotation, type Notation} from "../notation";
import {type TraceRequest, type Values, VIEWS} from "../request";

/** Phase of a question to the hall: answers are taken, they are shown, the right one is shown. */
type Phase = "open" | "shown" | "revealed";
const PHASES: readonly Phase[] = ["open", "shown", "revealed"];

/** One answer with how many gave it. */
export type AnswerCount = Readonly<{
  answer: string;
  count: number;
  right: boolean | null; // null: not marked
  mistake: string | null;
  sentence: string;
}>;

export type Histogram = Readonly<{answered: number; right: number; marks: readonly AnswerCount[]}>;

/** One of the answers to a question that is not typed. */
export type PredictionChoice = Readonly<{answer: string; text: string}>;

/** A question to the hall. */
export type Prediction = Readonly<{
  blank: string; // under which answers are counted
  exercise: Readonly<Record<string, unknown>>; // what POST /exercise takes
  id: string; // of the blank in that exercise
  kind: string;
  edge: string | null;
  node: string | null;
  step: number; // how many are done once it is filled in
  label: string;
  choices: readonly PredictionChoice[]; // what can be answered; empty where it is typed or tapped
  phase: Phase;
  answered: number;
  histogram: Histogram | null; // null until it is shown
}>;

export type LiveState = Readonly<{
  request: TraceRequest;
  step: number;
  notation: Notation;
  prediction: Prediction | null;
}>;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (data: unknown): data is Fields => typeof data === "object" && data !== null && !Array.isArray(data);
const isCount = (data: unknown): data is number => Number.isSafeInteger(data) && (data as number) >= 0;
const isText = (data: unknown): data is string => typeof data === "string";
const textOrNull = (data: unknown): string | null => (isText(data) ? data : null);
const texts = (data: unknown): readonly string[] => (Array.isArray(data) ? data.filter(isText) : []);

/** The state in an event; null for what is none (another version's, or none was sent yet). */
export function readState(data: unknown): LiveState | null {
  if (!isObject(data)) return null;
  const request = readRequest(data.request);
  if (request === null || !isCount(data.step)) return null;
  const notation = isText(data.notation) && isNotation(data.notation) ? data.notation : "partial";
  return {request, step: data.step, notation, prediction: readPrediction(data.prediction)};
}

const valuesOf = (data: Fields): Values =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => isValue(value))) as Values;

function readRequest(data: unknown): TraceRequest | null {
  if (!isObject(data) || !isText(data.source)) return null;
  return {
    source: data.source,
    values: isObject(data.values) ? valuesOf(data.values) : {},
    view: VIEWS.find((view) => view === data.view) ?? "gates",
    open: texts(data.open),
    closed: texts(data.closed),
    output: textOrNull(data.output),
    upstream: isValue(data.upstream) ? data.upstream : null,
    mode: data.mode === "forward" ? "forward" : "reverse",
    direction: isObject(data.direction) ? valuesOf(data.direction) : null,
    graph: data.graph === "backward" ? "backward" : "forward",
    ...(isCount(data.round) && data.round > 1 && {round: data.round}),
  };
}

function readPrediction(data: unknown): Prediction | null {
  if (!isObject(data) || !isText(data.blank) || !isText(data.id) || !isObject(data.exercise)) return null;
  if (!isCount(data.step) || !isText(data.kind)) return null;
  return {
    blank: data.blank,
    exercise: data.exercise,
    id: data.id,
    kind: data.kind,
    edge: textOrNull(data.edge),
    node: textOrNull(data.node),
    step: data.step,
    label: textOrNull(data.label) ?? "",
    choices: readChoices(data.choices),
    phase: PHASES.find((phase) => phase === data.phase) ?? "open",
    answered: isCount(data.answered) ? data.answered : 0,
    histogram: readHistogram(data.histogram),
  };
}

function readChoices(data: unknown): readonly PredictionChoice[] {
  if (!Array.isArray(data)) return [];
  return data.filter(isObject).flatMap(({answer, text}) => (isText(answer) && isText(text) ? [{answer, text}] : []));
}

/** The answers as the service counts them; without an exercise none is marked. */
export function readHistogram(data: unknown): Histogram | null {
  if (!isObject(data) || !isCount(data.answered) || !Array.isArray(data.marks)) return null;
  const marks = data.marks.filter(isObject).flatMap((mark): AnswerCount[] => {
    if (!isText(mark.answer) || !isCount(mark.count)) return [];
    const right = typeof mark.right === "boolean" ? mark.right : null;
    return [
      {
        answer: mark.answer,
        count: mark.count,
        right,
        mistake: textOrNull(mark.mistake),
        sentence: textOrNull(mark.sentence) ?? "",
      },
    ];
  });
  return {answered: data.answered, right: isCount(data.right) ? data.right : 0, marks};
}
