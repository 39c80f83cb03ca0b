/** A menu below a button: arrow keys, letters, Escape; filled anew each time it opens. */

import {h} from "../shared/dom";
import {tr} from "../shared/i18n/tr";

type Menu = Readonly<{close(): void}>;

/** `fill` puts the groups into the menu and resolves when they are there. `act` closes it, then acts. */
export function createMenu(
  button: HTMLButtonElement,
  menu: HTMLElement,
  fill: (act: (then: () => void) => () => void) => Promise<void>,
): Menu {
  const items = (): HTMLButtonElement[] => [...menu.querySelectorAll<HTMLButtonElement>("[role=menuitem]")];

  const close = (refocus = false): void => {
    if (menu.hidden) return;
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (refocus) button.focus();
  };
  const act = (then: () => void) => (): void => {
    close(true);
    then();
  };
  const open = async (): Promise<void> => {
    button.setAttribute("aria-expanded", "true");
    menu.hidden = false;
    if (menu.childElementCount === 0) menu.replaceChildren(h("p", {class: "fine", role: "none"}, tr("Loading…")));
    await fill(act);
    if (!menu.hidden) items()[0]?.focus();
  };

  button.addEventListener("click", () => (menu.hidden ? void open() : close()));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    void open();
  });
  menu.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") close(event.key === "Escape");
    const all = items();
    const next = destination(event.key, all, all.indexOf(document.activeElement as HTMLButtonElement));
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    const at = event.target as Node;
    if (!menu.contains(at) && !button.contains(at)) close();
  });
  return {close};
}

/** Arrow keys go round, Home and End to the ends, a letter to the next title that begins with it. */
function destination<T extends HTMLElement>(key: string, all: readonly T[], at: number): T | undefined {
  if (all.length === 0) return undefined;
  if (key === "ArrowDown") return all[(at + 1) % all.length];
  if (key === "ArrowUp") return all[(at - 1 + all.length) % all.length];
  if (key === "Home") return all[0];
  if (key === "End") return all[all.length - 1];
  if (key.length !== 1 || key === " ") return undefined;
  const turned = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return turned.find((item) => item.textContent?.toLowerCase().startsWith(key.toLowerCase()));
}

export function menuItem(title: string, shows: string, onClick: () => void, code = false): HTMLElement {
  const button = h(
    "button",
    {type: "button", role: "menuitem", tabindex: "-1"},
    h("b", {class: code ? "code" : null}, title),
    shows !== "" && h("span", {}, shows),
  );
  button.addEventListener("click", onClick);
  return button;
}

export function menuGroup(title: string, rows: readonly HTMLElement[]): HTMLElement {
  return h("div", {role: "group", "aria-label": title}, h("h3", {role: "presentation"}, title), ...rows);
}
