/** The elements of the panel, and its buttons elsewhere on the page. */

import {byId, h, isNarrow} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

export function createPanel(form: HTMLElement, area: HTMLElement, surfaces: HTMLElement) {
  const parts = {
    button: h(
      "button",
      {
        type: "button",
        class: "button",
        id: "learn-button",
        "aria-expanded": "false",
        "aria-controls": "learn",
        title: tr("Train (L)"),
      },
      tr("Learn"),
    ),
    close: h("button", {type: "button", class: "close", "aria-label": tr("Close training")}, "×"),
    leaves: h("div", {class: "learn-leaves", role: "group", "aria-label": tr("What moves")}),
    words: h("p", {class: "fine", role: "status"}),
    figure: h("div", {class: "learn-figure"}),
    stop: h("button", {type: "button", class: "button", hidden: true}, tr("Stop training")),
    fast: h("button", {type: "button", class: "button", hidden: true}, tr("Run")),
    logarithmic: h("input", {type: "checkbox", id: "learn-log"}),
    slider: h("input", {type: "range", min: 0, max: 0, step: 1, value: 0, "aria-label": tr("Update")}),
    drop: h("p", {class: "learn-drop"}),
    stairs: h("div", {}),
    table: h("table", {class: "learn-table"}),
    act: h("button", {type: "button", class: "cr-act", hidden: true, "aria-pressed": "false"}, tr("update")),
  };
  const panel = h(
    "aside",
    {class: "side-panel learn-panel", id: "learn", "aria-label": tr("Training"), hidden: true},
    h("div", {class: "learn-bar"}, h("h2", {}, tr("It learns")), surfaces, parts.close),
    form,
    parts.leaves,
    parts.words,
    parts.stop,
    parts.figure,
    h("div", {class: "learn-bar"}, parts.fast, h("label", {class: "learn-log"}, parts.logarithmic, tr(" logarithmic"))),
    parts.slider,
    parts.drop,
    area,
    parts.table,
    parts.stairs,
  );
  byId("main").append(panel);
  byId("tools").prepend(parts.button);
  byId("transport").querySelector(".cr-transport")?.append(parts.act);
  return {panel, ...parts};
}

/** Wire the controls that open and close it; `open` without an argument: the other way. */
export function wirePanel({panel, button, close}: ReturnType<typeof createPanel>, open: (on?: boolean) => void): void {
  button.addEventListener("click", () => open());
  byId("tabs").addEventListener("click", () => {
    if (isNarrow()) open(false); // on a phone the panels share one place
  });
  close.addEventListener("click", () => {
    open(false);
    button.focus();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
  });
}
