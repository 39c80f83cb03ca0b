/** Passes, multiply-adds and numbers kept, of both modes beside each other; the mode at work stands out. */

import type {Costs} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {Mode} from "../../shared/request";

type Counters = Readonly<{element: HTMLElement; show(mode: Mode, done: number): void}>;

const MODES: readonly Readonly<{id: Mode; label: string; title: string}>[] = [
  {id: "reverse", label: tr("reverse"), title: tr("Fill by rows: reverse")},
  {id: "forward", label: tr("forward"), title: tr("Fill by columns: forward")},
];
const ROWS: readonly (readonly [string, keyof Costs["reverse"]])[] = [
  [tr("passes"), "passes"],
  [tr("multiply-adds"), "multiply_adds"],
  [tr("numbers kept at once"), "numbers_kept"],
];

/** `choose`: this mode is to be seen. */
export function counters(costs: Costs, choose: (mode: Mode) => void): Counters {
  const canFill = costs.columns.length > 0;
  const buttons = MODES.map(({id, label, title}) => {
    const button = h(
      "button",
      {type: "button", class: "button small", "data-fill": id, title, disabled: !canFill},
      label,
    );
    button.addEventListener("click", () => choose(id));
    return button;
  });
  const passes = {reverse: cell(costs, "passes", "reverse"), forward: cell(costs, "passes", "forward")};
  const element = h(
    "table",
    {class: "cost-counters"},
    h("caption", {}, tr("The whole Jacobian")),
    h("thead", {}, h("tr", {}, h("td", {}), ...buttons.map((button) => h("th", {scope: "col"}, button)))),
    h(
      "tbody",
      {},
      ...ROWS.map(([words, key]) =>
        h(
          "tr",
          {},
          h("th", {scope: "row"}, words),
          ...MODES.map(({id}) => (key === "passes" ? passes[id] : cell(costs, key, id))),
        ),
      ),
    ),
  );
  return {
    element,
    show(mode, done) {
      element.dataset.mode = mode;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.fill === mode));
      for (const {id} of MODES) {
        const all = costs[id].passes.toLocaleString("en");
        passes[id].textContent = id === mode && canFill ? tr`${done} of ${all}` : all;
      }
    },
  };
}

function cell(costs: Costs, key: keyof Costs["reverse"], mode: Mode): HTMLElement {
  const [mine, other] = [costs[mode][key], costs[mode === "reverse" ? "forward" : "reverse"][key]];
  return h("td", {class: mine < other ? `${mode} fewer` : mode}, mine.toLocaleString("en"));
}
