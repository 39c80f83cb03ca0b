/** The gallery: graphs that are kept in this browser under a name, each with its picture; to open, rename and delete. */

import {h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {TraceRequest} from "../../shared/request";
import {addStyle} from "../late-style";
import type {State} from "../state";
import style from "./gallery.css?inline";
import {deleteNamed, keepNamed, LONGEST_NAME, type NamedGraph, nameOf, readNamed, renameNamed, tidyName} from "./named";

/** Texts and picture of a graph as the menu of examples has them; the gallery, which comes later, takes the same. */
export type GraphTexts = Readonly<{
  titleOf: (source: string) => string;
  valuesOf: (graph: NamedGraph) => string;
  pictureOf: (request: TraceRequest) => string;
}>;

type GalleryOptions = GraphTexts & Readonly<{state: () => State; open: (graph: NamedGraph) => void}>;

addStyle(style);

/** Shows the dialog; the graph of the page can be kept in it. */
export function openGallery({state, open, titleOf, valuesOf, pictureOf}: GalleryOptions): void {
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const name = h("input", {
    type: "text",
    maxlength: LONGEST_NAME,
    required: true,
    value: nameOf(state().request) ?? "",
  });
  const keep = h("button", {type: "submit", class: "button primary"}, tr("Keep this graph"));
  const form = h("form", {class: "gallery-keep"}, h("label", {}, tr("Name"), name), keep);
  const status = h("p", {class: "fine", role: "status"});
  const list = h("ul", {class: "gallery-graphs", "aria-labelledby": "gallery-heading"});
  const dialog = h(
    "dialog",
    {class: "gallery", "aria-labelledby": "gallery-heading"},
    h("div", {class: "dialog-head"}, h("h2", {id: "gallery-heading"}, tr("Your named graphs")), close),
    form,
    status,
    list,
    h("p", {class: "fine"}, tr("They stay in this browser, on this machine. Share has a file for another one.")),
  );
  const noRoom = tr("This browser has no room left, or keeps nothing.");

  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // the keys of the page are not for here
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = tidyName(name.value);
    if (chosen === "") return;
    const {request, player} = state();
    const done = keepNamed({name: chosen, at: Date.now(), request, step: player.step});
    write(status, done ? tr`Kept as ${chosen}.` : noRoom);
    show();
  });
  document.body.append(dialog);
  show();
  dialog.showModal();
  name.focus();

  function show(): void {
    const graphs = readNamed();
    list.replaceChildren(...graphs.map(card));
    list.hidden = graphs.length === 0;
  }

  function card(graph: NamedGraph): HTMLElement {
    const {source} = graph.request;
    const picture = h("img", {class: "thumbnail", alt: "", loading: "lazy", src: pictureOf(graph.request)});
    picture.addEventListener("error", () => picture.remove());
    const opens = h(
      "button",
      {type: "button", class: "gallery-open"},
      picture,
      h("b", {}, graph.name),
      h("code", {}, titleOf(source)),
      h("span", {class: "fine"}, valuesOf(graph)),
    );
    opens.addEventListener("click", () => {
      dialog.close();
      open(graph);
    });
    const rename = h("button", {type: "button", class: "link", "aria-label": tr`Rename ${graph.name}`}, tr("Rename"));
    rename.addEventListener("click", () => row.replaceChildren(renaming(graph)));
    const remove = h("button", {type: "button", class: "link", "aria-label": tr`Delete ${graph.name}`}, tr("Delete"));
    remove.addEventListener("click", () => {
      status.replaceChildren(deleteNamed(graph.name) ? tr`${graph.name} is deleted.` : noRoom, " ", restore(graph));
      show();
    });
    const row = h("li", {}, opens, h("div", {class: "gallery-tools"}, rename, remove));
    return row;
  }

  function restore(graph: NamedGraph): HTMLElement {
    const button = h("button", {type: "button", class: "link"}, tr("Undo"));
    button.addEventListener("click", () => {
      write(status, keepNamed(graph) ? "" : noRoom);
      show();
    });
    return button;
  }

  function renaming(graph: NamedGraph): HTMLElement {
    const field = h("input", {type: "text", maxlength: LONGEST_NAME, value: graph.name, "aria-label": tr("New name")});
    const done = h("button", {type: "submit", class: "button"}, tr("Rename"));
    const form = h("form", {class: "gallery-keep"}, field, done);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const to = tidyName(field.value);
      if (to !== "" && to !== graph.name && !renameNamed(graph.name, to))
        return write(status, tr`There is a graph called ${to} already.`);
      write(status, "");
      show();
    });
    queueMicrotask(() => field.select());
    return form;
  }
}
