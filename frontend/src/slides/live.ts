/** `<div data-chainrule-live></div>` on a slide: the button that opens a session, then its code and QR code. */

import type {ChainRule} from "../player/element/element";
import {type Lead, openLead} from "../player/element/lead";
import {serverOf} from "../player/element/load";
import {tr} from "../shared/i18n/tr";
import {recallKeys} from "../shared/live/keys";
import {qrCode} from "../shared/live/qr";

const PLACE = "[data-chainrule-live]";

export interface DeckSession {
  /** The picture that the hall sees from now on. */
  show(picture: ChainRule | null): void;
  destroy(): void;
}

export function createDeckSession(root: HTMLElement): DeckSession {
  const places = [...root.querySelectorAll<HTMLElement>(PLACE)];
  const {ownerDocument: document} = root;
  let lead: Lead | null = null;
  let currentElement: ChainRule | null = null;
  let isOpening = false;

  const server = (): string => {
    const named = places[0]?.dataset.server ?? root.querySelector("chain-rule[server]")?.getAttribute("server");
    return (named ?? serverOf(document)).replace(/\/$/, "");
  };

  async function open(): Promise<void> {
    if (lead !== null || isOpening) return;
    isOpening = true;
    try {
      lead = await openLead(server(), over);
      for (const place of places) fill(place, lead);
      if (currentElement !== null) lead.show(currentElement);
    } catch (error) {
      over(error instanceof Error ? error.message : String(error));
    } finally {
      isOpening = false;
    }
  }

  function over(sentence: string): void {
    lead = null;
    for (const place of places) place.replaceChildren(text("p", sentence), button(tr("Follow me"), open));
  }

  function fill(place: HTMLElement, {code, address, end}: Lead): void {
    const parts: Element[] = [text("p", code)];
    if (address !== null) {
      const code = qrCode(address, tr`QR code of ${address}`);
      code.style.width = "min(100%, 9em)";
      parts.push(code, text("p", address.replace(/^https?:\/\//, "")));
    }
    place.replaceChildren(...parts, button("End", end));
  }

  function text(tag: string, words: string): HTMLElement {
    const element = document.createElement(tag);
    element.textContent = words;
    return element;
  }

  function button(label: string, press: () => Promise<void>): HTMLButtonElement {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = label;
    element.addEventListener("click", () => void press());
    return element;
  }

  for (const place of places) place.replaceChildren(button(tr("Follow me"), open));
  if (places.length > 0 && recallKeys() !== null) void open(); // the deck was loaded again
  return {
    show(picture) {
      currentElement = picture ?? currentElement;
      if (currentElement !== null) lead?.show(currentElement);
    },
    destroy() {
      for (const place of places) place.replaceChildren();
    },
  };
}
