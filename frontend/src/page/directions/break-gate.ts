/** Breaks the backward pass at one gate on purpose: the check must find it, and says where it noticed first. */

import type {GradientChecks, Trace, TraceNode} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

type Kind = NonNullable<GradientChecks["fault"]>["kind"];
type Fault = Readonly<{node: string; kind: Kind}>;

const KINDS: readonly Readonly<{id: Kind; label: string}>[] = [
  {id: "sign", label: tr("drops a sign")},
  {id: "local", label: tr("forgets its local gradient")},
  {id: "sum", label: tr("keeps the last term only (= for +=)")},
];

type BreakGate = Readonly<{
  element: HTMLElement;
  show(trace: Trace, checks: GradientChecks): void;
  fault(): Fault | null;
}>;

const titleOf = (trace: Trace, {id, form, label, name}: TraceNode): string =>
  form === "copy"
    ? tr`copy of ${trace.edges.find(({target}) => target === id)?.name ?? tr("a value")}`
    : `${label} ${name ?? ""}`;

/** `ask`: the fault was changed; `go`: shows a box in the picture. */
export function createBreakGate(ask: () => void, go: (id: string) => void): BreakGate {
  const gates = h("select", {"aria-label": tr("The gate that is broken")});
  const kinds = h("select", {"aria-label": tr("What it does wrong")});
  const words = h("span", {role: "status"});
  const element = h("div", {class: "break-gate"}, h("label", {}, tr("Break one gate: "), gates), kinds, words);
  let shownTrace: Trace | null = null;

  const fault = (): Fault | null =>
    gates.value === "" ? null : {node: gates.value, kind: (kinds.value || "sign") as Kind};

  function offer(): void {
    const copy = shownTrace?.nodes.find(({id}) => id === gates.value)?.form === "copy";
    const fitting = KINDS.filter(({id}) => (id === "sum") === copy);
    kinds.replaceChildren(...fitting.map(({id, label}) => h("option", {value: id}, label)));
    kinds.hidden = gates.value === "";
  }
  gates.addEventListener("change", () => {
    offer();
    ask();
  });
  kinds.addEventListener("change", ask);

  function fill(trace: Trace): void {
    const plain = trace.view === "gates" && trace.graph !== "backward";
    const fitting = trace.nodes.filter(({form}) => plain && (form === "gate" || form === "copy"));
    gates.replaceChildren(
      h("option", {value: ""}, plain ? tr("none") : tr("in the Gates view only")),
      ...fitting.map((node, index) => h("option", {value: node.id}, `${index + 1}: ${titleOf(trace, node)}`)),
    );
    offer();
  }

  return {
    element,
    fault,
    show(trace, {fault: brokenGate}) {
      const isNew = trace !== shownTrace;
      shownTrace = trace;
      if (isNew) fill(trace);
      words.replaceChildren();
      if (!brokenGate) return;
      words.append(brokenGate.text);
      const at = brokenGate.first_wrong;
      if (at === null || !trace.nodes.some(({id}) => id === at)) return;
      const button = h("button", {type: "button", class: "button small"}, tr("Show it"));
      button.addEventListener("click", () => go(at));
      words.append(" ", button);
    },
  };
}
