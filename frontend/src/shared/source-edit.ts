/** One edit of the source that the server offers: a repair of an error, or another reading. Pure. */

import type {Span} from "./contract";
import {tr} from "./i18n/tr";
import type {SourceEdit} from "./request";

/** Return the source with the edit made. */
export function applyEdit(source: string, {span, text}: SourceEdit): string {
  const [from, to] = rangeIn(source, span);
  return source.slice(0, from) + text + source.slice(to);
}

/** Return the text of a button for the edit, with the code in backquotes. */
export function editWords(source: string, edit: SourceEdit): string {
  const [from, to] = rangeIn(source, edit.span);
  const [old, now] = [source.slice(from, to), edit.text].map((part) => part.trim()) as [string, string];
  if (isWide(old) || isWide(now)) return tr("Change it so");
  if (now === "") return tr`Remove \`${old}\``;
  return old === "" ? tr`Write \`${now}\` here` : tr`Change \`${old}\` to \`${now}\``;
}

const MAX_QUOTED = 40;
const isWide = (code: string): boolean => code.length > MAX_QUOTED || /[\n`]/.test(code);

function rangeIn(source: string, span: Span): [number, number] {
  const from = offsetIn(source, span.line, span.column);
  return [from, Math.max(from, offsetIn(source, span.end_line, span.end_column))];
}

function offsetIn(source: string, line: number, column: number): number {
  const lines = source.split("\n");
  const row = Math.max(1, Math.min(line, lines.length));
  const before = lines.slice(0, row - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return (
    before +
    Array.from(lines[row - 1] ?? "")
      .slice(0, column)
      .join("").length
  );
}

/** All names that stand in a source text, function names among them. */
export function namesIn(source: string): ReadonlySet<string> {
  return new Set(source.normalize("NFKC").match(/[\p{L}_][\p{L}\p{N}_]*/gu));
}
