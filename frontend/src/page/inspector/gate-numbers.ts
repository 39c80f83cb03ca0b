/** The three numbers of a gate, per input: upstream, local, downstream; as far as the backward pass has come. */

import {isSeen, plan} from "../../player/model/plan";
import type {TraceNode} from "../../shared/contract";
import {type Digits, formatValue} from "../../shared/digits";
import {h, nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {wordElement} from "../dialogs/explain-words";
import {ruleWords} from "./array-products";
import {matrixRule, nameOn} from "./step-equations";
import type {InspectorView} from "./view";

/** Return the table of a gate's numbers; null for a leaf, the output and a copy, which have none. */
export function gateNumbers({trace, frame, live, digits}: InspectorView, gate: TraceNode): HTMLElement | null {
  const {inputs} = plan(trace);
  const wires = inputs.get(gate.id) ?? [];
  if (gate.kind === "leaf" || gate.kind === "output" || gate.form === "copy" || wires.length === 0) return null;
  const cell = (tone: string, text: string): HTMLElement => h("td", {class: tone}, text);
  const rows = wires.map((edge) => {
    const numbers = live.edges[edge.id] ?? edge;
    const hasArrived = isSeen(edge.gradient_step, frame.position);
    const valueText = (value: Parameters<typeof formatValue>[0]): string =>
      hasArrived ? formatValue(value, digits) : "—";
    const local =
      numbers.local === null
        ? hasArrived
          ? (matrixRule(trace, edge) ?? ruleWords(edge.rule))
          : "—"
        : valueText(numbers.local);
    const of = nameOn(trace, edge);
    return h(
      "tr",
      {},
      h("th", {scope: "row"}, of.includes(" ") ? of : nameElement(of)),
      cell("up", valueText(numbers.upstream)),
      cell("local", local),
      cell("down", valueText(numbers.downstream)),
    );
  });
  const head = h(
    "tr",
    {},
    h("th", {scope: "col"}, tr("input")),
    h("th", {scope: "col"}, wordElement("upstream", tr("upstream"), false)),
    h("th", {scope: "col"}, wordElement("local", tr("local"), false)),
    h("th", {scope: "col"}, wordElement("downstream", tr("downstream"), false)),
  );
  return h("table", {class: "gate-numbers"}, h("thead", {}, head), h("tbody", {}, ...rows));
}

/** The terms that a copy gate adds up, as far as they have arrived. */
export function copyTerms(view: InspectorView, gate: TraceNode, digits: Digits): string | null {
  if (gate.terms.length < 2) return null;
  const texts = gate.terms.map(({step, edge}) =>
    step <= view.frame.position ? formatValue(view.live.edges[edge]?.downstream ?? 0, digits) : "—",
  );
  return texts.join(" + ");
}
