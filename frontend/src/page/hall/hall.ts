/** The lecture hall: the formula, the graph, the step's equation and sentence, as large as the screen. */

import type {Span} from "../../shared/contract";
import {byId, h, isTextField} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {steppingCommandOf} from "../keys";
import {equations} from "./equations";
import {hallText, isHall} from "./hall-text";
import {highlightedSource} from "./highlighted-source";

/** Content of the hall beside the picture. */
export interface HallView {
  readonly source: string;
  readonly activeSpan: Span | null; // the part of the source at work
  readonly math: string; // of the step, its numbers written
  readonly closing: readonly HTMLElement[]; // after the last step, what was learned
}

interface Hall {
  readonly on: boolean;
  toggle(): void;
  /** Blacks out the screen; again, or any step, brings it back. */
  blank(): void;
  /** A dot in place of the pointer. */
  laser(): void;
  /** Times the usual height of type. */
  text(): number;
  /** `view` is asked for while the hall is open. */
  show(view: () => HallView): void;
}

/** The button, the key and Escape all do the same. Full screen is asked for, and done without where it is refused. */
export function createHall(): Hall {
  const button = byId<HTMLButtonElement>("present-button");
  const source = h("pre", {class: "hall-source", "aria-hidden": "true"});
  const math = h("div", {class: "hall-math formula", role: "group", "aria-label": tr("Formula of the step")});
  const closing = h("div", {class: "hall-closing", role: "group", "aria-label": tr("What was learned")});
  const dark = h("div", {class: "hall-blank", hidden: true});
  const dot = h("div", {class: "hall-laser", hidden: true, "aria-hidden": "true"});
  byId("main").append(source, closing, math);
  document.body.append(dark, dot);
  let latest: (() => HallView) | null = null;

  function draw(): void {
    if (!isHall() || latest === null) return;
    const view = latest();
    source.replaceChildren(...highlightedSource(view.source, view.activeSpan));
    source.querySelector("mark")?.scrollIntoView({block: "nearest", inline: "nearest"});
    math.replaceChildren(...equations(view.math));
    closing.replaceChildren(...view.closing);
  }

  function set(on: boolean): void {
    document.body.toggleAttribute("data-present", on);
    button.setAttribute("aria-pressed", String(on));
    if (on) void document.documentElement.requestFullscreen?.().catch(() => undefined);
    else if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    if (!on) {
      dark.hidden = true;
      point(false);
    }
    draw();
  }

  function point(on: boolean): void {
    dot.hidden = !on;
    document.body.toggleAttribute("data-laser", on);
  }

  button.addEventListener("click", () => set(!isHall()));
  dark.addEventListener("click", () => {
    dark.hidden = true;
  });
  document.addEventListener("pointermove", ({clientX, clientY}) => {
    if (!dot.hidden) dot.style.transform = `translate(${clientX}px, ${clientY}px)`;
  });
  document.addEventListener("fullscreenchange", () => {
    if (document.fullscreenElement === null) set(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isHall()) set(false);
  });
  // Before anything else: a point is "faster" elsewhere; a key that follows a blank screen only lights it, if it is no step.
  document.addEventListener(
    "keydown",
    (event) => {
      const {key, ctrlKey, metaKey, altKey} = event;
      if (!isHall() || ctrlKey || metaKey || altKey || isTextField(event.target)) return;
      const blanks = key === "." || key.toLowerCase() === "b";
      if (!blanks && (dark.hidden || key === "Escape")) return;
      if (steppingCommandOf(event, true) !== null) {
        dark.hidden = true; // a remote's "next" after a blank screen is the next step, as on slides
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      dark.hidden = !dark.hidden;
    },
    {capture: true},
  );

  return {
    get on() {
      return isHall();
    },
    toggle: () => set(!isHall()),
    blank() {
      if (isHall()) dark.hidden = !dark.hidden;
    },
    laser() {
      if (isHall()) point(dot.hidden);
    },
    text: hallText,
    show(view) {
      latest = view;
      draw();
    },
  };
}
