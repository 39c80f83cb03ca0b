/** Answers are marked without a server: right, right because they follow, or wrong in a known way. */

import {tr} from "../shared/i18n/tr";
import {lies, readAnswer, readings, same, whyUnreadable} from "../shared/typed-number";
import type {Blank, Variant} from "./content";
import {follow} from "./follow";

/** Mark of one blank; `right` is null where nothing was answered or the answer cannot be read. */
export interface Mark {
  readonly id: string;
  readonly right: boolean | null;
  readonly follows: boolean;
  readonly mistake: string | null;
  readonly sentence: string;
}

/** One mark for each blank. What follows from the other answers is right, too: one slip counts once. */
export function grade(variant: Variant, answers: ReadonlyMap<string, string>): readonly Mark[] {
  const numbers = new Map<number, number>();
  for (const blank of variant.blanks) {
    const number = numberOf(blank, answers.get(blank.id) ?? "");
    if (blank.entry !== null && number !== null) numbers.set(blank.entry, number);
  }
  const marks = variant.blanks.map((blank) => {
    const answer = (answers.get(blank.id) ?? "").trim();
    if (answer === "") return open(blank, null, tr("No answer yet."));
    return blank.intervals.length > 0 ? markNumber(variant, blank, answer, numbers) : markText(blank, answer);
  });
  return withRoundings(variant, numbers, marks);
}

/** An answer that follows from right numbers that were rounded is right by itself: nothing slipped there. */
function withRoundings(
  variant: Variant,
  numbers: ReadonlyMap<number, number>,
  marks: readonly Mark[],
): readonly Mark[] {
  if (!marks.some(({follows}) => follows)) return marks;
  const slips = new Map<number, number>();
  marks.forEach(({right}, at) => {
    const entry = variant.blanks[at]?.entry ?? -1;
    const number = numbers.get(entry);
    if (right === false && number !== undefined) slips.set(entry, number);
  });
  const [exact, fromSlips] = [follow(variant.entries, new Map()), follow(variant.entries, slips)];
  return marks.map((mark, at) => {
    const entry = variant.blanks[at]?.entry ?? -1;
    const [right, reached] = [exact[entry], fromSlips[entry]];
    if (!mark.follows || right === undefined || reached === undefined) return mark;
    const close = Math.abs(reached - right) <= Math.max(1e-12, 1e-9 * Math.abs(right));
    return close ? {...mark, follows: false, sentence: tr("Right with the numbers as you rounded them before.")} : mark;
  });
}

const isRight = ({intervals}: Blank, number: number): boolean => intervals.some((interval) => lies(number, interval));

/** The answer as a number; one that can be read in two ways counts if it is right in one of them. */
const numberOf = (blank: Blank, answer: string): number | null =>
  readings(answer).find((number) => isRight(blank, number)) ?? readAnswer(answer);

function markNumber(variant: Variant, blank: Blank, answer: string, numbers: ReadonlyMap<number, number>): Mark {
  const number = numberOf(blank, answer);
  if (number === null) return open(blank, "unreadable", whyUnreadable(answer));
  if (isRight(blank, number)) return right(blank, false, tr("Right."));
  if (blank.entry !== null) {
    const others = new Map([...numbers].filter(([entry]) => entry !== blank.entry));
    const follows = follow(variant.entries, others)[blank.entry];
    if (follows !== undefined && same(variant.rule, number, follows))
      return right(blank, true, tr("Right with what you wrote before: one slip counts once."));
  }
  const wrongAnswer = blank.wrong.find(({interval}) => lies(number, interval));
  return wrong(blank, wrongAnswer?.code ?? "unknown", wrongAnswer?.sentence ?? tr("The number is another one."));
}

function markText(blank: Blank, answer: string): Mark {
  const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, " ");
  if (blank.texts.some((text) => plain(text) === plain(answer))) return right(blank, false, tr("Right."));
  return blank.choices.length > 0
    ? wrong(blank, "wrong-pattern", tr("This gate does something else to the gradient."))
    : wrong(blank, "wrong-shape", tr("The shape is another one."));
}

function open({id}: Blank, mistake: string | null, sentence: string): Mark {
  return {id, right: null, follows: false, mistake, sentence};
}

function right({id}: Blank, follows: boolean, sentence: string): Mark {
  return {id, right: true, follows, mistake: null, sentence};
}

function wrong({id}: Blank, mistake: string, sentence: string): Mark {
  return {id, right: false, follows: false, mistake, sentence};
}
