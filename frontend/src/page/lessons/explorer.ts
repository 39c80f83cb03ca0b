/** The explorer of activations: a button in the lesson's bar, and the dialog that it opens over the page. */

import type {Scene} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

type Explorer = Readonly<{
  element: HTMLElement;
  /** Offers it in scenes that want it. */
  show(scene: Scene | null): void;
  isOpen(): boolean;
  toggle(): void;
}>;

/** `onChange`: it was opened or closed. */
export function createExplorer(onChange: () => void): Explorer {
  const title = tr("Activation functions");
  const element = h("button", {type: "button", class: "button lesson-explorer", hidden: true}, title);
  let dialog: HTMLDialogElement | null = null;

  function toggle(): void {
    if (dialog !== null) {
      dialog.close();
      return;
    }
    const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
    dialog = h(
      "dialog",
      {class: "explorer-dialog", "aria-labelledby": "explorer-heading"},
      h("div", {class: "dialog-head"}, h("h2", {id: "explorer-heading"}, title), close),
      h("iframe", {src: "embed/activations", title}),
    );
    close.addEventListener("click", () => dialog?.close());
    dialog.addEventListener("close", () => {
      dialog?.remove();
      dialog = null;
      onChange();
    });
    document.body.append(dialog);
    dialog.showModal();
    onChange();
  }
  element.addEventListener("click", toggle);

  return {
    element,
    show(scene) {
      element.hidden = scene?.panel !== "explorer" && scene?.do?.value !== "explorer";
    },
    isOpen: () => dialog !== null,
    toggle,
  };
}
