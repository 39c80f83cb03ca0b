/** The examples menu: the user's own graphs first, then the examples in groups, with what each one shows. */

import type {Example} from "../../shared/contract";
import {byId, h} from "../../shared/dom";
import {sourceTitle, valuesLine} from "./draft-text";
import type {Draft} from "./drafts";

const OWN_SHOWN = 5;

type ExamplesOptions = Readonly<{
  load: () => Promise<readonly Example[] | null>; // null: the server did not answer
  drafts: () => readonly Draft[]; // newest first
  onExample: (example: Example) => void;
  onDraft: (draft: Draft) => void;
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
    const own = options.drafts();
    menu.replaceChildren(
      ...(own.length > 0 ? [ownGraphs(own)] : []),
      ...[...groups].map(([title, rows]) => groupOf(title, rows)),
      groupOf("Explore", [
        item(
          "Activation functions",
          "Curves beside their slopes: where each saturates, dies or kinks",
          choose(() => location.assign("activations")),
        ),
      ]),
      ...(examples === null
        ? [h("p", {class: "fine", role: "none"}, "The examples could not be fetched. Close and open to try again.")]
        : []),
    );
  };
  /** The newest few; a button shows the others in their place. */
  const ownGraphs = (own: readonly Draft[], count = OWN_SHOWN): HTMLElement => {
    const rows = own.slice(0, count).map((draft) =>
      item(
        sourceTitle(draft.question.source),
        valuesLine(draft),
        choose(() => options.onDraft(draft)),
        true,
      ),
    );
    const group = groupOf("Your graphs", rows);
    if (own.length <= count) return group;
    const more = item(`Show all ${own.length}`, "", () => {
      const all = ownGraphs(own, own.length);
      group.replaceWith(all);
      all.querySelectorAll<HTMLElement>("[role=menuitem]")[count]?.focus();
    });
    group.append(more);
    return group;
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
