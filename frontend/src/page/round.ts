/** Control of the round of a loop that is drawn for one round, beside the steps. */

import {h} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import type {State} from "./state";

type RoundControl = Readonly<{show(state: Pick<State, "trace" | "request">): void}>;

export function createRound(host: HTMLElement, onRound: (round: number) => void): RoundControl {
  const backButton = h("button", {type: "button", "aria-label": tr("Round before"), title: tr("Round before")}, "‹");
  const field = h("input", {type: "number", min: 1, step: 1, value: 1, "aria-label": tr("Round of the loop")});
  const next = h("button", {type: "button", "aria-label": tr("Next round"), title: tr("Next round")}, "›");
  const total = h("span", {});
  const group = h(
    "div",
    {class: "loop-round", role: "group", "aria-label": tr("Round of the loop"), hidden: true},
    tr("round "),
    backButton,
    field,
    next,
    total,
  );
  host.append(group);

  let round = 1;
  let last: number | null = null;

  function go(to: number): void {
    const within = Math.max(1, Math.min(last ?? Number.MAX_SAFE_INTEGER, Math.round(to)));
    if (Number.isFinite(within)) onRound(within);
    field.value = String(Number.isFinite(within) ? within : round);
  }

  backButton.addEventListener("click", () => go(round - 1));
  next.addEventListener("click", () => go(round + 1));
  field.addEventListener("change", () => go(field.value === "" ? Number.NaN : Number(field.value)));

  return {
    show({trace, request}) {
      const loop = trace?.loop ?? null;
      group.hidden = loop === null;
      if (loop === null) return;
      round = request.round ?? 1;
      last = loop.rounds;
      if (field !== field.ownerDocument.activeElement) field.value = String(round);
      field.max = last === null ? "" : String(last);
      total.textContent = last === null ? "" : tr` of ${last.toLocaleString("en")}`;
      backButton.disabled = round <= 1;
      next.disabled = last !== null && round >= last;
    },
  };
}
