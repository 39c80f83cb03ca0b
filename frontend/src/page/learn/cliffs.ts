/** The falls of a `step` schedule in the plot of the learning rate: each can be dragged along the updates, the first level up and down. */

import type {RunFields} from "../../shared/api";
import {draggable, placeIn} from "../../shared/drag";
import {tr} from "../../shared/i18n/tr";
import {element, line} from "../../shared/svg";
import type {Entry} from "./curve";
import {ratesFrame, stairs} from "./curve";
import {polyline, round, type Scale} from "./plot";
import {type Cliffs, cliffsOf, stepRate, withCliffAt, withFactor} from "./schedules";

type Schedule = RunFields["schedule"];

type Options = Readonly<{
  cliffs: Cliffs;
  lr: number;
  last: number; // the last update of the run
  onSet: (schedule: Schedule) => void;
}>;

/** Draws the handles into the plot of a run whose schedule they belong to. */
export function cliffHandles(svg: SVGSVGElement, entries: readonly Entry[], x: Scale, options: Options): void {
  svg.setAttribute("role", "group"); // a picture has no handle in it
  const {lr, last, onSet} = options;
  const {y} = ratesFrame(entries);
  let now = options.cliffs;
  const inside = now.at.filter((t) => t < last).length;
  if (inside === 0) return;
  const preview = element("g", {class: "cliff-preview"});
  const handles = Array.from({length: inside}, (_, k) =>
    slider(`cliff-${k}`, "cliff", tr`Cliff ${k + 1} of the learning rate`, [1, last - 1]),
  );
  const level = slider("cliff-level", "cliff-level", tr("Factor of the learning rate at a cliff"), [0.001, 1]);

  function draw(): void {
    const points = Array.from({length: last + 1}, (_, t) => [x(t), y(stepRate(now, lr, t))] as const);
    preview.replaceChildren(polyline("rates moved", stairs(points)));
    handles.forEach((handle, k) => {
      const t = now.at[k] ?? last;
      const [upper, lower] = [y(lr * now.factor ** k), y(lr * now.factor ** (k + 1))];
      handle.toggleAttribute("hidden", t >= last);
      handle.replaceChildren(
        element("rect", {
          class: "hit",
          x: round(x(t) - 12),
          y: round(upper - 12),
          width: 24,
          height: round(lower - upper + 24),
        }),
        line("fall", x(t), upper, x(t), lower),
        element("circle", {cx: round(x(t)), cy: round((upper + lower) / 2), r: 5}),
      );
      say(handle, t, tr`update ${t}`);
    });
    const [from, to] = [now.at[0] as number, now.at[1] ?? last];
    const [middle, height] = [x((from + Math.min(to, last)) / 2), y(lr * now.factor)];
    level.replaceChildren(
      element("rect", {class: "hit", x: round(middle - 14), y: round(height - 10), width: 28, height: 20}),
      element("rect", {class: "grip", x: round(middle - 9), y: round(height - 3.5), width: 18, height: 7, rx: 3.5}),
    );
    say(level, now.factor, tr`factor ${now.factor}`);
  }

  function take(schedule: Schedule): void {
    now = cliffsOf(schedule, last) ?? now;
    draw();
  }
  const moveTo = (k: number, t: number): Schedule => withCliffAt(now, k, Math.max(k + 1, Math.min(last - 1, t)));
  const commit = (): void =>
    onSet(
      now.even ? {kind: "step", every: now.at[0], factor: now.factor} : {kind: "step", at: now.at, factor: now.factor},
    );

  handles.forEach((handle, k) => {
    hold(svg, handle, ([at]) => take(moveTo(k, x.invert(at))), commit);
    onArrows(handle, (steps) => {
      const by = now.even ? steps * (k + 1) : steps; // at least one update more or less a stage
      take(moveTo(k, (now.at[k] as number) + by));
      commit();
    });
  });
  hold(svg, level, ([, at]) => take(withFactor(now, y.invert(at) / lr)), commit);
  onArrows(level, (steps) => {
    take(withFactor(now, now.factor + steps * 0.05));
    commit();
  });
  draw();
  svg.append(preview, ...handles, level);
}

function slider(id: string, look: string, name: string, [least, most]: readonly [number, number]): SVGElement {
  const handle = element("g", {class: look, role: "slider", tabindex: 0, "data-handle": id});
  handle.setAttribute("aria-label", name);
  handle.setAttribute("aria-valuemin", String(least));
  handle.setAttribute("aria-valuemax", String(most));
  return handle;
}

function say(handle: SVGElement, value: number, words: string): void {
  handle.setAttribute("aria-valuenow", String(value));
  handle.setAttribute("aria-valuetext", words);
}

/** A drag of a handle is no drag along the run. */
function hold(
  svg: SVGSVGElement,
  handle: SVGElement,
  go: (place: readonly [number, number]) => void,
  end: () => void,
): void {
  handle.addEventListener("pointerdown", (event) => event.stopPropagation());
  let hasMoved = false;
  draggable(
    handle,
    (event) => {
      if (event.type === "pointerdown") return;
      hasMoved = true;
      go(placeIn(svg, event));
    },
    () => {
      if (hasMoved) end();
      hasMoved = false;
    },
  );
}

/** Right and up are more, left and down are less; with Shift ten times as much. */
function onArrows(handle: SVGElement, go: (steps: number) => void): void {
  const steps: Readonly<Record<string, number>> = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1};
  handle.addEventListener("keydown", (event) => {
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(event.shiftKey ? by * 10 : by);
  });
}
