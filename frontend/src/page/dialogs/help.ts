/** The help: the words first, each to be shown in the picture, then the keys. */

import {byId, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {KEYS} from "../keys";
import {BASIC_WORDS, type WordId} from "./glossary";

/** Keys of the editor, which the page does not take. */
const IN_FORMULA = {
  symbol: tr("Alt ↑ ↓"),
  says: tr("in the formula: the number at the caret, by its last digit (drag it sideways for the same)"),
};

export function createHelp(onWord: (id: WordId) => void): {open(): void} {
  const dialog = byId<HTMLDialogElement>("help");
  byId("help-words").replaceChildren(
    ...BASIC_WORDS.flatMap(({id, title, says}) => {
      const show = h(
        "button",
        {type: "button", class: "link", "aria-label": tr`Show it in the picture: ${title}`},
        tr("Show it"),
      );
      show.addEventListener("click", () => {
        dialog.close();
        onWord(id);
      });
      return [h("dt", {}, title), h("dd", {}, says, " ", show)];
    }),
  );
  byId("help-keys").replaceChildren(
    ...[...KEYS, IN_FORMULA].flatMap(({symbol, says}) => [h("dt", {}, h("kbd", {}, symbol)), h("dd", {}, says)]),
  );
  byId("help-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  const open = (): void => dialog.showModal();
  byId("help-button").addEventListener("click", open);
  return {open};
}
