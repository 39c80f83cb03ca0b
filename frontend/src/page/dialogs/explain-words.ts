/** The words explain themselves: on hover, tap and focus a card says what one means, and the picture shows where. */

import {byId, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {gateInHand, type Meaning, markWords, meaningOf, type Scene, type WordId, wordOf} from "./glossary";

/** A word that explains itself. `stop`: the Tab key stops at it. */
export function wordElement(id: WordId, text: string, stop = true): HTMLElement {
  return h("span", {class: "word", role: "button", tabindex: stop ? "0" : "-1", "data-word": id}, text);
}

/** "upstream × local = downstream", each word explaining itself. */
export function chainRuleWords(first = tr("upstream")): (HTMLElement | string)[] {
  return [
    wordElement("upstream", first),
    " × ",
    wordElement("local", tr("local")),
    " = ",
    wordElement("downstream", tr("downstream")),
  ];
}

/** The word below a number, where it is one of the three. */
export function numberWord(text: string): HTMLElement | string {
  const id = NUMBER_WORDS.get(text);
  return id === undefined ? text : wordElement(id, text, false);
}

const NUMBER_WORDS = new Map<string, WordId>([
  [tr("upstream"), "upstream"],
  [tr("local"), "local"],
  [tr("downstream"), "downstream"],
]);

/** A sentence whose first mention of each word explains itself. */
export function withWords(sentence: string): (HTMLElement | string)[] {
  return markWords(sentence).map((piece) =>
    typeof piece === "string" ? piece : wordElement(piece.id, piece.text, false),
  );
}

export type ExplainWords = Readonly<{
  /** The picture is another one: what is lit follows it. */
  show(scene: Omit<Scene, "gate">, selected: string | null): void;
  /** Explains a word that nothing on the page was pointed at for. */
  open(id: WordId): void;
}>;

const GAP = 8; // px between a word and its card

export function createExplainWords(): ExplainWords {
  const stage = byId("stage");
  const card = h("div", {id: "word-card", class: "word-card", role: "tooltip", hidden: true});
  document.body.append(card);
  let scene: Scene | null = null;
  let current: {id: WordId; anchor: Element | null; isPinned: boolean} | null = null;

  function light(meaning: Meaning | null): void {
    const highlightIds = new Set([...(meaning?.nodes ?? []), ...(meaning?.wires ?? [])]);
    stage.classList.toggle("explaining", highlightIds.size > 0);
    for (const part of stage.querySelectorAll<SVGGElement>(".wires > .wire, .boxes > .node"))
      part.toggleAttribute("data-meant", highlightIds.has(part.dataset.id ?? ""));
  }

  function explain(id: WordId, anchor: Element | null, isPinned: boolean): void {
    const word = wordOf(id);
    if (word === null) return;
    current?.anchor?.removeAttribute("aria-describedby");
    current = {id, anchor, isPinned};
    anchor?.setAttribute("aria-describedby", card.id);
    fill();
    card.hidden = false;
    place(anchor);
  }

  function fill(): void {
    const word = current === null ? null : wordOf(current.id);
    if (word === null) return;
    const meaning = scene === null ? null : meaningOf(word.id, scene);
    card.replaceChildren(
      h("b", {}, word.title),
      h("p", {}, word.says),
      ...(meaning !== null && meaning.says !== "" ? [h("p", {class: "here"}, meaning.says)] : []),
    );
    light(meaning);
  }

  function close(): void {
    if (current === null) return;
    current.anchor?.removeAttribute("aria-describedby");
    current = null;
    card.hidden = true;
    light(null);
  }

  /** Below the word, or above it where there is no room; within the window in any case. */
  function place(anchor: Element | null): void {
    const {width, height} = card.getBoundingClientRect();
    const at = anchor?.getBoundingClientRect() ?? top(stage);
    const left = Math.max(GAP, Math.min(at.left, window.innerWidth - width - GAP));
    const below = at.bottom + GAP;
    const fits = below + height <= window.innerHeight - GAP;
    card.style.left = `${left}px`;
    card.style.top = `${Math.max(GAP, fits ? below : at.top - height - GAP)}px`;
  }

  const wordAt = (target: EventTarget | null): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>("[data-word]") : null;
  const idOf = (element: HTMLElement): WordId => element.dataset.word as WordId;

  document.addEventListener("pointerover", (event) => {
    const word = wordAt(event.target);
    if (event.pointerType === "touch" || current?.isPinned) return;
    if (word !== null) explain(idOf(word), word, false);
    else close();
  });
  document.addEventListener("focusin", (event) => {
    const word = wordAt(event.target);
    if (word !== null) explain(idOf(word), word, false);
    else if (current?.anchor) close();
  });
  document.addEventListener("click", (event) => {
    const word = wordAt(event.target);
    if (word === null) close();
    else if (current?.isPinned && current.anchor === word) close();
    else explain(idOf(word), word, true);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const word = wordAt(event.target);
      if (word !== null && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        event.stopPropagation();
        explain(idOf(word), word, true);
      } else if (event.key === "Escape" && current !== null) {
        event.stopPropagation();
        close();
      }
    },
    {capture: true},
  );
  window.addEventListener("resize", close);
  document.addEventListener("scroll", close, {capture: true, passive: true});
  stage.addEventListener("cr-draw", () => {
    if (current !== null && scene !== null) light(meaningOf(current.id, scene));
  });

  return {
    show(next, selected) {
      const gate = gateInHand(next.trace, selected, next.position);
      const same = scene?.trace === next.trace && scene.live === next.live && scene.position === next.position;
      if (same && scene?.gate === gate && scene.notation === next.notation) return;
      scene = {...next, gate};
      if (current?.anchor?.isConnected === false)
        close(); // the panel that it stood in was filled anew
      else fill();
    },
    // After the click that asked for it: a click elsewhere closes the card.
    open: (id) => void setTimeout(() => explain(id, null, true)),
  };
}

/** A line at the head of the stage. */
function top(stage: HTMLElement): {left: number; top: number; bottom: number} {
  const {left, top: edge} = stage.getBoundingClientRect();
  return {left: left + 16, top: edge, bottom: edge + 8};
}
