/** Fields of settings that take a number as a person writes it: `0.1`, `1/3`, `sqrt(2)`, `1e-3`. */

import {h} from "../../shared/dom";
import {stepOf, stepped} from "../../shared/number-step";
import {readNumber} from "../values/expression";

type Look = Readonly<Record<string, string | number | null>>;

/** `whole`: the arrow keys count; else they move by a hundredth of the number's size. No number is below `least`. */
export function settingField(look: Look, {whole, least}: Readonly<{whole: boolean; least: number}>): HTMLInputElement {
  const field = h("input", {
    type: "text",
    class: "setting",
    role: "spinbutton",
    autocapitalize: "off",
    autocomplete: "off",
    spellcheck: "false",
    ...look,
  });
  // Whoever hears of a change finds the number in plain digits; a text that cannot be read stays, to be refused.
  field.addEventListener("change", () => {
    const value = numberOf(field);
    if (Number.isFinite(value)) field.value = String(value);
  });
  field.addEventListener("keydown", (event) => {
    const count = {ArrowUp: 1, ArrowDown: -1}[event.key];
    const value = field.value.trim() === "" ? least : numberOf(field);
    if (count === undefined || !Number.isFinite(value)) return;
    event.preventDefault();
    field.value = String(Math.max(least, stepped(value, count, whole ? 1 : smallStep(value, event))));
    field.dispatchEvent(new Event("input", {bubbles: true}));
    field.dispatchEvent(new Event("change", {bubbles: true}));
  });
  return field;
}

/** A tenth of a number below 1, as of 0.05 or 1e-8: a hundredth of one would be more than all of it. */
function smallStep(value: number, keys: Readonly<{shiftKey: boolean; altKey: boolean}>): number {
  const size = Math.abs(value);
  return size > 0 && size < 1 ? 10 ** Math.floor(Math.log10(size)) : stepOf(value, keys);
}

/** The number in a field; NaN where there is none, or a text that is no number as a whole. */
export function numberOf({value}: HTMLInputElement): number {
  const reading = readNumber(value);
  return "value" in reading ? reading.value : Number.NaN;
}
