/** Types that the two editors share. */

import type {Span} from "../../shared/contract";

/** Methods of both editors. Setting the text never calls `onChange`. */
export type EditorView = Readonly<{
  set(source: string): void;
  mark(place: Span | null): void; // the gate of the active step
  fault(place: Span | null): void; // where the error stands
  wrong(place: Span | null): void; // the line of a gradient that is wrong
  focus(): void;
  destroy(): void;
}>;

/** Position of the cursor, in UTF-16 units from the beginning; the text between both ends is marked. */
export type Caret = Readonly<{anchor: number; head: number}>;

export type EditorOptions = Readonly<{
  label: string;
  source: string;
  onChange: (source: string) => void;
  onLeave: () => void; // Escape
  onUndo: () => void; // the page's own: text and values are undone in the order in which they were changed
  onRedo: () => void;
  functions: () => Promise<readonly string[]>; // names to complete
}>;
