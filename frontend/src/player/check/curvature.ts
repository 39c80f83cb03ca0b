/** The Hessian as a table, its eigenvalues and what they mean for a step. */

import type {Hessian} from "../../shared/contract";
import {float, type Num} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {STRUCTURES} from "./structure-names";

const MOST_ROWS = 12;

export function curvature(hessian: Hessian): HTMLElement[] {
  const count = hessian.names.length;
  if (count === 0) return [h("p", {}, tr("The output depends on no variable."))];
  const spectrum = hessian.eigenvalues.map(number);
  const visibleValues = spectrum.length > 8 ? [...spectrum.slice(0, 4), "…", ...spectrum.slice(-3)] : spectrum;
  const values = spectrum.length > 0 ? [h("p", {}, tr`Eigenvalues: ${visibleValues.join(", ")}`)] : [];
  const structure = h("p", {class: "fine"}, `${count} × ${count}, ${structureName(hessian)}`);
  return [
    count <= MOST_ROWS ? table(hessian) : h("p", {}, tr("Too many rows to be shown one by one.")),
    structure,
    ...values,
    h("p", {}, hessian.text),
  ];
}

/** A Hessian of zeros moves no gradient: what a Jacobian of zeros means is not said of it. */
const structureName = ({structure}: Hessian): string =>
  structure === "zero" ? tr("zero") : (STRUCTURES[structure] ?? structure);

function table({names, hessian}: Hessian): HTMLElement {
  const corner = h("td", {});
  const top = h("tr", {}, corner, ...names.map((name) => h("th", {scope: "col"}, name)));
  const rows = hessian.map((row, index) =>
    h(
      "tr",
      {},
      h("th", {scope: "row"}, names[index] ?? ""),
      ...row.map((entry) => h("td", {class: float(entry as Num) === 0 ? "zero" : ""}, number(entry as Num))),
    ),
  );
  return h(
    "div",
    {class: "hessian-scroll", tabindex: "0", role: "group", "aria-label": tr("Hessian")},
    h("table", {class: "hessian"}, h("thead", {}, top), h("tbody", {}, ...rows)),
  );
}
