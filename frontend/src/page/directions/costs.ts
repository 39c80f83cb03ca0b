/** Costs of derivatives on this very graph: the Jacobian filled by rows or by columns, counters, and checkpoints. */

import {fetchCosts} from "../../shared/api";
import {type Costs, float, type Num} from "../../shared/contract";
import {byId, h, nameElement, prefersReducedMotion, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {State} from "../state";
import {MODES, type Mode, orderOf, passOf} from "./jacobian-order";

type CostsDialog = Readonly<{open(): void}>;

const MOST = {rows: 12, columns: 16};
const FILL_MS = 1600; // for the whole matrix

export function createCosts(state: () => State): CostsDialog {
  const body = h("div", {class: "costs-body"});
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const dialog = h(
    "dialog",
    {class: "costs-dialog", "aria-labelledby": "costs-heading"},
    h("div", {class: "dialog-head"}, h("h2", {id: "costs-heading"}, tr("What derivatives cost")), close),
    body,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => clearInterval(filling));
  byId("main").ownerDocument.body.append(dialog);
  let turn = 0;
  let filling: ReturnType<typeof setInterval> | undefined;

  async function ask(recompute: readonly string[]): Promise<void> {
    const {question, asked} = state();
    const mine = ++turn;
    const answer = await fetchCosts(asked ?? question, recompute);
    if (mine !== turn) return;
    clearInterval(filling);
    if (!answer.ok) {
      const {detail, hint} = answer.problem;
      body.replaceChildren(h("p", {}, ...withCode(hint === null ? detail : `${detail} ${hint}`)));
      return;
    }
    const costs = answer.value;
    body.replaceChildren(
      h("p", {}, costs.text),
      counters(costs),
      ...matrix(costs),
      h("h2", {}, tr("Saved for the backward pass")),
      checkpoints(costs, (ids) => void ask(ids)),
    );
  }

  /** The matrix, and a button for each mode that fills it in its order. */
  function matrix(costs: Costs): HTMLElement[] {
    const {jacobian, rows, columns} = costs;
    if (jacobian === null) return [h("p", {class: "fine"}, tr("The Jacobian has too many entries to be shown."))];
    if (rows.length > MOST.rows || columns.length > MOST.columns || columns.length === 0) return [];
    const cells = jacobian.map((row) => row.map((entry) => h("td", {}, number(entry as Num))));
    const table = h(
      "table",
      {class: "jacobian-fill"},
      h("caption", {}, tr("Jacobian: ∂row/∂column")),
      h("thead", {}, h("tr", {}, h("td", {}), ...columns.map((name) => h("th", {scope: "col"}, nameElement(name))))),
      h(
        "tbody",
        {},
        ...cells.map((row, i) => h("tr", {}, h("th", {scope: "row"}, nameElement(rows[i] ?? "")), ...row)),
      ),
    );
    const words = h("p", {class: "fine", role: "status"});
    const fill = (mode: Mode): void => {
      clearInterval(filling);
      const order = orderOf(mode, rows.length, columns.length);
      const passes = mode === "reverse" ? rows.length : columns.length;
      let done = prefersReducedMotion(window) ? passes : 0;
      const show = (): void => {
        order.forEach(([row, column]) => {
          const cell = cells[row]?.[column];
          const filled = passOf(mode, row, column) < done;
          cell?.classList.toggle("empty", !filled);
          cell?.classList.toggle(mode, filled);
          cell?.classList.toggle(mode === "reverse" ? "forward" : "reverse", false);
        });
        const modeName = mode === "reverse" ? tr("Reverse") : tr("Forward");
        words.textContent =
          passes === 1 ? tr`${modeName} mode: ${done} of 1 pass.` : tr`${modeName} mode: ${done} of ${passes} passes.`;
      };
      show();
      if (done === passes) return;
      filling = setInterval(() => {
        done++;
        show();
        if (done >= passes) clearInterval(filling);
      }, FILL_MS / passes);
    };
    const buttons = MODES.map(({id, label}) => {
      const button = h("button", {type: "button", class: "button", "data-fill": id}, label);
      button.addEventListener("click", () => fill(id));
      return button;
    });
    return [
      h("div", {class: "ways-row"}, ...buttons),
      h("div", {class: "hessian-scroll", tabindex: "0", role: "group", "aria-label": "Jacobian"}, table),
      words,
    ];
  }

  return {
    open() {
      if (state().trace === null) return;
      if (!dialog.open) dialog.showModal();
      body.replaceChildren(h("p", {class: "fine"}, tr("Asking …")));
      void ask([]);
    },
  };
}

function counters({reverse, forward}: Costs): HTMLElement {
  const rows: readonly (readonly [string, keyof Costs["reverse"]])[] = [
    ["passes", "passes"],
    ["multiply-adds", "multiply_adds"],
    [tr("numbers kept at once"), "numbers_kept"],
  ];
  const cell = (mine: number, other: number, mode: Mode): HTMLElement =>
    h("td", {class: mine < other ? `${mode} fewer` : mode}, mine.toLocaleString("en"));
  return h(
    "table",
    {class: "cost-counters"},
    h("caption", {}, tr("The whole Jacobian")),
    h(
      "thead",
      {},
      h("tr", {}, h("td", {}), h("th", {scope: "col"}, tr("reverse")), h("th", {scope: "col"}, tr("forward"))),
    ),
    h(
      "tbody",
      {},
      ...rows.map(([word, key]) =>
        h(
          "tr",
          {},
          h("th", {scope: "row"}, word),
          cell(reverse[key], forward[key], "reverse"),
          cell(forward[key], reverse[key], "forward"),
        ),
      ),
    ),
  );
}

/** Tick what is to be recomputed: the sentence says what that saves and costs. */
function checkpoints({checkpoint}: Costs, choose: (ids: readonly string[]) => void): HTMLElement {
  const {rows, text, evaluation_multiply_adds: once} = checkpoint;
  if (rows.length === 0) return h("p", {}, tr("The backward pass needs no value of the forward pass."));
  const boxes: HTMLInputElement[] = [];
  const lines = rows.map((row) => {
    const box = h("input", {
      type: "checkbox",
      value: row.node,
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
        row.leaf ? tr("there anyway") : tr`${row.multiply_adds.toLocaleString("en")} multiply-adds`,
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
    h("p", {role: "status"}, tr`${text} One evaluation takes ${float(once).toLocaleString("en")}.`),
  );
}
