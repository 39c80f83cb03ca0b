/** Renews the numbers in a step's sentence and formula, so that they follow a slider without asking the server. */

import type {Arr, Numbers, Trace, TraceNode} from "../../shared/contract";
import {text} from "../../shared/number";
import {place} from "./numbers";
import {plan} from "./plan";

/** Way to write a number; the picture's own if nothing else is said. */
type NumberFormat = (value: Arr) => string;

/** A step's `words` with a number in every place. A place that is not known stays as it is. */
export function renewText(
  words: string,
  trace: Trace,
  live: Numbers,
  position: number,
  format: NumberFormat = text,
): string {
  return words.replace(/\{([\w-]+\.\w+)\}/g, (text, name: string) => {
    const value = place(name, trace, live, position);
    return value === null ? text : format(value);
  });
}

/** Return whether a number stands in brackets after an operator or under a power: a minus, or a power of ten. */
const needsBrackets = (text: string): boolean => /^\u2212|e/.test(text);

/** A step's MathML with every marked number renewed. */
export function renewMath(
  math: string,
  trace: Trace,
  live: Numbers,
  position: number,
  format: NumberFormat = text,
): string {
  return math.replace(
    /(<mn\b[^>]*\bdata-n="([^"]+)"[^>]*>)[^<]*(<\/mn>)/g,
    (markup, open: string, name: string, close: string) => {
      const value = place(name, trace, live, position);
      if (value === null) return markup;
      const text = format(value);
      const as = carriedBy(name, trace);
      const opening = as === "value" ? open : open.replace(/>$/, ` data-carries="${as}">`);
      return `${opening}${/\bclass="signed"/.test(open) && needsBrackets(text) ? `(${text})` : text}${close}`;
    },
  );
}

/** Return the kind of number at a place: in a backward half a value may be a gradient, or a local gradient. */
function carriedBy(name: string, trace: Trace): TraceNode["carries"] {
  if (trace.graph !== "backward" || !name.endsWith(".value")) return "value";
  const {node, edge} = plan(trace);
  const id = name.slice(0, -".value".length);
  return (node.get(id) ?? node.get(edge.get(id)?.source ?? ""))?.carries ?? "value";
}
