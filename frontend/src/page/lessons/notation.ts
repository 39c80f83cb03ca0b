/** The notation of a scene is the scene's: afterwards gradients are written as the user had them before. */

import type {Notation} from "../../shared/notation";
import {recallNotation, rememberNotation} from "../../shared/storage";

type SceneNotation = Readonly<{
  /** Null: the scene leaves it to the user. */
  enter(notation: Notation | null): void;
  /** Keep in the browser the user's own notation, whatever the lesson has switched to meanwhile. */
  keep(): void;
}>;

export function createSceneNotation(now: () => Notation, set: (notation: Notation) => void): SceneNotation {
  let own: Notation | null = null; // null: what is shown is the user's

  function keep(): void {
    if (own !== null && recallNotation() !== own) rememberNotation(own);
  }

  return {
    keep,
    enter(notation) {
      if (notation !== null) {
        own ??= now();
        set(notation);
        keep();
      } else if (own !== null) {
        set(own);
        own = null;
      }
    },
  };
}
