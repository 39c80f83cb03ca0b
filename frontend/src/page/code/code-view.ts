/** Code to read, with the lines of the step lit. A chunk of its own, beside the editor's: import it by `import()` only. */

import {python} from "@codemirror/lang-python";
import {type Language, StreamLanguage, syntaxHighlighting} from "@codemirror/language";
import {EditorState, type Extension, StateEffect, StateField} from "@codemirror/state";
import {Decoration, type DecorationSet, EditorView, lineNumbers} from "@codemirror/view";
import {tr} from "../../shared/i18n/tr";
import {colours, look} from "../editor/codemirror";
import type {CodeView, Highlight} from "./types";

const setLit = StateEffect.define<Highlight>();

const highlightField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, transaction) {
    let next = transaction.docChanged ? Decoration.none : set;
    for (const effect of transaction.effects) {
      if (!effect.is(setLit)) continue;
      const {doc} = transaction.state;
      const mark = Decoration.line({class: `cm-lit cm-${effect.value.phase}`});
      const lines = effect.value.lines.filter((line) => line <= doc.lines);
      next = Decoration.set(lines.map((line) => mark.range(doc.line(line).from)));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Enough of LaTeX to tell commands, comments and numbers apart. */
const tex: Language = StreamLanguage.define({
  name: "tex",
  token(stream) {
    if (stream.match(/^%.*/)) return "comment";
    if (stream.match(/^\\(?:[A-Za-z]+|.)/)) return "keyword";
    if (stream.match(/^\d+(?:\.\d+)?/)) return "number";
    stream.next();
    return null;
  },
});

const own = EditorView.theme({
  "&": {fontSize: "var(--code-size, 12.5px)", height: "100%"},
  ".cm-scroller": {lineHeight: "1.55", overflow: "auto"},
  ".cm-content": {minWidth: "max-content"},
  ".cm-line": {padding: "0 14px 0 10px", borderLeft: "3px solid transparent"},
  ".cm-gutters": {backgroundColor: "var(--panel)", color: "var(--mute)", border: "0"},
  ".cm-lit.cm-forward": {backgroundColor: "var(--fwd-soft)", borderLeftColor: "var(--fwd)"},
  ".cm-lit.cm-tangent": {backgroundColor: "var(--tan-soft)", borderLeftColor: "var(--tan)"},
  ".cm-lit.cm-backward": {backgroundColor: "var(--bwd-soft)", borderLeftColor: "var(--bwd)"},
  ".cm-content:focus-visible": {outline: "2px solid var(--focus)", outlineOffset: "-2px"},
});

export function codeView(host: HTMLElement): CodeView {
  const shell = document.createElement("div");
  shell.className = "code-shell";
  host.append(shell);
  const root = shell.attachShadow({mode: "open"});
  const view = new EditorView({parent: root, root});
  const state = (text: string, kind: Extension): EditorState =>
    EditorState.create({
      doc: text,
      extensions: [
        kind,
        highlightField,
        look,
        own,
        lineNumbers(),
        syntaxHighlighting(colours),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false), // so that the keys stay the lesson's
        EditorView.contentAttributes.of({"aria-label": tr("Code"), "aria-readonly": "true", tabindex: "0"}),
      ],
    });
  return {
    set(text, language) {
      const top = view.scrollDOM.scrollTop;
      view.setState(state(text, language === "latex" ? tex : python()));
      view.scrollDOM.scrollTop = top; // the same program with other numbers stays where it is
    },
    light(next) {
      const [first] = next.lines;
      const effects: StateEffect<unknown>[] = [setLit.of(next)];
      if (first !== undefined && first <= view.state.doc.lines) {
        const last = Math.min(next.lines[next.lines.length - 1] ?? first, view.state.doc.lines);
        const place = (line: number): number => view.state.doc.line(line).from;
        effects.push(EditorView.scrollIntoView(place(last), {y: "nearest", yMargin: 40}));
        if (last !== first) effects.push(EditorView.scrollIntoView(place(first), {y: "nearest", yMargin: 40}));
      }
      view.dispatch({effects});
    },
  };
}
