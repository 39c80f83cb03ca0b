/** The values that are saved for the backward pass: what each takes to keep, and to compute again. */

import {type Costs, float} from "../../shared/contract";
import {h, nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

/** Tick what is to be recomputed: the sentence says what that saves and costs. */
export function checkpoints({checkpoint}: Costs, choose: (ids: readonly string[]) => void): HTMLElement {
  const {rows, text, evaluation_multiply_adds: once} = checkpoint;
  if (rows.length === 0) return h("p", {}, tr("The backward pass needs no value of the forward pass."));
  const boxes: HTMLInputElement[] = [];
  const lines = rows.map((row) => {
    const box = h("input", {
      type: "checkbox",
      value: row.node,
      "data-node": row.node,
      checked: row.recomputed,
      disabled: row.leaf,
      "aria-label": tr`Recompute ${row.name}`,
    });
    boxes.push(box);
    box.addEventListener("change", () => choose(boxes.filter((one) => one.checked).map((one) => one.value)));
    return h(
      "tr",
      {},
      h("td", {}, row.leaf ? "" : box),
      h("th", {scope: "row"}, nameElement(row.name)),
      h("td", {class: "amount"}, `${row.bytes.toLocaleString("en")} B`),
      h(
        "td",
        {class: "amount"},
        row.leaf
          ? tr("there anyway")
          : row.multiply_adds === 1
            ? tr("1 multiply-add")
            : tr`${row.multiply_adds.toLocaleString("en")} multiply-adds`,
      ),
    );
  });
  const titles = [tr("recompute"), tr("value"), tr("to keep it"), tr("to compute it again")];
  return h(
    "div",
    {},
    h(
      "table",
      {class: "checkpoints"},
      h("thead", {}, h("tr", {}, ...titles.map((title) => h("th", {scope: "col"}, title)))),
      h("tbody", {}, ...lines),
    ),
    h("p", {role: "status"}, tr`${text} One evaluation takes ${float(once).toLocaleString("en")} multiply-adds.`),
  );
}
