/** The place of the chosen picture of learning, with a button for each that applies. */

import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {LearnContext} from "./context";

interface PictureArea {
  readonly element: HTMLElement;
  show(context: LearnContext): void;
  clear(): void;
  /** The picture that is to be there, where it applies. */
  choose(id: string): void;
  /** The picture that was asked for; null: the first that applies. */
  chosen(): string | null;
}

export function createPictureArea(onChoose: () => void): PictureArea {
  const choices = h("div", {
    class: "segments small learn-choices",
    role: "group",
    "aria-label": tr("Picture of learning"),
  });
  const place = h("div", {class: "learn-picture"});
  const element = h("div", {class: "learn-area", hidden: true}, choices, place);
  let chosen: string | null = null;
  let context: LearnContext | null = null;
  let turn = 0;
  let held: string | null = null; // the handle that had the focus keeps it when its picture is drawn anew
  const table = import("./pictures"); // once, when the panel is made: the page itself does not wait for it

  async function draw(): Promise<void> {
    const mine = ++turn;
    const {PICTURES} = await table;
    if (mine !== turn || context === null) return;
    const now = context;
    const rows = PICTURES.filter((row) => row.applies(now));
    const row = rows.find(({id}) => id === chosen) ?? rows[0];
    element.hidden = row === undefined;
    if (row === undefined) return;
    const ids = rows.map(({id}) => id).join();
    if (choices.dataset.ids !== ids) {
      choices.dataset.ids = ids;
      choices.replaceChildren(...rows.map(({id, name}) => h("button", {type: "button", "data-picture": id}, name)));
    }
    for (const each of choices.querySelectorAll<HTMLElement>("button"))
      each.setAttribute("aria-pressed", String(each.dataset.picture === row.id));
    if (place.dataset.picture !== row.id) {
      place.replaceChildren();
      delete place.dataset.shows;
    }
    place.dataset.picture = row.id;
    held = heldIn(place) ?? held;
    await row.draw(place, now, () => mine === turn);
    const had = held === null ? null : place.querySelector<SVGElement>(`[data-handle="${held}"]`);
    if (mine !== turn || had === null) return;
    held = null;
    if (!document.activeElement || document.activeElement === document.body) had.focus();
  }

  choices.addEventListener("click", (event) => {
    const id = (event.target as Element).closest<HTMLElement>("[data-picture]")?.dataset.picture;
    if (id === undefined) return;
    chosen = id;
    void draw();
    onChoose();
  });

  return {
    element,
    show(next) {
      context = next;
      void draw();
    },
    clear() {
      turn++;
      context = null;
      held = heldIn(place);
      element.hidden = true;
      delete place.dataset.picture;
      delete place.dataset.shows;
      place.replaceChildren();
    },
    chosen: () => chosen,
    choose(id) {
      chosen = id;
    },
  };
}

const heldIn = (place: Element): string | null =>
  place.querySelector<SVGElement>("[data-handle]:focus")?.dataset.handle ?? null;
