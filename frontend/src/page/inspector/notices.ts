/** Notices on a picture: kinks, the first inf or nan, functions that were closed. */

import type {Trace, TraceNode} from "../../shared/contract";
import {h, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {OF_THE_PICTURE} from "../editor/reading-notes";

const LINKED = 6; // gates of which the same is said that have a link each; the others are counted

type Remark = Readonly<{label: string; text: string; nodes: readonly TraceNode[]}>;

/** Return the notices of a trace, with links to the boxes that they are about. */
export function noticeCard(trace: Trace, onSelect: (id: string) => void): HTMLElement[] {
  const ofNodes = remarks(trace.nodes).map(({label, text, nodes}) => {
    const links = nodes.slice(0, LINKED).flatMap((node) => {
      const button = h("button", {type: "button", class: "link"}, label);
      button.title = tr`Show ${node.title} (${label})`;
      button.addEventListener("click", () => onSelect(node.id));
      return [button, " "];
    });
    const more = nodes.length > LINKED ? tr`and ${nodes.length - LINKED} more: ` : "";
    return h("li", {}, ...links, more, ...withCode(text));
  });
  const ofTrace = trace.notices
    .filter(({code}) => OF_THE_PICTURE.has(code))
    .map((notice) => `${notice.span ? tr`Line ${notice.span.line}: ` : ""}${notice.text}`)
    .filter((text, at, all) => all.indexOf(text) === at)
    .map((text) => h("li", {}, ...withCode(text)));
  const all = [...ofNodes, ...ofTrace];
  return all.length === 0
    ? []
    : [h("div", {class: "card notices"}, h("h3", {}, tr("Worth knowing")), h("ul", {}, ...all))];
}

/** Each sentence once, with all the gates of one label that it is said of. */
export function remarks(nodes: readonly TraceNode[]): readonly Remark[] {
  const remarksByKey = new Map<string, {label: string; text: string; nodes: TraceNode[]}>();
  for (const node of nodes)
    for (const {text} of node.notices) {
      const key = `${node.label}\n${text}`;
      const remark = remarksByKey.get(key);
      if (remark) remark.nodes.push(node);
      else remarksByKey.set(key, {label: node.label, text, nodes: [node]});
    }
  return [...remarksByKey.values()];
}
