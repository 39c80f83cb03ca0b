/** An exercise under way: one value and one reducer. Pure. */

import type {Blank, BlankMark, BlankSelector} from "../../shared/contract";
import type {TraceRequest} from "../../shared/request";
import {type Exercise, KINDS, placeIn} from "./exercise";

/** `predict`: each number is shown as soon as it was answered. `exercise`: marks at once, the solution at the end. */
export type Mode = "predict" | "exercise";

/** Remark on the last answer. */
type Feedback = Readonly<{id: string; tone: "right" | "follows" | "wrong" | "note"; sentence: string}>;

export type Quiz = Readonly<{
  exercise: Exercise;
  request: TraceRequest; // the picture of it, with the values that the seed drew
  mode: Mode;
  blanks: readonly Blank[];
  rule: string;
  focus: string | null; // what digits go to
  drafts: Readonly<Record<string, string>>; // and is not committed yet
  answers: Readonly<Record<string, string>>;
  marks: Readonly<Record<string, BlankMark>>;
  firstMarks: Readonly<Record<string, boolean>>; // whether the first answer was right
  solutions: Readonly<Record<string, string>>; // the right answers that may be seen
  feedback: Feedback | null;
}>;

export type QuizAction =
  | {type: "type"; text: string}
  | {type: "focus"; id: string | null}
  | {type: "commit"; id: string; text: string}
  | {type: "marks"; id: string; marks: readonly BlankMark[]}
  | {type: "show"; id: string; answer: string}
  | {type: "say"; feedback: Feedback | null};

/** Return an exercise of which nothing is answered yet. */
export function startQuiz(
  exercise: Exercise,
  request: TraceRequest,
  mode: Mode,
  blanks: readonly Blank[],
  rule: string,
): Quiz {
  const nothing = {drafts: {}, answers: {}, marks: {}, firstMarks: {}, solutions: {}, feedback: null};
  return {exercise, request, mode, blanks, rule, focus: blanks[0]?.id ?? null, ...nothing};
}

/** Return the exercise after an action. */
export function reduceQuiz(quiz: Quiz, action: QuizAction): Quiz {
  switch (action.type) {
    case "type":
      return quiz.focus === null || !isOpen(quiz, quiz.focus)
        ? quiz
        : {...quiz, drafts: {...quiz.drafts, [quiz.focus]: action.text}};
    case "focus":
      return quiz.focus === action.id ? quiz : {...quiz, focus: action.id};
    case "commit":
      return {...quiz, answers: {...quiz.answers, [action.id]: action.text}};
    case "marks":
      return applyMarks(quiz, action.id, action.marks);
    case "show":
      return next({
        ...quiz,
        solutions: {...quiz.solutions, [action.id]: action.answer},
        drafts: without(quiz.drafts, action.id),
      });
    case "say":
      return {...quiz, feedback: action.feedback};
  }
}

/** The marks of all answers, after the one to `id` was given. What could not be read is no answer. */
function applyMarks(quiz: Quiz, id: string, list: readonly BlankMark[]): Quiz {
  const marks = Object.fromEntries(list.map((mark) => [mark.id, mark]));
  const mark = marks[id];
  if (mark === undefined) return quiz;
  if (mark.mistake === "unreadable") {
    const feedback: Feedback = {id, tone: "note", sentence: mark.sentence};
    return {
      ...quiz,
      answers: without(quiz.answers, id),
      drafts: {...quiz.drafts, [id]: quiz.answers[id] ?? ""},
      feedback,
    };
  }
  const firstMarks = id in quiz.firstMarks ? quiz.firstMarks : {...quiz.firstMarks, [id]: mark.right};
  const tone = mark.follows ? "follows" : mark.right ? "right" : "wrong";
  const feedback: Feedback = {id, tone, sentence: mark.sentence};
  return next({...quiz, marks, firstMarks, feedback, drafts: without(quiz.drafts, id)});
}

/** The focus goes on from a blank that needs no answer any more. */
function next(quiz: Quiz): Quiz {
  const at = quiz.blanks.findIndex(({id}) => id === quiz.focus);
  if (quiz.focus !== null && needsAnswer(quiz, quiz.focus)) return quiz;
  const order = [...quiz.blanks.slice(at + 1), ...quiz.blanks.slice(0, at + 1)];
  return {...quiz, focus: order.find(({id}) => needsAnswer(quiz, id))?.id ?? null};
}

