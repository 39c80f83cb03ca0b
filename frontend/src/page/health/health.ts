/** The button of the health overlay, which comes with its chunk when it is first latest. */

import type {Numbers, Trace} from "../../shared/contract";
import {byId, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {createLater} from "../later";
import type {HealthOverlay} from "./health-overlay";

export type HealthView = Readonly<{
  /** Colours the picture, which has just been drawn; with `on` false takes the colours off. */
  show(on: boolean, trace: Trace, live: Numbers): void;
}>;

type HealthOptions = Readonly<{
  onGo: (id: string) => void;
  onToggle: () => void;
  onLayers: () => void;
  onFail: () => void;
}>;

export function createHealth({onGo, onToggle, onLayers, onFail}: HealthOptions): HealthView {
  const button = h(
    "button",
    {type: "button", class: "button health-button", "data-over-stage": "", title: tr("Where the gradient dies (H)")},
    tr("Health"),
  );
  button.addEventListener("click", onToggle);
  const corner = h("div", {class: "health-corner"}, button);
  byId("stage").append(corner);
  const overlay = createLater<HealthOverlay>(async () => {
    const {createHealthOverlay} = await import("./health-overlay");
    return createHealthOverlay(corner, onGo, onLayers);
  }, onFail);
  let latest: readonly [Trace, Numbers] | null = null;

  function update(part: HealthOverlay): void {
    if (latest === null) part.hide();
    else part.show(...latest);
  }

  return {
    show(on, trace, live) {
      button.setAttribute("aria-pressed", String(on));
      latest = on ? [trace, live] : null;
      const part = overlay.part();
      if (part !== null) update(part);
      else if (on) overlay.use(update);
    },
  };
}
