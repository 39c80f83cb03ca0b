/**
 * Predict, then reveal: numbers of the picture are left out, asked for in their own places, and marked by the server.
 * One mechanism for the lecture, the lesson and the exercise. While a number is left out the page holds a document
 * without it: no label, panel or tip can show it.
 */

import {type Answer, fetchExercise, fetchGrades, fetchTrace} from "../../shared/api";
import type {Blank, Trace} from "../../shared/contract";
import {byId} from "../../shared/dom";
import type {ExerciseFields, TraceRequest} from "../../shared/request";
import type {Command} from "../keys";
import type {Action, State} from "../state";
import {createCard} from "./card";
import {DOWNSTREAM, type Exercise, KINDS, positionOf, traceOf, writeExercise} from "./exercise";
import {listenForAnswers} from "./keys";
import {drillFor, placesOf} from "./mistakes";
import {choosable, firstGate, inOrder, nextGate, owedSentence, owedTo} from "./order";
import {createPanel} from "./panel";
import {
  focused,
  isDone,
  isOpen,
  type Mode,
  neighbourOf,
  openBlanks,
  type Quiz,
  type QuizAction,
  reduceQuiz,
  remaining,
  samePicture,
  startQuiz,
} from "./quiz";
import {createSlotLayer, slotsOf} from "./slots";
import {type Choice, lineChoices, patternChoices, solutionOf} from "./solutions";

type PredictOptions = Readonly<{
  state: () => State;
  dispatch: (action: Action) => void;
  /** Another picture, as from a link; `enters`: an entry of its own in the browser's history. */
  load: (question: TraceRequest, step: number | null, enters: boolean) => void;
  ask: () => void; // for the document of the question that is there
  onAddress: () => void; // the address is another one
}>;

export type Predict = Readonly<{
  /** A number is left out of the picture. */
  readonly asking: boolean;
  /** Begins; `here`: in the picture that is there, at its step. Resolves to whether there was something to ask. */
  begin(exercise: Exercise, mode: Mode, where: "here" | "load" | "enter"): Promise<boolean>;
  /** Leaves numbers of the picture out, those of one box or all gradients; once more ends it. */
  toggle(ask?: ExerciseFields["ask"]): void;
  end(): void;
  /** The document of a question without the numbers that are asked for; null: nothing is left out of it. */
  trace(question: TraceRequest): Promise<Answer<Trace>> | null;
  show(state: State): void;
  /** Takes a command that means something else, or nothing, while numbers are left out. */
  takes(command: Command): boolean;
  /** Takes a click on a box or a wire of the picture. */
  picks(id: string | null): boolean;
  address(): string | null;
  /** Every blank was answered or shown; null where none was asked. */
  outcome(): "open" | "right" | "wrong" | null;
}>;

/** What would show a number, or draw another picture, waits until nothing is left out. */
const WAITS: ReadonlySet<Command> = new Set(["check", "learn", "code", "health", "view", "fold"]);
const PULSE = 2600; // ms

