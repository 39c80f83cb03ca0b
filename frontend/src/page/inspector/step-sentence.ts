/** The sentence of a step with as many digits as are asked for, and ≈ in the equations that rounding makes untrue. */

import type {Frame} from "../../player/model/frame";
import {renewText} from "../../player/model/step-text";
import type {Arr, Numbers, Trace} from "../../shared/contract";
import {type Digits, formatValue} from "../../shared/digits";
import {roundedText} from "./rounding";

/** Return the sentence of the step that the frame stands at. */
export function stepSentence(trace: Trace, frame: Frame, live: Numbers, digits: Digits): string {
  const words = trace.steps[frame.position - 1]?.words;
  if (words === undefined) return frame.caption;
  return roundedText(renewText(words, trace, live, frame.position, (value: Arr) => formatValue(value, digits)));
}
