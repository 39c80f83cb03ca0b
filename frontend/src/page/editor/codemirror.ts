/** The real editor. This file is a chunk of its own: nothing else may import it except by `import()`. */

import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from "@codemirror/autocomplete";
import {defaultKeymap} from "@codemirror/commands";
import {python} from "@codemirror/lang-python";
import {bracketMatching, HighlightStyle, syntaxHighlighting} from "@codemirror/language";
import {EditorState, StateEffect, StateField, type Text} from "@codemirror/state";
import {Decoration, type DecorationSet, drawSelection, EditorView, keymap, placeholder} from "@codemirror/view";
import {tags} from "@lezer/highlight";
import type {Span} from "../../shared/contract";
import {differenceOf} from "./formula-change";
import {printWhole} from "./paper-source";
import {scrubLiterals} from "./scrub-literals";
import type {Caret, EditorOptions, EditorView as Shown} from "./types";

const setMark = StateEffect.define<Span | null>();
const setFault = StateEffect.define<Span | null>();

const marks = decorations(setMark, "cm-mark");
const setWrong = StateEffect.define<Span | null>();
const wrongs = decorations(setWrong, "cm-wrong");
const faults = decorations(setFault, "cm-fault");

export const colours = HighlightStyle.define([
  {tag: [tags.keyword, tags.operatorKeyword], color: "var(--acc)"},
  {tag: [tags.number, tags.bool], color: "var(--fwd)"},
  {tag: tags.comment, color: "var(--mute)", fontStyle: "italic"},
  {tag: tags.string, color: "var(--mute)"},
  {tag: tags.function(tags.variableName), color: "var(--acc)"},
  {tag: tags.operator, color: "var(--mute)"},
]);

