/** The exercise's side of the server: documents with numbers left out, marks, and the right answers when they may be seen. */

import {type Answer, fetchExercise, fetchGrades, fetchTrace} from "../../shared/api";
import type {Blank, Grades, Trace} from "../../shared/contract";
import type {TraceRequest} from "../../shared/request";
import {traceOf} from "./exercise";
import {localMarks} from "./local-marks";
import {nextGate, turnsOf} from "./order";
import {type Quiz, remaining} from "./quiz";
import {solutionOf} from "./solutions";

export type Solver = Readonly<{
  /** The document without the numbers that are open still; null where none is. */
  document(quiz: Quiz, aspect: number | null): Promise<Answer<Trace>> | null;
  grade(quiz: Quiz): Promise<Answer<Grades>>;
  /** The right answer to a blank; null where the server does not say it. */
  solution(quiz: Quiz, blank: Blank): Promise<string | null>;
  /** The gates of an order that have had their turn. */
  turns(quiz: Quiz): Promise<readonly string[]>;
}>;

/** Codes of a problem that is no answer of the server. */
const UNREACHABLE: ReadonlySet<string> = new Set(["offline", "network"]);

/** One for each exercise: the whole trace is fetched once, and never drawn while numbers are left out. */
export function createSolver(): Solver {
  let fullTrace: Promise<Answer<Trace>> | null = null;

  async function trace(quiz: Quiz): Promise<Trace | null> {
    fullTrace ??= fetchTrace(pictureOf(quiz));
    const answer = await fullTrace;
    if (!answer.ok) fullTrace = null;
    return answer.ok ? answer.value : null;
  }

  return {
    document(quiz, aspect) {
      const ask = remaining(quiz);
      if (ask.length === 0) return null;
      const {digits, significant} = quiz.exercise.fields;
      const fields = {ask, seed: 0, count: null, digits, significant};
      return fetchExercise(pictureOf(quiz), fields, aspect).then((answer) =>
        answer.ok ? {ok: true, value: traceOf(answer.value)} : answer,
      );
    },
    async grade(quiz) {
      const {exercise, answers, rule} = quiz;
      const answer = await fetchGrades(exercise.request, exercise.fields, answers);
      if (answer.ok || !UNREACHABLE.has(answer.problem.code)) return answer;
      const whole = await trace(quiz);
      const marks = whole === null ? null : localMarks(whole, quiz);
      if (marks === null) return answer;
      const score = marks.filter(({right}) => right).length;
      return {ok: true, value: {score, of: marks.length, marks: [...marks], rule}};
    },
    async solution(quiz, blank) {
      const answerTrace = await trace(quiz);
      if (answerTrace === null) return null;
      return blank.kind === "order"
        ? nextGate(answerTrace, new Set(turnsOf(answerTrace, quiz)))
        : solutionOf(answerTrace, blank);
    },
    async turns(quiz) {
      const answerTrace = await trace(quiz);
      return answerTrace === null ? [] : turnsOf(answerTrace, quiz);
    },
  };
}

/** The picture with the values that it is drawn with, so that nothing draws them anew. */
const pictureOf = ({exercise, request}: Quiz): TraceRequest => ({
  ...request,
  values: {...exercise.request.values, ...request.values},
});
