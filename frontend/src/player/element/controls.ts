/** The controls: start, back, play, next, end, speed, and a scrubber with one cell for each step. */

import type {Numbers, Phase, Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {icons} from "../../shared/icons";
import {caption} from "../model/frame";
import {numbersOf} from "../model/numbers";
import {type Action, type Player, SPEEDS} from "../model/transport";

interface TransportState {
  readonly trace: Trace | null;
  readonly player: Player;
  readonly live?: Numbers | null;
}

export interface Transport {
  readonly element: HTMLElement;
  show(state: TransportState): void;
  destroy(): void;
}

/** Above this many steps single cells are too thin to be seen: one bar for each pass takes their place. */
const CELLS = 120;

const SPEED_LABELS: Readonly<Record<number, string>> = {0.5: "½×", 1: "1×", 2: "2×"};

const LEGENDS: Readonly<Record<Phase, readonly [string, string]>> = {
  forward: [tr("forward"), tr(": compute and save values")],
  backward: [tr("backward"), tr(": upstream × local = downstream")],
  tangent: [tr("tangents"), tr(": local × tangent, along with the values")],
};

/** The position under a pointer: a cell is its step done; the very left is the start. */
export function positionAt(ratio: number, last: number): number {
  if (last === 0 || ratio * last < 0.2) return 0;
  return Math.max(0, Math.min(last, Math.ceil(ratio * last)));
}

/** Return the place of the knob at a position, in percent: in the middle of the cell of the step done last. */
export function knobAt(position: number, last: number): number {
  return last === 0 || position === 0 ? 0 : ((position - 0.5) / last) * 100;
}

export function createTransport(host: Element, act: (action: Action) => void): Transport {
  const document = host.ownerDocument;
  const make = (tag: string, name: string, attributes: Readonly<Record<string, string>> = {}): HTMLElement => {
    const element = document.createElement(tag);
    element.className = name;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const button = (name: string, label: string, icon: string, action: Action): HTMLElement => {
    const element = make("button", `cr-button ${name}`, {type: "button", "aria-label": label, title: label});
    element.innerHTML = icon;
    element.addEventListener("click", () => {
      if (element.getAttribute("aria-disabled") !== "true") act(action);
    });
    return element;
  };

  const element = make("div", "cr-transport", {role: "group", "aria-label": tr("Playback")});
  const start = button("start", tr("Back to the start"), icons.start, {type: "start"});
  const backButton = button("back", tr("Step back"), icons.back, {type: "move", by: -1});
  const play = button("play", tr("Play"), icons.play, {type: "toggle"});
  const next = button("next", tr("Step forward"), icons.next, {type: "move", by: 1});
  const end = button("end", tr("To the end"), icons.end, {type: "end"});
  const buttons = make("div", "cr-buttons");
  buttons.append(start, backButton, play, next, end);

  const speeds = make("div", "cr-speed", {role: "group", "aria-label": tr("Speed")});
  const speedButtons = SPEEDS.map((speed) => {
    const one = make("button", "", {type: "button", "aria-label": tr`${SPEED_LABELS[speed] ?? speed} speed`});
    one.textContent = SPEED_LABELS[speed] ?? `${speed}×`;
    one.addEventListener("click", () => act({type: "speed", speed}));
    speeds.append(one);
    return {speed, one};
  });

  const scrub = make("div", "cr-scrub");
  const track = make("div", "cr-track", {
    role: "slider",
    tabindex: "0",
    "aria-label": tr("Step"),
    "aria-valuemin": "0",
    "aria-valuemax": "0",
    "aria-valuenow": "0",
  });
  const cells = make("div", "cr-cells");
  const knob = make("div", "cr-knob");
  track.append(cells, knob);
  const legend = make("div", "cr-legend", {"aria-hidden": "true"});
  scrub.append(track, legend);
  element.append(buttons, speeds, scrub);
  host.append(element);

  let currentTrace: Trace | null = null;
  let player: Player | null = null;
  let last = 0;

  const seek = (step: number): void => act({type: "seek", step});

  function drag(event: PointerEvent): void {
    const box = cells.getBoundingClientRect();
    const to = positionAt((event.clientX - box.left) / Math.max(1, box.width), last);
    if (to !== player?.step || player.playing) seek(to);
  }

  track.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    track.setPointerCapture?.(event.pointerId);
    track.dataset.dragging = "";
    drag(event);
  });
  track.addEventListener("pointermove", (event) => {
    if (track.dataset.dragging !== undefined) drag(event);
  });
  for (const name of ["pointerup", "pointercancel"])
    track.addEventListener(name, () => {
      delete track.dataset.dragging;
    });
  track.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !player) return;
    const page = Math.max(1, Math.round(last / 10));
    const keys: Readonly<Record<string, number>> = {
      ArrowRight: player.step + 1,
      ArrowUp: player.step + 1,
      ArrowLeft: player.step - 1,
      ArrowDown: player.step - 1,
      PageUp: player.step + page,
      PageDown: player.step - page,
      Home: 0,
      End: last,
    };
    const to = keys[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    // One step is a move, so that the picture may play it.
    if (Math.abs(to - player.step) === 1) act({type: "move", by: to - player.step});
    else seek(to);
  });

  /** Makes a part as wide as its steps. A style attribute would be refused by the page's Content-Security-Policy. */
  function share(part: HTMLElement, count: number): HTMLElement {
    part.style.flexGrow = String(count);
    return part;
  }

  /** Cells and legend change only with the trace. */
  function lay(trace: Trace | null): void {
    currentTrace = trace;
    const steps = trace?.steps ?? [];
    const runs: {phase: Phase; count: number}[] = [];
    const woven = steps.some(({phase}) => phase === "tangent"); // values and tangents take turns
    for (const step of steps) {
      const phase = woven ? "tangent" : step.phase;
      const run = runs[runs.length - 1];
      if (run?.phase === phase) run.count++;
      else runs.push({phase, count: 1});
    }
    cells.replaceChildren(
      ...(steps.length <= CELLS
        ? steps.map(({phase}) => make("span", `cr-cell ${phase}`))
        : runs.map(({phase, count}) => share(make("span", `cr-cell cr-run ${phase}`), count))),
    );
    legend.replaceChildren(
      ...runs.map(({phase, count}) => {
        const name = share(make("span", phase), count);
        const [word, rest] = LEGENDS[phase];
        const detail = make("span", "detail");
        detail.textContent = rest;
        name.append(word, detail);
        return name;
      }),
    );
  }

  function shade(position: number, steps: Trace["steps"]): void {
    if (steps.length <= CELLS) {
      [...cells.children].forEach((cell, i) => {
        cell.classList.toggle("done", i < position);
      });
      return;
    }
    let before = 0;
    for (const cell of cells.children as HTMLCollectionOf<HTMLElement>) {
      const count = Number(cell.style.flexGrow);
      const part = Math.max(0, Math.min(1, (position - before) / count));
      cell.style.setProperty("--done", `${part * 100}%`);
      before += count;
    }
  }

  return {
    element,
    show({trace, player: now, live}) {
      if (trace !== currentTrace) lay(trace);
      player = now;
      last = trace?.steps.length ?? 0;
      shade(now.step, trace?.steps ?? []);
      knob.style.left = `${knobAt(now.step, last)}%`;
      knob.className = `cr-knob ${trace?.steps[now.step - 1]?.phase ?? "start"}`;
      const sentence = trace ? caption(trace, now.step, live ?? numbersOf(trace)) : "";
      track.setAttribute("aria-valuemax", String(last));
      track.setAttribute("aria-valuenow", String(now.step));
      track.setAttribute("aria-valuetext", tr`Step ${now.step} of ${last}. ${sentence}`);
      const label = now.playing ? tr("Pause") : tr("Play");
      if (play.getAttribute("aria-label") !== label) {
        play.setAttribute("aria-label", label);
        play.title = label;
        play.innerHTML = now.playing ? icons.pause : icons.play;
      }
      for (const item of [start, backButton]) item.setAttribute("aria-disabled", String(now.step === 0));
      for (const item of [next, end]) item.setAttribute("aria-disabled", String(now.step >= last));
      play.setAttribute("aria-disabled", String(last === 0));
      for (const {speed, one} of speedButtons) one.setAttribute("aria-pressed", String(speed === now.speed));
    },
    destroy() {
      element.remove();
    },
  };
}
