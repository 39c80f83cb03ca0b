/** The two numbers of a gate in forward mode, per input: local gradient and tangent; as far as forward mode has come. */

import {isSeen, plan} from "../../player/model/plan";
import type {TraceNode} from "../../shared/contract";
import {formatValue} from "../../shared/digits";
import {h, nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {nameOn} from "../inspector/step-equations";
import type {InspectorView} from "../inspector/view";

/** Return whether forward mode has been at a box. */
export const hasTangent = ({frame}: InspectorView, node: TraceNode): boolean =>
  isSeen(node.tangent_step, frame.position);

export function tangentNumbers({trace, frame, live, digits}: InspectorView, gate: TraceNode): HTMLElement | null {
  const {inputs, node} = plan(trace);
  const wires = inputs.get(gate.id) ?? [];
  if (gate.kind === "leaf" || gate.kind === "output" || gate.form === "copy" || wires.length === 0) return null;
  const rows = wires.map((edge) => {
    const {local, tangent} = live.edges[edge.id] ?? edge;
    const hasArrived = isSeen(node.get(edge.source)?.tangent_step ?? null, frame.position);
    const of = nameOn(trace, edge);
    return h(
      "tr",
      {},
      h("th", {scope: "row"}, of.includes(" ") ? of : nameElement(of)),
      h("td", {class: "local"}, local === null ? tr("a Jacobian") : formatValue(local, digits)),
      h("td", {class: "tangent"}, hasArrived && tangent != null ? formatValue(tangent, digits) : "—"),
    );
  });
  const titles = [tr("input"), tr("local"), tr("tangent")].map((title) => h("th", {scope: "col"}, title));
  return h(
    "table",
    {class: "gate-numbers tangent-numbers"},
    h("thead", {}, h("tr", {}, ...titles)),
    h("tbody", {}, ...rows),
  );
}
