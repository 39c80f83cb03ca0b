/** The examples menu: grouped, with what each one shows; and the formulas typed on this machine before. */

import type {Example} from "./api";
import {byId, h} from "./dom";
import type {Kept} from "./memory";

export type ExamplesOptions = Readonly<{
  load: () => Promise<readonly Example[] | null>; // null: the server did not answer
  kept: () => readonly Kept[];
  onExample: (example: Example) => void;
  onKept: (kept: Kept) => void;
}>;

export function createExamples(options: ExamplesOptions): {close(): void} {
  const button = byId<HTMLButtonElement>("examples-button");
  const menu = byId("examples-menu");
  const items = (): HTMLButtonElement[] => [...menu.querySelectorAll<HTMLButtonElement>("[role=menuitem]")];

  const close = (refocus = false): void => {
    if (menu.hidden) return;
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (refocus) button.focus();
  };
  const choose = (act: () => void) => (): void => {
    close(true);
    act();
  };
  const fill = (examples: readonly Example[] | null): void => {
    const groups = new Map<string, HTMLElement[]>();
    for (const example of examples ?? []) {
      const group = groups.get(example.group) ?? [];
      group.push(
        item(
          example.title,
          example.shows,
          choose(() => options.onExample(example)),
        ),
      );
      groups.set(example.group, group);
    }
    const own = options.kept().map((kept) =>
      item(
        firstLine(kept.question.source),
        when(kept.at),
        choose(() => options.onKept(kept)),
        true,
      ),
    );
    menu.replaceChildren(
      ...[...groups].map(([title, rows]) => groupOf(title, rows)),
      groupOf("Explore", [
        item(
          "Activation functions",
          "Curves beside their slopes: where each saturates, dies or kinks",
          choose(() => location.assign("activations")),
        ),
      ]),
      ...(own.length > 0 ? [groupOf("Typed here before", own)] : []),
      ...(examples === null
        ? [h("p", {class: "fine", role: "none"}, "The examples could not be fetched. Close and open to try again.")]
        : []),
    );
  };
  const open = async (): Promise<void> => {
    button.setAttribute("aria-expanded", "true");
    menu.hidden = false;
    if (menu.childElementCount === 0) menu.replaceChildren(h("p", {class: "fine", role: "none"}, "Loading…"));
    fill(await options.load());
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

function item(title: string, shows: string, onClick: () => void, code = false): HTMLElement {
  const button = h(
    "button",
    {type: "button", role: "menuitem", tabindex: "-1"},
    h("b", {class: code ? "code" : null}, title),
    shows !== "" && h("span", {}, shows),
  );
  button.addEventListener("click", onClick);
  return button;
}

function groupOf(title: string, rows: readonly HTMLElement[]): HTMLElement {
  return h("div", {role: "group", "aria-label": title}, h("h3", {role: "presentation"}, title), ...rows);
}

function firstLine(source: string): string {
  const lines = source.split("\n").filter((line) => line.trim() !== "");
  return (lines[0] ?? "").slice(0, 60) + (lines.length > 1 ? " …" : "");
}

function when(at: number): string {
  return new Date(at).toLocaleString(undefined, {dateStyle: "medium", timeStyle: "short"});
}
