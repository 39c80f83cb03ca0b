/** Question to the hall on a follower's screen: a field or a tap, then the answers, then the right one. */

import type {Trace} from "../shared/contract";
import {h, write} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {histogramView, type Mark, markAnswer, sendAnswer, tokenOf} from "../shared/live/answers";
import {choiceButtons, textOfChoice} from "../shared/live/choices";
import type {Prediction} from "../shared/live/state";

interface AnswerSheetOptions {
  readonly host: HTMLElement;
  readonly server: string;
  readonly code: string;
  readonly trace: () => Trace | null;
  /** Calls with the id of a box that is tapped. */
  onTap(tell: (id: string) => void): void;
}

interface AnswerSheet {
  show(prediction: Prediction | null): void;
}

const TAPPED = "order"; // the kind that is answered by tapping a gate

export function createAnswerSheet({host, server, code, trace, onTap}: AnswerSheetOptions): AnswerSheet {
  const token = tokenOf(code);
  const label = h("p", {id: "asked-label"});
  const field = h("input", {
    id: "answer",
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    enterkeyhint: "send",
    maxlength: 60,
    "aria-labelledby": "asked-label",
  });
  const send = h("button", {type: "submit", class: "button primary"}, tr("Send"));
  const form = h("form", {class: "answer-form"}, field, send);
  const status = h("p", {class: "answer-said", role: "status"});
  const choices = h("div", {class: "answer-choices", role: "group", "aria-labelledby": "asked-label"});
  const bars = h("div");
  host.replaceChildren(label, form, choices, status, bars);
  let currentPrediction: Prediction | null = null;
  let answers: Readonly<Record<string, string>> = {}; // by blank: what this screen has sent
  let verdicts: Readonly<Record<string, Mark>> = {};
  let isSending = false;

  function show(prediction: Prediction | null): void {
    if (prediction?.blank !== currentPrediction?.blank) {
      field.value = "";
      write(status, "");
      choices.replaceChildren(...choiceButtons(prediction?.choices ?? [], (answer) => void submit(answer)));
    }
    currentPrediction = prediction;
    host.hidden = prediction === null;
    if (prediction === null) return;
    const {kind, phase, blank, histogram} = prediction;
    const own = answers[blank];
    write(label, prediction.label);
    const isOpen = phase === "open" && own === undefined;
    form.hidden = !isOpen || prediction.choices.length > 0;
    choices.hidden = !isOpen;
    field.readOnly = kind === TAPPED;
    field.placeholder = kind === TAPPED ? tr("Tap a gate in the picture") : tr("Your answer");
    send.disabled = isSending;
    if (phase === "open" && own !== undefined) write(status, tr`You answered ${nameOf(own)}. Wait for the others.`);
    if (phase === "shown") write(status, own === undefined ? "" : tr`You answered ${nameOf(own)}.`);
    if (phase === "revealed") write(status, verdict(blank, own));
    bars.replaceChildren(
      ...(histogram === null || phase === "open" ? [] : [histogramView(histogram, phase === "revealed", nameOf)]),
    );
    if (phase === "revealed" && own !== undefined && verdicts[blank] === undefined) void mark(prediction, own);
  }

  function verdict(blank: string, own: string | undefined): string {
    const mark = verdicts[blank];
    if (own === undefined) return tr("You did not answer.");
    return mark === undefined ? tr`You answered ${nameOf(own)}.` : tr`You answered ${nameOf(own)}. ${mark.sentence}`;
  }

  async function mark(prediction: Prediction, own: string): Promise<void> {
    const verdict = await markAnswer(server, prediction, own);
    if (verdict === null) return;
    verdicts = {...verdicts, [prediction.blank]: verdict};
    if (currentPrediction?.blank === prediction.blank) show(currentPrediction);
  }

  /** A gate is answered by its id, and called by its label. */
  function nameOf(answer: string): string {
    return currentPrediction?.kind === TAPPED
      ? (trace()?.nodes.find(({id}) => id === answer)?.label ?? answer)
      : textOfChoice(currentPrediction?.choices ?? [], answer);
  }

  /** Return the text of the field, or the gate that was tapped. */
  const answerText = (): string =>
    (currentPrediction?.kind === TAPPED ? (field.dataset.gate ?? "") : field.value).trim();

  async function submit(answer: string): Promise<void> {
    const blank = currentPrediction?.blank;
    if (blank === undefined || answer === "" || isSending) return;
    isSending = true;
    send.disabled = true;
    const response = await sendAnswer(server, code, blank, token, answer);
    isSending = false;
    send.disabled = false;
    if (response.ok) answers = {...answers, [blank]: answer};
    else write(status, tr`${response.problem.detail} Press Send again.`);
    if (response.ok && currentPrediction !== null) show(currentPrediction);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(answerText());
  });
  onTap((id) => {
    if (
      currentPrediction?.kind !== TAPPED ||
      currentPrediction.phase !== "open" ||
      answers[currentPrediction.blank] !== undefined
    )
      return;
    field.dataset.gate = id;
    field.value = nameOf(id);
  });
  return {show};
}
