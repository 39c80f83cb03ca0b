/** Costs of each layer and the distributions of its numbers: a table that sorts by its columns; a row leads to its box. */

import {fetchLayers} from "../../shared/api";
import type {CostRow, CostTable} from "../../shared/contract";
import {byId, h, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {sizeText} from "../../shared/number";
import type {State} from "../state";
import {histogramCell} from "./histogram";
import {bytesText, COLUMNS, type Column, countText, drawnBox, sorted} from "./layer-rows";

const KINDS = ["values", "gradients"] as const;

const APART: Readonly<Record<string, string>> = {unused: tr("unused"), frozen: tr("frozen")};

type LayersDialog = Readonly<{open(): void}>;

export function createLayers(state: () => State, go: (box: string) => void): LayersDialog {
  const body = h("div", {class: "layers-body"});
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const dialog = h(
    "dialog",
    {class: "layers-dialog", "aria-labelledby": "layers-heading"},
    h("div", {class: "dialog-head"}, h("h2", {id: "layers-heading"}, tr("What each layer costs")), close),
    body,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  byId("main").ownerDocument.body.append(dialog);
  let turn = 0;
  let order: Column | null = null; // null: as the program has them
  let table: CostTable | null = null;

  async function ask(): Promise<void> {
    const {request, traceRequest} = state();
    const mine = ++turn;
    const answer = await fetchLayers(traceRequest ?? request);
    if (mine !== turn) return;
    if (!answer.ok) {
      const {detail, hint} = answer.problem;
      body.replaceChildren(h("p", {}, ...withCode(hint === null ? detail : `${detail} ${hint}`)));
      return;
    }
    table = answer.value;
    draw();
  }

  function draw(focus: Column | null = null): void {
    if (table === null) return;
    const {rows, total} = table;
    const most = Object.fromEntries(COLUMNS.map(({id}) => [id, Math.max(1, ...rows.map((row) => row[id]))]));
    const numbers = rows.some(({values}) => values !== null);
    const heads = COLUMNS.map(({id, word, title}) => {
      const button = h("button", {type: "button", class: "link", "data-sort": id, title}, word);
      button.addEventListener("click", () => {
        order = order === id ? null : id;
        draw(id);
      });
      return h("th", {scope: "col", "aria-sort": order === id ? "descending" : "none"}, button);
    });
    body.replaceChildren(
      h(
        "p",
        {class: "fine"},
        tr("Counted from shapes, as float64 in memory. A column's name sorts by it; a row shows its box."),
      ),
      h(
        "div",
        {class: "layers-scroll", tabindex: "0", role: "group", "aria-label": tr("Costs")},
        h(
          "table",
          {class: "layers"},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ...[tr("layer"), tr("function"), tr("shape")].map((word) => h("th", {scope: "col"}, word)),
              ...(numbers ? [tr("values"), tr("their gradients")] : []).map((word) => h("th", {scope: "col"}, word)),
              ...heads,
            ),
          ),
          h("tbody", {}, ...sorted(rows, order).map((row) => line(row, most, numbers))),
          h("tfoot", {}, h("tr", {}, ...cells({...total, layer: tr("total")}, null, numbers))),
        ),
      ),
    );
    if (focus !== null) body.querySelector<HTMLElement>(`[data-sort="${focus}"]`)?.focus();
  }

  function line(row: CostRow, most: Readonly<Record<string, number>>, numbers: boolean): HTMLElement {
    const {trace} = state();
    const box = trace === null ? null : drawnBox(trace, row.id);
    return h("tr", {}, ...cells(row, most, numbers, box));
  }

  function cells(
    row: CostRow,
    most: Readonly<Record<string, number>> | null,
    numbers: boolean,
    box: string | null = null,
  ): HTMLElement[] {
    const name = row.layer === "" ? row.function : row.layer;
    let head: HTMLElement | string = row.layer;
    if (box !== null) {
      const button = h("button", {type: "button", class: "link", "aria-label": tr`Show ${name}`}, name);
      button.addEventListener("click", () => {
        dialog.close();
        go(box);
      });
      head = button;
    }
    const amounts = COLUMNS.map(({id, bytes}) => {
      const cell = h("td", {class: "amount"}, row[id] === 0 ? "–" : bytes ? bytesText(row[id]) : countText(row[id]));
      const share = most === null ? 0 : row[id] / (most[id] ?? 1);
      cell.style.setProperty("--share", String(Math.round(share * 1000) / 1000));
      return cell;
    });
    const histograms = numbers ? KINDS.map((kind) => histogramCell(row[kind], kind)) : [];
    const apart = APART[row.function]; // parameters that stand at no gate have no result
    const words = [h("td", {}, apart ?? row.function), h("td", {}, apart === undefined ? sizeText(row.shape) : "")];
    return [h("th", {scope: "row"}, head), ...words, ...histograms, ...amounts];
  }

  return {
    open() {
      if (state().trace === null) return;
      if (!dialog.open) dialog.showModal();
      table = null;
      body.replaceChildren(h("p", {class: "fine"}, tr("Asking …")));
      void ask();
    },
  };
}
