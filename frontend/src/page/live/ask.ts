/** Questions to the hall: a number that is not shown yet, or the gate that goes next; the answers; the reveal. */

import {createQuestionMark} from "../../player/element/question-mark";
import {fetchBlanks} from "../../shared/api";
import type {Blank} from "../../shared/contract";
import {isLarge} from "../../shared/contract";
import {byId} from "../../shared/dom";
import {language, tr} from "../../shared/i18n/tr";
import type {Driver} from "../../shared/live/drive";
import type {Prediction, PredictionChoice} from "../../shared/live/state";
import type {Values} from "../../shared/request";
import {IN_TEXT, KINDS} from "../predict/exercise";
import {lineChoices, patternChoices} from "../predict/solutions";
import type {State} from "../state";

const POLL = 1_000; // ms between two looks at how many have answered
const MOST_CHOICES = 40;
const ORDER = "order";
const LINE = "wrong_line";
const NEXT_GATE = tr("Which gate can hand its gradient back next?");

type AskingOptions = Readonly<{
  driver: Driver;
  state: () => State;
  go: (step: number) => void;
  onChange: () => void;
}>;

/** Question that can be asked now, its label, and the title of its kind. */
export type Choice = Readonly<{label: string; group: string; make: () => Prediction}>;

export interface Asking {
  readonly prediction: Prediction | null;
  /** Renews whoever shows it. */
  watch(call: () => void): void;
  /** Return the questions on what is not shown yet; none at the end. Null where the service does not say. */
  choices(): Promise<readonly Choice[] | null>;
  ask(choice: Choice): void;
  showAnswers(): Promise<void>;
  reveal(): Promise<void>;
  done(): void;
  /** The presenter's page moved. */
  step(state: State): void;
  close(): void;
}

export function createAsking({driver, state, go, onChange}: AskingOptions): Asking {
  const mark = createQuestionMark(byId("stage"));
  const start = Date.now().toString(36); // of this page: blanks of one session have one name once
  let prediction: Prediction | null = null;
  let question: string | null = null; // the source that it is about
  let count = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let call: () => void = () => undefined;

  function change(next: Prediction | null): void {
    prediction = next;
    const isOpen = next !== null && next.phase !== "revealed";
    // The verdict on each line stands beside the picture.
    document.body.toggleAttribute("data-asks-line", isOpen && next.kind === LINE);
    mark.show(isOpen ? (next.edge ?? next.node) : null, next?.kind === "value" ? "value" : "gradient");
    onChange();
    call();
  }

  async function poll(): Promise<void> {
    const current = prediction;
    if (current === null || current.phase !== "open") return;
    const tally = await driver.answers(current.blank);
    if (tally !== null && prediction === current && tally.answered !== current.answered)
      change({...current, answered: tally.answered});
  }

  async function tell(phase: Prediction["phase"]): Promise<void> {
    clearInterval(timer);
    const current = prediction;
    if (current === null) return;
    const tally = await driver.answers(current.blank);
    if (prediction?.blank !== current.blank) return;
    const histogram = tally ?? current.histogram;
    change({...prediction, phase, histogram, answered: histogram?.answered ?? current.answered});
  }

  function ask({make}: Choice): void {
    question = state().request.source;
    change(make());
    clearInterval(timer);
    timer = setInterval(() => void poll(), POLL);
  }

  async function reveal(): Promise<void> {
    const current = prediction;
    if (current === null) return;
    await tell("revealed");
    if (current.kind !== LINE && state().player.step < current.step) go(current.step);
  }

  function done(): void {
    clearInterval(timer);
    change(null);
  }

  async function choices(): Promise<readonly Choice[] | null> {
    const now = state();
    if (now.request.mode === "forward" || now.request.graph === "backward") return null; // other steps than these
    const request = requestOf(now);
    const blanks = await fetchBlanks(request);
    if (blanks === null) return null;
    const orders = blanks.filter(({kind}) => kind === ORDER);
    // Steps count from 0, and so many are done. No step shows which line is wrong.
    const ahead = blanks.filter(({kind, step}) => IN_TEXT.has(kind) || step >= now.player.step);
    const places = ahead.filter(({kind}) => kind !== ORDER);
    const turn = now.trace?.steps.find(({kind, index}) => kind === "backward" && index >= now.player.step);
    const next = orders.find(({step}) => step === turn?.index); // it is marked by what has had its turn up to here
    const questions = (Object.keys(KINDS) as Blank["kind"][]).flatMap((kind) =>
      kind === ORDER && next !== undefined
        ? [{...next, label: NEXT_GATE}]
        : places.filter((blank) => blank.kind === kind).slice(0, MOST_CHOICES),
    );
    return questions.map((blank) => ({
      label: blank.label,
      group: KINDS[blank.kind].title,
      make: () => predictionOf(blank, orders, request, now),
    }));
  }

  function predictionOf(blank: Blank, orders: readonly Blank[], request: object, {trace}: State): Prediction {
    const {kind, node, step, label} = blank;
    const isOrder = kind === ORDER;
    const order = orders.findIndex((each) => each.step === step) + 1;
    const place = blank.edge !== null ? {edge: blank.edge} : node !== null ? {node} : {};
    const out = trace?.edges.find(({source}) => source === node)?.id ?? null;
    return {
      blank: `${start}-${++count}`,
      exercise: {...request, ask: isOrder ? [ORDER] : [{kind, ...place}]},
      id: isOrder ? `b${order}` : "b1",
      kind,
      edge: blank.edge ?? (kind === "value" ? out : null),
      node,
      step: kind === LINE ? (trace?.steps.length ?? 0) + 1 : step + 1,
      label,
      choices: choicesOf(kind, trace?.source ?? ""),
      phase: "open",
      answered: 0,
      histogram: null,
    };
  }

  return {
    get prediction() {
      return prediction;
    },
    watch(next) {
      call = next;
    },
    choices,
    ask,
    showAnswers: () => tell("shown"),
    reveal,
    done,
    step(next) {
      if (prediction === null) return;
      if (next.request.source !== question) queueMicrotask(done);
      else if (prediction.phase !== "revealed" && next.player.step >= prediction.step) {
        prediction = {...prediction, phase: "revealed"}; // who steps on has revealed it
        queueMicrotask(() => void reveal());
      }
    },
    close() {
      clearInterval(timer);
      document.body.removeAttribute("data-asks-line");
      mark.destroy();
    },
  };
}

/** Return the answers of a kind that is chosen, not typed. */
function choicesOf(kind: Blank["kind"], source: string): readonly PredictionChoice[] {
  if (kind === LINE) return lineChoices(source).map(({answer, text}) => ({answer, text: `${answer}  ${text}`}));
  return kind === "pattern" ? patternChoices().map(({answer, text}) => ({answer, text})) : [];
}

/** The question with every value that the program was drawn with, so that the exercise is about these numbers. */
function requestOf({trace, request}: State): Readonly<Record<string, unknown>> & {values: Values} {
  const drawnValues = Object.entries(trace?.values ?? {}).filter(([, value]) => !hasSummary(value));
  const {source, view, open, closed, output, upstream} = request;
  const values = {...(Object.fromEntries(drawnValues) as Values), ...request.values};
  // What is wrong with an answer is said in the language of the lecture.
  return {source, values, view, open, closed, output, upstream, defaults: true, lang: language()};
}

const hasSummary = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && isLarge(value as never);
