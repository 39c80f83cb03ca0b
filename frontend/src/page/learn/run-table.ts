/** The parameters at an update: value, gradient, and what the update does. */

import {isCarried, type Run} from "../../shared/contract";
import {h, nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {valueAndNext} from "./new-value";
import {gradientOf, isNext, moveOf, valuesOf} from "./run-numbers";
import {placeOf} from "./update-marks";

const MOST_ENTRIES = 6; // of an array, each in a row of its own

export function rowsOf(run: Run, index: number): HTMLElement[] {
  const hasGradients = !isCarried(run);
  const head = h(
    "tr",
    {},
    ...["", tr("value"), ...(hasGradients ? [tr("gradient")] : []), tr("update"), tr("new value")].map((title) =>
      h("th", {scope: "col"}, title),
    ),
  );
  const rows = run.parameters.flatMap((name) => {
    const shape = run.leaves.find((leaf) => leaf.name === name)?.shape ?? [];
    const value = valuesOf(run, name, index);
    const gradient = hasGradients ? gradientOf(run, name, index) : null;
    const move = isNext(run, index) ? moveOf(run, name, index) : null;
    if (value.length > MOST_ENTRIES) return [rowOf(name, value, gradient, move)];
    const entry = (of: readonly number[] | null, k: number): number[] | null =>
      of === null ? null : [of[k] as number];
    return value.map((each, k) => {
      const entryName = shape.length === 0 ? name : `${name}[${placeOf(k, shape).join(",")}]`;
      return rowOf(entryName, [each], entry(gradient, k), entry(move, k));
    });
  });
  return [h("thead", {}, head), h("tbody", {}, ...rows)];
}

function rowOf(
  name: string,
  value: readonly number[],
  gradient: readonly number[] | null,
  move: readonly number[] | null,
): HTMLElement {
  const single = value.length === 1 && move !== null;
  const [before, after] = single ? valueAndNext(value[0] as number, move[0] as number) : [entriesText(value), ""];
  return h(
    "tr",
    {},
    h("th", {scope: "row"}, nameElement(name), countOf(value.length)),
    h("td", {class: "value"}, before),
    ...(gradient === null ? [] : [h("td", {class: "gradient"}, entriesText(gradient))]),
    h("td", {class: "update"}, move === null ? "" : entriesText(move, true)),
    h("td", {class: "new-value"}, after),
  );
}

const countOf = (count: number): string => (count > 1 ? ` ×${count}` : "");

/** A number; of several the length of their vector. */
function entriesText(entries: readonly number[], signed = false): string {
  const [only, ...others] = entries;
  if (only === undefined) return "";
  if (others.length > 0) return `‖·‖ ${number(Math.hypot(...entries))}`;
  return `${signed && only > 0 ? "+" : ""}${number(only)}`;
}
