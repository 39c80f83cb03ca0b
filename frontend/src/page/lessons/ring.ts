/** A ring around the one thing to touch, wherever it stands on the page. */

import {h} from "../../shared/dom";

const LOOK_AGAIN = 200; // ms: panels scroll, pictures are moved
const GROW = 4; // px
const SETTLES = 15; // looks in which what stands above the target may still grow

type Ring = Readonly<{
  /** Around the first of these that can be seen; none takes it away. */
  show(selectors: readonly string[]): void;
  /** Focus what the ring is around, or the first thing in it; say whether there is any. */
  focus(): boolean;
}>;

const FOCUSABLE = ["button:enabled", "input:enabled", "select", "summary", "a[href]", "[tabindex]"].join();

export function createRing(): Ring {
  const ring = h("div", {class: "lesson-ring", "aria-hidden": "true", hidden: true});
  document.body.append(ring);
  let selectors: readonly string[] = [];
  let timer: ReturnType<typeof setInterval> | undefined;
  let current: Element | null = null;
  let scrollsLeft = 0; // how often a target is still brought into sight; none once the user scrolls by himself
  for (const type of ["wheel", "touchmove", "pointerdown", "keydown"])
    window.addEventListener(type, () => (scrollsLeft = 0), {capture: true, passive: true});

  function place(): void {
    const target = selectors.map((each) => document.querySelector(each)).find(isSeen);
    ring.hidden = target === undefined;
    if (!target) return;
    if (target !== current) scrollsLeft = SETTLES;
    current = target;
    if (scrollsLeft-- > 0 && target instanceof HTMLElement) target.scrollIntoView({block: "nearest"}); // of its panel
    const {left, top, right, bottom} = target.getBoundingClientRect();
    const x = Math.max(0, left - GROW); // of a target at the window's edge no side is cut off
    const y = Math.max(0, top - GROW);
    ring.style.transform = `translate(${x}px, ${y}px)`;
    ring.style.width = `${Math.min(window.innerWidth, right + GROW) - x}px`;
    ring.style.height = `${bottom + GROW - y}px`;
  }

  return {
    show(next) {
      if (next.join() !== selectors.join()) current = null;
      selectors = next;
      clearInterval(timer);
      if (next.length > 0) timer = setInterval(place, LOOK_AGAIN);
      place();
    },
    focus() {
      if (ring.hidden || current === null) return false;
      const things = [current, ...current.querySelectorAll(FOCUSABLE)].filter((each) => each.matches(FOCUSABLE));
      const first = things.find(isSeen) as HTMLElement | SVGElement | undefined;
      first?.focus();
      return first !== undefined;
    },
  };
}

/** A part of closed details has a box, too, but is not seen. What its panel can scroll to is. */
function isSeen(element: Element | null): element is Element {
  if (!element?.checkVisibility()) return false;
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && box.left < window.innerWidth;
}
