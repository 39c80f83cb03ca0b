/** A run below the picture: its loss as a curve to drag along, play, step and back, and the update in words. */

import type {Num, Run} from "../../shared/contract";
import {float} from "../../shared/contract";
import {h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {icons} from "../../shared/icons";
import {number} from "../../shared/number";
import {element} from "../../shared/svg";

export interface RunBar {
  show(run: Run | null, index: number, playing: boolean, note: string): void;
}

interface Hooks {
  go(index: number): void;
  toggle(): void;
}

const WIDTH = 600;
const HEIGHT = 56;
const PAD = 5;
const WIDE = 100; // losses that span more stand on a logarithmic axis

/** Return the place of each kept entry in the curve; a loss that is no finite number stands at the top. */
function curvePoints(run: Run): (readonly [number, number])[] {
  const losses = run.loss.map((loss) => float(loss as Num));
  const finite = losses.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const scale = low > 0 && high > WIDE * low ? Math.log : (value: number): number => value;
  const span = scale(high) - scale(low) || 1;
  const last = run.iterations[run.iterations.length - 1] || 1;
  return run.iterations.map((update, k) => {
    const loss = losses[k] as number;
    const height = Number.isFinite(loss) ? (scale(high) - scale(loss)) / span : 0;
    return [PAD + ((WIDTH - 2 * PAD) * update) / last, PAD + (HEIGHT - 2 * PAD) * height];
  });
}

export function createRunBar(host: HTMLElement, {go, toggle}: Hooks): RunBar {
  const svg = element("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  const all = element("polyline", {class: "cr-losses"});
  const done = element("polyline", {class: "cr-losses done"});
  const cursor = element("line", {class: "cr-cursor", y1: "0", y2: String(HEIGHT)});
  svg.append(all, done, cursor);
  const slider = h("input", {type: "range", min: 0, step: 1, "aria-label": tr("Update of the run")});
  slider.addEventListener("input", () => go(Number(slider.value)));
  const words = h("p", {class: "cr-run-words", role: "status"});
  let index = 0;
  let last = 0;
  const backButton = button("back", tr("One update back"), icons.back, () => go(index - 1));
  const play = button("play", tr("Play the run"), icons.play, toggle);
  const next = button("next", tr("One update on"), icons.next, () => go(index + 1));
  host.append(
    h("div", {class: "cr-buttons"}, backButton, play, next),
    h("div", {class: "cr-curve"}, svg, slider),
    words,
  );
  host.hidden = true;
  let currentRun: Run | null = null;
  let points: (readonly [number, number])[] = [];

  return {
    show(run, at, playing, note) {
      host.hidden = run === null;
      if (run === null) return;
      if (run !== currentRun) {
        currentRun = run;
        points = curvePoints(run);
        all.setAttribute("points", points.join(" "));
      }
      index = at;
      last = run.iterations.length - 1;
      slider.max = String(last);
      slider.value = String(at);
      done.setAttribute("points", points.slice(0, at + 1).join(" "));
      const x = String(points[at]?.[0] ?? 0);
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
      const sentence = tr`Update ${run.iterations[at]} of ${run.iterations[last]}: loss ${number(run.loss[at] as Num)}`;
      slider.setAttribute("aria-valuetext", sentence);
      const ended = at === last && run.ended !== "iterations" ? run.text : "";
      write(words, [sentence, ended, note].filter(Boolean).join(" · "));
      backButton.setAttribute("aria-disabled", String(at === 0));
      next.setAttribute("aria-disabled", String(at === last));
      const label = playing ? tr("Pause the run") : tr("Play the run");
      if (play.getAttribute("aria-label") === label) return;
      play.setAttribute("aria-label", label);
      play.innerHTML = playing ? icons.pause : icons.play;
    },
  };
}

function button(name: string, label: string, icon: string, act: () => void): HTMLButtonElement {
  const element = h("button", {type: "button", class: `cr-button ${name}`, "aria-label": label});
  element.innerHTML = icon;
  element.addEventListener("click", () => {
    if (element.getAttribute("aria-disabled") !== "true") act();
  });
  return element;
}
