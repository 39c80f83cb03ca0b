/** The program on paper: an editor draws only the lines that its window has room for. */

import {h} from "../../shared/dom";

/** Puts the whole text into the host while the page is printed. Returns the end of it. */
export function printWhole(host: HTMLElement, text: () => string): () => void {
  const listening = new AbortController();
  const {signal} = listening;
  let paper: HTMLElement | null = null;
  const clear = (): void => {
    paper?.remove();
    paper = null;
  };
  window.addEventListener(
    "beforeprint",
    () => {
      clear();
      paper = h("pre", {class: "paper-source"}, text());
      host.append(paper);
    },
    {signal},
  );
  window.addEventListener("afterprint", clear, {signal});
  signal.addEventListener("abort", clear);
  return () => listening.abort();
}
