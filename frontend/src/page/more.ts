/** On a phone the buttons of the tools stand in a list below one button: the header has room for a picture's worth. */

import {byId} from "../shared/dom";

export function createMore(): void {
  const [button, tools] = [byId("more-button"), byId("tools")];
  const open = (now: boolean): void => {
    tools.classList.toggle("open", now);
    button.setAttribute("aria-expanded", String(now));
  };
  const isOpen = (): boolean => tools.classList.contains("open");
  button.addEventListener("click", () => open(!isOpen()));
  tools.addEventListener("click", () => open(false));
  document.addEventListener("pointerdown", ({target}) => {
    if (isOpen() && target instanceof Node && !tools.contains(target) && !button.contains(target)) open(false);
  });
  tools.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.stopPropagation();
    open(false);
    button.focus();
  });
}
