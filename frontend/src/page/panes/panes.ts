/** The edges of the two side panels: they are dragged to widen a panel, and close and open it. */

import {byId, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {icons} from "../../shared/icons";
import {recall, remember} from "../../shared/storage";
import {PANES, type Pane, type Side, textOf, widened} from "./widths";

const STEP = 24; // px for an arrow key

/** Opens a closed panel and closes an open one. */
export type TogglePane = (side: Side) => void;

export function createPanes(): TogglePane {
  const main = byId("main");
  const edges = {left: createEdge(main, "left"), right: createEdge(main, "right")};
  return (side) => edges[side].toggle();
}

function createEdge(main: HTMLElement, side: Side): {toggle: () => void} {
  const {key, label, least, most} = PANES[side];
  let pane: Pane = widened(side, recall(key));
  const grip = h("div", {
    class: "pane-grip",
    role: "separator",
    tabindex: "0",
    "aria-orientation": "vertical",
    "aria-label": tr`Width: ${label}`,
    "aria-valuemin": String(least),
    "aria-valuemax": String(most),
  });
  const button = h("button", {type: "button", class: "pane-toggle"});
  main.append(h("div", {class: `pane-edge at-${side}`}, grip, button));
  const direction = side === "left" ? 1 : -1;

  function set(next: Pane): void {
    pane = next;
    document.body.toggleAttribute(`data-no-${side}`, !pane.open);
    if (pane.width === null) document.body.style.removeProperty(`--${side}`);
    else document.body.style.setProperty(`--${side}`, `${pane.width}px`);
    const says = pane.open ? tr`Close: ${label}` : tr`Open: ${label}`;
    button.title = `${says} (${side === "left" ? "[" : "]"})`;
    button.setAttribute("aria-label", says);
    button.setAttribute("aria-expanded", String(pane.open));
    button.innerHTML = pane.open === (side === "left") ? icons.back : icons.next;
    grip.setAttribute("aria-valuenow", String(pane.width ?? PANES[side].usual));
  }

  function commit(next: Pane): void {
    set(next);
    remember(key, textOf(next));
  }

  const widthNow = (): number => main.querySelector(`.${side}`)?.getBoundingClientRect().width ?? PANES[side].usual;
  const within = (width: number): Pane => ({open: true, width: Math.round(Math.max(least, Math.min(most, width)))});
  const toggle = (): void => commit({...pane, open: !pane.open});

  button.addEventListener("click", toggle);
  grip.addEventListener("dblclick", () => commit({open: true, width: null}));
  grip.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || !pane.open) return;
    down.preventDefault();
    const start = widthNow();
    const follow = (event: PointerEvent): void => set(within(start + direction * (event.clientX - down.clientX)));
    const end = (): void => {
      grip.removeEventListener("pointermove", follow);
      remember(key, textOf(pane));
    };
    grip.setPointerCapture(down.pointerId);
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("pointerup", end, {once: true});
    grip.addEventListener("pointercancel", end, {once: true});
  });
  grip.addEventListener("keydown", (event) => {
    const by = {ArrowRight: direction, ArrowLeft: -direction}[event.key];
    if (by !== undefined && pane.open) commit(within(widthNow() + by * STEP));
    else if (event.key === "Enter") toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  set(pane);
  return {toggle};
}
