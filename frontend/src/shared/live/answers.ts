/** The hall's answers: what each screen sends, and the bars that the slide and the phones show. */

import {type Answer, problemOf} from "../api";
import {h} from "../dom";
import {language, tr} from "../i18n/tr";
import {sessionAddress} from "./follow";
import type {AnswerCount, Histogram, Prediction} from "./state";

const MOST_BARS = 6; // the rest is one bar
const LONGEST_NAME = 10; // characters of an answer beside its bar; a longer one stands above it

/** Return the token of this screen, so that nobody votes twice: made here, kept in this window alone. */
export function tokenOf(code: string): string {
  const name = `chainrule.token.${code}`;
  try {
    const storedToken = sessionStorage.getItem(name);
    if (storedToken !== null) return storedToken;
    const token = randomToken();
    sessionStorage.setItem(name, token);
    return token;
  } catch {
    return randomToken(); // no storage in this frame: the page keeps it in a variable
  }
}

function randomToken(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sends an answer. `counted` is false if this screen has answered before. */
export function sendAnswer(
  server: string,
  code: string,
  blank: string,
  token: string,
  answer: string,
): Promise<Answer<{counted: boolean}>> {
  return post(`${sessionAddress(server, code)}/answers`, {token, blank, answer});
}

export type Mark = Readonly<{right: boolean; mistake: string | null; sentence: string}>;

/** Fetch the mark of one answer; null where the service does not say. */
export async function markAnswer(server: string, {exercise, id}: Prediction, answer: string): Promise<Mark | null> {
  const response = await post<{marks: readonly (Mark & {id: string})[]}>(`${server}/api/v1/grade`, {
    ...exercise,
    lang: language(), // that of this screen
    answers: {[id]: answer},
  });
  return response.ok ? (response.value.marks.find((mark) => mark.id === id) ?? null) : null;
}

async function post<T>(address: string, body: unknown): Promise<Answer<T>> {
  try {
    const headers = {"Content-Type": "application/json"};
    const response = await fetch(address, {method: "POST", headers, body: JSON.stringify(body), cache: "no-store"});
    const content: unknown = await response.json();
    return response.ok ? {ok: true, value: content as T} : {ok: false, problem: problemOf(content, response.status)};
  } catch {
    return {ok: false, problem: problemOf(null, 0)};
  }
}

function percent(part: number, total: number): string {
  return total === 0 ? "0 %" : `${Math.round((100 * part) / total)} %`;
}

/** "31 have answered", and nothing that tells what. */
export function answeredText(count: number): string {
  return count === 0 ? tr("Nobody has answered yet") : count === 1 ? tr("1 has answered") : tr`${count} have answered`;
}

/**
 * The answers as bars, the most frequent first, each wrong one with its mistake. Which one is right is told once it is
 * revealed.
 *
 * @param name what an answer is called on the screen: a gate is answered by its id.
 */
export function histogramView(
  histogram: Histogram,
  isRevealed: boolean,
  name: (answer: string) => string,
): HTMLElement {
  const {answered, marks} = histogram;
  const bars = marks.slice(0, MOST_BARS);
  const rest = marks.slice(MOST_BARS).reduce((sum, {count}) => sum + count, 0);
  const most = Math.max(1, ...marks.map(({count}) => count));
  const rows = bars.map((mark) => bar(mark, {answered, most, isRevealed}, name(mark.answer)));
  if (rest > 0)
    rows.push(h("li", {class: "answer-bar"}, h("b", {}, tr("others")), h("i", {}, percent(rest, answered))));
  return h("ul", {class: "answer-bars", "aria-label": answeredText(answered)}, ...rows);
}

function bar(
  {count, right, sentence}: AnswerCount,
  {answered, most, isRevealed}: {answered: number; most: number; isRevealed: boolean},
  name: string,
): HTMLElement {
  const verdict = isRevealed && right === true ? "right" : right === false ? "wrong" : "unmarked";
  const meter = h("meter", {min: 0, max: most, value: count, "aria-hidden": "true"});
  return h(
    "li",
    {class: "answer-bar", "data-verdict": verdict},
    h("b", {class: name.length > LONGEST_NAME ? "long" : null}, name),
    meter,
    h("i", {}, percent(count, answered)),
    right === false && h("span", {}, sentence),
    verdict === "right" && h("span", {}, tr("Right.")),
  );
}