export const look = EditorView.theme({
  "&": {backgroundColor: "transparent", color: "var(--ink)", fontSize: "var(--code-size, 14px)"},
  "&.cm-focused": {outline: "none"},
  ".cm-scroller": {fontFamily: "var(--mono)", lineHeight: "1.6"},
  ".cm-content": {padding: "10px 0", caretColor: "var(--ink)", minHeight: "44px"},
  ".cm-line": {padding: "0 12px"},
  ".cm-cursor": {borderLeftColor: "var(--ink)"},
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {backgroundColor: "var(--acc-soft)", color: "inherit"},
  ".cm-placeholder": {color: "var(--mute)"},
  ".cm-mark": {backgroundColor: "var(--mark)", borderRadius: "3px"},
  ".cm-fault": {
    textDecoration: "underline wavy var(--bwd) 1.5px",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "3px",
    backgroundColor: "var(--bwd-soft)",
  },
  ".cm-wrong": {borderBottom: "2px dashed var(--bwd)", backgroundColor: "var(--bwd-soft)"},
  ".cm-tooltip": {
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "8px",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {backgroundColor: "var(--acc-soft)", color: "var(--ink)"},
  ".cm-tooltip-autocomplete > ul": {fontFamily: "var(--mono)"},
});

export function codeMirror(host: HTMLElement, options: EditorOptions, selection: Caret): Shown {
  // In a shadow root CodeMirror adopts its style sheets instead of writing <style> elements, which the CSP refuses.
  const shell = document.createElement("div");
  host.append(shell);
  const root = shell.attachShadow({mode: "open"});
  let quiet = false;
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: options.source,
      selection,
      extensions: [
        drawSelection(),
        bracketMatching(),
        python(),
        syntaxHighlighting(colours),
        scrubLiterals, // before the keys that move lines
        autocompletion({override: [completer(options.functions)], icons: false}),
        keymap.of([
          ...completionKeymap,
          {key: "Escape", run: leave},
          {key: "Mod-z", run: act(options.onUndo), preventDefault: true},
          {key: "Mod-y", mac: "Mod-Shift-z", run: act(options.onRedo), preventDefault: true},
          {key: "Mod-Shift-z", run: act(options.onRedo), preventDefault: true},
          ...defaultKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.domEventHandlers({
          beforeinput: (event, target) => undoByMenu(event) || replaceSelected(event, target),
        }),
        EditorView.contentAttributes.of({"aria-label": options.label, spellcheck: "false", autocapitalize: "off"}),
        placeholder("f = (x + y) * z"),
        marks,
        faults,
        wrongs,
        look,
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });

  const stopPrinting = printWhole(host, () => view.state.doc.toString());

  function leave(target: EditorView): boolean {
    target.contentDOM.blur();
    options.onLeave();
    return true;
  }

  /** Undo of a phone's keyboard, or of the browser's menu. */
  function undoByMenu(event: InputEvent): boolean {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return false;
    event.preventDefault();
    if (event.inputType === "historyUndo") options.onUndo();
    else options.onRedo();
    return true;
  }

  return {
    set(source) {
      const now = view.state.doc.toString();
      if (source === now) return;
      // Only what differs is replaced: the caret stays where it was, and comes to the change if somebody writes here.
      const {from, beforeEnd, afterEnd} = differenceOf(now, source);
      const insert = source.slice(from, afterEnd);
      quiet = true;
      view.dispatch({
        changes: {from, to: beforeEnd, insert},
        ...(view.hasFocus && {selection: {anchor: from + insert.length}, scrollIntoView: true}),
      });
      quiet = false;
    },
    mark(place) {
      const range = place === null ? null : rangeOf(place, view.state.doc);
      // A long program scrolls to the gate at work, unless somebody is writing in it.
      const scrollEffects =
        range === null || view.hasFocus ? [] : [EditorView.scrollIntoView(range.from, {y: "nearest", yMargin: 24})];
      view.dispatch({effects: [setMark.of(place), ...scrollEffects]});
    },
    wrong: (place) => view.dispatch({effects: setWrong.of(place)}),
    fault: (place) => view.dispatch({effects: setFault.of(place)}),
    focus: () => view.focus(),
    destroy() {
      stopPrinting();
      view.destroy();
      shell.remove();
    },
  };
}

/** A command that always takes the key. */
const act = (run: () => void) => (): boolean => {
  run();
  return true;
};

/**
 * A browser that types over marked text copies its look into a style attribute, which the CSP refuses: done here instead.
 * The document's own selection says what is marked: the editor hears of a new one later than of the text typed over it.
 */
function replaceSelected(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || !event.data || view.composing) return false;
  const root: Partial<DocumentOrShadowRoot & Pick<Document, "getSelection">> = view.root;
  const range = (root.getSelection?.call(view.root) ?? document.getSelection())?.getRangeAt(0);
  const own = range && view.contentDOM.contains(range.startContainer) && view.contentDOM.contains(range.endContainer);
  const {from, to} = own
    ? {
        from: view.posAtDOM(range.startContainer, range.startOffset),
        to: view.posAtDOM(range.endContainer, range.endOffset),
      }
    : view.state.selection.main;
  if (from === to) return false;
  event.preventDefault();
  view.dispatch({
    changes: {from, to, insert: event.data},
    selection: {anchor: from + event.data.length},
    userEvent: "input.type",
    scrollIntoView: true,
  });
  return true;
}

/** One decoration at a place; it moves along with the typing until it is set anew. */
function decorations(effect: typeof setMark, name: string): StateField<DecorationSet> {
  const mark = Decoration.mark({class: name});
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(set, transaction) {
      let next = set.map(transaction.changes);
      for (const change of transaction.effects) {
        if (!change.is(effect)) continue;
        const range = change.value === null ? null : rangeOf(change.value, transaction.state.doc);
        next = range === null ? Decoration.none : Decoration.set([mark.range(range.from, range.to)]);
      }
      return next;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** Lines from 1, columns from 0 in characters (not UTF-16 units) -> offsets; at least one sign wide where there is one. */
function rangeOf(place: Span, doc: Text): {from: number; to: number} | null {
  const from = offset(place.line, place.column, doc);
  let to = offset(place.end_line, place.end_column, doc);
  if (to <= from) to = Math.min(from + 1, doc.length);
  if (to > from) return {from, to};
  return from > 0 ? {from: from - 1, to: from} : null;
}

function offset(lineNumber: number, column: number, doc: Text): number {
  const line = doc.line(Math.max(1, Math.min(lineNumber, doc.lines)));
  const signs = Array.from(line.text).slice(0, column).join("");
  return line.from + signs.length;
}

function completer(functions: () => Promise<readonly string[]>) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[A-Za-z_]\w*/);
    if (word === null || (word.text.length < 2 && !context.explicit)) return null;
    const names = await functions();
    return {from: word.from, options: names.map((label) => ({label, type: "function"})), validFor: /^\w*$/};
  };
}
