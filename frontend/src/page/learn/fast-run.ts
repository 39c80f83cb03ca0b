/** The button that goes through all updates, one after the other, as fast as they can be drawn. */

import {write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

type FastRun = Readonly<{stop(): void}>;

type Options = Readonly<{
  /** Goes to the first update where the last one is open. */
  begin: () => void;
  /** One update on; whether another follows. */
  next: () => boolean;
  onStop: () => void;
}>;

export function createFastRun(button: HTMLButtonElement, {begin, next, onStop}: Options): FastRun {
  let frame = 0;

  function start(): void {
    begin();
    write(button, tr("Stop"));
    const go = (): void => {
      if (next()) frame = requestAnimationFrame(go);
      else stop();
    };
    frame = requestAnimationFrame(go);
  }

  function stop(): void {
    if (frame === 0) return;
    cancelAnimationFrame(frame);
    frame = 0;
    write(button, tr("Run"));
    onStop();
  }

  button.addEventListener("click", () => (frame === 0 ? start() : stop()));
  return {stop};
}
