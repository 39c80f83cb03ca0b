/** The lecture hall: nothing but the graph, the step's sentence and the controls, as large as the screen. */

import {byId} from "../shared/dom";

/** The button, the key and Escape all do the same. Full screen is asked for, and done without where it is refused. */
export function createPresent(): {toggle(): void} {
  const button = byId<HTMLButtonElement>("present-button");
  const set = (on: boolean): void => {
    document.body.toggleAttribute("data-present", on);
    button.setAttribute("aria-pressed", String(on));
    if (on) void document.documentElement.requestFullscreen?.().catch(() => undefined);
    else if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
  };
  const toggle = (): void => set(!document.body.hasAttribute("data-present"));
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", () => {
    if (document.fullscreenElement === null) set(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.hasAttribute("data-present")) set(false);
  });
  return {toggle};
}
