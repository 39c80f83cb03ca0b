/** Notes on how the text was read, quietly below the editor: dialect, other readings, ways chosen, skipped lines. */

import type {Notice, Trace} from "../../shared/contract";
import {DEFAULT_REQUEST} from "../../shared/default-request";
import {byId, h, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {SourceEdit} from "../../shared/request";

export type ReadingNotes = Readonly<{show(trace: Trace | null, source: string, isOld: boolean): void}>;

/** Notices about the picture; all others are about the text. */
export const OF_THE_PICTURE: ReadonlySet<string> = new Set(["folded", "derivative", "derivative-differs"]);
/** Notices that are shown elsewhere, or of no use on a page that keeps its own values. */
const SILENT: ReadonlySet<string> = new Set(["hand-gradients", "unused-value"]);

const DIALECTS: Readonly<Record<string, string>> = {
  numpy: tr("Python and NumPy"),
  python: "Python",
  torch: "PyTorch",
  jax: "JAX",
  keras: "Keras",
  micrograd: "micrograd",
  latex: "LaTeX",
  calculator: tr("a formula as a calculator takes it"),
  matlab: "MATLAB",
  r: "R",
  c: tr("C or JavaScript"),
};

const WELCOME = tr("One expression, or statements on lines of their own. Code pasted from a notebook works too.");

export function createReadingNotes(onEdit: (edit: SourceEdit) => void): ReadingNotes {
  const host = byId("reading");
  let shownParts: readonly unknown[] = [];
  return {
    show(trace, source, isOld) {
      const now = [trace, isOld, source === DEFAULT_REQUEST.source];
      if (now.every((one, index) => one === shownParts[index]) && shownParts.length > 0) return;
      shownParts = now;
      const welcome = source === DEFAULT_REQUEST.source ? [h("p", {class: "fine"}, WELCOME)] : [];
      // No notes once the text has changed since the trace was read.
      host.replaceChildren(...(trace === null || isOld ? [] : notes(trace, onEdit)), ...welcome);
    },
  };
}

function notes(trace: Trace, onEdit: (edit: SourceEdit) => void): HTMLElement[] {
  const remarks = trace.notices.filter(({code}) => !OF_THE_PICTURE.has(code) && !SILENT.has(code));
  const items = [...guardNotes(trace), ...merged(remarks)].map((text) => h("li", {}, ...withCode(text)));
  return [
    ...otherReadings(trace, onEdit),
    ...(items.length > 0 ? [h("ul", {class: "fine"}, ...items)] : []),
    ...dialect(trace),
  ];
}

/** The landing page's formula is in everybody's language. */
function dialect(trace: Trace): HTMLElement[] {
  const name = DIALECTS[trace.dialect] ?? trace.dialect;
  if (trace.source === DEFAULT_REQUEST.source) return [];
  return [h("p", {class: "fine dialect"}, tr`Read as ${name}.`)];
}

/** One click reads the text the other way; undo takes it back. */
function otherReadings(trace: Trace, onEdit: (edit: SourceEdit) => void): HTMLElement[] {
  const all = trace.alternatives;
  if (all.length === 0) return [];
  const buttons = all.map(({text, fix}) => {
    const isCode = !text.includes("`") && !text.trim().endsWith(".");
    const button = h("button", {type: "button", class: "button"}, ...withCode(isCode ? `\`${text}\`` : text));
    button.addEventListener("click", () => onEdit(fix));
    return button;
  });
  return [h("div", {class: "alternatives"}, h("span", {}, tr("Or read it as")), ...buttons)];
}

function guardNotes(trace: Trace): readonly string[] {
  return trace.guards.map(({text, outcome, span}) => {
    const line = span === null ? "" : tr`Line ${span.line}: `;
    if (text === "")
      return tr`${line}A function called here chose its way by these values, and the picture is drawn for that.`;
    return tr`${line}\`${text}\` is ${outcome ? tr("true") : tr("false")} at these values, and the picture is drawn for that.`;
  });
}

/** Update lines say one thing of several names: they are told together. */
function merged(notices: readonly Notice[]): readonly string[] {
  const at = (notice: Notice): string => (notice.span ? tr`Line ${notice.span.line}: ` : "");
  const updates = notices.filter(({code}) => code === "update");
  const others = notices.filter(({code}) => code !== "update").map((notice) => at(notice) + notice.text);
  const texts =
    updates.length < 2
      ? [...others, ...updates.map((notice) => at(notice) + notice.text)]
      : [
          ...others,
          tr`Lines ${lines(updates)} change the weights for the next round; this round is drawn before that.`,
        ];
  return [...new Set(texts)];
}

const lines = (notices: readonly Notice[]): string =>
  notices
    .map(({span}) => span?.line)
    .filter((line) => line !== undefined)
    .join(", ");
