/** Digits go to the blank that is asked for, from anywhere on the page; before anything else takes the key. */

import type {Blank} from "../../shared/contract";
import {isTextField} from "../../shared/dom";
import {takesKey} from "./quiz";
import type {Choice} from "./solutions";

type KeyOptions = Readonly<{
  /** The blank that is asked for, what is typed into it, and what can be chosen; null while nothing is asked. */
  currentBlank: () => Readonly<{kind: Blank["kind"]; text: string; choices: readonly Choice[]}> | null;
  onType: (text: string) => void;
  onCommit: (answer: string) => void;
}>;

/** Take the keys of digits while a blank is asked for, unless another field has the focus. */
export function listenForAnswers({currentBlank, onType, onCommit}: KeyOptions): void {
  window.addEventListener(
    "keydown",
    (event) => {
      const now = currentBlank();
      const target = event.composedPath()[0] ?? event.target;
      if (now === null || event.ctrlKey || event.metaKey || event.altKey || isTextField(target)) return;
      if (target instanceof Element && target.closest("dialog, [role=menu]") !== null) return;
      const act = actionOf(event.key, now);
      if (act === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    },
    {capture: true},
  );

  function actionOf(
    key: string,
    {kind, text, choices}: NonNullable<ReturnType<typeof currentBlank>>,
  ): (() => void) | null {
    if (key === "Enter" && text !== "") return () => onCommit(text);
    if (key === "Backspace" && text !== "") return () => onType(text.slice(0, -1));
    if (key === "Escape" && text !== "") return () => onType("");
    const choice = /^[1-9]$/.test(key) ? choices[Number(key) - 1] : undefined;
    if (choice !== undefined) return () => onCommit(choice.answer);
    return takesKey(kind, text, key.toLowerCase()) ? () => onType(text + key.toLowerCase()) : null;
  }
}
