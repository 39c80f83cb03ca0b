/** Digits go to the blank that is asked for, from anywhere on the page; before anything else takes the key. */

import type {Blank} from "../../shared/contract";
import {isTextField} from "../../shared/dom";
import {takesKey} from "./quiz";
import type {Choice} from "./solutions";

type KeyOptions = Readonly<{
  /** The blank that is asked for, what is typed into it, and what can be chosen; null while nothing is asked. */
  asked: () => Readonly<{kind: Blank["kind"]; typed: string; choices: readonly Choice[]}> | null;
  onType: (text: string) => void;
  onCommit: (answer: string) => void;
}>;

export function listenForAnswers({asked, onType, onCommit}: KeyOptions): void {
  window.addEventListener(
    "keydown",
    (event) => {
      const now = asked();
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

  function actionOf(key: string, {kind, typed, choices}: NonNullable<ReturnType<typeof asked>>): (() => void) | null {
    if (key === "Enter" && typed !== "") return () => onCommit(typed);
    if (key === "Backspace" && typed !== "") return () => onType(typed.slice(0, -1));
    if (key === "Escape" && typed !== "") return () => onType("");
    const chosen = /^[1-9]$/.test(key) ? choices[Number(key) - 1] : undefined;
    if (chosen !== undefined) return () => onCommit(chosen.answer);
    return takesKey(kind, typed, key.toLowerCase()) ? () => onType(typed + key.toLowerCase()) : null;
  }
}
