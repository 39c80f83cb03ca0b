/** Answers are marked without a server: right, right because they follow, or wrong in a known way. */

import {tr} from "../shared/i18n/tr";
import type {Blank, Rule, Variant} from "./content";
import {follow} from "./follow";

/** Mark of one blank; `right` is null where nothing was answered or the answer cannot be read. */
export interface Mark {
  readonly id: string;
  readonly right: boolean | null;
  readonly follows: boolean;
  readonly mistake: string | null;
  readonly sentence: string;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/;
const LONGEST = 60;
const SLACK = 1 + 1e-9;

/** `-0.2`, `1/5`, `2e-1`, `−0,2` as a number; null where it is none. */
export function readAnswer(text: string): number | null {
  let plain = text.trim().replaceAll("\u2212", "-").replaceAll(" ", "").toLowerCase();
  if (plain === "" || plain.length > LONGEST) return null;
  if (plain.split(",").length === 2 && !plain.includes(".")) plain = plain.replace(",", ".");
  const parts = plain.split("/");
  if (parts.length > 2 || !parts.every((part) => NUMBER.test(part))) return null;
  const [over, under = 1] = parts.map(Number) as [number, number?];
  const number = over / under;
  return under !== 0 && Number.isFinite(number) ? number : null;
}

/** The last digit that the rule asks for, as a number. */
function unit(rule: Rule, number: number): number {
  if (rule.significant === null) return 10 ** -(rule.digits ?? 0);
  return number === 0 ? 1 : 10 ** (Math.floor(Math.log10(Math.abs(number)) + 1e-12) - rule.significant + 1);
}

function rounded(rule: Rule, number: number): number {
  if (!Number.isFinite(number) || number === 0) return number;
  const last = unit(rule, number);
  return Math.sign(number) * Math.floor((Math.abs(number) / last) * SLACK + 0.5) * last;
}

/** Return whether an answer is right for a number: it rounds to the same, or lies within half a unit. */
export function same(rule: Rule, answer: number, exact: number): boolean {
  if (!Number.isFinite(exact)) return answer === exact;
  const last = unit(rule, exact === 0 ? answer : exact);
  const isClose = Math.abs(answer - exact) <= (last / 2) * SLACK;
  return isClose || Math.abs(rounded(rule, answer) - rounded(rule, exact)) < last * 1e-6;
}

/** One mark for each blank. What follows from the other answers is right, too: one slip counts once. */
export function grade(variant: Variant, answers: ReadonlyMap<string, string>): readonly Mark[] {
  const numbers = new Map<number, number>();
  for (const {id, entry} of variant.blanks) {
    const number = readAnswer(answers.get(id) ?? "");
    if (entry !== null && number !== null) numbers.set(entry, number);
  }
  return variant.blanks.map((blank) => {
    const answer = (answers.get(blank.id) ?? "").trim();
    if (answer === "") return open(blank, null, tr("No answer yet."));
    return blank.intervals.length > 0 ? markNumber(variant, blank, answer, numbers) : markText(blank, answer);
  });
}

function markNumber(variant: Variant, blank: Blank, answer: string, numbers: ReadonlyMap<number, number>): Mark {
  const number = readAnswer(answer);
  if (number === null) return open(blank, "unreadable", tr("This could not be read as an answer."));
  if (blank.intervals.some((interval) => lies(number, interval))) return right(blank, false, tr("Right."));
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

function lies(number: number, [centre, half]: readonly [number, number]): boolean {
  return Math.abs(number - centre) <= half * SLACK;
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
