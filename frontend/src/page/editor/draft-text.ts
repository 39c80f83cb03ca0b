/** Text of a draft in the menu: its first line, the numbers it had, where it was left and when. Pure. */

import type {Arr} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {number, shapeText} from "../../shared/number";
import {shapeOf} from "../values/value-rows";
import type {Draft} from "./drafts";

const MAX_VALUES = 5;
const MAX_TITLE = 60;

export function sourceTitle(source: string): string {
  const lines = source.split("\n").filter((line) => line.trim() !== "");
  const [first = ""] = lines;
  return first.slice(0, MAX_TITLE) + (lines.length > 1 || first.length > MAX_TITLE ? " …" : "");
}

/** "w = 0.50, x = 2.00, step 7, 28 Nov 2025, 01:10". An array is told by its shape. */
export function valuesLine({request, step, at, own}: Pick<Draft, "request" | "step" | "at" | "own">): string {
  const values = Object.entries(request.values).map(([name, value]) => {
    const shape = shapeOf(value as Arr);
    return `${name} = ${shape.length === 0 ? number(value as number) : shapeText(shape)}`;
  });
  const more = values.length > MAX_VALUES ? [tr`and ${values.length - MAX_VALUES} more`] : [];
  return [
    ...values.slice(0, MAX_VALUES),
    ...more,
    ...(request.view === "gates" ? [] : [request.view]),
    ...(step > 0 ? [tr`step ${step}`] : []),
    ...(own ? [] : [tr("looked at")]),
    new Date(at).toLocaleString(undefined, {dateStyle: "medium", timeStyle: "short"}),
  ].join(", ");
}
