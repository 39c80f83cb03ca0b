/** Content of the panel of a step. */

import type {Frame} from "../../player/model/frame";
import type {Numbers, Trace} from "../../shared/contract";
import type {Digits} from "../../shared/digits";
import type {Notation} from "../../shared/notation";
import type {ValueRow} from "../values/values";

export type InspectorView = Readonly<{
  trace: Trace;
  frame: Frame;
  live: Numbers;
  notation: Notation;
  selected: string | null;
  digits: Digits;
  rows: readonly ValueRow[]; // as the panel of values shows them
}>;
