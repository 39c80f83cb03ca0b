/** Interface between the page and its predictions and exercises. */

import type {Answer} from "../../shared/api";
import type {BlankSelector, Trace} from "../../shared/contract";
import type {ExerciseFields, TraceRequest} from "../../shared/request";
import type {Command} from "../keys";
import type {Action, State} from "../state";
import type {Exercise} from "./exercise";
import type {Mode} from "./quiz";

export type PredictOptions = Readonly<{
  state: () => State;
  dispatch: (action: Action) => void;
  /** Another picture, as from a link; `enters`: an entry of its own in the browser's history. */
  load: (request: TraceRequest, step: number | null, enters: boolean) => void;
  ask: () => void; // for the document of the request that is there
  fetch: (request: TraceRequest) => Promise<Answer<Trace>>; // as the page draws it
  onAddress: () => void; // the address is another one
}>;

/** Place where an exercise begins: the picture that is there, one that is loaded, or a new entry of the history. */
export type Where = "here" | "load" | "enter";

export type Predict = Readonly<{
  /** Begins an exercise. Resolves to whether there was something to ask. */
  begin(exercise: Exercise, mode: Mode, where: Where): Promise<boolean>;
  /** Leaves numbers of the picture out, those of one box or all gradients; once more ends it. */
  toggle(ask?: ExerciseFields["ask"]): void;
  end(): void;
  /** The document of a request without the numbers that are asked for; null: nothing is left out of it. */
  trace(request: TraceRequest, aspect: number | null): Promise<Answer<Trace>> | null;
  show(state: State): void;
  /** Takes a command that means something else, or nothing, while numbers are left out. */
  takes(command: Command): boolean;
  /** Takes a click on a box or a wire of the picture. */
  picks(id: string | null): boolean;
  address(): string | null;
  /** Return the state of the exercise; null where there is none. */
  outcome(): "open" | "right" | "wrong" | null;
  /** Return whether each of these places, asked for or not, has its number. */
  filled(places: readonly BlankSelector[]): boolean;
  /** Says a sentence at the foot of the stage, for a while. */
  say(sentence: string): void;
}>;
