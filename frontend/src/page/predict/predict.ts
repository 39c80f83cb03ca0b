/**
 * Predict, then reveal: numbers of the picture are left out, asked for in their own places, and marked by the server.
 * One mechanism for the lecture, the lesson and the exercise. While a number is left out the page holds a document
 * without it: no label, panel or tip can show it.
 */

import {fetchExercise} from "../../shared/api";
import type {Blank, BlankSelector, Trace} from "../../shared/contract";
import type {ExerciseFields, TraceRequest} from "../../shared/request";
import type {Command} from "../keys";
import type {State} from "../state";
import {DOWNSTREAM, type Exercise, IN_TEXT, positionOf, traceOf, writeExercise} from "./exercise";
import {listenForAnswers} from "./keys";
import {drillFor, placesOf} from "./mistakes";
import {inOrder, owedSentence, owedTo} from "./order";
import {
  asksOrder,
  currentBlank,
  focused,
  isDone,
  isOpen,
  type Mode,
  neighbourOf,
  openBlanks,
  type Quiz,
  type QuizAction,
  reduceQuiz,
  samePicture,
  startQuiz,
} from "./quiz";
import {createSolver, type Solver} from "./solver";
import type {Predict, PredictOptions, Where} from "./types";
import {createView, mistakeSaid} from "./view";

/** Commands that would show a number, or draw another picture: they wait until nothing is left out. */
const WAITS: ReadonlySet<Command> = new Set(["check", "learn", "code", "health", "view", "fold"]);
const NOTICE = 8000; // ms

/** An exercise under way, with what belongs to it. */
type Run = Readonly<{solver: Solver; turns: readonly string[]; left: Trace | null; leads: boolean}>;

