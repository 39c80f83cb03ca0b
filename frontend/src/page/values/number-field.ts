/** A number one can type, drag sideways, or move with the arrow keys. */

import {format, fullDigits} from "../../shared/digits";
import {h, setAttribute, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {PIXELS_PER_STEP, stepOf, stepped, TREMBLE} from "../../shared/number-step";
import {historyKey} from "../history-keys";
import {readNumber} from "./expression";

export type NumberField = Readonly<{
  element: HTMLInputElement;
  show(value: number): void;
}>;

type NumberFieldOptions = Readonly<{
  label: string;
  value: number;
  onInput: (value: number) => void; // while it moves
  onSettle: () => void; // the move is over
  arrows?: "always" | "with-alt"; // in a grid the plain arrows move between the fields
  refusals?: HTMLElement; // where it is said that a text is no number; right behind the field if left out
}>;

/** A number of a pasted block: a real minus sign, and a comma for the point. */
export function parseNumber(text: string): number | null {
  const plain = text
    .trim()
    .replace(/\u2212/g, "-")
    .replace(/^(-?\d*),(\d+)$/, "$1.$2");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

export function createNumberField(options: NumberFieldOptions): NumberField {
  let value = options.value;
  let committed = value; // what stands again when a text is refused or taken back
  let dirty = false; // a text has been typed since then
  const element = h("input", {
    class: "number",
    type: "text",
    autocapitalize: "off", // and no keypad of digits: it has neither a minus sign nor a slash
    autocomplete: "off",
    spellcheck: "false",
    role: "spinbutton",
    "aria-label": options.label,
  });
  const refusal = h("span", {class: "refusal", role: "alert"});

  const write = (next: number): void => {
    value = next;
    element.setAttribute("aria-valuenow", String(next));
    element.setAttribute("aria-valuetext", String(next));
    const short = format(next, "short");
    setAttribute(element, "title", fullDigits(next, short));
    if (document.activeElement !== element) element.value = short;
    else if (!dirty) element.value = String(next);
  };
  const show = (next: number): void => {
    if (!dirty) committed = next;
    write(next);
  };
  const typing = (now: boolean): void => {
    dirty = now;
    element.toggleAttribute("data-dirty", now); // while a text is typed, undo takes that back and nothing else
  };
  const accept = (): void => {
    element.removeAttribute("aria-invalid");
    refusal.remove();
    refusal.replaceChildren();
  };
  /** The number that stood before the typing. */
  const takeBack = (): void => {
    typing(false);
    element.removeAttribute("aria-invalid");
    if (value !== committed) options.onInput(committed);
    write(committed);
  };
  const refuse = (text: string, reason: string): void => {
    takeBack();
    if (options.refusals) options.refusals.append(refusal);
    else element.after(refusal);
    const typed = text.trim().replaceAll("`", "'");
    const quoted = `\`${typed}\``;
    const sentence =
      typed === "" ? tr("There is no number") : reason.startsWith(quoted) ? reason : `${quoted}: ${reason}`;
    refusal.replaceChildren(...withCode(tr`${sentence}. It stays ${format(committed, "short")}.`));
  };
  const move = (next: number): void => {
    if (!Number.isFinite(next)) return;
    typing(false);
    accept();
    committed = next;
    write(next);
    options.onInput(next);
  };

  element.addEventListener("focus", () => {
    element.value = String(value);
    element.select();
  });
  element.addEventListener("input", () => {
    typing(true);
    const reading = readNumber(element.value);
    const readable = "value" in reading;
    element.setAttribute("aria-invalid", String(!readable));
    if (!readable) return;
    accept();
    value = reading.value;
    options.onInput(value);
  });
  element.addEventListener("blur", () => {
    const text = element.value;
    const reading = readNumber(text);
    if (dirty && "reason" in reading) refuse(text, reading.reason);
    typing(false);
    committed = value;
    write(value);
    options.onSettle();
  });
  element.addEventListener("keydown", (event) => {
    const undo = historyKey(event) === "undo" && dirty;
    if (undo) event.preventDefault();
    if (undo || event.key === "Escape") {
      if (dirty) takeBack();
      accept();
    }
    if (event.key === "Enter" || event.key === "Escape") element.blur();
    const count = {ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10}[event.key];
    if (count === undefined || (options.arrows === "with-alt" && !event.altKey)) return;
    event.preventDefault();
    const keys = options.arrows === "with-alt" ? {shiftKey: event.shiftKey, altKey: false} : event;
    move(stepped(value, count, stepOf(value, keys)));
  });
  element.addEventListener("keyup", (event) => {
    if (event.key.startsWith("Arrow") || event.key.startsWith("Page")) options.onSettle();
  });
  dragSideways(element, () => value, move, options.onSettle);
  show(value);
  return {element, show};
}

function dragSideways(
  element: HTMLInputElement,
  current: () => number,
  move: (value: number) => void,
  onRelease: () => void,
): void {
  element.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || document.activeElement === element) return;
    const start = current();
    let dragging = false;
    const follow = (event: PointerEvent): void => {
      const distance = event.clientX - down.clientX;
      if (!dragging && Math.abs(distance) < TREMBLE) return;
      if (!dragging) {
        dragging = true;
        element.setPointerCapture(event.pointerId);
        element.classList.add("dragging");
      }
      event.preventDefault();
      move(stepped(start, Math.round(distance / PIXELS_PER_STEP), stepOf(start, event)));
    };
    const end = (): void => {
      element.removeEventListener("pointermove", follow);
      element.classList.remove("dragging");
      if (dragging) onRelease();
      else element.focus();
    };
    // The focus comes with the click's end, so that a drag does not open the field.
    down.preventDefault();
    element.addEventListener("pointermove", follow);
    element.addEventListener("pointerup", end, {once: true});
    element.addEventListener("pointercancel", end, {once: true});
  });
}