export function createPredict(options: PredictOptions): Predict {
  const {state, dispatch} = options;
  let quiz: Quiz | null = null;
  let outer: Readonly<{quiz: Quiz; step: number}> | null = null; // waits while a small exercise is done
  let left: Trace | null = null; // the document with numbers left out, in its own order of steps
  let whole: Promise<Answer<Trace>> | null = null;
  let pulsing: readonly string[] = [];
  let pulseTimer: ReturnType<typeof setTimeout> | undefined;
  let doneAt: number | null = null; // the step at which the last number was told
  let notice: string | null = null;

  const slots = createSlotLayer(byId("stage"), (id) => focus(id, true));
  const card = createCard({
    onType: (text) => change({type: "type", text}),
    onCommit: (answer) => void commit(answer),
    onReveal: () => void reveal(),
    onDrill: () => void drill(),
    onClose: end,
  });
  const panel = createPanel({
    onFocus: (id) => focus(id, true),
    onSolution: () => void solve(),
    onAgain: () => quiz && void begin(quiz.exercise, quiz.mode, "load"),
    onOther: () => quiz && void begin(reseeded(quiz.exercise), quiz.mode, "load"),
    onCopy: copyLink,
    onBack: goBack,
    onClose: end,
  });
  listenForAnswers({
    asked() {
      const blank = quiz && focused(quiz);
      if (quiz === null || blank === null || !isOpen(quiz, blank.id)) return null;
      return {kind: blank.kind, typed: quiz.typed[blank.id] ?? "", choices: choicesOf(blank)};
    },
    onType: (text) => change({type: "type", text}),
    onCommit: (answer) => void commit(answer),
  });
  byId("stage").addEventListener("cr-draw", drawSlots);

  function change(action: QuizAction): void {
    if (quiz === null) return;
    quiz = reduceQuiz(quiz, action);
    draw();
  }

  async function begin(exercise: Exercise, mode: Mode, where: "here" | "load" | "enter"): Promise<boolean> {
    const answer = await fetchExercise(exercise.question, exercise.fields);
    if (!answer.ok) {
      notice = [answer.problem.detail, answer.problem.hint ?? ""].join(" ").trim();
      draw();
      return false;
    }
    const {blanks, rule} = answer.value;
    const trace = traceOf(answer.value);
    const question =
      where === "here" ? state().question : {...exercise.question, values: trace.values as TraceRequest["values"]};
    notice = null;
    quiz = startQuiz(exercise, question, mode, blanks, rule);
    whole = null;
    doneAt = null;
    pulse([]);
    if (where === "here") dispatch({type: "answer", question, trace: shownTrace(trace)});
    else options.load(question, blanks[0] === undefined ? null : placeInTime(blanks[0]), where === "enter");
    draw();
    return true;
  }

  function toggle(ask?: ExerciseFields["ask"]): void {
    if (quiz !== null) {
      end();
      return;
    }
    const {trace, question, leaves, player} = state();
    if (trace === null) return;
    const fields = {...DOWNSTREAM, ask: ask ?? DOWNSTREAM.ask};
    const exercise = {question: {...question, values: {...leaves, ...question.values}}, fields};
    void begin(exercise, "predict", "here").then((begun) => {
      const first = quiz?.blanks[0];
      if (!begun || first === undefined) return;
      if (ask !== undefined) goTo(positionOf(first));
      else if (!quiz?.blanks.some((blank) => positionOf(blank) > player.step)) goTo(positionOf(first) - 1);
    });
  }

  function end(): void {
    notice = null;
    const open = quiz !== null && openBlanks(quiz).length > 0;
    forget();
    options.onAddress();
    if (open) options.ask();
    draw();
  }

  function forget(): void {
    quiz = null;
    outer = null;
    left = null;
    pulse([]);
  }

  /** Puts the document with its numbers left out in the place of the trace. */
  function trace(question: TraceRequest): Promise<Answer<Trace>> | null {
    if (quiz === null || !samePicture(question, quiz.question)) return null;
    const ask = remaining(quiz);
    if (ask.length === 0) return null;
    const {digits, significant} = quiz.exercise.fields;
    const fields = {ask, seed: 0, count: null, digits, significant};
    return fetchExercise(pictureOf(quiz), fields).then((answer) =>
      answer.ok ? {ok: true, value: shownTrace(traceOf(answer.value))} : answer,
    );
  }

  /** The picture with values that cannot be drawn anew. */
  const pictureOf = ({exercise, question}: Quiz): TraceRequest => ({
    ...question,
    values: {...exercise.question.values, ...question.values},
  });

  /** While an order is asked for, the picture has only the steps that were chosen. */
  function shownTrace(document: Trace): Trace {
    left = document;
    return quiz !== null && asksOrder(quiz) ? inOrder(document, turns(document, quiz)) : document;
  }

  async function commit(answer: string): Promise<void> {
    const blank = quiz && focused(quiz);
    if (quiz === null || blank === null || !isOpen(quiz, blank.id)) return;
    change({type: "commit", id: blank.id, text: answer});
    const before = quiz;
    const graded = await fetchGrades(before.exercise.question, before.exercise.fields, before.answers);
    if (quiz !== before) return; // it ended, or went on, meanwhile
    if (!graded.ok) {
      change({type: "say", said: {id: blank.id, tone: "note", sentence: graded.problem.detail}});
      return;
    }
    change({type: "marks", id: blank.id, marks: graded.value.marks});
    const mark = quiz.marks[blank.id];
    if (mark === undefined || !mark.answered || mark.mistake === "unreadable") return;
    if (blank.kind === "order") turn(blank, answer, mark.right);
    else {
      pulse(mark.mistake === null || left === null ? [] : placesOf(left, blank, mark.mistake));
      if (quiz.mode === "predict") await showAnswer(blank);
      else follow();
    }
  }

  /** A gate was given the next turn: it takes it in the picture, or what it still waits for is said. */
  function turn(blank: Blank, gate: string, right: boolean): void {
    if (quiz === null || left === null) return;
    if (right) {
      pulse([]);
      step();
      return;
    }
    const owed = owedTo(left, gate, new Set(turns(left, quiz)));
    pulse(owed.map(({wire}) => wire));
    const said = quiz.said;
    if (said !== null && owed.length > 0)
      change({type: "say", said: {...said, id: blank.id, sentence: `${said.sentence} ${owedSentence(left, owed)}`}});
  }

  /** The picture moves on by the turn that was chosen. */
  function step(): void {
    if (quiz === null || left === null) return;
    if (!asksOrder(quiz)) {
      options.ask();
      return;
    }
    dispatch({type: "answer", question: state().question, trace: inOrder(left, turns(left, quiz))});
    dispatch({type: "player", action: {type: "play"}});
  }

  async function reveal(): Promise<void> {
    const blank = quiz && focused(quiz);
    if (quiz === null || blank === null || !isOpen(quiz, blank.id)) return;
    const typed = quiz.typed[blank.id] ?? "";
    if (typed !== "") await commit(typed);
    else await showAnswer(blank);
  }

  async function showAnswer(blank: Blank): Promise<void> {
    const answer = await solution(blank);
    if (quiz === null || answer === null) return;
    change({type: "show", id: blank.id, answer});
    if (blank.kind === "order") step();
    else options.ask();
    if (isDone(quiz)) doneAt = state().player.step;
    follow();
  }

  async function solution(blank: Blank): Promise<string | null> {
    if (quiz === null) return null;
    if (blank.kind === "order") return left === null ? null : nextGate(left, new Set(turns(left, quiz)));
    whole ??= fetchTrace(pictureOf(quiz), new AbortController().signal);
    const answer = await whole;
    return answer.ok ? solutionOf(answer.value, blank) : null;
  }

  async function solve(): Promise<void> {
    for (const blank of quiz === null ? [] : openBlanks(quiz)) {
      const answer = await solution(blank);
      if (quiz === null || answer === null) return;
      change({type: "show", id: blank.id, answer});
    }
    options.ask();
    dispatch({type: "player", action: {type: "end"}});
  }

  async function drill(): Promise<void> {
    const code = quiz?.said ? (quiz.marks[quiz.said.id]?.mistake ?? null) : null;
    const small = quiz === null ? null : drillFor(code, quiz.exercise.fields.seed + 1);
    if (quiz === null || small === null) return;
    const waiting = outer ?? {quiz, step: state().player.step};
    if (await begin(small, quiz.mode, "load")) outer = waiting;
    draw();
  }

  function goBack(): void {
    if (outer === null) return;
    const {quiz: waiting, step: there} = outer;
    forget();
    quiz = waiting;
    options.load(waiting.question, there, false);
    draw();
  }

  function focus(id: string, byHand = false): void {
    change({type: "focus", id});
    follow();
    if (byHand && window.matchMedia("(pointer: coarse)").matches) card.focus();
  }

  /** In an exercise the player stands where the number is asked for; in a lecture the lecturer leads. */
  function follow(): void {
    const blank = quiz && focused(quiz);
    if (quiz?.mode === "exercise" && blank !== null && blank.kind !== "order" && !asksOrder(quiz))
      goTo(placeInTime(blank));
  }

  const placeInTime = (blank: Blank): number => (blank.kind === "wrong_line" ? 0 : positionOf(blank));

  function goTo(position: number): void {
    const by = position - state().player.step;
    if (by !== 0)
      dispatch({type: "player", action: by === 1 ? {type: "move", by} : {type: "seek", step: Math.max(0, position)}});
  }

  /** In a lecture the blank that is asked for is one that the steps have reached. */
  function sync({player}: State): void {
    if (quiz === null || quiz.mode !== "predict" || asksOrder(quiz)) return;
    const reached = openBlanks(quiz).filter((blank) => positionOf(blank) <= player.step);
    const now = focused(quiz);
    const wanted = reached.find(({id}) => id === now?.id) ?? reached.at(-1) ?? null;
    const first = reached.find((blank) => wanted !== null && blank.step === wanted.step);
    const id = (wanted === now ? now : first)?.id ?? null;
    quiz = reduceQuiz(quiz, {type: "focus", id});
    if (id !== null && player.playing) queueMicrotask(() => dispatch({type: "player", action: {type: "pause"}}));
    if (doneAt !== null && isDone(quiz) && player.step !== doneAt) forget();
  }

  function show(now: State): void {
    if (quiz !== null && !samePicture(now.question, quiz.question)) {
      forget();
      options.onAddress();
    }
    sync(now);
    draw();
  }

  function draw(): void {
    const now = state();
    const blank = quiz && focused(quiz);
    const {said = null} = quiz ?? {};
    const mistake = said === null || quiz === null ? null : (quiz.marks[said.id]?.mistake ?? null);
    card.show(quiz, blank === null ? [] : choicesOf(blank), drillFor(mistake, 0) !== null, notice);
    panel.show(quiz?.mode === "predict" && isDone(quiz) ? null : quiz, now, outer !== null, written);
    drawSlots();
  }

  function drawSlots(): void {
    const {trace: drawn, player} = state();
    if (drawn !== null) slots.draw(drawn, quiz === null ? [] : slotsOf(drawn, quiz, player.step), pulsing);
  }

  function pulse(ids: readonly string[]): void {
    clearTimeout(pulseTimer);
    pulsing = ids;
    drawSlots();
    if (ids.length > 0) pulseTimer = setTimeout(() => pulse([]), PULSE);
  }

  function choicesOf(blank: Blank): readonly Choice[] {
    if (blank.kind === "pattern") return patternChoices();
    if (blank.kind === "wrong_line") return lineChoices(state().question.source);
    if (blank.kind !== "order" || quiz === null || left === null) return [];
    return choosable(left, new Set(turns(left, quiz)));
  }

  /** An answer as a person reads it. */
  const written = (blank: Blank, answer: string): string =>
    KINDS[blank.kind].answer === "choice" && left !== null
      ? (left.nodes.find(({id}) => id === answer)?.label ?? answer)
      : answer;

  async function copyLink(): Promise<boolean> {
    const hash = quiz === null ? "" : writeExercise(quiz.exercise);
    try {
      await navigator.clipboard.writeText(location.origin + location.pathname + hash);
      return true;
    } catch {
      return false;
    }
  }

  return {
    get asking() {
      return quiz !== null && openBlanks(quiz).length > 0;
    },
    begin,
    toggle,
    end,
    trace,
    show,
    takes(command) {
      if (quiz === null || openBlanks(quiz).length === 0) return false;
      if (WAITS.has(command)) return true;
      const blank = focused(quiz);
      if (quiz.mode === "predict") {
        if (command !== "next" || blank === null) return false;
        void reveal();
        return true;
      }
      if (command !== "next" && command !== "back") return command === "play";
      if (asksOrder(quiz) || isDone(quiz)) return false;
      const to = neighbourOf(quiz, command === "next" ? 1 : -1);
      if (to !== null) focus(to);
      return true;
    },
    picks(id) {
      if (quiz === null || openBlanks(quiz).length === 0) return false;
      const blank = focused(quiz);
      if (blank?.kind === "order" && id !== null && choicesOf(blank).some(({answer}) => answer === id)) void commit(id);
      const there = openBlanks(quiz).find((each) => id !== null && (each.edge === id || each.node === id));
      if (there !== undefined && positionOf(there) <= state().player.step) focus(there.id);
      return true;
    },
    address: () => (quiz?.mode === "exercise" ? writeExercise(quiz.exercise) : null),
    outcome() {
      if (quiz === null) return null;
      if (!isDone(quiz)) return "open";
      return quiz.blanks.every(({id}) => quiz?.marks[id]?.right) ? "right" : "wrong";
    },
  };
}

const asksOrder = (quiz: Quiz): boolean => openBlanks(quiz).some(({kind}) => kind === "order");

/** The gates that have had their turn: the first, and those that were answered rightly or shown. */
function turns(trace: Trace, quiz: Quiz): readonly string[] {
  const first = firstGate(trace);
  const orders = quiz.blanks.filter(({kind}) => kind === "order");
  const chosen = orders.flatMap(({id}) => quiz.shown[id] ?? (quiz.marks[id]?.right ? (quiz.answers[id] ?? []) : []));
  return first === null ? [] : [first, ...chosen];
}

const reseeded = ({question, fields}: Exercise): Exercise => ({question, fields: {...fields, seed: fields.seed + 1}});
