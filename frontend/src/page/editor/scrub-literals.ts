/** Numbers in the text under a hand: dragged sideways, or moved by Alt with the arrow keys. */

import {HighlightStyle, syntaxHighlighting, syntaxTree} from "@codemirror/language";
import type {EditorState, Extension} from "@codemirror/state";
import {EditorView, keymap} from "@codemirror/view";
import {tags} from "@lezer/highlight";
import {TREMBLE} from "../../shared/number-step";
import {literalAt, steppedLiteral} from "./literal";

const PIXELS_PER_STEP = 6; // a step is a whole digit

interface Place {
  readonly from: number;
  readonly to: number;
}

function placeAt(state: EditorState, at: number): Place | null {
  const line = state.doc.lineAt(at);
  const literal = literalAt(line.text, at - line.from);
  if (literal === null) return null;
  const place = {from: line.from + literal.from, to: line.from + literal.to};
  const inside = syntaxTree(state).resolveInner(place.to, -1).name;
  return inside === "Comment" || inside === "String" ? null : place;
}

/** Writes another number there; the caret stays where it was in it. Returns where it stands now. */
function write(view: EditorView, place: Place, text: string): Place {
  const {head} = view.state.selection.main;
  const inside = head >= place.from && head <= place.to;
  const end = place.from + text.length;
  view.dispatch({
    changes: {...place, insert: text},
    ...(inside && {selection: {anchor: Math.min(head, end)}}),
    userEvent: "input.scrub",
  });
  return {from: place.from, to: end};
}

const timesOf = ({shiftKey, altKey}: {readonly shiftKey: boolean; readonly altKey: boolean}): 1 | 10 | 0.1 =>
  shiftKey ? 10 : altKey ? 0.1 : 1;

function drag(down: MouseEvent, view: EditorView): boolean {
  if (down.button !== 0 || down.detail > 1 || down.shiftKey || down.ctrlKey || down.metaKey) return false;
  const at = view.posAtCoords({x: down.clientX, y: down.clientY});
  const start = at === null ? null : placeAt(view.state, at);
  if (at === null || start === null) return false;
  const text = view.state.sliceDoc(start.from, start.to);
  if (steppedLiteral(text, 0) === null) return false;
  const document = view.dom.ownerDocument;
  const abort = new AbortController();
  let place = start;
  let hasMoved = false;
  const follow = (event: MouseEvent): void => {
    const distance = event.clientX - down.clientX;
    hasMoved ||= Math.abs(distance) >= TREMBLE;
    if (!hasMoved) return;
    event.preventDefault();
    const next = steppedLiteral(text, Math.round(distance / PIXELS_PER_STEP), timesOf(event));
    if (next !== null && next !== view.state.sliceDoc(place.from, place.to)) place = write(view, place, next);
  };
  const end = (): void => {
    abort.abort();
    if (hasMoved) return;
    view.focus();
    view.dispatch({selection: {anchor: at}});
  };
  document.addEventListener("mousemove", follow, {signal: abort.signal});
  document.addEventListener("mouseup", end, {signal: abort.signal, once: true});
  return true;
}

/** Steps the number that the caret stands in; elsewhere the key is what it is. */
const step =
  (count: number, times: 1 | 10) =>
  (view: EditorView): boolean => {
    const place = placeAt(view.state, view.state.selection.main.head);
    const text = place && steppedLiteral(view.state.sliceDoc(place.from, place.to), count, times);
    if (place === null || text === null) return false;
    write(view, place, text);
    return true;
  };

export const scrubLiterals: Extension = [
  keymap.of([
    {key: "Alt-ArrowUp", run: step(1, 1), shift: step(1, 10)},
    {key: "Alt-ArrowDown", run: step(-1, 1), shift: step(-1, 10)},
  ]),
  EditorView.domEventHandlers({mousedown: drag}),
  syntaxHighlighting(HighlightStyle.define([{tag: tags.number, cursor: "ew-resize"}])),
];
