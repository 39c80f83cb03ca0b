/** Marks of a broken gate in the picture: the gate, the first wrong one backwards, and the leaves with wrong gradients. */

import {gateTitle} from "../../player/check/gate-title";
import type {GradientChecks, Trace} from "../../shared/contract";
import {byId, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

type FaultMarks = Readonly<{show(trace: Trace, checks: GradientChecks): void; clear(): void}>;

/** `mend`: the gate is whole again. */
export function createFaultMarks(mend: () => void): FaultMarks {
  // A sheet of its own: boxes are drawn anew at every step, and what a rule says of their ids holds all the same.
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const words = h("span", {role: "status"});
  const button = h("button", {type: "button", class: "button small"}, tr("Mend it"));
  button.addEventListener("click", mend);
  const note = h("div", {class: "fault-note", hidden: true}, words, button);
  byId("stage").append(note);

  function clear(): void {
    if (note.hidden) return;
    sheet.replaceSync("");
    note.hidden = true;
  }

  return {
    clear,
    show(trace, {fault, checks}) {
      if (!fault) {
        clear();
        return;
      }
      const wrong = new Set(checks.filter(({agrees}) => !agrees).map(({name}) => name));
      const leaves = trace.nodes.filter(
        ({kind, name}) => kind === "leaf" && name !== null && wrong.has(variableOf(name)),
      );
      const {first_wrong: first, node} = fault;
      sheet.replaceSync(
        [
          ...leaves.map(({id}) => rule(id, "stroke: var(--bwd); stroke-width: 2.4;")),
          ...(first === null
            ? []
            : [rule(first, "stroke: var(--bwd); stroke-width: 4;"), fill(first, "fill: var(--bwd-soft);")]),
          rule(node, "stroke-dasharray: 5 3; stroke: var(--bwd); stroke-width: 3;"),
        ].join("\n"),
      );
      const broken = tr`Broken: ${gateTitle(trace, node)}.`;
      const result =
        first === null
          ? wrong.size > 0
            ? tr("No single gate differs.")
            : tr("The check notices nothing.")
          : tr`First wrong gradient backwards: ${gateTitle(trace, first)}.`;
      words.textContent = `${broken} ${result}`;
      note.hidden = false;
    },
  };
}

const selectorOf = (id: string): string => `#stage .node[data-id="${CSS.escape(id)}"]`;
const rule = (id: string, style: string): string => `${selectorOf(id)} .ring { ${style} }`;
const fill = (id: string, style: string): string => `${selectorOf(id)} .shape { ${style} }`;

/** `W` of `W[0, 1]`: the check has a row for each variable. */
const variableOf = (name: string): string => name.replace(/\[[\d, ]*\]$/, "");
