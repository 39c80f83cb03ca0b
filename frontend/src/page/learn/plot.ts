/** Parts that plots share: scales, round numbers on the axes, and the writing of their labels. Pure. */

import {element, label, line} from "../../shared/svg";

export type Range = readonly [number, number];
export interface Scale {
  (value: number): number;
  readonly domain: Range;
  invert(place: number): number;
}
export type Frame = Readonly<{width: number; height: number; left: number; right: number; top: number; bottom: number}>;

/** Plots over the updates of a run have the same sides, so that one cursor goes through all of them. */
export const SIDES = {width: 420, left: 58, right: 12} as const;

/** The entry whose update stands nearest to a place across one of them, from 0 at the left to 1. */
export function entryUnder(updates: readonly number[], share: number): number {
  const {width, left, right} = SIDES;
  const last = updates[updates.length - 1] || 1;
  return nearest(updates, ((share * width - left) / (width - left - right)) * last);
}

export function nearest(updates: readonly number[], update: number): number {
  let best = 0;
  updates.forEach((at, k) => {
    if (Math.abs(at - update) < Math.abs((updates[best] as number) - update)) best = k;
  });
  return best;
}

/** Map from numbers to places. A domain of one number is widened about it. */
export function scale(domain: Range, range: Range, logarithmic = false): Scale {
  const at = (value: number): number => (logarithmic ? Math.log10(value) : value);
  const [low, high] = widened(domain, logarithmic);
  const span = at(high) - at(low);
  const place = (value: number): number => range[0] + ((at(value) - at(low)) / span) * (range[1] - range[0]);
  const invert = (x: number): number => {
    const value = at(low) + ((x - range[0]) / (range[1] - range[0])) * span;
    return logarithmic ? 10 ** value : value;
  };
  return Object.assign(place, {domain: [low, high] as Range, invert});
}

function widened([low, high]: Range, logarithmic: boolean): Range {
  if (low < high) return [low, high];
  const by = low === 0 ? 1 : Math.abs(low) / 2;
  return logarithmic ? [low / 2, low * 2] : [low - by, low + by];
}

/** The smallest and the largest finite number; 0 and 1 where there is none. */
export function extent(numbers: Iterable<number>): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of numbers) {
    if (!Number.isFinite(x)) continue;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** Range from the smallest to the largest of the values that count, with room beside them. */
export function paddedRange(values: readonly number[], counts: readonly boolean[]): Range {
  const [low, high] = extent(values.filter((_, k) => counts[k]));
  const room = (high - low || Math.abs(low) || 1) * 0.35;
  return [low - room, high + room];
}

/** About `count` round numbers from low to high. */
export function ticks([low, high]: Range, count = 4): number[] {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= raw) ?? 10);
  const places: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high + step * 1e-9 && places.length < 20; k++) places.push(k * step);
  return places;
}

/** A number beside an axis. */
export function short(x: number): string {
  const size = Math.abs(x);
  if (size >= 1e4 || (x !== 0 && size < 1e-3)) return x.toExponential(1).replace("-", "−").replace("e+", "e");
  return String(Number(x.toPrecision(3))).replace("-", "−");
}

export function frameSvg(look: string, {width, height}: Frame, words: string): SVGSVGElement {
  const svg = element("svg", {class: `plot ${look}`, viewBox: `0 0 ${width} ${height}`, role: "img"});
  svg.setAttribute("aria-label", words);
  return svg;
}

/** Lines and numbers of both axes; where a name is given it stands at the end of its axis. */
export function axes(frame: Frame, x: Scale, y: Scale, names: readonly [string, string] = ["", ""]): SVGElement[] {
  const [floor, end] = [frame.height - frame.bottom, frame.width - frame.right];
  return [
    line("axis", frame.left, floor, end, floor),
    line("axis", frame.left, frame.top, frame.left, floor),
    ...ticks(x.domain).flatMap((value) => [
      line("tick", x(value), floor, x(value), floor + 4),
      label(short(value), x(value), floor + 16, "middle"),
    ]),
    ...ticks(y.domain).flatMap((value) => [
      line("tick", frame.left - 4, y(value), frame.left, y(value)),
      label(short(value), frame.left - 6, y(value) + 4, "end"),
    ]),
    ...(names[0] === "" ? [] : [named(names[0], end, floor - 6, "end")]),
    ...(names[1] === "" ? [] : [named(names[1], frame.left + 6, frame.top + 10, "start")]),
  ];
}

function named(text: string, x: number, y: number, anchor: string): SVGElement {
  const textElement = label(text, x, y, anchor);
  textElement.setAttribute("class", "axis-name");
  return textElement;
}

export function polyline(look: string, points: Iterable<readonly [number, number]>): SVGElement {
  const finitePoints = [...points].filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  return element("polyline", {
    class: look,
    points: finitePoints.map(([x, y]) => `${round(x)},${round(y)}`).join(" "),
  });
}

/** To a tenth; no place is farther off than a drawing can have (a diverged step may be 1e303 wide). */
export const round = (x: number): number => Math.round(Math.max(-FARTHEST, Math.min(FARTHEST, x)) * 10) / 10;
const FARTHEST = 1e6;

/** A group that ends where the frame ends; the id is the only one on the page. */
export function clip(svg: SVGSVGElement, {left, right, top, bottom, width, height}: Frame, id: string): SVGElement {
  const path = element("clipPath", {id});
  path.append(element("rect", {x: left, y: top, width: width - left - right, height: height - top - bottom}));
  const group = element("g", {"clip-path": `url(#${id})`});
  svg.append(path, group);
  return group;
}

/** Places from the low to the high end, as far apart. */
export const spread = ([low, high]: Range, count: number): number[] =>
  Array.from({length: count}, (_, k) => low + ((high - low) * k) / (count - 1));
