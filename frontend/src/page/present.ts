/** The lecture hall: nothing but the graph, the step's sentence and the controls, as large as the screen. */

import {LEAST_TYPE} from "../player/draw/camera";
import {byId} from "../shared/dom";

/** The height of the digits for the last row, as a part of the window's. */
const LEAST = 0.02;

/** The button, the key and Escape all do the same. Full screen is asked for, and done without where it is refused. */
export function createPresent(): {toggle(): void; text(): number} {
  const button = byId<HTMLButtonElement>("present-button");
  const set = (on: boolean): void => {
    document.body.toggleAttribute("data-present", on);
    button.setAttribute("aria-pressed", String(on));
    if (on) void document.documentElement.requestFullscreen?.().catch(() => undefined);
    else if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
  };
  const isOn = (): boolean => document.body.hasAttribute("data-present");
  const toggle = (): void => set(!isOn());
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", () => {
    if (document.fullscreenElement === null) set(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOn()) set(false);
  });
  return {toggle, text: () => (isOn() ? Math.max(1, (LEAST * window.innerHeight) / LEAST_TYPE) : 1)};
}
