/** The Jacobian as a table whose entries come as the pass at work comes to them. A row or column is chosen by its head. */

import type {Costs, Num, Trace} from "../../shared/contract";
import {h, nameElement, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {Mode} from "../../shared/request";
import {fills, isThere, type Pass, passesOf} from "./jacobian-fill";

export type JacobianTable = Readonly<{
  element: HTMLElement;
  /** Shows what is there after so many steps. Returns how many passes are complete. */
  show(trace: Trace, position: number, pass: Pass | null): number;
}>;

const MOST = {rows: 24, columns: 64}; // more than fit are scrolled to

/** `choose`: this pass is to be seen; `next`: the one after the pass at work. */
export function createJacobianTable(
  costs: Costs,
  choose: (pass: Pass) => void,
  next: (mode: Mode) => void,
): JacobianTable {
  const {jacobian, rows, columns} = costs;
  if (jacobian === null || rows.length > MOST.rows || columns.length > MOST.columns || columns.length === 0) {
    const words = columns.length === 0 && jacobian !== null ? "" : tr("The Jacobian has too many entries to be shown.");
    return {element: h("p", {class: "fine"}, words), show: () => 0};
  }
  let mode: Mode = "reverse";
  const complete = new Set<number>(); // the passes of this mode that were seen to their end
  const cells = rows.map((row) =>
    columns.map((column) => h("td", {"aria-label": tr`d${row} by d${column}: not there yet`})),
  );
  const head = (name: string, pass: Pass, title: string): HTMLElement => {
    const button = h("button", {type: "button", class: "link", title}, nameElement(name));
    button.addEventListener("click", () => choose(pass));
    return button;
  };
  const heads = {
    reverse: rows.map((name, index) => head(name, {mode: "reverse", index}, tr`The pass of row ${name}, reverse mode`)),
    forward: columns.map((name, index) =>
      head(name, {mode: "forward", index}, tr`The pass of column ${name}, forward mode`),
    ),
  };
  const table = h(
    "table",
    {class: "jacobian-fill"},
    h("caption", {}, tr("Jacobian: ∂row/∂column")),
    h("thead", {}, h("tr", {}, h("td", {}), ...heads.forward.map((button) => h("th", {scope: "col"}, button)))),
    h("tbody", {}, ...cells.map((row, i) => h("tr", {}, h("th", {scope: "row"}, heads.reverse[i] ?? ""), ...row))),
  );
  const words = h("p", {class: "fine", role: "status"});
  const on = h("button", {type: "button", class: "button small", "data-next": ""});
  on.addEventListener("click", () => next(mode));
  const element = h(
    "div",
    {},
    h("div", {class: "hessian-scroll", tabindex: "0", role: "group", "aria-label": tr("Jacobian")}, table),
    h("div", {class: "ways-row"}, on, words),
  );

  function show(trace: Trace, position: number, pass: Pass | null): number {
    const now = trace.mode === "forward" ? "forward" : "reverse";
    if (now !== mode) complete.clear();
    mode = now;
    const atEnd = position >= trace.steps.length;
    if (pass !== null && atEnd) complete.add(pass.index);
    cells.forEach((row, i) => {
      row.forEach((cell, j) => {
        const isOfPass = pass !== null && fills(pass, i, j);
        const isFilled = isOfPass
          ? isThere(trace, position, pass, columns[j] ?? "")
          : complete.has(mode === "reverse" ? i : j);
        const entry = number(jacobian?.[i]?.[j] as Num);
        cell.className = isFilled ? mode : "";
        cell.classList.toggle("empty", !isFilled);
        cell.classList.toggle("at-work", isOfPass);
        write(cell, isFilled ? entry : "");
        if (isFilled) cell.removeAttribute("aria-label");
        else cell.setAttribute("aria-label", tr`d${rows[i] ?? ""} by d${columns[j] ?? ""}: not there yet`);
      });
    });
    for (const each of ["reverse", "forward"] as const)
      heads[each].forEach((button, index) => {
        if (pass?.mode === each && pass.index === index) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      });
    const all = passesOf(costs, mode);
    const done = complete.size - (pass !== null && !atEnd && complete.has(pass.index) ? 1 : 0);
    on.textContent = pass === null || all === 1 ? tr("Play the pass") : tr("Play the next pass");
    write(words, sentence(trace, pass, done, all));
    return done;
  }
  return {element, show};
}

function sentence(trace: Trace, pass: Pass | null, done: number, all: number): string {
  if (trace.graph === "backward")
    return tr("The backward graph is a picture of its own: play a pass to fill the matrix.");
  if (pass === null)
    return trace.mode === "forward"
      ? tr("This direction moves several entries at once: its tangent is a sum of columns.")
      : tr("This upstream gradient adds several rows up: play a pass to see one.");
  const modeName = pass.mode === "reverse" ? tr("Reverse") : tr("Forward");
  return all === 1 ? tr`${modeName} mode: ${done} of 1 pass.` : tr`${modeName} mode: ${done} of ${all} passes.`;
}
