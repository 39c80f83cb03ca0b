/** Names in running text, set as the picture sets them. */

import type {Trace} from "./contract";
import {nameElement} from "./dom";
import {namePieces} from "./split-name";
import {unbroken} from "./unbroken";

const BAR = "\u0304"; // over the first letter: the gradient of that name
const NAME = /[\p{Ll}\p{Lu}\p{Lo}_]\u0304?[\p{Ll}\p{Lu}\p{Lo}\p{Nd}_]*(?:\[[\d,]+\]|[₀-₉]+)?/gu;
const AS_IT_STANDS = ":is(code,math,svg,.name,.unbroken)"; // code is written as it is typed

/** Names of a trace that are not set as they are typed. */
const names = new WeakMap<Trace, ReadonlySet<string>>();

function namesOf(trace: Trace): ReadonlySet<string> {
  let all = names.get(trace);
  if (all === undefined) {
    const each = [...trace.nodes.flatMap(({name, label}) => [name, label]), ...trace.edges.map(({name}) => name)];
    all = new Set(each.filter((name): name is string => name !== null && isSet(name)));
    names.set(trace, all);
  }
  return all;
}

function isSet(name: string): boolean {
  const pieces = namePieces(name);
  return pieces.some(({base, sub}) => sub !== "" || (pieces.length === 1 && base !== name));
}

/** Set the trace's names in the texts of an element, and keep its formulas from being torn apart; it is returned. */
export function setNames<T extends Node>(element: T, trace: Trace): T {
  const all = namesOf(trace);
  replaceTexts(element, (text) => unbroken(text, document));
  if (all.size > 0) replaceTexts(element, (text) => partsOf(text, all));
  return element;
}

/** Replace each text in an element that is no code and no formula of its own; null leaves it. */
function replaceTexts(element: Node, replace: (text: string) => (Node | string)[] | null): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (text.parentElement?.closest(AS_IT_STANDS)) continue;
    const parts = replace(text.data);
    if (parts !== null) text.replaceWith(...parts);
  }
}

/** A text with its names set; null if it has none. */
function partsOf(text: string, all: ReadonlySet<string>): (Node | string)[] | null {
  const parts: (Node | string)[] = [];
  let reach = 0;
  for (const {0: name, index} of text.matchAll(NAME)) {
    const whole = name.replace(BAR, "");
    const bare = all.has(whole) ? whole : whole.replace(/\[.*$/, ""); // an entry of an array
    if (!all.has(bare)) continue;
    const element = nameElement(bare);
    const base = element.firstChild as Text;
    if (whole !== name) base.data = base.data.slice(0, 1) + BAR + base.data.slice(1);
    parts.push(text.slice(reach, index), element, whole.slice(bare.length));
    reach = index + name.length;
  }
  return reach === 0 ? null : [...parts, text.slice(reach)];
}
