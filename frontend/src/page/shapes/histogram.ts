/** A small histogram of a layer's values or gradients, with its numbers in words. */

import type {Distribution} from "../../shared/contract";
import {format} from "../../shared/digits";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {element} from "../../shared/svg";

const HEIGHT = 24; // px
const BAR = 4; // px

/** Return the heights of the bars, 0 to 1; a bin that is not empty is seen. Pure. */
function heightsOf(counts: readonly number[]): readonly number[] {
  const most = Math.max(1, ...counts);
  return counts.map((count) => (count === 0 ? 0 : Math.max(count / most, 1.5 / HEIGHT)));
}

/** Return what a screen reader says of it. */
function wordsOf(distribution: Distribution): string {
  const {minimum, maximum, mean, deviation, zeros, nonfinite, counts} = distribution;
  const [low, high, middle, spread] = [minimum, maximum, mean, deviation].map((number) => format(number, "short"));
  const total = counts.reduce((sum, count) => sum + count, 0) + nonfinite;
  const range = tr`from ${low ?? ""} to ${high ?? ""}, mean ${middle ?? ""}, standard deviation ${spread ?? ""}`;
  const zero = tr`${String(zeros)} of ${String(total)} entries are 0`;
  const broken = tr`${String(nonfinite)} of ${String(total)} entries are infinite or no number`;
  return [range, zeros > 0 && zero, nonfinite > 0 && broken].filter((part) => part !== false).join("; ");
}

/** One cell of the table: the bars, the bounds under them, and the deviation beside them. */
export function histogramCell(distribution: Distribution | null, kind: "values" | "gradients"): HTMLElement {
  if (distribution === null) return h("td", {}, "–");
  const {counts, minimum, maximum, deviation} = distribution;
  const svg = element("svg", {width: counts.length * BAR, height: HEIGHT, role: "img"});
  svg.setAttribute("aria-label", wordsOf(distribution));
  heightsOf(counts).forEach((height, index) => {
    svg.append(element("rect", {x: index * BAR, y: HEIGHT * (1 - height), width: BAR - 1, height: HEIGHT * height}));
  });
  const bounds = h(
    "small",
    {"aria-hidden": "true"},
    h("span", {}, format(minimum, "short")),
    h("span", {}, `±${format(deviation, "short")}`),
    h("span", {}, format(maximum, "short")),
  );
  return h("td", {class: `histogram ${kind}`, title: wordsOf(distribution)}, svg, bounds);
}
