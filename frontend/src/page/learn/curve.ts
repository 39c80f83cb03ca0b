/** The loss over the updates, as a line to read and to point at. The geometry is pure. */

import {element, label, line} from "../directions/error-plot";

export type Entry = Readonly<{update: number; loss: number}>;
type Window = Readonly<{low: number; high: number; last: number; logarithmic: boolean}>;

export const FRAME = {width: 420, height: 190, left: 58, right: 12, top: 12, bottom: 30} as const;

/** What the axes reach over; the loss is drawn by its logarithm where it stays positive and spans much. */
export function windowOf(entries: readonly Entry[], wished: boolean): Window {
  const losses = entries.map(({loss}) => loss).filter(Number.isFinite);
  const low = Math.min(...losses);
  const high = Math.max(...losses);
  return {low, high, last: entries[entries.length - 1]?.update ?? 0, logarithmic: wished && low > 0};
}

export function placeOf({update, loss}: Entry, {low, high, last, logarithmic}: Window): readonly [number, number] {
  const at = (value: number): number => (logarithmic ? Math.log10(value) : value);
  const span = at(high) - at(low) || 1;
  const share = Number.isFinite(loss) ? (at(Math.min(high, loss)) - at(low)) / span : 1;
  const x = FRAME.left + (last === 0 ? 0 : update / last) * (FRAME.width - FRAME.left - FRAME.right);
  return [x, FRAME.height - FRAME.bottom - share * (FRAME.height - FRAME.top - FRAME.bottom)];
}

export function lossCurve(entries: readonly Entry[], chosen: number, wished: boolean): SVGSVGElement {
  const frame = windowOf(entries, wished);
  const svg = element("svg", {class: "loss-curve", viewBox: `0 0 ${FRAME.width} ${FRAME.height}`, role: "img"});
  const [first, last] = [entries[0], entries[entries.length - 1]];
  svg.setAttribute(
    "aria-label",
    `The loss over ${frame.last} updates: from ${first?.loss.toPrecision(4)} to ${last?.loss.toPrecision(4)}.`,
  );
  const floor = FRAME.height - FRAME.bottom;
  svg.append(
    line("grid", FRAME.left, floor, FRAME.width - FRAME.right, floor),
    line("grid", FRAME.left, FRAME.top, FRAME.width - FRAME.right, FRAME.top),
    label(short(frame.high), FRAME.left - 6, FRAME.top + 5, "end"),
    label(short(frame.low), FRAME.left - 6, floor + 4, "end"),
    label("0", FRAME.left, FRAME.height - 10, "middle"),
    label(
      `${frame.last.toLocaleString("en")} update${frame.last === 1 ? "" : "s"}`,
      FRAME.width - FRAME.right,
      FRAME.height - 10,
      "end",
    ),
    element("polyline", {
      class: "losses",
      points: entries
        .map((entry) =>
          placeOf(entry, frame)
            .map((x) => x.toFixed(1))
            .join(","),
        )
        .join(" "),
    }),
  );
  const entry = entries[chosen];
  if (entry !== undefined) {
    const [x, y] = placeOf(entry, frame);
    svg.append(line("cursor", x, FRAME.top, x, floor), element("circle", {class: "here", cx: x, cy: y, r: 6}));
  }
  return svg;
}

const short = (x: number): string =>
  Math.abs(x) >= 1e4 || (x !== 0 && Math.abs(x) < 1e-3) ? x.toExponential(1) : x.toPrecision(3);
