/** What a reader should know of a trace: kinks, the first inf or nan, lines that were skipped. */

import type {Trace} from "../player/trace";
import {READING} from "./checks";
import {h} from "./dom";

export function noticeCard(trace: Trace, onSelect: (id: string) => void): HTMLElement[] {
  const ofNodes = trace.nodes.flatMap((node) =>
    (node.notices ?? []).map((notice) => {
      const button = h("button", {type: "button", class: "link"}, node.label);
      button.setAttribute("aria-label", `Show ${node.title} (${node.label})`);
      button.addEventListener("click", () => onSelect(node.id));
      return h("li", {}, button, " ", notice.text);
    }),
  );
  const ofTrace = trace.notices
    .filter(({code}) => !READING.has(code))
    .map((notice) => h("li", {}, notice.span ? `Line ${notice.span.line}: ` : null, notice.text));
  const all = [...ofNodes, ...ofTrace];
  return all.length === 0 ? [] : [h("div", {class: "card notices"}, h("h3", {}, "Worth knowing"), h("ul", {}, ...all))];
}
