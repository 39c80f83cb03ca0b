/** A plugin for reveal.js 5 and 6: each step of a <chain-rule data-fragments> is a fragment of its slide.
 *
 * So clickers, the speaker view, the overview, links to a step and the PDF export do what they do with any fragment.
 */
import {ChainRule} from "../player/element/element";
import type {Trace} from "../shared/contract";
import {arrange, type Item} from "./fragments";
import {createDeckSession, type DeckSession} from "./live";

/** The part of reveal.js that the plugin uses. */
interface Deck {
  on(type: string, listener: (event: unknown) => void): void;
  off(type: string, listener: (event: unknown) => void): void;
  getRevealElement(): HTMLElement;
  getCurrentSlide(): HTMLElement | undefined;
  navigateFragment(index: number, offset?: number): boolean;
  next(): void;
  prev(): void;
  getPlugin(id: string): {init?(deck: Deck): unknown} | undefined;
}

export interface Plugin {
  readonly id: string;
  init(deck: Deck): Promise<void>;
  destroy(): void;
}

const PICTURE = "chain-rule[data-fragments]";
const MARK = "data-chainrule-step";
/** A deck must start even if the network is gone. */
const PATIENCE = 8_000;
const EVENTS = ["ready", "slidechanged", "fragmentshown", "fragmenthidden", "pdf-ready"];
const NEXT = ["ArrowRight", "PageDown", " ", "n", "l"];
const BACK = ["ArrowLeft", "PageUp", "p", "h"];

