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
  selectedId(): string | null;
}

export function createPictureArea(onChoose: () => void): PictureArea {
  const choices = h("div", {
    class: "segments small learn-choices",
    role: "group",
    "aria-label": tr("Picture of learning"),
  });
  const place = h("div", {class: "learn-picture"});
  const element = h("div", {class: "learn-area", hidden: true}, choices, place);
  let selected: string | null = null;
  let context: LearnContext | null = null;
  let turn = 0;
  let focusedId: string | null = null; // the handle that had the focus keeps it when its picture is drawn anew
  const table = import("./pictures"); // once, when the panel is made: the page itself does not wait for it

  async function draw(): Promise<void> {
    const mine = ++turn;
    const {PICTURES} = await table;
    if (mine !== turn || context === null) return;
    const now = context;
    const rows = PICTURES.filter((row) => row.applies(now));
    const row = rows.find(({id}) => id === selected) ?? rows[0];
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
    focusedId = heldIn(place) ?? focusedId;
    await row.draw(place, now, () => mine === turn);
    const had = focusedId === null ? null : place.querySelector<SVGElement>(`[data-handle="${focusedId}"]`);
    if (mine !== turn || had === null) return;
    focusedId = null;
    if (!document.activeElement || document.activeElement === document.body) had.focus();
  }

  choices.addEventListener("click", (event) => {
    const id = (event.target as Element).closest<HTMLElement>("[data-picture]")?.dataset.picture;
    if (id === undefined) return;
    selected = id;
    void draw().then(() => element.scrollIntoView({block: "nearest"}));
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
      focusedId = heldIn(place);
      element.hidden = true;
      delete place.dataset.picture;
      delete place.dataset.shows;
      place.replaceChildren();
    },
    selectedId: () => selected,
    choose(id) {
      selected = id;
    },
  };
}

const heldIn = (place: Element): string | null =>
  place.querySelector<SVGElement>("[data-handle]:focus")?.dataset.handle ?? null;
