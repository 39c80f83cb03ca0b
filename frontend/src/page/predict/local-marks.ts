/** Marks without a server: whether an answer is right, off the whole trace that is here. Which mistake it is, only the server finds. */

import {plan} from "../../player/model/plan";
import type {Blank, BlankMark, Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {readings, same, whyUnreadable} from "../../shared/typed-number";
import {choosable, owedTo, turnsOf} from "./order";
import type {Quiz} from "./quiz";
import {solutionOf} from "./solutions";

/** `null`: the answer cannot be read; `undefined`: only the server can judge it. */
type Judgement = boolean | null | undefined;
type Judge = (trace: Trace, blank: Blank, answer: string, quiz: Quiz) => Judgement;

const DECIMALS = 2; // of an exercise that says nothing else

const number =
  (exact: (trace: Trace, blank: Blank) => unknown): Judge =>
  (trace, blank, answer, {exercise: {fields}}) => {
    const typed = readings(answer);
    const target = exact(trace, blank);
    if (typeof target !== "number") return undefined;
    const digits = fields.significant === null ? (fields.digits ?? DECIMALS) : null;
    const isRight = typed.some((each) => same({digits, significant: fields.significant}, each, target));
    return isRight || (typed.length === 1 ? false : null);
  };

const slope = number((trace, {edge}) => plan(trace).edge.get(edge ?? "")?.downstream);
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s()]/g, "")
    .replace(/[×,]/g, "x");

const JUDGES: Readonly<Record<Blank["kind"], Judge>> = {
  value: number((trace, {node}) => plan(trace).node.get(node ?? "")?.value),
  local: number((trace, {edge}) => plan(trace).edge.get(edge ?? "")?.local),
  downstream: slope,
  term: slope,
  shape: (trace, blank, answer) => plain(answer) === plain(solutionOf(trace, blank)),
  pattern: (trace, blank, answer) =>
    answer === plan(trace).node.get(blank.node ?? "")?.pattern || plain(answer) === plain(solutionOf(trace, blank)),
  order: (trace, _blank, answer, quiz) => {
    const done = new Set(turnsOf(trace, quiz));
    return choosable(trace, done).some((each) => each.answer === answer) && owedTo(trace, answer, done).length === 0;
  },
  wrong_line: (trace, blank, answer) => answer.trim() === solutionOf(trace, blank),
  line: () => undefined,
};

/** The marks of all answers; null where one of them needs the server. */
export function localMarks(trace: Trace, quiz: Quiz): readonly BlankMark[] | null {
  const marks = quiz.blanks.map((blank): BlankMark | null => {
    const answer = quiz.answers[blank.id] ?? "";
    const mark = {id: blank.id, answered: false, right: false, follows: false, mistake: null};
    if (answer.trim() === "") return {...mark, sentence: tr("No answer yet.")};
    // A turn that was right stays so: the judge looks at the turns before the one that is open.
    if (quiz.marks[blank.id]?.right) return quiz.marks[blank.id] ?? null;
    const right = JUDGES[blank.kind](trace, blank, answer, quiz);
    if (right === undefined) return null;
    if (right === null) return {...mark, mistake: "unreadable", sentence: whyUnreadable(answer)};
    const sentence = right
      ? tr("Right.")
      : tr("That is another one. Why, only the server can say, and there is no connection.");
    return {...mark, answered: true, right, mistake: right ? null : "unknown", sentence};
  });
  return marks.includes(null) ? null : (marks as readonly BlankMark[]);
}
