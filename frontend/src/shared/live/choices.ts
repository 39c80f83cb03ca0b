/** Answers of the hall that are chosen, not typed: what a gate does, a line of a program. */

import {h} from "../dom";
import type {PredictionChoice} from "./state";

/** Return what an answer is called on the screen. */
export const textOfChoice = (choices: readonly PredictionChoice[], answer: string): string =>
  choices.find((choice) => choice.answer === answer)?.text ?? answer;

/** A button for each of the answers; `pick` gets the answer of the one that is pressed. */
export function choiceButtons(choices: readonly PredictionChoice[], pick: (answer: string) => void): HTMLElement[] {
  return choices.map(({answer, text}) => {
    const button = h("button", {type: "button", class: "button answer-choice"}, text);
    button.addEventListener("click", () => pick(answer));
    return button;
  });
}
