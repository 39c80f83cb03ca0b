/** Numbers in the text under a hand: dragged sideways by mouse or finger, or moved by Alt with the arrow keys. */

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

const FINGER = 10; // px beside a number where a finger means it still

/** The number under a hand, with its text; a finger may fall a little beside it. */
function literalUnder(view: EditorView, {clientX, clientY}: MouseEvent, reach: number) {
  for (const aside of [0, -reach, reach]) {
    const at = view.posAtCoords({x: clientX + aside, y: clientY});
    const place = at === null ? null : placeAt(view.state, at);
    const text = place === null ? "" : view.state.sliceDoc(place.from, place.to);
    if (at !== null && place !== null && steppedLiteral(text, 0) !== null) return {at, place, text};
  }
  return null;
}

/** Returns what a movement to `event` writes; it says whether it has moved the number yet. */
function scrubbing(view: EditorView, down: MouseEvent, literal: {readonly place: Place; readonly text: string}) {
  let {place} = literal;
  let hasMoved = false;
  return (event: MouseEvent): boolean => {
    const distance = event.clientX - down.clientX;
    hasMoved ||= Math.abs(distance) >= TREMBLE;
    if (!hasMoved) return false;
    event.preventDefault();
    const next = steppedLiteral(literal.text, Math.round(distance / PIXELS_PER_STEP), timesOf(event));
    if (next !== null && next !== view.state.sliceDoc(place.from, place.to)) place = write(view, place, next);
    return true;
  };
}

function drag(down: MouseEvent, view: EditorView): boolean {
  if (down.button !== 0 || down.detail > 1 || down.shiftKey || down.ctrlKey || down.metaKey) return false;
  const literal = literalUnder(view, down, 0);
  if (literal === null) return false;
  const {ownerDocument: document} = view.dom;
  const abort = new AbortController();
  const follow = scrubbing(view, down, literal);
  let hasMoved = false;
  const end = (): void => {
    abort.abort();
    if (hasMoved) return;
    view.focus();
    view.dispatch({selection: {anchor: literal.at}});
  };
  const {signal} = abort;
  const move = (event: MouseEvent): void => {
    hasMoved = follow(event);
  };
  document.addEventListener("mousemove", move, {signal});
  document.addEventListener("mouseup", end, {signal, once: true});
  return true;
}

/** A finger moves a number sideways; up and down it scrolls, and a tap sets the caret, as everywhere. */
function dragByFinger(down: PointerEvent, view: EditorView): boolean {
  if (down.pointerType === "mouse" || !down.isPrimary) return false;
  const literal = literalUnder(view, down, FINGER);
  if (literal === null) return false;
  const {ownerDocument: document} = view.dom;
  const abort = new AbortController();
  const {signal} = abort;
  document.addEventListener("pointermove", scrubbing(view, down, literal), {signal});
  for (const kind of ["pointerup", "pointercancel"])
    document.addEventListener(kind, () => abort.abort(), {signal, once: true});
  return false;
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
  EditorView.domEventHandlers({mousedown: drag, pointerdown: dragByFinger}),
  // Lines wrap: nothing scrolls sideways, and the browser leaves that way to the numbers.
  EditorView.theme({".cm-content": {touchAction: "pan-y pinch-zoom"}}),
  syntaxHighlighting(HighlightStyle.define([{tag: tags.number, cursor: "ew-resize"}])),
];