export default function chainrule(): Plugin {
  let deck: Deck | null = null;
  let following = false; // the picture is being moved by the deck
  let session: DeckSession | null = null;
  const traces = new Map<string, Trace>();
  const undo: (() => void)[] = [];

  /** Every picture shows as many steps as it has visible marks. */
  function follow(): void {
    following = true;
    for (const picture of pictures(deck?.getRevealElement())) show(picture);
    following = false;
    present();
  }

  /** Show the picture of the current slide to those who follow the deck. */
  function present(): void {
    session?.show([...pictures(deck?.getCurrentSlide())][0] ?? null);
  }

  function show(picture: ChainRule): void {
    // A copy of a slide, as the PDF export makes them, is given the trace of its original.
    const trace = traces.get(picture.dataset.chainrule ?? "");
    if (picture.trace === null && trace) picture.trace = trace;
    const marks = marksOf(picture);
    const step = first(picture) + marks.filter((mark) => mark.classList.contains("visible")).length;
    picture.setAttribute("data-step", String(step));
    if (picture.trace === null || picture.step === step) return;
    if (step === picture.step + 1) picture.next();
    else if (step === picture.step - 1) picture.prev();
    else picture.go(step);
  }

  /** The user moved the picture by its own controls: the deck comes along. */
  function lead(event: Event): void {
    const picture = event.currentTarget as ChainRule;
    if (following || deck === null || !deck.getCurrentSlide()?.contains(picture)) return;
    const marks = marksOf(picture);
    const mark = marks[picture.step - first(picture) - 1];
    const index = mark?.dataset.fragmentIndex ?? String(Number(marks[0]?.dataset.fragmentIndex ?? 0) - 1);
    following = true;
    deck.navigateFragment(Number(index));
    following = false;
    present();
  }

  /** Inside the picture the keys of the deck stay the deck's. */
  function press(event: KeyboardEvent): void {
    const target = event.composedPath()[0] as Element;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && target.matches?.("button")) return;
    const forwards = NEXT.includes(event.key);
    if (target.matches?.("[role=slider], input, textarea, select") || !(forwards || BACK.includes(event.key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (forwards) deck?.next();
    else deck?.prev();
  }

  /** The keys that a slider or a field used must not move the deck as well. */
  function hold(event: KeyboardEvent): void {
    const target = event.composedPath()[0] as Element;
    const own = target.matches?.("[role=slider], input, textarea, select") ?? false;
    if (own || (event.key === " " && target.matches?.("button"))) event.stopPropagation();
  }

  function listen<T extends Event>(
    element: HTMLElement,
    type: string,
    call: (event: T) => void,
    capture = false,
  ): void {
    element.addEventListener(type, call as EventListener, {capture});
    undo.push(() => element.removeEventListener(type, call as EventListener, {capture}));
  }

  return {
    id: "chainrule",
    async init(deckOptions) {
      deck = deckOptions;
      for (const event of EVENTS) {
        deckOptions.on(event, follow);
        undo.push(() => deckOptions.off(event, follow));
      }
      // Slides in Markdown are made by a plugin that may stand behind this one. Asked once more, it finds nothing to do.
      await deckOptions.getPlugin("markdown")?.init?.(deckOptions);
      const all = [...pictures(deckOptions.getRevealElement())];
      await Promise.all(all.map(loaded));
      all.forEach((picture, at) => {
        const id = `${at}`;
        picture.dataset.chainrule = id;
        if (picture.trace) traces.set(id, picture.trace);
        listen(picture, "stepchange", lead);
        listen(picture, "valueschange", present);
        listen(picture, "keydown", press, true);
        listen(picture, "keydown", hold);
      });
      for (const slide of new Set(all.map(slideOf))) if (slide) spread(slide);
      session = createDeckSession(deckOptions.getRevealElement());
      present();
    },
    destroy() {
      for (const restore of undo.splice(0)) restore();
      session?.destroy();
      for (const mark of deck?.getRevealElement().querySelectorAll(`[${MARK}]`) ?? []) mark.remove();
      deck = null;
    },
  };
}

/** Also the pictures of a deck that was opened before the element was defined. */
function* pictures(root: HTMLElement | undefined): Generator<ChainRule> {
  for (const picture of root?.querySelectorAll(PICTURE) ?? []) {
    customElements.upgrade(picture);
    if (picture instanceof ChainRule) yield picture;
  }
}

function slideOf(picture: Element): HTMLElement | null {
  return picture.closest("section");
}

/** The step a slide opens with. */
function first(picture: ChainRule): number {
  return Math.max(0, Number(picture.getAttribute("step") ?? 0) || 0);
}

function marksOf(picture: ChainRule): HTMLElement[] {
  const id = picture.dataset.chainrule;
  return [...(slideOf(picture)?.querySelectorAll<HTMLElement>(`[${MARK}]`) ?? [])].filter(
    (mark) => mark.getAttribute(MARK) === id,
  );
}

/** Resolves when the picture has its trace, or will not get it. */
function loaded(picture: ChainRule): Promise<void> {
  if (picture.trace) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE);
    for (const type of ["ready", "error"])
      picture.addEventListener(
        type,
        () => {
          clearTimeout(timer);
          resolve();
        },
        {once: true},
      );
  });
}

/** Puts an invisible fragment per step behind each picture of the slide, and gives every fragment its number. */
function spread(slide: HTMLElement): void {
  const elements = [...slide.querySelectorAll<HTMLElement>(`.fragment, ${PICTURE}`)].filter(
    (element) => element.closest("section") === slide,
  );
  const items = elements.map((element): Item => {
    const text = element.dataset.fragmentIndex;
    const index = text === undefined || text === "" || !Number.isFinite(Number(text)) ? null : Number(text);
    if (!(element instanceof ChainRule)) return {index};
    const steps = (element.trace?.steps.length ?? 0) - first(element);
    return {index, picture: Math.max(0, steps)};
  });
  const order = arrange(items);
  elements.forEach((element, at) => {
    const indices = order[at] ?? [];
    if (!(element instanceof ChainRule)) {
      element.dataset.fragmentIndex = String(indices[0] ?? 0);
      return;
    }
    delete element.dataset.fragmentIndex; // the picture itself never hides
    const marks = indices.map((index) => {
      const mark = element.ownerDocument.createElement("span");
      mark.className = "fragment";
      mark.setAttribute(MARK, element.dataset.chainrule ?? "");
      mark.setAttribute("aria-hidden", "true");
      mark.dataset.fragmentIndex = String(index);
      return mark;
    });
    element.after(...marks);
  });
}
