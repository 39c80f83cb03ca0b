/** The window at work, large: for a lecture hall, and for arrays that do not fit into the panel. */

import {numbersOf} from "../../player/model/numbers";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {once} from "../../shared/memoize";
import {addStyle} from "../late-style";
import type {State} from "../state";
import type {PlaneSize} from "./window-plane";
import style from "./windows.css?inline";
import {createWindowsCard} from "./windows-card";

export {createWindowsCard}; // both come in one chunk

addStyle(style);

const LARGE: PlaneSize = {rows: 9, columns: 9, scale: 1.5};
const NARROW: PlaneSize = {rows: 9, columns: 7, scale: 1};
const WIDE = 1000; // px of a window that the large one fits into

const dialog = once(createWindowsDialog);

/** Open it where a gate with windows has just computed, or handed its gradient back; it is made once. */
export function openWindows(state: State): void {
  dialog()(state);
}

function createWindowsDialog(): (state: State) => void {
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const body = h("div", {});
  const dialog = h(
    "dialog",
    {class: "windows-dialog", "aria-labelledby": "windows-heading"},
    h("div", {class: "dialog-head"}, h("h2", {id: "windows-heading"}, tr("The gate at work")), close),
    body,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => body.replaceChildren());
  document.body.append(dialog);

  return ({trace, live, player, digits}) => {
    if (trace === null) return;
    const card = createWindowsCard(window.innerWidth < WIDE ? NARROW : LARGE, null);
    const content = card.show({trace, position: player.step, live: live ?? numbersOf(trace), digits});
    if (content === null) return;
    body.replaceChildren(content);
    if (!dialog.open) dialog.showModal();
  };
}
