/** Keys that an embedded picture takes, and those that it leaves to the deck around it. */

export type Move = "next" | "prev" | "start" | "end" | "toggle";

/** Focus of the picture among the keys: `asleep` until it is clicked or its slide is entered. */
export type FocusState = "asleep" | "awake" | "deck" | "left";

type KeyAction =
  | {readonly do: "move"; readonly move: Move}
  | {readonly do: "hand on"; readonly method: "next" | "prev"} // to the deck
  | {readonly do: "key"; readonly code: number} // a key of the deck's own
  | null;

const NEXT = ["ArrowRight", "PageDown", "n", "N"];
const BACK = ["ArrowLeft", "PageUp", "p", "P"];
const MOVES: Readonly<Record<string, Move>> = {Home: "start", End: "end", " ": "toggle"};

type Pressed = Readonly<{key: string; keyCode: number; typing: boolean; button: boolean}>;

/** Return the action of a key. In a deck, the step after the last is the next slide; Space is what clickers send. */
export function actionOf(pressed: Pressed, focusState: FocusState, step: number, last: number): KeyAction {
  const {key, keyCode, typing, button} = pressed;
  if (focusState === "asleep" || typing || (key === " " && button)) return null;
  const inDeck = focusState !== "awake";
  const forwards = NEXT.includes(key) || (inDeck && key === " ");
  if (forwards || BACK.includes(key)) {
    const move = forwards ? "next" : "prev";
    const stuck = focusState === "left" || (forwards ? step >= last : step <= 0);
    return inDeck && stuck ? {do: "hand on", method: move} : {do: "move", move};
  }
  if (!inDeck) {
    const move = MOVES[key];
    return move === undefined ? null : {do: "move", move};
  }
  return key === "Tab" || key === "Enter" || key === "Shift" ? null : {do: "key", code: keyCode};
}
