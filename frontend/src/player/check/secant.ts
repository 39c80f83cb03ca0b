/** The output along one variable, with the tangent that the backward pass knows and the secant that a step takes. */

import type {Numbers, Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import type {DifferenceKind} from "../../shared/link";
import {number} from "../../shared/number";
import {element, label, line} from "../../shared/svg";
import {leafEntries} from "../model/leaf-entries";
import {guardsHold, run} from "../model/tape";

/** The output where one number is moved by `by`; null where the program goes another way there. */
type Along = (by: number) => number | null;

const SAMPLES = 81;
const REACH = 1.25; // of the largest step that the picture shows
const SMALL = 1e-2; // a smaller step is zoomed into
const [WIDTH, HEIGHT, EDGE] = [420, 260, 14];

/** Return the curve that the tape of the trace computes; null where the output is no single number, or the graph has no tape. */
export function alongOf(trace: Trace, live: Numbers, name: string): Along | null {
  const {tape} = trace;
  const leaves = leafEntries(trace, live);
  const [output, ...others] = tape?.output ?? [];
  const [at, ...rest] = leaves[name] ?? [];
  if (!tape || output === undefined || others.length > 0 || at === undefined || rest.length > 0) return null;
  return (by) => {
    const movedLeaves = {...leaves, [name]: [at + by]};
    if (!guardsHold(tape, movedLeaves)) return null;
    const value = run(tape, movedLeaves).value[output];
    return value !== undefined && Number.isFinite(value) ? value : null;
  };
}

/** The two ends of the secant that a difference quotient takes. */
export function endsOf(
  along: Along,
  h: number,
  kind: DifferenceKind,
): readonly [number, number, number, number] | null {
  const from = kind === "central" ? -h : 0;
  const [low, high] = [along(from), along(h)];
  return low === null || high === null ? null : [from, low, h, high];
}

/** Reach of the picture to both sides. */
const reachOf = (h: number): number => (h < SMALL ? h : Math.max(h, 0.05)) * REACH;

export function secantPlot(
  along: Along,
  slope: number,
  h: number,
  kind: DifferenceKind,
  name: string,
): SVGSVGElement | null {
  const here = along(0);
  const ends = endsOf(along, h, kind);
  if (here === null || ends === null) return null;
  const extent = reachOf(h);
  const curve: [number, number][] = [];
  for (let k = 0; k < SAMPLES; k++) {
    const by = extent * ((2 * k) / (SAMPLES - 1) - 1);
    const value = along(by);
    if (value !== null) curve.push([by, value - here]);
  }
  // Heights are counted from the output here: near it they have digits that the output itself has not.
  const heights = [...curve.map(([, y]) => y), slope * extent, -slope * extent];
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const spread = high - low || 1;
  const x = (by: number): number => EDGE + ((by + extent) / (2 * extent)) * (WIDTH - 2 * EDGE);
  const y = (value: number): number => HEIGHT - 2 * EDGE - ((value - low) / spread) * (HEIGHT - 4 * EDGE);
  const [x0, y0, x1, y1] = [ends[0], ends[1] - here, ends[2], ends[3] - here];
  const secant = (y1 - y0) / (x1 - x0);
  const svg = element("svg", {class: "secant-plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img"});
  svg.setAttribute(
    "aria-label",
    tr`The output along ${name}: the tangent has slope ${number(slope)}, the secant with h = ${h} has ${number(secant)}.`,
  );
  const beyond = (by: number): number => y0 + secant * (by - x0);
  svg.append(
    element("polyline", {
      class: "curve",
      points: curve.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" "),
    }),
    line("tangent", x(-extent), y(-slope * extent), x(extent), y(slope * extent)),
    line("secant", x(-extent), y(beyond(-extent)), x(extent), y(beyond(extent))),
    element("circle", {class: "end", cx: x(x0), cy: y(y0), r: 5}),
    element("circle", {class: "end", cx: x(x1), cy: y(y1), r: 5}),
    element("circle", {class: "here", cx: x(0), cy: y(0), r: 5}),
    ...legend(slope, secant, [
      ["curve", tr("the output")],
      ["tangent", tr`tangent: ${number(slope)}`],
      ["secant", tr`secant: ${number(secant)}`],
    ]),
    label(`${name} − ${extent.toPrecision(2)}`, EDGE, HEIGHT - 5, "start"),
    label(`${name} + ${extent.toPrecision(2)}`, WIDTH - EDGE, HEIGHT - 5, "end"),
  );
  return svg;
}

const LEGEND_LINE = 18;

/** The names of the three lines, in the upper corner that both slopes leave free; between two lines that cross. */
function legend(tangent: number, secant: number, rows: readonly (readonly [string, string])[]): SVGElement[] {
  const [isRising, areCrossed] = [tangent >= 0, tangent * secant < 0];
  const from = areCrossed ? WIDTH / 2 - 75 : isRising ? EDGE : WIDTH - EDGE - 26;
  const anchor = areCrossed || isRising ? "start" : "end";
  return rows.flatMap(([look, words], at) => {
    const y = EDGE + at * LEGEND_LINE;
    return [line(look, from, y, from + 26, y), label(words, from + (anchor === "start" ? 34 : -8), y + 4, anchor)];
  });
}
