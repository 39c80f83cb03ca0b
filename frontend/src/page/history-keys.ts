/** The keys of undo and redo: Ctrl Z, Ctrl Shift Z and Ctrl Y, with the Command key on a Mac. */

import {isTyping} from "../shared/dom";

type HistoryKey = "undo" | "redo";

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

export function historyKey(event: KeyPress): HistoryKey | null {
  if (event.altKey || event.ctrlKey === event.metaKey) return null;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && !event.shiftKey ? "redo" : null;
}

/** Acts on these keys wherever no text is being typed; editors and number fields have their own say first. */
export function listenForHistory(act: (key: HistoryKey) => void): void {
  document.addEventListener("keydown", (event) => {
    const key = historyKey(event);
    const target = event.composedPath()[0] ?? event.target;
    if (key === null || event.defaultPrevented || (isTyping(target) && !holdsNoText(target))) return;
    if (target instanceof Element && target.closest("dialog") !== null) return;
    event.preventDefault();
    act(key);
  });
}

/** A slider, and a number field in which nothing has been typed: there is no text of their own to undo. */
function holdsNoText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement)) return false;
  return target.type === "range" || target.matches(".number:not([data-dirty])");
}
