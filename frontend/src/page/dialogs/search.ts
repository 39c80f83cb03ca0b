/** Finds a box of a large graph by its name, its sign or its function, and goes there; and explains a word. */

import type {Trace, TraceNode} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {WORDS, type WordId} from "./glossary";

/** `word`: the id is that of a word to be explained, not of a box. */
type SearchHit = Readonly<{id: string; title: string; where: string; word?: true}>;

const MOST = 12;

/** The boxes a query means, the best first: a name as it stands, names that begin so, then all that contain it. */
export function matches(trace: Trace, query: string): readonly SearchHit[] {
  const phrase = query.trim().toLowerCase();
  const functions = new Map(trace.functions.map(({id, name}) => [id, name]));
  const ranked = trace.nodes.flatMap((node, order) => {
    const rank = rankOf(node, phrase, functions.get(node.function ?? "") ?? "");
    return rank === null ? [] : [{node, rank, order}];
  });
  ranked.sort((a, b) => a.rank - b.rank || a.order - b.order);
  return ranked.slice(0, MOST).map(({node}) => {
    const around = functions.get(node.function ?? "");
    return {id: node.id, title: titleOf(node), where: around === undefined ? "" : tr`in ${around}`};
  });
}

/** The words that a query means; none for no query. */
export function matchingWords(query: string): readonly SearchHit[] {
  const phrase = query.trim().toLowerCase();
  if (phrase === "") return [];
  return WORDS.filter(({title}) => title.toLowerCase().includes(phrase)).map(({id, title}) => ({
    id,
    title,
    where: tr("what the word means"),
    word: true,
  }));
}

function titleOf(node: TraceNode): string {
  const name = node.name ?? node.label;
  if (node.label === node.title) return name === node.label ? name : `${name} · ${node.label}`;
  return name === node.label ? `${name} · ${node.title}` : `${name} · ${node.label} · ${node.title}`;
}

function rankOf(node: TraceNode, phrase: string, around: string): number | null {
  const texts = [node.name ?? "", node.label, node.title, around].map((text) => text.toLowerCase());
  if (phrase !== "" && node.names?.some((one) => one.toLowerCase() === phrase)) return 0; // among those drawn as one
  if (phrase === "") return node.name === null ? 3 : node.kind === "leaf" ? 1 : 0;
  const [name = "", label = ""] = texts;
  if (name === phrase || label === phrase) return 0;
  if (name.startsWith(phrase)) return 1;
  if (label.startsWith(phrase)) return 2;
  return texts.some((text) => text.includes(phrase)) ? 3 : null;
}

type SearchOptions = Readonly<{
  trace: () => Trace | null;
  onBox: (id: string) => void;
  onWord: (id: WordId) => void;
}>;

export function createSearch({trace, onBox, onWord}: SearchOptions): {open(): void} {
  const field = h("input", {
    type: "text",
    role: "combobox",
    "aria-label": tr("Find a name, a gate or a word"),
    "aria-controls": "search-list",
    "aria-expanded": "true",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: tr("Find a name, a gate or a word"),
  });
  const list = h("ul", {id: "search-list", role: "listbox", "aria-label": tr("Found")});
  const dialog = h("dialog", {id: "search", class: "search", "aria-label": tr("Find in the graph")}, field, list);
  document.body.append(dialog);
  let hits: readonly SearchHit[] = [];
  let at = 0;

  function show(): void {
    list.replaceChildren(
      ...hits.map(({title, where}, i) => {
        const row = h(
          "li",
          {role: "option", id: `found-${i}`, "aria-selected": i === at ? "true" : "false"},
          h("span", {}, title),
          h("small", {}, where),
        );
        row.addEventListener("click", () => choose(i));
        return row;
      }),
    );
    if (hits.length === 0)
      list.append(h("li", {class: "none", role: "option", "aria-disabled": "true"}, tr("Nothing found")));
    field.setAttribute("aria-activedescendant", hits.length > 0 ? `found-${at}` : "");
    list.children[at]?.scrollIntoView({block: "nearest"});
  }

  function seek(): void {
    const now = trace();
    const words = matchingWords(field.value);
    const boxes = now === null ? [] : matches(now, field.value);
    // A name that stands in the picture goes first; else the word does.
    const named = boxes.some(({title}) => title.toLowerCase().startsWith(field.value.trim().toLowerCase()));
    hits = named ? [...boxes, ...words] : [...words, ...boxes];
    at = 0;
    show();
  }

  function choose(index: number): void {
    const one = hits[index];
    dialog.close();
    if (one?.word) onWord(one.id as WordId);
    else if (one !== undefined) onBox(one.id);
  }

  field.addEventListener("input", seek);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter") choose(at);
    else if (by !== 0 && hits.length > 0) {
      at = (at + by + hits.length) % hits.length;
      show();
    } else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  const open = (): void => {
    if (dialog.open || trace() === null) return;
    field.value = "";
    seek();
    dialog.showModal();
    field.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  return {open};
}
