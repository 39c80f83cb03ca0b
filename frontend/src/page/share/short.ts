/** A short link to the page, where the service keeps them (`serve --short-links`). It stays the same for ever. */

import {problemOf} from "../../shared/api";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {pageQuery, type Shared} from "./sharing";
import type {Snippet} from "./targets";

/** A button that becomes the link. `show` makes what can be copied. */
export function shortLink(shared: Shared, show: (snippet: Snippet) => HTMLElement): HTMLElement {
  const make = h("button", {type: "button", class: "button"}, tr("Make a short link"));
  const status = h("span", {class: "fine", role: "status"});
  const place = h("div", {class: "share-copy"}, h("div", {class: "share-buttons"}, make, status));
  make.addEventListener("click", async () => {
    make.disabled = true;
    try {
      const link = show({label: tr("Short, kept by this service"), text: await created(shared)});
      place.replaceWith(link);
      link.querySelector("button")?.focus();
    } catch (error) {
      make.disabled = false;
      status.textContent = error instanceof NotKept ? error.message : tr("The server did not answer.");
    }
  });
  return place;
}

class NotKept extends Error {}

async function created(shared: Shared): Promise<string> {
  const response = await fetch("api/v1/links", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({query: pageQuery(shared)}),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new NotKept(problemOf(answer, response.status).detail);
  return `${shared.base}/${(answer as {path: string}).path}`;
}
