/** The exercise beside the graph: its score and every blank, in place of the explanation that would tell the answers. */

import {frame} from "../../player/model/frame";
import {numbersOf} from "../../player/model/numbers";
import {renewMath} from "../../player/model/step-text";
import type {Arr, Blank, Trace} from "../../shared/contract";
import {formatValue} from "../../shared/digits";
import {byId, h, setAttribute, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {buildMath} from "../../shared/mathml";
import {notate} from "../../shared/notation";
import {setNames} from "../../shared/set-names";
import {stepSentence} from "../inspector/step-sentence";
import type {State} from "../state";
import {isDone, openBlanks, type Quiz, scoreOf} from "./quiz";

type PanelOptions = Readonly<{
  onFocus: (id: string) => void;
  onSolution: () => void;
  onAgain: (by: number) => void; // with a seed greater by this
  onCopy: () => Promise<boolean>;
  onBack: () => void;
  onClose: () => void;
}>;

type QuizPanel = Readonly<{
  /** `isInner`: another exercise waits until this one is over. `written`: an answer as a person reads it. */
  show(quiz: Quiz | null, state: State, isInner: boolean, formatAnswer: AnswerFormat): void;
}>;

type AnswerFormat = (blank: Blank, answer: string) => string;

const TITLES = {predict: tr("Predict"), exercise: tr("Exercise")} as const;

export function createPanel(options: PanelOptions): QuizPanel {
  const heading = h("h2", {});
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close the exercise")}, "×");
  const score = h("p", {class: "quiz-score", role: "status"});
  const sentence = h("p", {class: "step-text"});
  const formula = h("div", {class: "formula", tabindex: "0", role: "group", "aria-label": tr("Formula")});
  const list = h("ol", {class: "quiz-blanks"});
  const rule = h("p", {class: "fine"});
  const button = (words: string, act: () => void): HTMLButtonElement => {
    const element = h("button", {type: "button", class: "button"}, words);
    element.addEventListener("click", act);
    return element;
  };
  const solution = button(tr("Show the solution"), options.onSolution);
  const again = button(tr("Again"), () => options.onAgain(0));
  const other = button(tr("Other numbers"), () => options.onAgain(1));
  const backButton = button(tr("Back to where you were"), options.onBack);
  const copy = button(tr("Copy the link"), () => {
    void options.onCopy().then((done) => write(copy, done ? tr("Copied") : tr("The address bar has it")));
  });
  const panel = h(
    "aside",
    {class: "side-panel quiz-panel", id: "quiz", "aria-label": tr("Exercise"), hidden: true},
    h("div", {class: "quiz-bar"}, heading, close),
    score,
    sentence,
    formula,
    list,
    rule,
    h("div", {class: "card-buttons"}, backButton, solution, again, other, copy),
  );
  byId("main").append(panel);
  close.addEventListener("click", options.onClose);
  list.addEventListener("click", (event) => {
    const id = (event.target as Element).closest<HTMLElement>("[data-blank]")?.dataset.blank;
    if (id !== undefined) options.onFocus(id);
  });
  let shownKey = "";

  return {
    show(quiz, state, isInner, formatAnswer) {
      panel.hidden = quiz === null;
      setAttribute(document.body, "data-quiz", quiz?.mode ?? null);
      document.body.toggleAttribute("data-asks-lines", quiz?.blanks.some(({kind}) => kind === "line") ?? false);
      if (quiz === null) return;
      write(heading, TITLES[quiz.mode]);
      write(score, scoreText(quiz));
      score.hidden = quiz.mode === "predict";
      write(rule, quiz.rule);
      fill(quiz, formatAnswer);
      showStep(state);
      const done = isDone(quiz);
      solution.hidden = quiz.mode === "predict" || openBlanks(quiz).length === 0;
      again.hidden = quiz.mode === "predict" || !done;
      other.hidden = quiz.mode === "predict" || !done || hasValues(quiz);
      copy.hidden = quiz.mode === "predict";
      backButton.hidden = !isInner;
    },
  };

  function fill(quiz: Quiz, formatAnswer: AnswerFormat): void {
    const rows = quiz.blanks.map((blank) => ({
      ...statusOf(quiz, blank, formatAnswer),
      id: blank.id,
      label: blank.label,
      now: quiz.focus === blank.id,
    }));
    const key = JSON.stringify(rows);
    if (key === shownKey) return;
    shownKey = key;
    const focus = (document.activeElement as HTMLElement | null)?.dataset?.blank;
    list.replaceChildren(
      ...rows.map(({id, label, sign, text, words, now}) =>
        h(
          "li",
          {},
          h(
            "button",
            {type: "button", "data-blank": id, "aria-current": now ? "true" : null},
            h("span", {class: "blank-sign", "aria-hidden": "true"}, sign),
            h("span", {}, label, words !== "" && h("span", {class: "sr"}, ` ${words}`)),
            h("b", {}, text),
          ),
        ),
      ),
    );
    if (focus !== undefined) list.querySelector<HTMLElement>(`[data-blank="${focus}"]`)?.focus();
  }

  /** The step's sentence and formula, with "?" where the exercise leaves a number out. */
  function showStep({trace, player, notation, digits}: State): void {
    if (trace === null) return;
    const live = numbersOf(trace);
    const step = trace.steps[player.step - 1];
    const asks = step?.math === ""; // the question stands in the list
    sentence.hidden = step === undefined || asks;
    sentence.textContent = step === undefined ? "" : stepSentence(trace, frame(trace, player.step), live, digits);
    setNames(sentence, trace);
    const format = (value: Arr): string => formatValue(value, digits);
    const math = step === undefined ? null : mathOf(trace, step.math, player.step, format, notation);
    formula.replaceChildren(...(math === null ? [] : [math]));
    formula.hidden = math === null;
  }

  function mathOf(
    trace: Trace,
    math: string,
    position: number,
    format: (value: Arr) => string,
    notation: State["notation"],
  ): Element | null {
    return buildMath(notate(renewMath(math, trace, numbersOf(trace), position, format), notation, trace.net_values));
  }
}

/** Return whether the exercise has values of its own: it then has no other numbers. */
const hasValues = ({exercise}: Quiz): boolean => Object.keys(exercise.request.values).length > 0;

function scoreText(quiz: Quiz): string {
  const {right, first, follows, of} = scoreOf(quiz);
  const more = [
    first < right ? tr`${first} at the first try` : "",
    follows > 0
      ? follows === 1
        ? tr("1 because it follows from an earlier answer")
        : tr`${follows} because they follow from an earlier answer`
      : "",
  ].filter(Boolean);
  return `${tr`${right} of ${of}`}${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
}

type Status = Readonly<{sign: string; text: string; words: string}>;

function statusOf(quiz: Quiz, blank: Blank, formatAnswer: AnswerFormat): Status {
  const mark = quiz.marks[blank.id];
  const answerText = quiz.answers[blank.id];
  const answer = answerText === undefined ? "" : formatAnswer(blank, answerText);
  const solution = quiz.solutions[blank.id];
  if (mark?.right)
    return {sign: mark.follows ? "↳" : "✓", text: answer, words: mark.follows ? tr("follows") : tr("right")};
  if (solution !== undefined) {
    const right = formatAnswer(blank, solution);
    return {sign: "", text: answer === "" || !mark?.answered ? right : tr`${right}, not ${answer}`, words: tr("shown")};
  }
  if (mark?.answered) return {sign: "…", text: answer, words: tr("not right yet")};
  return {sign: "?", text: "", words: tr("open")};
}
