/** The gradient of each parameter over the updates, and what the update made of it. */

import {isCarried, type Run} from "../../shared/contract";
import {h, nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {label, line} from "../../shared/svg";
import type {LearnContext} from "./context";
import {extent, type Frame, frameSvg, polyline, type Scale, SIDES, scale, short} from "./plot";
import {gradientOf, moveOf, valuesOf} from "./run-numbers";
import {updateCount} from "./update-count";

const FRAME: Frame = {...SIDES, height: 92, top: 10, bottom: 12};
const GRADIENTS = {what: "gradient", look: "gradients", title: tr("gradient")} as const;
const MOVES = {what: "move", look: "updates-line", title: tr("update")} as const;
const VALUES = [{what: "value", look: "values-line", title: tr("value")}, MOVES] as const;
const LINES = 24; // entries of one parameter that are drawn one by one

const NUMBERS = {value: valuesOf, gradient: gradientOf, move: moveOf};

/** Numbers of each entry of a parameter over the kept updates; a large parameter has its length alone. */
export function seriesOf(run: Run, name: string, what: keyof typeof NUMBERS): number[][] {
  const rows = run.iterations.map((_, index) => NUMBERS[what](run, name, index) ?? []);
  const size = rows[0]?.length ?? 0;
  if (size > LINES) return [rows.map((row) => (row.length > 0 ? Math.hypot(...row) : Number.NaN))];
  return Array.from({length: size}, (_, k) => rows.map((row) => row[k] ?? Number.NaN));
}

/** One small plot: lines about 0, with the cursor. */
function small(
  series: readonly number[][],
  look: string,
  x: Scale,
  updates: readonly number[],
  words: string,
): SVGSVGElement {
  const [low, high] = extent(series.flat());
  const floor = FRAME.height - FRAME.bottom;
  const y = scale([Math.min(0, low), Math.max(0, high)], [floor, FRAME.top]);
  const svg = frameSvg("over-time scrub", FRAME, words);
  svg.append(
    line("axis", FRAME.left, y(0), FRAME.width - FRAME.right, y(0)),
    label(short(y.domain[1]), FRAME.left - 6, FRAME.top + 5, "end"),
    label(short(y.domain[0]), FRAME.left - 6, floor + 4, "end"),
    ...series.map((one) =>
      polyline(
        look,
        one.map((value, index) => [x(updates[index] as number), y(value)] as const),
      ),
    ),
  );
  return svg;
}

export function overTime(place: HTMLElement, {run, index}: LearnContext): void {
  const updates = run.iterations;
  const last = updates[updates.length - 1] as number;
  const x = scale([0, last || 1], [FRAME.left, FRAME.width - FRAME.right]);
  const at = x(updates[index] as number);
  const plots = run.parameters.flatMap((name) => {
    if (run.gradients[name] === undefined) return [];
    const kinds = isCarried(run) ? VALUES : [GRADIENTS, MOVES];
    return kinds.map(({what, look, title}) => {
      const series = seriesOf(run, name, what);
      const many = (run.leaves.find((leaf) => leaf.name === name)?.shape.length ?? 0) > 0 && series.length === 1;
      const svg = small(series, look, x, updates, tr`The ${title} of ${name} over ${updateCount(last)}.`);
      svg.append(line("cursor", at, FRAME.top, at, FRAME.height - FRAME.bottom));
      return h(
        "figure",
        {class: "small-plot"},
        h("figcaption", {}, many ? tr`length of the ${title} of ` : tr`${title} of `, nameElement(name)),
        svg,
      );
    });
  });
  place.replaceChildren(...plots);
}
