/** A convolution or a pooling gate at work: the window at one of its places, moved by a slider, by arrows, by itself. */

import type {Place} from "../../player/model/planes";
import {type Sweep, type Sweeping, sweepOf} from "../../player/model/windows";
import type {Numbers, Trace} from "../../shared/contract";
import type {Digits} from "../../shared/digits";
import {h, nameElement, prefersReducedMotion, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {nameOn} from "./step-equations";
import type {PlaneSize} from "./window-plane";
import {figuresOf} from "./windows-figures";
import {hasWindows} from "./windows-gate";
import {equationOf, windowSentence} from "./windows-text";

type WindowsView = Readonly<{trace: Trace; position: number; live: Numbers; digits: Digits}>;

export type WindowsCard = Readonly<{
  /** The card of the gate whose step was done last; null where no window slides. */
  show(view: WindowsView): HTMLElement | null;
}>;

const LONGEST = 7000; // ms of a sweep by itself
const SLOWEST = 650; // ms at a place
const FASTEST = 110;

const HEADINGS: Readonly<Record<Sweep, string>> = {
  result: tr("The window at work"),
  operand: tr("The way back"),
  kernel: tr("The sum over all windows"),
};
const CHOICES = {example: tr("example"), channel: tr("channel"), "input channel": tr("input channel")};

/** `onEnlarge`: the button that shows the same large. */
export function createWindowsCard(planeSize: PlaneSize, onEnlarge: (() => void) | null): WindowsCard {
  const heading = h("h3", {});
  const sweeps = h("div", {class: "segments", role: "group", "aria-label": tr("Gradient of")});
  const figures = h("div", {class: "window-figures"});
  const equation = h("p", {class: "window-equation"});
  const words = h("p", {class: "window-words", role: "status"});
  const place = h("output", {class: "fine"});
  const slider = h("input", {type: "range", min: "0", step: "1", "aria-label": tr("Place of the window")});
  const button = (label: string, title: string): HTMLButtonElement =>
    h("button", {type: "button", class: "button", "aria-label": title, title}, label);
  const [back, play, on] = [
    button("‹", tr("Window before")),
    button("▶", tr("Slide the window")),
    button("›", tr("Next window")),
  ];
  const choices = h("div", {class: "window-choices"});
  const enlarge = button("⤢", tr("Enlarge (Z)"));
  const host = h(
    "div",
    {class: "card windows"},
    h("div", {class: "windows-head"}, heading, onEnlarge !== null && enlarge),
    sweeps,
    figures,
    equation,
    words,
    h("div", {class: "window-bar"}, back, play, on, slider, place),
    choices,
  );
  let view: WindowsView | null = null;
  let key = "";
  let sweep: Sweep = "result";
  let sweeping: Sweeping | null = null;
  let at = 0;
  let selected: number[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    write(play, "▶");
    play.setAttribute("aria-label", tr("Slide the window"));
  }

  function start(): void {
    const count = sweeping?.places ?? 0;
    if (count < 2) return;
    const pause = Math.max(FASTEST, Math.min(SLOWEST, LONGEST / count));
    const by = Math.max(1, Math.ceil((count * pause) / LONGEST));
    write(play, "❚❚");
    play.setAttribute("aria-label", tr("Stop the window"));
    const tick = (): void => {
      if (!host.isConnected || at >= count - 1) {
        stop();
        return;
      }
      at = Math.min(count - 1, at + by);
      draw();
      timer = setTimeout(tick, pause);
    };
    clearTimeout(timer);
    timer = setTimeout(tick, pause);
  }

  function move(to: number): void {
    stop();
    at = Math.max(0, Math.min((sweeping?.places ?? 1) - 1, to));
    draw();
  }

  back.addEventListener("click", () => move(at - 1));
  on.addEventListener("click", () => move(at + 1));
  slider.addEventListener("input", () => move(Number(slider.value)));
  play.addEventListener("click", () => {
    if (timer !== undefined) {
      stop();
      return;
    }
    if (at >= (sweeping?.places ?? 1) - 1) move(0);
    start();
  });
  if (onEnlarge !== null) enlarge.addEventListener("click", onEnlarge);

  /** Another gate, another way through it: from its first place on, by itself where motion is wanted. */
  function begin(next: Sweep): void {
    sweep = next;
    stop();
    at = 0;
    selected = [];
    renew();
    buildChoices();
    draw();
    if (!prefersReducedMotion(window)) start();
  }

  function renew(): void {
    const id = view?.trace.steps[view.position - 1]?.nodes[0] ?? "";
    sweeping = view === null ? null : sweepOf(view.trace, id, sweep, view.live);
    slider.max = String(Math.max(0, (sweeping?.places ?? 1) - 1));
  }

  function buildChoices(): void {
    const fields = (sweeping?.choices ?? []).flatMap(({name, count}, index) => {
      if (count < 2) return [];
      const input = h("input", {type: "number", min: "0", max: String(count - 1), value: "0", step: "1"});
      input.addEventListener("input", () => {
        const number = Math.trunc(Number(input.value));
        if (!(number >= 0 && number < count)) return;
        selected[index] = number;
        stop();
        draw();
      });
      return [h("label", {}, `${CHOICES[name]} `, input, ` ${tr`of ${count}`}`)];
    });
    choices.replaceChildren(...fields);
  }

  function draw(): void {
    if (view === null || sweeping === null) return;
    const look = sweeping.look(
      at,
      sweeping.choices.map((_, index) => selected[index] ?? 0),
    );
    slider.value = String(at);
    write(place, tr`${at + 1} of ${sweeping.places}`);
    const sentence = windowSentence(view.trace, sweeping, look);
    slider.setAttribute("aria-valuetext", sentence);
    words.setAttribute("aria-live", timer === undefined ? "polite" : "off"); // while it slides, it is not read aloud
    write(words, sentence);
    const isStill = prefersReducedMotion(window) && sweep !== "kernel";
    const others = isStill ? stillPlaces(sweeping.places).flatMap((place) => placesOf(sweeping, place)) : [];
    figures.replaceChildren(...figuresOf(view.trace, sweeping, look, planeSize, others));
    const line = equationOf(sweeping, look, view.digits);
    equation.hidden = line.length === 0;
    equation.replaceChildren(...line);
  }

  /** The cells under the window at another place. */
  const placesOf = (of: Sweeping | null, place: number): readonly Place[] =>
    of
      ?.look(
        place,
        of.choices.map((_, index) => selected[index] ?? 0),
      )
      .meetings.map(([left]) => left) ?? [];

  return {
    show(next) {
      const {trace, position} = next;
      if (!hasWindows(trace, position)) {
        stop();
        key = "";
        return null;
      }
      const step = trace.steps[position - 1];
      const isBack = step?.kind === "backward";
      const id = step?.nodes[0] ?? "";
      view = next;
      const nextKey = `${trace.source}\n${id}\n${isBack}`;
      const first = sweepOf(trace, id, "result", next.live);
      if (first === null) return null;
      const ways: readonly Sweep[] = !isBack ? [] : first.wires.length > 1 ? ["operand", "kernel"] : ["operand"];
      sweeps.hidden = ways.length < 2;
      const press = (): void => {
        for (const one of sweeps.querySelectorAll("button"))
          one.setAttribute("aria-pressed", String(one.dataset.sweep === sweep));
        write(heading, HEADINGS[sweep]);
      };
      if (nextKey !== key) {
        key = nextKey;
        sweeps.replaceChildren(
          ...ways.map((way, index) => {
            const wire = first.wires[index];
            const name = wire === undefined ? "" : nameOn(trace, wire);
            const one = h("button", {type: "button", "data-sweep": way}, tr("to "), nameElement(name));
            one.addEventListener("click", () => {
              begin(way);
              press();
            });
            return one;
          }),
        );
        begin(ways[0] ?? "result");
      } else {
        renew();
        draw();
      }
      press();
      return host;
    },
  };
}

/** The first, middle and last place: they stand for the way of a window that does not move. */
const stillPlaces = (count: number): readonly number[] => [0, Math.floor((count - 1) / 2), count - 1];
