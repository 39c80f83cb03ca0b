/** Small helpers to build and renew elements. Text only ever arrives through `textContent`. */

import {namePieces} from "./split-name";

export type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An element with attributes (`false`, `null` and `undefined` leave one out, `true` sets it empty) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...present(children));
  return element;
}

/** Set an attribute; null, undefined and false take it away, true makes it empty. */
export function setAttribute(
  element: Element,
  name: string,
  value: string | number | boolean | null | undefined,
): void {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false);
}

/** The element with this id; its absence is a mistake in the template. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element #${id}.`);
  return element as T;
}

/** A phone, upright or on its side: the style sheets say the same. */
const NARROW = "(max-width: 819px), (max-height: 479px)";

/** Return whether the panels share one place, as on a phone. */
export const isNarrow = (): boolean => window.matchMedia(NARROW).matches;

/** Writes text only when it changed, so that screen readers and the layout are left in peace. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** True in a field of text: no key of the page's acts there. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "range"].includes(target.type);
}

/** True where keys belong to the text being typed, or to a control that uses them itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return isTextField(target) || target.matches("input[type=range], [role=slider], [role=menu] *");
}

/** Return a name as it is written in a formula, with its subscript. */
export function nameElement(name: string): HTMLElement {
  return h("i", {class: "name"}, ...namePieces(name).flatMap(({base, sub}) => [base, sub !== "" && h("sub", {}, sub)]));
}

/** A sentence whose `names in backquotes` are set as code, renewed only when it is another one. */
export function writeCode(element: Element, sentence: string): void {
  if (element.textContent !== sentence.replaceAll("`", "")) element.replaceChildren(...withCode(sentence));
}

/** A sentence with its `names in backquotes` set as code. */
export function withCode(sentence: string): (HTMLElement | string)[] {
  return sentence.split("`").map((part, index) => (index % 2 === 1 ? h("code", {}, part) : part));
}

/** Return whether the user asked the system for less motion. */
export function prefersReducedMotion(view: Window | null): boolean {
  return view?.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}
