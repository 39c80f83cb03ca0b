/** The gradients a reader wrote by hand, held to the true ones, name by name; and what loops and updates mean here. */

import type {Check, Notice, Trace} from "../player/trace";
import {byId, h, nameElement} from "./dom";
import type {Place} from "./state";

export type ChecksOptions = Readonly<{
  /** A row was pressed: its line in the source, and the box of the variable it is the gradient of. */
  onCheck: (span: Place | null, box: string | null) => void;
}>;

export type Checks = Readonly<{show(trace: Trace): void}>;

/** Notices about how pasted training code is read: they belong here, not among the surprises. */
export const READING = new Set(["loop", "unrolled", "update", "claims", "skipped", "backward"]);

export function createChecks(options: ChecksOptions): Checks {
  const host = byId("checks");
  let known: Trace | null = null;
  return {
    show(trace) {
      if (trace === known) return;
      known = trace;
      host.replaceChildren(...content(trace, options));
    },
  };
}

function content(trace: Trace, options: ChecksOptions): HTMLElement[] {
  const checks = trace.checks ?? [];
  const notes = trace.notices.filter(({code}) => READING.has(code) && code !== "claims");
  const parts: HTMLElement[] = [];
  if (checks.length > 0) parts.push(card(trace, checks, options));
  if (notes.length > 0) parts.push(h("ul", {class: "reading fine"}, ...merged(notes).map((text) => h("li", {}, text))));
  return parts;
}

function card(trace: Trace, checks: readonly Check[], options: ChecksOptions): HTMLElement {
  const right = checks.filter(({equal}) => equal).length;
  const score =
    right === checks.length ? (right === 1 ? "right" : `all ${right} right`) : `${right} of ${checks.length} right`;
  const rows = checks.map((check) => {
    const button = h(
      "button",
      {type: "button", class: check.equal ? "check right-one" : "check wrong-one", title: check.text},
      h("span", {class: "tick", role: "img", "aria-label": check.equal ? "right" : "wrong"}, check.equal ? "✓" : "✗"),
      h("b", {class: "check-name"}, check.name),
      h("span", {class: "of"}, "∂/∂", nameElement(check.of)),
      !check.equal && h("span", {class: "says"}, check.text),
    );
    button.addEventListener("click", () => options.onCheck(check.span, boxOf(trace, check.of)));
    return h("li", {}, button);
  });
  return h(
    "section",
    {class: "card checks", "aria-labelledby": "checks-heading"},
    h(
      "h3",
      {id: "checks-heading"},
      "Your gradients: ",
      h("span", {class: right === checks.length ? "good" : "bad"}, score),
    ),
    h("ul", {}, ...rows),
  );
}

/** The box of a variable: its leaf, or the gate whose value has the name. */
function boxOf(trace: Trace, name: string): string | null {
  const named = trace.nodes.filter((node) => node.name === name && node.kind !== "output");
  return (named.find(({op}) => op !== "copy") ?? named[0])?.id ?? null;
}

/** Update lines say one thing of several names: they are told together. */
function merged(notes: readonly Notice[]): string[] {
  const at = (notice: Notice): string => (notice.span ? `Line ${notice.span.line}: ` : "");
  const updates = notes.filter(({code}) => code === "update");
  const others = notes.filter(({code}) => code !== "update").map((notice) => at(notice) + notice.text);
  if (updates.length < 2) return [...others, ...updates.map((notice) => at(notice) + notice.text)];
  const lines = updates.map(({span}) => span?.line).filter((line) => line !== undefined);
  return [
    ...others,
    `Lines ${lines.join(", ")} change the weights for the next round; this round is drawn before that.`,
  ];
}
