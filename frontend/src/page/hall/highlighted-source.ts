/** A program on one to three lines of the hall, with the part at work lit. */

import type {Span} from "../../shared/contract";
import {h} from "../../shared/dom";

const LINES = 3;

/** The lines to show: all of a short program, else those round the part at work. */
function linesRound(count: number, line: number | null): readonly [first: number, last: number] {
  const first = Math.max(1, Math.min((line ?? 1) - 1, count - LINES + 1));
  return [first, Math.min(count, first + LINES - 1)];
}

/** The text of those lines; what `span` covers is in a `mark`. Always as many lines, so that nothing below moves. */
export function highlightedSource(source: string, span: Span | null): (Node | string)[] {
  const lines = source.replace(/\s+$/, "").split("\n");
  const [first, last] = linesRound(lines.length, span?.line ?? null);
  return lines.slice(first - 1, last).flatMap((line, index) => {
    const end = index + first < last ? "\n" : "";
    if (span === null || first + index !== span.line) return [line + end];
    const signs = [...line]; // a span counts characters
    const to = span.end_line === span.line ? span.end_column : signs.length;
    const cut = (from: number, until?: number): string => signs.slice(from, until).join("");
    return [cut(0, span.column), h("mark", {}, cut(span.column, to)), cut(to) + end];
  });
}
