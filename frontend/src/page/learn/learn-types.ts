/** Types that the page and the panel of training share. */

import type {Link} from "../../shared/link";
import type {TraceRequest, Values} from "../../shared/request";
import type {State} from "../state";

export type LearnPanel = Readonly<{
  toggle(): void;
  close(): void;
  /** Trains anew, with settings as a link says them. */
  train(settings: Readonly<Record<string, unknown>>): void;
  show(state: State): void;
  /** One step on or back across the border between two passes; whether there was one to cross. */
  cross(by: number): boolean;
  /** Return whether something follows the last step of the pass. */
  goesOn(): boolean;
  /** Return the fields of the run in the address, beside those of the picture; null where there is no run. */
  link(): Partial<Link> | null;
  /** Return the request that the run began with, where `question` holds the values of one of its updates; else null. */
  beginningOf(request: TraceRequest): TraceRequest | null;
}>;

export type LearnOptions = Readonly<{
  link: Link; // what the address asked for
  onOpen: () => void; // what stands in the same place makes room
  onUpdate: (values: Values, fromStart: boolean, source?: string) => void; // `source`: where it is another one
  onStart: (values: Values, source?: string) => void; // the run is to begin there
  onRound: (round: number) => void; // of the program's own loop
  onStep: (step: number) => void;
  onMove: () => void; // another update, or another part of it, is in the picture
  onSettle: () => void;
  onEdit: (source: string) => void;
  onLoad: (request: TraceRequest) => void; // another picture, to be trained
}>;
