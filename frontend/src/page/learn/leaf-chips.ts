/** Leaves that a run can move, as buttons: one is let go or taken along with a click. */

import type {Run} from "../../shared/contract";
import {h, nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

export function leafChips(run: Run, choose: (names: readonly string[]) => void): HTMLElement[] {
  const chips = run.leaves
    .filter(({movable}) => movable)
    .map(({name, parameter}) => {
      const chip = h(
        "button",
        {type: "button", "aria-pressed": String(parameter), "data-leaf": name},
        nameElement(name),
      );
      chip.addEventListener("click", () => {
        const moving = new Set(run.parameters);
        if (moving.has(name)) moving.delete(name);
        else moving.add(name);
        if (moving.size > 0) choose(run.leaves.map((leaf) => leaf.name).filter((each) => moving.has(each)));
      });
      return chip;
    });
  return [h("span", {class: "fine"}, tr("moves: ")), ...chips];
}
