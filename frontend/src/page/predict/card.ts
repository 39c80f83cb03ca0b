/** Question at the foot of the stage: its text, the answer that is typed or chosen, and the remark on it. */

import {byId, h, setAttribute, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {KINDS} from "./exercise";
import {focused, isDone, isOpen, type Quiz} from "./quiz";
import type {Choice} from "./solutions";

type CardOptions = Readonly<{
  onType: (text: string) => void;
  onCommit: (answer: string) => void;
  onReveal: () => void;
  onDrill: () => void;
  onClose: () => void;
}>;

type Card = Readonly<{
  /**
   * `choices`: of the blank that is asked for; `drills`: a small exercise of the kind of the last mistake is there;
   * `notice`: why there is nothing to ask.
   */
  show(quiz: Quiz | null, choices: readonly Choice[], drills: boolean, notice: string | null): void;
  /** Puts the cursor into the field: on a phone the keyboard comes up. */
  focus(): void;
}>;

const HINTS = {number: tr("number"), shape: tr("as 3x2"), line: tr("line"), text: "", choice: ""} as const;
const AHEAD = tr("Step on (→) to the next question.");
const DONE = {
  predict: tr("Every question is answered."),
  exercise: tr("That was the last one. Correct what is not right, or show the solution."),
} as const;

export function createCard(options: CardOptions): Card {
  const status = h("p", {class: "predict-said", role: "status"});
  const drill = h("button", {type: "button", class: "link"}, tr("A small exercise of its kind"));
  const question = h("label", {class: "predict-question", for: "predict-field"});
  const field = h("input", {
    id: "predict-field",
    type: "text",
    inputmode: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
  const check = h("button", {type: "submit", class: "button"}, tr("Check"));
  const reveal = h("button", {type: "button", class: "button"}, tr("Show it"));
  const close = h(
    "button",
    {type: "button", class: "close", "aria-label": tr("Stop asking"), title: tr("Stop asking")},
    "×",
  );
  const choices = h("div", {class: "predict-choices", role: "group"});
  const form = h("form", {class: "predict-ask"}, question, field, check, reveal, close);
  const card = h(
    "div",
    {class: "predict-card", hidden: true},
    h("div", {class: "predict-words"}, status, drill),
    form,
    choices,
  );
  byId("stage").append(card);
  let shownChoices: readonly Choice[] = [];

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim() !== "") options.onCommit(field.value.trim());
  });
  field.addEventListener("input", () => options.onType(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") field.blur();
    if (event.key === "ArrowRight" && field.value === "") {
      event.preventDefault();
      options.onReveal();
    }
  });
  reveal.addEventListener("click", options.onReveal);
  drill.addEventListener("click", options.onDrill);
  close.addEventListener("click", options.onClose);
  choices.addEventListener("click", (event) => {
    const answer = (event.target as Element).closest<HTMLElement>("[data-answer]")?.dataset.answer;
    if (answer !== undefined) options.onCommit(answer);
  });

  function fill(next: readonly Choice[], choice: string): void {
    const same = next.length === shownChoices.length && next.every((one, i) => one.text === shownChoices[i]?.text);
    if (!same)
      choices.replaceChildren(
        ...next.map(({answer, text, says}, at) =>
          h(
            "button",
            {type: "button", "data-answer": answer, title: says ?? ""},
            h("kbd", {}, String(at + 1)),
            ` ${text}`,
            h("span", {}, says === undefined ? "" : `: ${says}`),
          ),
        ),
      );
    shownChoices = next;
    for (const button of choices.children)
      button.setAttribute("aria-pressed", String((button as HTMLElement).dataset.answer === choice));
  }

  return {
    show(quiz, next, drills, notice) {
      card.hidden = quiz === null && notice === null;
      form.hidden = quiz === null;
      if (quiz === null) {
        write(status, notice ?? "");
        setAttribute(status, "data-tone", "note");
        drill.hidden = true;
        choices.hidden = true;
        return;
      }
      const blank = focused(quiz);
      const open = blank !== null && isOpen(quiz, blank.id) ? blank : null;
      write(status, sentenceOf(quiz));
      setAttribute(status, "data-tone", quiz.feedback?.tone ?? null);
      drill.hidden = !drills;
      write(question, open?.label ?? (isDone(quiz) ? DONE[quiz.mode] : AHEAD));
      const {answer} = KINDS[open?.kind ?? "order"];
      field.hidden = open === null || answer === "choice";
      check.hidden = field.hidden;
      reveal.hidden = open === null;
      field.placeholder = HINTS[answer];
      field.inputMode = answer === "line" ? "numeric" : "text"; // a keyboard of digits may have no minus
      field.classList.toggle("wide", answer === "text");
      const text = open === null ? "" : (quiz.drafts[open.id] ?? quiz.answers[open.id] ?? "");
      if (field.value !== text) field.value = text;
      check.disabled = text.trim() === "";
      choices.hidden = open === null || next.length === 0;
      setAttribute(choices, "aria-label", open?.label ?? "");
      fill(open === null ? [] : next, open === null ? "" : (quiz.answers[open.id] ?? ""));
    },
    focus: () => field.focus(),
  };
}

/** Return the remark on the last answer, with the answer where the question is another one by now. */
function sentenceOf({feedback, answers, focus, mode}: Quiz): string {
  if (feedback === null) return "";
  const answer = mode === "exercise" && focus !== feedback.id ? answers[feedback.id] : undefined;
  return answer === undefined || feedback.tone === "note" ? feedback.sentence : `${answer}: ${feedback.sentence}`;
}