export function createPredict(options: PredictOptions): Predict {
  const {state, dispatch} = options;
  let quiz: Quiz | null = null;
  let exerciseCount = 0; // exercises, so that the answer to one that was left is not taken
  let run: Run = {solver: createSolver(), turns: [], left: null, leads: false};
  let outer: Readonly<{quiz: Quiz; run: Run; step: number}> | null = null; // waits while a small exercise is done
  let doneAt: number | null = null; // the step at which the last number was told
  let notice: string | null = null; // why there is nothing to ask

  const view = createView({
    state,
    onType: (text) => change({type: "type", text}),
    onCommit: (answer) => void commit(answer),
    onReveal: () => void reveal(),
    onDrill: () => void drill(),
    onFocus: (id) => focus(id, true),
    onSolution: () => void solve(),
    onAgain: (by) => quiz && void begin(reseeded(quiz.exercise, by), quiz.mode, "load"),
    onBack: goBack,
    onClose: end,
    link: () => (quiz === null ? "" : writeExercise(quiz.exercise)),
  });
  listenForAnswers({
    currentBlank() {
      const blank = quiz && currentBlank(quiz);
      return blank && {kind: blank.kind, text: quiz?.drafts[blank.id] ?? "", choices: view.choices(blank)};
    },
    onType: (text) => change({type: "type", text}),
    onCommit: (answer) => void commit(answer),
  });
  function change(action: QuizAction): void {
    if (quiz === null) return;
    quiz = reduceQuiz(quiz, action);
    draw();
  }

  async function begin(exercise: Exercise, mode: Mode, where: Where): Promise<boolean> {
    const mine = ++exerciseCount;
    const answer = await fetchExercise(exercise.request, exercise.fields);
    if (mine !== exerciseCount) return false; // another was asked for meanwhile, or none
    if (!answer.ok) {
      say([answer.problem.detail, answer.problem.hint ?? ""].join(" ").trim());
      return false;
    }
    const {blanks, rule} = answer.value;
    const trace = traceOf(answer.value);
    const here = where === "here";
    const request = here ? state().request : {...exercise.request, values: trace.values as TraceRequest["values"]};
    const next = startQuiz(exercise, request, mode, blanks, rule);
    const solver = createSolver();
    const turns = asksOrder(next) ? await solver.turns(next) : [];
    if (mine !== exerciseCount) return false;
    run = {solver, turns, left: trace, leads: !here};
    quiz = next;
    notice = null;
    doneAt = null;
    view.pulse([]);
    if (here) {
      const answer = await options.fetch(request);
      if (answer.ok && quiz === next) dispatch({type: "answer", request, trace: answer.value});
    } else options.load(request, startOf(next, trace, run.turns), where === "enter");
    draw();
    return true;
  }

  function say(sentence: string): void {
    notice = sentence;
    draw();
    setTimeout(() => {
      if (notice !== sentence) return;
      notice = null;
      draw();
    }, NOTICE);
  }

  function toggle(ask?: ExerciseFields["ask"]): void {
    if (quiz !== null) {
      end();
      return;
    }
    const {trace, request, leaves, player} = state();
    if (trace === null) return;
    const fields = {...DOWNSTREAM, ask: ask ?? DOWNSTREAM.ask};
    const exercise = {request: {...request, values: {...leaves, ...request.values}}, fields};
    void begin(exercise, "predict", "here").then((start) => {
      const first = quiz?.blanks[0];
      if (!start || first === undefined) return;
      if (ask !== undefined) goTo(positionOf(first));
      else if (!quiz?.blanks.some((blank) => positionOf(blank) > player.step)) goTo(positionOf(first) - 1);
    });
  }

  function end(): void {
    exerciseCount++;
    if (quiz === null) {
      notice = null;
      draw();
      return;
    }
    const open = openBlanks(quiz).length > 0;
    forget();
    options.onAddress();
    if (open) options.ask();
    draw();
  }

  function forget(): void {
    quiz = null;
    outer = null;
    notice = null;
    view.pulse([]);
  }

  /** Remembers the document; while an order is asked for, the picture has only the steps that were chosen. */
  function shownTrace(document: Trace): Trace {
    run = {...run, left: document};
    return quiz !== null && asksOrder(quiz) ? inOrder(document, run.turns) : document;
  }

  async function commit(answer: string): Promise<void> {
    const blank = quiz && currentBlank(quiz);
    if (quiz === null || blank === null) return;
    change({type: "commit", id: blank.id, text: answer});
    const before = quiz;
    const marks = await run.solver.grade(before);
    // The picture may have moved the focus meanwhile: only another exercise or another answer makes the marks void.
    if (quiz === null || quiz.exercise !== before.exercise || quiz.answers[blank.id] !== answer) return;
    if (!marks.ok) {
      change({type: "say", feedback: {id: blank.id, tone: "note", sentence: marks.problem.detail}});
      return;
    }
    change({type: "marks", id: blank.id, marks: marks.value.marks});
    const mark = quiz.marks[blank.id];
    if (mark === undefined || !mark.answered) return;
    if (blank.kind === "order") await turn(answer, mark.right);
    else {
      view.pulse(mark.mistake === null || run.left === null ? [] : placesOf(run.left, blank, mark.mistake));
      if (quiz.mode === "predict") await showAnswer(blank);
      else follow();
    }
  }

  /** A gate was given the next turn: it takes it in the picture, or what it still waits for is said. */
  async function turn(gate: string, right: boolean): Promise<void> {
    if (quiz === null || run.left === null) return;
    if (right) {
      await takeTurn();
      return;
    }
    const missingGates = owedTo(run.left, gate, new Set(run.turns));
    view.pulse(missingGates.map(({wire}) => wire));
    const {feedback} = quiz;
    if (feedback !== null && missingGates.length > 0)
      change({
        type: "say",
        feedback: {...feedback, sentence: `${feedback.sentence} ${owedSentence(run.left, missingGates)}`},
      });
  }

  /** The picture moves on by the turn that was chosen. */
  async function takeTurn(): Promise<void> {
    const {left} = run;
    if (quiz === null || left === null) return;
    view.pulse([]);
    run = {...run, turns: await run.solver.turns(quiz)};
    if (quiz.mode === "predict") for (const {id} of quiz.blanks) showTurn(id);
    if (!asksOrder(quiz)) {
      options.ask();
      return;
    }
    dispatch({type: "answer", request: state().request, trace: inOrder(left, run.turns)});
    dispatch({type: "player", action: {type: "play"}});
  }

  /** Shows a turn that was right: in a lecture it is not asked for again. */
  function showTurn(id: string): void {
    const answer = quiz?.answers[id];
    if (quiz !== null && answer !== undefined && quiz.marks[id]?.right && isOpen(quiz, id))
      change({type: "show", id, answer});
  }

  async function reveal(): Promise<void> {
    const blank = quiz && currentBlank(quiz);
    const text = (blank && quiz?.drafts[blank.id]) ?? "";
    if (text !== "") await commit(text);
    else if (blank !== null) await showAnswer(blank);
  }

  async function showAnswer(blank: Blank): Promise<void> {
    const answer = quiz && (await run.solver.solution(quiz, blank));
    if (quiz === null || answer === null) return;
    change({type: "show", id: blank.id, answer});
    if (blank.kind === "order") await takeTurn();
    else options.ask();
    if (quiz !== null && isDone(quiz)) doneAt = state().player.step;
    follow();
  }

  async function solve(): Promise<void> {
    for (const blank of quiz === null ? [] : openBlanks(quiz)) {
      const answer = quiz && (await run.solver.solution(quiz, blank));
      if (quiz === null || answer === null) return;
      change({type: "show", id: blank.id, answer});
    }
    options.ask();
    dispatch({type: "player", action: {type: "end"}});
  }

  async function drill(): Promise<void> {
    if (quiz === null) return;
    const waiting = outer ?? {quiz, run, step: state().player.step};
    const small = drillFor(mistakeSaid(quiz), quiz.exercise.fields.seed + 1);
    if (small === null || !(await begin(small, quiz.mode, "load"))) return;
    outer = waiting;
    draw();
  }

  function goBack(): void {
    if (outer === null) return;
    const waiting = outer;
    forget();
    ({quiz, run} = waiting);
    options.load(waiting.quiz.request, waiting.step, false);
    draw();
  }

  function focus(id: string, byHand = false): void {
    change({type: "focus", id});
    follow();
    if (byHand && window.matchMedia("(pointer: coarse)").matches) view.focus();
  }

  /**
   * In an exercise the player stands where the number is asked for, in a lesson it goes on to the next question; in a
   * lecture the lecturer leads.
   */
  function follow(): void {
    if (quiz === null || asksOrder(quiz)) return;
    const blank = focused(quiz);
    if (quiz.mode === "exercise" && blank !== null) goTo(placeInTime(blank));
    if (quiz.mode === "exercise" || !run.leads) return;
    const ahead = openBlanks(quiz).map(placeInTime);
    if (ahead.length > 0 && Math.min(...ahead) > state().player.step) goTo(Math.min(...ahead));
  }

  function goTo(position: number): void {
    const by = position - state().player.step;
    if (by !== 0)
      dispatch({type: "player", action: by === 1 ? {type: "move", by} : {type: "seek", step: Math.max(0, position)}});
  }

  /** Moves the focus, in a lecture, to a blank that the steps have reached. */
  function sync({player}: State): void {
    if (quiz === null || quiz.mode !== "predict" || asksOrder(quiz)) return;
    const reachedBlanks = openBlanks(quiz).filter((blank) => placeInTime(blank) <= player.step);
    const last = reachedBlanks.at(-1);
    const now = reachedBlanks.find(({id}) => id === quiz?.focus) ?? reachedBlanks.find(({step}) => step === last?.step);
    quiz = reduceQuiz(quiz, {type: "focus", id: now?.id ?? null});
    if (now !== undefined && player.playing) queueMicrotask(() => dispatch({type: "player", action: {type: "pause"}}));
    if (doneAt !== null && isDone(quiz) && player.step !== doneAt) forget();
  }

  function show(now: State): void {
    if (quiz !== null && !samePicture(now.request, quiz.request)) {
      forget();
      options.onAddress();
    }
    sync(now);
    draw();
  }

  function draw(): void {
    view.show({quiz, left: run.left, turns: run.turns, isInner: outer !== null, notice});
  }

  return {
    begin,
    toggle,
    end,
    trace(request, aspect) {
      if (quiz === null || !samePicture(request, quiz.request)) return null;
      return (
        run.solver
          .document(quiz, aspect)
          ?.then((answer) => (answer.ok ? {ok: true, value: shownTrace(answer.value)} : answer)) ?? null
      );
    },
    show,
    takes(command) {
      if (quiz === null || openBlanks(quiz).length === 0) return false;
      if (WAITS.has(command)) return true;
      if (quiz.mode === "predict") {
        const reveals = command === "next" && (quiz && currentBlank(quiz)) !== null;
        if (reveals) void reveal();
        return reveals;
      }
      if (command !== "next" && command !== "back") return command === "play";
      if (asksOrder(quiz) || isDone(quiz)) return false;
      const to = neighbourOf(quiz, command === "next" ? 1 : -1);
      if (to !== null) focus(to);
      return true;
    },
    picks(id) {
      if (quiz === null || openBlanks(quiz).length === 0) return false;
      const blank = quiz && currentBlank(quiz);
      if (blank?.kind === "order" && view.choices(blank).some(({answer}) => answer === id)) void commit(id as string);
      const there = openBlanks(quiz).find(({edge, node}) => id !== null && (edge === id || node === id));
      if (there !== undefined && positionOf(there) <= state().player.step) focus(there.id);
      return true;
    },
    address: () => (quiz?.mode === "exercise" ? writeExercise(quiz.exercise) : null),
    outcome() {
      if (quiz === null) return null;
      if (!isDone(quiz)) return "open";
      return quiz.blanks.every(({id}) => quiz?.marks[id]?.right) ? "right" : "wrong";
    },
    filled(places) {
      const open = quiz === null ? [] : openBlanks(quiz);
      return !open.some((blank) => places.some((place) => isAt(blank, place)));
    },
    say,
  };
}

/** Return the step at which an exercise begins: its first blank, or for an order the place where the choice begins. */
function startOf(quiz: Quiz, trace: Trace, turns: readonly string[]): number {
  if (asksOrder(quiz)) return inOrder(trace, turns).steps.length;
  return quiz.blanks[0] === undefined ? 0 : placeInTime(quiz.blanks[0]);
}

/** Return the step at which a blank is asked for. */
const placeInTime = (blank: Blank): number => (IN_TEXT.has(blank.kind) ? 0 : positionOf(blank));

const isAt = ({kind, edge, node, step}: Blank, place: BlankSelector): boolean =>
  kind === place.kind &&
  edge === (place.edge ?? null) &&
  node === (place.node ?? null) &&
  step === (place.step ?? step);

const reseeded = ({request, fields}: Exercise, by: number): Exercise => ({
  request,
  fields: {...fields, seed: fields.seed + by},
});
