/** The parameters at an update: value, gradient, and what the update does. */

import {isCarried, type Run} from "../../shared/contract";
import {h, nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {gradientOf, isNext, moveOf, valuesOf} from "./run-numbers";

export function rowsOf(run: Run, index: number): HTMLElement[] {
  const hasGradients = !isCarried(run);
  const head = h(
    "tr",
    {},
    ...["", tr("value"), ...(hasGradients ? [tr("gradient")] : []), tr("update")].map((title) =>
      h("th", {scope: "col"}, title),
    ),
  );
  const rows = run.parameters.map((name) => {
    const move = isNext(run, index) ? moveOf(run, name, index) : null;
    return h(
      "tr",
      {},
      h("th", {scope: "row"}, nameElement(name), countOf(valuesOf(run, name, index).length)),
      h("td", {class: "value"}, entriesText(valuesOf(run, name, index))),
      ...(hasGradients ? [h("td", {class: "gradient"}, entriesText(gradientOf(run, name, index)))] : []),
      h("td", {class: "update"}, move === null ? "" : entriesText(move, true)),
    );
  });
  return [h("thead", {}, head), h("tbody", {}, ...rows)];
}

const countOf = (count: number): string => (count > 1 ? ` ×${count}` : "");

/** A number; of several the length of their vector. */
function entriesText(entries: readonly number[], signed = false): string {
  const [only, ...others] = entries;
  if (only === undefined) return "";
  if (others.length > 0) return `‖·‖ ${number(Math.hypot(...entries))}`;
  return `${signed && only > 0 ? "+" : ""}${number(only)}`;
}
