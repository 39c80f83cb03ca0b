/** "Follow me": the button, and the session that this window drove before it was loaded again. */

import {byId, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {recallKeys} from "../../shared/live/keys";
import type {State} from "../state";
import type {Presenter, PresenterOptions} from "./presenter";

interface Live {
  toggle(): void;
  show(state: State): void;
}

/** The rest arrives when a session begins. */
export function createLive(options: PresenterOptions): Live {
  const button = h(
    "button",
    {type: "button", class: "button", id: "live-button", title: tr("Phones follow this page (U)")},
    tr("Follow me"),
  );
  byId("share-button").before(button);
  let presenter: Presenter | null = null;
  let isStarting = false;

  async function start(): Promise<void> {
    if (isStarting) return;
    isStarting = true;
    try {
      const {startPresenting} = await import("./presenter");
      presenter = await startPresenting(options, () => {
        presenter = null;
      });
    } finally {
      isStarting = false;
    }
    presenter?.show(options.state());
  }

  function toggle(): void {
    if (presenter === null) void start();
    else presenter.toggle();
  }

  button.addEventListener("click", toggle);
  if (recallKeys() !== null) void start();
  return {toggle, show: (state) => presenter?.show(state)};
}
