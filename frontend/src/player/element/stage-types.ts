/** The interface of a stage, and its options. */

import type {Trace} from "../../shared/contract";
import type {What} from "../draw/entries";
import type {Frame} from "../model/frame";

export interface StageOptions {
  readonly wheel?: "zoom" | "modifier";
  readonly label?: string; // what a screen reader calls the picture
  readonly text?: () => number; // times the usual height of type
  readonly buttons?: boolean; // zoom buttons in the corner
  readonly passing?: boolean; // the zoom buttons in the corner are there while the pointer or the focus is
  readonly folds?: () => boolean; // functions have buttons that open and close them
  readonly scrubs?: () => boolean; // the numbers of leaves can be dragged
}

export interface ShowOptions {
  readonly animate: boolean;
  readonly speed?: number;
}

export interface Stage {
  readonly element: HTMLElement;
  /** Draws the frame; with `animate`, plays the step that leads to it first. Resolves when the picture is at rest. */
  show(trace: Trace, frame: Frame, options: ShowOptions): Promise<void>;
  /** Enlarges the picture by this factor, about its middle. */
  zoom(factor: number): void;
  /** The whole picture in the window. */
  fit(): void;
  /** Returns whether the whole of it could be read in this window. */
  fits(trace: Trace): boolean;
  /** The window's width over its height. */
  aspect(): number;
  /** Returns whether one row of it, too wide to be read as a whole, fills the window's height. */
  filled(trace: Trace): boolean;
  /** The aspect at which its rows are no wider than the window; null where they are not, or cannot be. */
  narrower(trace: Trace): number | null;
  /** Called when the window has another size. */
  onWindow(call: () => void): void;
  /** Marks a node or an edge as chosen; null for none. */
  select(id: string | null): void;
  /** Called with the id of a node or edge that was chosen here, or null. */
  onSelect(call: (id: string | null) => void): void;
  /** Called with a wire whose array is asked for in full. */
  onArray(call: (edge: string, what: What) => void): void;
  /** Called with a leaf's name and its number while it is dragged in the picture; with null when the hand is off it. */
  onScrub(call: (name: string, value: number | null) => void): void;
  /** Called with a function's id when it is to be opened or closed. */
  onToggle(call: (id: string, open: boolean) => void): void;
  /** Brings a box into the middle of the window, large enough to be read, and chooses it. */
  go(id: string): void;
  destroy(): void;
}
