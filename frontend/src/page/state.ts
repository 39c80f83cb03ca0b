import type {Player, Action as PlayerAction} from "../player/model/transport";
import type {Theme} from "../shared/appearance";
import type {Numbers, Trace, Value} from "../shared/contract";
import type {Digits} from "../shared/digits";
import type {CheckChoice, Fault, Panel} from "../shared/link";
import type {Notation} from "../shared/notation";
import type {Direction, GraphKind, Mode, Problem, Shapes, TraceRequest, Values, View} from "../shared/request";
import type {Draft} from "./editor/drafts";
import type {History} from "./undo";

export type Tab = "formula" | "values" | "step";

/** A line above the page. `restores`: with a button that brings the previous formula back. */
type Notice = Readonly<{text: string; restores: boolean}>;

export type State = Readonly<{
  request: TraceRequest;
  origin: TraceRequest; // what Reset goes back to: the example or the link as it was opened
  unused: Values; // values of names that this formula used before: they come back with their name
  leaves: Values; // of the last complete answer
  history: History;
  session: string; // of this page, and how many formulas it has had: they make the ids of drafts
  formulas: number;
  draft: Pick<Draft, "id" | "own">; // under which the browser keeps this formula
  used: boolean; // since the text was last changed something was done with the formula
  traceRequest: TraceRequest | null; // the request `trace` answers
  trace: Trace | null; // the last good answer
  live: Numbers | null; // its numbers, moved along with the sliders
  isLocal: boolean; // `live` is the browser's own work: the words of the trace may be behind
  problem: Problem | null; // why the newest request has no answer
  partial?: boolean; // `trace` is the newest request's, up to the place where its shapes do not fit
  waiting: boolean;
  player: Player;
  requestedStep: number | null; // the step a link asks for, kept until its trace arrives
  notation: Notation;
  digits: Digits;
  theme: Theme;
  selected: string | null;
  tab: Tab;
  notice: Notice | null;
  health: boolean; // wires are coloured by the size of their gradient
  panel: Panel | null; // of derivatives: what they cost, or their check
  fault: Fault | null; // a gate that is broken on purpose, for the check to find
  check: CheckChoice;
  recompute: readonly string[]; // saved values that are computed again instead of being kept
}>;

export type Action =
  | {type: "edit"; source: string}
  | {type: "value"; name: string; value: Value}
  | {type: "update"; values: Values; fromStart: boolean; source?: string} // at an update of a run, or of one example
  | {type: "start"; values: Values; source?: string} // what a run is to begin with
  | {type: "upstream"; value: Value | null}
  | {type: "round"; round: number}
  | {type: "shapes"; shapes: Shapes} // null: values are computed again
  | Load
  | {type: "reset"}
  | {type: "undo"}
  | {type: "redo"}
  | {type: "view"; view: View}
  | {type: "ways"; mode: Mode; graph: GraphKind; direction: Direction} // which derivatives, and of which graph
  | {type: "toggle"; id: string; open: boolean}
  | {type: "asking"}
  | {type: "answer"; request: TraceRequest; trace: Trace}
  | {type: "partial"; request: TraceRequest; trace: Trace}
  | {type: "moved"; live: Numbers}
  | {type: "settled"}
  | {type: "problem"; problem: Problem}
  | {type: "player"; action: PlayerAction}
  | {type: "notation"; notation: Notation}
  | {type: "theme"; theme: Theme}
  | {type: "digits"; digits: Digits}
  | {type: "select"; id: string | null; step?: number | null} // and goes to this step
  | {type: "tab"; tab: Tab}
  | {type: "health"}
  | {type: "panel"; panel: Panel | null}
  | {type: "fault"; fault: Fault | null}
  | {type: "check"; choice: Partial<CheckChoice>}
  | {type: "recompute"; ids: readonly string[]}
  | {type: "notice"; notice: Notice | null};

/** Another picture: an example, a link, a draft, or where the browser's Back leads. */
export type Load = Readonly<{
  type: "load";
  request: TraceRequest;
  step: number | null;
  speed?: number | null;
  notation?: Notation | null;
  draft?: string | undefined; // goes on under this id
}>;