/** A turn in an order is asked for until it is right: what comes after it hangs on it. */
function needsAnswer(quiz: Quiz, id: string): boolean {
  if (!isOpen(quiz, id)) return false;
  const mark = quiz.marks[id];
  const blank = quiz.blanks.find((each) => each.id === id);
  return mark === undefined || !mark.answered || (blank?.kind === "order" && !mark.right);
}

/** Return whether the right answer must not be seen yet. */
export const isOpen = (quiz: Quiz, id: string): boolean => !(id in quiz.solutions);

/** Return the blanks that are not answered. */
export const openBlanks = (quiz: Quiz): readonly Blank[] => quiz.blanks.filter(({id}) => isOpen(quiz, id));

/** Nothing is left to be answered. */
export const isDone = (quiz: Quiz): boolean => quiz.blanks.every(({id}) => !needsAnswer(quiz, id));

/** The blank that answers go to; null while nothing is asked. */
export function currentBlank(quiz: Quiz): Blank | null {
  const blank = focused(quiz);
  return blank !== null && isOpen(quiz, blank.id) ? blank : null;
}

/** Return the blank that has the focus; null for none. */
export const focused = (quiz: Quiz): Blank | null => quiz.blanks.find(({id}) => id === quiz.focus) ?? null;

/** Return what is left out of the picture, as it is asked for; the lines of a program as the exercise names them. */
export function remaining(quiz: Quiz): readonly (Blank["kind"] | BlankSelector)[] {
  const open = openBlanks(quiz);
  const positions = open.filter(({kind}) => kind !== "line").map(placeIn);
  const lines = quiz.exercise.fields.ask.filter((ask) => (typeof ask === "string" ? ask : ask.kind) === "line");
  return open.length > positions.length ? [...lines, ...positions] : positions;
}

/** Return whether the order of the gates is still asked for. */
export const asksOrder = (quiz: Quiz): boolean => openBlanks(quiz).some(({kind}) => kind === "order");

/** The blank before (-1) or after (+1) the focused one, or the nearest end. */
export function neighbourOf(quiz: Quiz, by: -1 | 1): string | null {
  const at = quiz.blanks.findIndex(({id}) => id === quiz.focus);
  if (at < 0) return (by > 0 ? quiz.blanks[0] : quiz.blanks.at(-1))?.id ?? null;
  return (quiz.blanks[at + by] ?? quiz.blanks[at])?.id ?? null;
}

type Score = Readonly<{right: number; first: number; follows: number; of: number}>;

/** Return how many answers are right, right at once, and right as far as they follow. */
export function scoreOf({blanks, marks, firstMarks}: Quiz): Score {
  const all = blanks.flatMap(({id}) => marks[id] ?? []);
  return {
    right: all.filter(({right}) => right).length,
    first: blanks.filter(({id}) => firstMarks[id] === true).length,
    follows: all.filter(({follows}) => follows).length,
    of: blanks.length,
  };
}

const NUMBER = /^[+\-−]?\d*[.,]?\d*(\/[+\-−]?\d*[.,]?\d*)?(e[+-]?\d*|[*·×](1(0(\^[+-]?\d*)?)?)?)?$/;
const SHAPE = /^\d[\dx×]*$/;

/** Return whether a key adds to the text typed into a blank, so that it goes there from anywhere on the page. */
export function takesKey(kind: Blank["kind"], draft: string, key: string): boolean {
  if (key.length !== 1) return false;
  const {answer} = KINDS[kind];
  const text = draft + key;
  if (answer === "number") return NUMBER.test(text) && (!/[e*·×]/.test(key) || /\d/.test(draft));
  if (answer === "shape") return SHAPE.test(text);
  return answer === "line" && /^\d+$/.test(text);
}

/** Return whether a question asks for the picture of the exercise; values that it does not use may be gone. */
export function samePicture(request: TraceRequest, exercise: TraceRequest): boolean {
  const pictureKey = ({values: _, ...rest}: TraceRequest): string => JSON.stringify(Object.entries(rest).sort());
  return (
    pictureKey(request) === pictureKey(exercise) &&
    Object.entries(request.values).every(
      ([name, value]) => JSON.stringify(value) === JSON.stringify(exercise.values[name]),
    )
  );
}

const without = <T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== id));
