/** The card that shows arrays meeting: factor × factor = result, the shape under each. */

import type {StepKind} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {shapeText} from "../../shared/number";
import {chainRuleWords, numberWord} from "../dialogs/explain-words";
import type {Part, Product} from "./array-products";
import {operandLabel} from "./labels";
import {matrix} from "./matrix";

const HEADINGS: Readonly<Record<StepKind, string>> = {
  compute: tr("The values that meet"),
  seed: "",
  backward: tr("Upstream × local = downstream"),
  accumulate: tr("The gradients add up"),
  direction: "",
  tangent: "",
};

/** Return the card of the products of a step. */
export function productsCard(products: readonly Product[], kind: StepKind): HTMLElement {
  const rows = products.map(({of, parts, signs, note}) =>
    h(
      "li",
      {},
      of !== "" && h("span", {class: "operand"}, ...operandLabel(of), note !== "" && h("em", {}, ` · ${note}`)),
      of === "" && note !== "" && h("span", {class: "operand"}, note),
      h(
        "div",
        {class: "product"},
        ...parts.map((part, index) => (index === 0 ? figure(part) : signedTerm(signs[index - 1] ?? "", figure(part)))),
      ),
    ),
  );
  const rearranged = kind === "backward" && products.every(({signs}) => signs.includes("→"));
  const heading = rearranged
    ? [tr("Where the gradient goes")]
    : kind === "backward"
      ? chainRuleWords(tr("Upstream"))
      : [HEADINGS[kind]];
  return h("div", {class: "card products"}, h("h3", {}, ...heading), h("ul", {}, ...rows));
}

/** Return a part behind its sign: a line may end before the sign, never after it. */
function signedTerm(sign: string, term: HTMLElement): HTMLElement {
  return h("span", {class: "signed-term"}, h("span", {class: "sign"}, sign), term);
}

function figure({value, shape, tone, word}: Part): HTMLElement {
  return h(
    "figure",
    {class: "part"},
    matrix(value, shape, tone, word),
    h("figcaption", {}, numberWord(word), h("b", {}, shape.length > 0 ? ` ${shapeText(shape)}` : "")),
  );
}
