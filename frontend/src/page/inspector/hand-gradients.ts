/** The backward pass that the user wrote by hand, graded: one table, the first wrong line named. */

import type {HandGradient, Num, Span, Trace} from "../../shared/contract";
import {type Digits, format} from "../../shared/digits";
import {byId, h, nameElement, setAttribute, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

type HandGradientsOptions = Readonly<{
  /** A row was pressed: its line in the source, and the box of the variable it is the gradient of. */
  onRow: (span: Span | null, box: string | null) => void;
}>;

export type HandGradients = Readonly<{
  /** `isOld`: the text has changed since, or has an error: the verdict is of another text. */
  show(trace: Trace, isOld: boolean, digits: Digits): void;
}>;

/** The line to blame: the first that is wrong by itself. */
export function firstWrong(trace: Trace): HandGradient | null {
  return trace.hand_gradients.find(({verdict, inherits}) => verdict === "wrong" && inherits === null) ?? null;
}

export function createHandGradients(options: HandGradientsOptions): HandGradients {
  const host = byId("hand-gradients");
  let shownTrace: Trace | null = null;
  let knownDigits: Digits | null = null;
  return {
    show(trace, isOld, digits) {
      if (trace !== shownTrace || digits !== knownDigits) {
        shownTrace = trace;
        knownDigits = digits;
        const rows = trace.hand_gradients;
        host.replaceChildren(...(rows.length > 0 ? [card(trace, rows, options, digits)] : []));
      }
      // A verdict on another text must not be read as one on this.
      host.classList.toggle("old", isOld);
      host.querySelector<HTMLElement>(".old-mark")?.toggleAttribute("hidden", !isOld);
      for (const button of host.querySelectorAll("button")) setAttribute(button, "disabled", isOld);
    },
  };
}

function card(trace: Trace, rows: readonly HandGradient[], options: HandGradientsOptions, digits: Digits): HTMLElement {
  const right = rows.filter(({verdict}) => verdict === "right").length;
  const decided = rows.filter(({verdict}) => verdict !== "undecided").length;
  const all = right === decided;
  const score = all ? (right === 1 ? "right" : tr`all ${right} right`) : tr`${right} of ${decided} right`;
  const first = firstWrong(trace);
  const compared = trace.notices.find(({code}) => code === "hand-gradients")?.text;
  return h(
    "section",
    {class: "card hand-gradients", "aria-labelledby": "hand-gradients-heading"},
    h(
      "h3",
      {id: "hand-gradients-heading"},
      tr("Your gradients: "),
      h("span", {class: decided === 0 ? null : all ? "good" : "bad"}, decided === 0 ? tr("not checked") : score),
    ),
    h("p", {class: "old-mark", hidden: true}, tr("This was said of the text as it stood before.")),
    first !== null && h("p", {class: "blame"}, ...blame(rows, first)),
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h("tr", {}, ...["", tr("gradient"), tr("yours"), tr("true")].map((head) => h("th", {scope: "col"}, head))),
      ),
      h("tbody", {}, ...rows.flatMap((row) => gradeRows(trace, row, row === first, options, digits))),
    ),
    compared !== undefined && h("p", {class: "fine"}, ...withCode(compared)),
  );
}

/** "Line 6, dz, is the first that is wrong; 2 later ones follow from it." */
function blame(rows: readonly HandGradient[], first: HandGradient): (Node | string)[] {
  const followers = rows.filter(({inherits}) => inherits !== null).length;
  const others = rows.filter(({verdict, inherits}) => verdict === "wrong" && inherits === null).length - 1;
  const line = first.span === null ? "" : tr`Line ${first.span.line}, `;
  const inherit = followers === 1 ? tr("another one only inherits") : tr`${followers} others only inherit`;
  const follow = followers === 0 ? "" : tr`; ${inherit} a mistake`;
  const more =
    others === 0 ? "" : others === 1 ? tr("; 1 more is wrong as well") : tr`; ${others} more are wrong as well`;
  return [line, h("code", {}, first.name), tr`, is the first that is wrong${more}${follow}.`];
}

type Mark = Readonly<{sign: string; says: string; look: string}>;

function markOf({verdict, inherits}: HandGradient): Mark {
  if (verdict === "right") return {sign: "✓", says: tr("right"), look: "right-one"};
  if (verdict === "undecided") return {sign: "?", says: tr("not checked"), look: "undecided-one"};
  return inherits === null
    ? {sign: "✗", says: tr("wrong"), look: "wrong-one"}
    : {sign: "↳", says: tr`follows from ${inherits}, which is wrong`, look: "inherited-one"};
}

/** The row of one gradient and, where there is more to say than that it is right, a row with the sentence. */
function gradeRows(
  trace: Trace,
  row: HandGradient,
  isFirst: boolean,
  options: HandGradientsOptions,
  digits: Digits,
): HTMLElement[] {
  const mark = markOf(row);
  const button = h(
    "button",
    {type: "button", class: "link", title: row.text.replaceAll("`", "")},
    h("b", {class: "grade-name"}, row.name),
    row.of !== "" && h("span", {class: "of"}, " ∂/∂", nameElement(row.of)),
  );
  button.addEventListener("click", () => options.onRow(row.span, row.of === "" ? null : boxOf(trace, row.of)));
  const entry = row.index && row.index.length > 0 ? entryText(row.index) : "";
  const look = `grade ${mark.look}${isFirst ? " first-wrong" : ""}`;
  const numbers = h(
    "tr",
    {class: look},
    h("td", {class: "tick"}, h("span", {role: "img", "aria-label": mark.says}, mark.sign)),
    h("th", {scope: "row"}, button, entry !== "" && h("small", {}, ` ${entry}`)),
    h("td", {class: "yours"}, numberText(row.yours, digits)),
    h("td", {class: "true"}, numberText(row.true, digits)),
  );
  const says = sentence(row);
  if (says === "") return [numbers];
  return [numbers, h("tr", {class: `${look} says`}, h("td", {}), h("td", {colspan: 3}, ...withCode(says)))];
}

const entryText = (index: readonly number[]): string => `[${index.join(", ")}]`;

/** Nothing of what is right; of what inherits that its own line is; else the server's own sentence. */
function sentence({verdict, inherits, text}: HandGradient): string {
  if (verdict === "right") return "";
  return inherits === null ? text : tr`This line is right by itself: it follows from \`${inherits}\`.`;
}

const numberText = (value: Num | null | undefined, digits: Digits): string =>
  value == null ? "" : format(value, digits);

/** The box of a variable: its leaf, or the gate whose value has the name. */
function boxOf(trace: Trace, name: string): string | null {
  const named = trace.nodes.filter((node) => node.name === name && node.kind !== "output");
  return (named.find(({form}) => form !== "copy") ?? named[0])?.id ?? null;
}

/** The place to mark in the editor. */
export const wrongPlace = (trace: Trace): Span | null => firstWrong(trace)?.span ?? null;
