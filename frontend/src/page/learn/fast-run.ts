/** The button that goes through all updates, one after the other, as fast as they can be drawn: a click runs until the
 * end or the next click, a button that is held runs as long as it is held. */

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

const HOLD = 250; // ms after which a press is no click any more

export function createFastRun(button: HTMLButtonElement, {begin, next, onStop}: Options): FastRun {
  let frame = 0;
  let press: number | undefined;
  let isHeld = false;
  let wasHeld = false; // the click that ends a press is none

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

  const hold = (): void => {
    window.clearTimeout(press);
    if (frame !== 0) return;
    press = window.setTimeout(() => {
      isHeld = wasHeld = true;
      start();
    }, HOLD);
  };
  const release = (): void => {
    window.clearTimeout(press);
    if (isHeld) stop();
    isHeld = false;
  };
  button.addEventListener("pointerdown", (event) => {
    wasHeld = false;
    if (event.button === 0) hold();
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave", "blur"]) button.addEventListener(end, release);
  button.addEventListener("keydown", ({key, repeat}) => {
    if (repeat || (key !== " " && key !== "Enter")) return;
    wasHeld = false;
    if (key === " ") hold();
  });
  button.addEventListener("keyup", release);
  button.addEventListener("contextmenu", (event) => isHeld && event.preventDefault());
  button.addEventListener("click", () => {
    if (wasHeld) wasHeld = false;
    else if (frame === 0) start();
    else stop();
  });
  return {stop};
}
