/** Renews the numbers in a step's sentence and formula, so that they follow a slider without asking the server. */

import type {Arr, Numbers, Trace, TraceNode} from "../../shared/contract";
import {text} from "../../shared/number";
import {place} from "./numbers";
import {plan} from "./plan";

/** Way to write a number; the picture's own if nothing else is said. */
type Written = (value: Arr) => string;

/** A step's `words` with a number in every place. A place that is not known stays as it is. */
export function renewText(
  words: string,
  trace: Trace,
  live: Numbers,
  position: number,
  written: Written = text,
): string {
  return words.replace(/\{([\w-]+\.\w+)\}/g, (whole, name: string) => {
    const value = place(name, trace, live, position);
    return value === null ? whole : written(value);
  });
}

/** After an operator or under a power a minus, or a power of ten, stands in brackets. */
const needsBrackets = (shown: string): boolean => /^\u2212|e/.test(shown);

/** A step's MathML with every marked number renewed. */
export function renewMath(
  math: string,
  trace: Trace,
  live: Numbers,
  position: number,
  written: Written = text,
): string {
  return math.replace(
    /(<mn\b[^>]*\bdata-n="([^"]+)"[^>]*>)[^<]*(<\/mn>)/g,
    (whole, open: string, name: string, close: string) => {
      const value = place(name, trace, live, position);
      if (value === null) return whole;
      const shown = written(value);
      const as = carriedBy(name, trace);
      const dressed = as === "value" ? open : open.replace(/>$/, ` data-carries="${as}">`);
      return `${dressed}${/\bclass="signed"/.test(open) && needsBrackets(shown) ? `(${shown})` : shown}${close}`;
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
