/** Breaks the backward pass at one gate on purpose: the check must find it, and says where it noticed first. */

import type {GradientChecks, Trace, TraceNode} from "../../shared/contract";
import {h, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {Fault} from "../../shared/link";
import {gateTitle} from "./gate-title";

/** `forms`: of the boxes that can make this mistake. */
const KINDS: readonly Readonly<{id: Fault["kind"]; label: string; forms: readonly TraceNode["form"][]}>[] = [
  {id: "sign", label: tr("drops a sign"), forms: ["gate", "collapsed"]},
  {id: "local", label: tr("forgets its local gradient"), forms: ["gate"]},
  {id: "sum", label: tr("keeps the last term only (= for +=)"), forms: ["copy"]},
];

type BreakGate = Readonly<{
  element: HTMLElement;
  show(trace: Trace, checks: GradientChecks): void;
  /** The fault that was chosen last cannot be made: the next `show` says so. */
  refuse(why: string): void;
}>;

/** Boxes that stand for one gate each, or for one closed function. */
const canBreak = (node: TraceNode): boolean =>
  KINDS.some(({forms}) => forms.includes(node.form)) && node.members.length === 0;

/** `ask`: the fault was changed; `go`: shows a box in the picture, where that can be done. */
export function createBreakGate(ask: (fault: Fault | null) => void, go: ((id: string) => void) | null): BreakGate {
  const gates = h("select", {"aria-label": tr("The gate that is broken")});
  const kinds = h("select", {"aria-label": tr("What it does wrong")});
  const words = h("span", {role: "status"});
  const element = h("div", {class: "break-gate"}, h("label", {}, tr("Break one gate: "), gates), kinds, words);
  let shownTrace: Trace | null = null;
  let refusal = "";

  function offer(): void {
    const form = shownTrace?.nodes.find(({id}) => id === gates.value)?.form;
    const fitting = KINDS.filter(({forms}) => form !== undefined && forms.includes(form));
    kinds.replaceChildren(...fitting.map(({id, label}) => h("option", {value: id}, label)));
    kinds.hidden = gates.value === "";
  }
  const selectedFault = (): Fault | null =>
    gates.value === "" ? null : {node: gates.value, kind: (kinds.value || "sign") as Fault["kind"]};
  gates.addEventListener("change", () => {
    offer();
    ask(selectedFault());
  });
  kinds.addEventListener("change", () => ask(selectedFault()));

  function fill(trace: Trace): void {
    const isForward = trace.graph !== "backward";
    const fitting = isForward ? trace.nodes.filter(canBreak) : [];
    gates.replaceChildren(
      h("option", {value: ""}, isForward ? tr("none") : tr("not in the backward graph")),
      ...fitting.map(({id}, index) => h("option", {value: id}, `${index + 1}: ${gateTitle(trace, id)}`)),
    );
    offer();
  }

  return {
    element,
    refuse(why) {
      refusal = why;
    },
    show(trace, {fault}) {
      if (trace !== shownTrace) {
        shownTrace = trace;
        fill(trace);
      }
      if (gates.value !== (fault?.node ?? "")) {
        gates.value = fault?.node ?? "";
        offer();
      }
      if (fault) kinds.value = fault.kind;
      words.replaceChildren(...(fault ? [] : withCode(refusal)));
      refusal = "";
      if (!fault) return;
      words.append(fault.text);
      const at = fault.first_wrong;
      if (at === null || !trace.nodes.some(({id}) => id === at)) return;
      if (go === null) {
        words.append(" ", tr`First wrong gradient backwards: ${gateTitle(trace, at)}.`);
        return;
      }
      const button = h("button", {type: "button", class: "button small"}, tr("Show it"));
      button.addEventListener("click", () => go(at));
      words.append(" ", button);
    },
  };
}
