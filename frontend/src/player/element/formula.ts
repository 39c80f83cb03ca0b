/** The step's formula below the picture. */

import type {Numbers, Trace} from "../../shared/contract";
import {isNotation, notate} from "../../shared/notation";
import {renewMath} from "../model/step-text";
import {blocks} from "./formula-blocks";
import type {Parts} from "./shell";

/** The part of the width below the picture that a formula may take. */
const FORMULA = 0.62;

/** The formula of the step done last. The sentence comes first: where both have no room, the formula goes. */
export function showFormula(parts: Parts, trace: Trace, live: Numbers, position: number, notation: string): void {
  const math = renewMath(trace.steps[position - 1]?.math ?? "", trace, live, position);
  const markup = notate(math, isNotation(notation) ? notation : "partial", trace.net_values);
  const {clientWidth: width, clientHeight: height} = parts.formula.parentElement ?? {clientWidth: 0, clientHeight: 0};
  for (const low of [false, true]) {
    parts.formula.replaceChildren(...blocks(markup, low));
    parts.formula.hidden = false;
    parts.formula.hidden = parts.formula.offsetWidth > FORMULA * width || parts.formula.offsetHeight > height;
    if (!parts.formula.hidden) return;
  }
}
