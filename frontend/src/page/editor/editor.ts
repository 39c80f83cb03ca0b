/** The formula's editor: a plain text area at once, CodeMirror in its place when that has been fetched. */

import type {Span} from "../../shared/contract";
import {byId, h} from "../../shared/dom";
import {historyKey} from "../history-keys";

import type {Caret, EditorOptions, EditorView} from "./types";

export type Editor = Pick<EditorView, "set" | "mark" | "fault" | "wrong" | "focus"> &
  Readonly<{
    /** Brings CodeMirror; the text, the marks and the caret stay as they are. */
    fetch(): Promise<void>;
  }>;

export function createEditor(options: EditorOptions): Editor {
  const host = byId("editor");
  let source = options.source;
  let markedSpan: Span | null = null;
  let faulty: Span | null = null;
  let wrong: Span | null = null;
  const onChange = (next: string): void => {
    source = next;
    options.onChange(next);
  };
  const plain = plainEditor(host, {...options, onChange});
  let view: EditorView = plain;

  async function fetch(): Promise<void> {
    try {
      const {codeMirror} = await import("./codemirror");
      const focused = host.contains(document.activeElement);
      const caret = plain.caret();
      view.destroy();
      view = codeMirror(host, {...options, source, onChange}, caret);
      view.mark(markedSpan);
      view.fault(faulty);
      view.wrong(wrong);
      if (focused) view.focus();
      host.dataset.editor = "codemirror";
    } catch {
      host.dataset.editor = "plain"; // The text area does the work.
    }
  }

  return {
    fetch,
    set(next) {
      if (next === source) return;
      source = next;
      view.set(next);
    },
    mark(place) {
      if (samePlace(place, markedSpan)) return;
      markedSpan = place;
      view.mark(place);
    },
    fault(place) {
      if (samePlace(place, faulty)) return;
      faulty = place;
      view.fault(place);
    },
    wrong(place) {
      if (samePlace(place, wrong)) return;
      wrong = place;
      view.wrong(place);
    },
    focus: () => view.focus(),
  };
}

function samePlace(a: Span | null, b: Span | null): boolean {
  if (a === null || b === null) return a === b;
  return a.line === b.line && a.column === b.column && a.end_line === b.end_line && a.end_column === b.end_column;
}

type PlainEditor = EditorView & Readonly<{caret(): Caret}>;

function plainEditor(host: HTMLElement, options: EditorOptions): PlainEditor {
  const area = h("textarea", {class: "plain-editor", "aria-label": options.label, spellcheck: "false", rows: 3});
  area.value = options.source;
  area.addEventListener("input", () => options.onChange(area.value));
  area.addEventListener("keydown", (event) => {
    const history = historyKey(event);
    if (history !== null) {
      event.preventDefault();
      if (history === "undo") options.onUndo();
      else options.onRedo();
    }
    if (event.key !== "Escape") return;
    area.blur();
    options.onLeave();
  });
  host.append(area);
  return {
    set(source) {
      area.value = source;
    },
    mark() {},
    wrong() {},
    fault(place) {
      area.toggleAttribute("aria-invalid", place !== null);
    },
    focus: () => area.focus(),
    caret: () => ({anchor: area.selectionStart, head: area.selectionEnd}),
    destroy: () => area.remove(),
  };
}
