/** The last updates as a staircase of losses: the old loss as a ghost, the drop that was promised beside the real one. */

import type {Run} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {element, label, line} from "../../shared/svg";
import {clip, extent, type Frame, frameSvg, round, SIDES, scale, short, ticks} from "./plot";
import {lossAt, promisedChange} from "./run-numbers";

const FRAME: Frame = {...SIDES, height: 130, top: 10, bottom: 24};
const STEPS = 5; // updates that are shown with the open one
const BAR = 14; // px

/** Null where the gradients promise nothing about the next entry: it is several updates away, or there is none. */
function staircase(run: Run, index: number): SVGSVGElement | null {
  const promise = promisedChange(run, index);
  if (promise === null) return null;
  const old = lossAt(run, index);
  // The last step fills the frame: earlier ones, which may be a thousand times as high, come in from above.
  const [low, high] = extent([old, lossAt(run, index + 1), old + promise]);
  const top = high + 0.5 * (high - low);
  let first = Math.max(0, index + 2 - STEPS);
  while (first < index - 1 && lossAt(run, first + 1) > top) first++; // one of those above is enough
  const entries = Array.from({length: index + 2 - first}, (_, k) => first + k);
  const losses = entries.map((entry) => lossAt(run, entry));
  if (!losses.every(Number.isFinite)) return null;
  const y = scale([low, top], [FRAME.height - FRAME.bottom, FRAME.top]);
  const left = scale([0, entries.length], [FRAME.left, FRAME.width - FRAME.right]);
  const svg = frameSvg("staircase", FRAME, "");
  svg.setAttribute("aria-hidden", "true"); // the sentence above it says its numbers
  const [start, end, floor] = [FRAME.left, FRAME.width - FRAME.right, FRAME.height - FRAME.bottom];
  svg.append(line("axis", start, floor, end, floor), line("axis", start, FRAME.top, start, floor));
  for (const value of ticks(y.domain, 2))
    svg.append(line("tick", start - 4, y(value), start, y(value)), label(short(value), start - 6, y(value) + 4, "end"));
  const inside = clip(svg, FRAME, "staircase-clip");
  losses.forEach((loss, k) => {
    const [from, to] = [left(k), left(k + 1)];
    inside.append(line("stair", from, y(loss), to, y(loss)));
    if (k > 0) inside.append(line("stair", from, y(losses[k - 1] as number), from, y(loss)));
    const text = String(run.iterations[entries[k] as number]);
    svg.append(label(text, (from + to) / 2, FRAME.height - 8, "middle"));
  });
  const [from, to] = [left(losses.length - 1), left(losses.length)];
  const third = (to - from) / 3;
  svg.append(line("old-loss", from, y(old), to, y(old)));
  svg.append(bar("promised", from + third, y(old), y(old + promise)));
  svg.append(bar("real", from + 2 * third, y(old), y(losses[losses.length - 1] as number)));
  return svg;
}

const WORDS = tr("Dashed: the old loss. Hollow: the drop that the gradients promise; full: the real one.");

/** The staircase with its words, or nothing. */
export function staircaseParts(run: Run, index: number): Element[] {
  const svg = staircase(run, index);
  return svg === null ? [] : [svg, h("p", {class: "fine"}, WORDS)];
}

const bar = (look: string, x: number, from: number, to: number): SVGElement =>
  element("rect", {
    class: look,
    x: round(x - BAR / 2),
    y: round(Math.min(from, to)),
    width: BAR,
    height: round(Math.max(1.5, Math.abs(to - from))),
  });
