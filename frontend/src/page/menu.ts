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
  const items = (): HTMLButtonElement[] =>
    [...menu.querySelectorAll<HTMLButtonElement>("[role=menuitem]")].filter(
      (item) => item.closest("[hidden]") === null,
    );

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
    if (event.target instanceof HTMLInputElement) {
      if (event.key === "Enter") all[0]?.click();
      if (!event.key.startsWith("Arrow") || event.key === "ArrowLeft" || event.key === "ArrowRight") return;
    }
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
  const rotated = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return rotated.find((item) => item.textContent?.toLowerCase().startsWith(key.toLowerCase()));
}

/** `picture`: the address of a small picture of it. */
export function menuItem(
  title: string,
  shows: string,
  onClick: () => void,
  {code = false, picture}: Readonly<{code?: boolean; picture?: string}> = {},
): HTMLElement {
  const button = h(
    "button",
    {type: "button", role: "menuitem", tabindex: "-1"},
    h("b", {class: code ? "code" : null}, title),
    shows !== "" && h("span", {}, shows),
  );
  if (picture !== undefined) {
    const image = h("img", {class: "thumbnail", alt: "", loading: "lazy", decoding: "async", src: picture});
    image.addEventListener("error", () => image.remove());
    button.prepend(image);
    button.classList.add("pictured");
  }
  button.addEventListener("click", onClick);
  return button;
}

/** A field that leaves those items of the list which have all of its words in their text; `also`: what is not shown. */
export function menuFilter(list: HTMLElement, label: string, also: ReadonlyMap<Element, string>): HTMLInputElement {
  const field = h("input", {type: "search", class: "menu-filter", "aria-label": label, placeholder: label});
  const nothing = h("p", {class: "fine", role: "none", hidden: true}, tr("Nothing found."));
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    if (nothing.parentElement === null) list.append(nothing);
    let count = 0;
    for (const group of list.querySelectorAll<HTMLElement>("[role=group]")) {
      const rows = [...group.querySelectorAll<HTMLElement>("[role=menuitem]")];
      for (const row of rows) {
        const text = `${row.textContent} ${also.get(row) ?? ""}`.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
      group.hidden = rows.every((row) => row.hidden);
      count += rows.filter((row) => !row.hidden).length;
    }
    nothing.hidden = count > 0;
  });
  return field;
}

export function menuGroup(title: string, rows: readonly HTMLElement[]): HTMLElement {
  return h("div", {role: "group", "aria-label": title}, h("h3", {role: "presentation"}, title), ...rows);
}
