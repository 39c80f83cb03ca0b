/** The plane of the data with the network's field under it: a canvas for the field, a drawing for lines and points. */

import {type Field, float, type Num} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {element} from "../../shared/svg";
import {type DataPoint, pointsOf} from "./data-text";
import {axes, clip, extent, type Frame, frameSvg, type Range, round, type Scale, scale} from "./plot";
import {type PointNetwork, rightOnes, shareOf} from "./point-network";
import {gridColumns, places, zeroLine} from "./zero-line";

/** The look of each class: form and colour. The colours are those of the style sheet. */
const CLASS_COLOURS = ["#2f74d0", "#d0661f", "#1f9180", "#c04a97", "#7d8694", "#9a7d1a"] as const;

type ViewOptions = Readonly<{
  frame: Frame;
  id: string; // the only one on the page
  grid: number; // places along each side
  named: boolean; // with axes and their names
  folds: boolean; // a line for each unit of the first layer where its sum is 0
}>;

export interface FieldView {
  readonly element: HTMLElement;
  readonly svg: SVGSVGElement;
  readonly x: Scale;
  readonly y: Scale;
  /** Draws the network with the parameters that it has, and tells which points are on their own side. */
  update(): readonly boolean[];
  /** The mark of a point. */
  mark(point: number): SVGElement | undefined;
  /** Draws these points in place of those of the data. */
  place(points: readonly DataPoint[]): void;
  /** Makes the fold of one unit stand out; null: none. */
  stress(unit: number | null): void;
}

export const ends = (points: readonly (readonly Num[])[], axis: number): Range => {
  const [low, high] = extent(points.map((point) => float(point[axis] as Num)));
  const room = 0.12 * (high - low || 1);
  return [low - room, high + room];
};

export function createFieldView(field: Field, network: PointNetwork, options: ViewOptions): FieldView {
  const {frame, grid} = options;
  const x = scale(ends(field.points, 0), [frame.left, frame.width - frame.right]);
  const y = scale(ends(field.points, 1), [frame.height - frame.bottom, frame.top]);
  const [xs, ys] = [places(x.domain, grid), places(y.domain, grid)];
  const [gridX, gridY] = gridColumns(xs, ys);
  const canvas = h("canvas", {width: grid, height: grid, "aria-hidden": "true"});
  const percent = (part: number, total: number): string => `${(100 * part) / total}%`;
  canvas.style.left = percent(frame.left, frame.width);
  canvas.style.top = percent(frame.top, frame.height);
  canvas.style.width = percent(frame.width - frame.left - frame.right, frame.width);
  canvas.style.height = percent(frame.height - frame.top - frame.bottom, frame.height);
  const context = canvas.getContext("2d");
  const image = context?.createImageData(grid, grid) ?? null;
  const svg = frameSvg("field", frame, "");
  const inside = clip(svg, frame, options.id);
  const folds = Array.from({length: options.folds ? network.size("hidden") : 0}, () =>
    element("line", {class: "fold"}),
  );
  const lines = network.classes === 2 ? 1 : network.classes;
  const boundaries = Array.from({length: lines}, () => element("path", {class: "boundary"}));
  inside.append(...folds, ...boundaries);
  if (options.named) svg.append(...axes(frame, x, y, [`${field.points_name}[:, 0]`, `${field.points_name}[:, 1]`]));
  const group = element("g", {class: options.named ? "" : "small-points"}); // the field is to be seen between them
  svg.append(group);
  let marks: readonly SVGElement[] = [];
  let sides: readonly boolean[] = []; // which marks stand as those of points on their own side
  const place = (points: readonly DataPoint[]): void => {
    sides = [];
    marks = points.map((point) => mark(point.label, x(point.x), y(point.y), options.named));
    group.replaceChildren(...marks);
  };
  place(pointsOf(field));
  const margins = new Float64Array(gridX.length);

  function paint(): void {
    network.run(gridX, gridY);
    for (const [label, path] of boundaries.entries()) {
      for (let k = 0; k < margins.length; k++) margins[k] = network.margin(label, k);
      path.setAttribute("d", pathOf(zeroLine(margins, xs, ys), x, y));
    }
    if (context === null || image === null) return;
    for (let k = 0; k < margins.length; k++) {
      const label = network.decision(k);
      const [row, column] = [Math.floor(k / grid), k % grid];
      const at = 4 * ((grid - 1 - row) * grid + column);
      const colour = Number.parseInt((CLASS_COLOURS[label % CLASS_COLOURS.length] ?? "#000000").slice(1), 16);
      const sure = network.classes === 2 ? Math.abs(2 * shareOf(network.margin(1, k)) - 1) : 0.6;
      image.data[at] = colour >> 16;
      image.data[at + 1] = (colour >> 8) & 255;
      image.data[at + 2] = colour & 255;
      image.data[at + 3] = label < 0 ? 0 : 255 * (0.06 + 0.34 * sure);
    }
    context.putImageData(image, 0, 0);
  }

  function fold(): void {
    if (folds.length === 0) return;
    // The sums are linear: three corners say all.
    const [a0, a1, b0, b1] = [...x.domain, ...y.domain] as [number, number, number, number];
    network.run([a0, a1, a0], [b0, b0, b1]);
    folds.forEach((line, unit) => {
      const [origin, right, up] = [0, 1, 2].map((point) => network.at("hidden", unit, point)) as [
        number,
        number,
        number,
      ];
      const foldLine = foldIn(origin, right - origin, up - origin);
      line.toggleAttribute("hidden", foldLine === null);
      if (foldLine === null) return;
      const [s0, t0, s1, t1] = foldLine;
      line.setAttribute("x1", String(round(x(a0 + s0 * (a1 - a0)))));
      line.setAttribute("y1", String(round(y(b0 + t0 * (b1 - b0)))));
      line.setAttribute("x2", String(round(x(a0 + s1 * (a1 - a0)))));
      line.setAttribute("y2", String(round(y(b0 + t1 * (b1 - b0)))));
    });
  }

  return {
    element: h("div", {class: "field-view"}, canvas, svg),
    svg,
    x,
    y,
    mark: (point) => marks[point],
    place,
    update() {
      paint();
      fold();
      const right = rightOnes(network, field);
      // A mark is touched when its point crosses the boundary, not at each of thirty frames a second.
      right.forEach((own, k) => {
        if (own !== sides[k]) marks[k]?.classList.toggle("wrong", !own);
      });
      sides = right;
      const count = right.filter(Boolean).length;
      relabel(
        svg,
        tr`${field.points.length} points of ${field.names.length} classes, and what the network decides for each place of their plane: ${count} points are on their own side.`,
      );
      return right;
    },
    stress(unit) {
      folds.forEach((line, k) => {
        line.classList.toggle("stressed", k === unit);
      });
    },
  };
}

/** Gives a label only when it is another one: the tree of what screen readers see is not made anew at each frame. */
export function relabel(element: Element, label: string): void {
  if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
}

/** Classes differ in form as well as in colour. `wide`: fingers can hold it. */
export function mark(label: number, x: number, y: number, isWide = false): SVGElement {
  const group = element("g", {class: `point class-${label}`, transform: `translate(${round(x)} ${round(y)})`});
  if (isWide) group.append(element("circle", {class: "hold", r: 12}));
  if (label % 2 === 0) group.append(element("circle", {r: 3.6}));
  else group.append(element("rect", {x: -3.2, y: -3.2, width: 6.4, height: 6.4}));
  return group;
}

export function pathOf(
  segments: readonly number[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  let d = "";
  for (let k = 0; k < segments.length; k += 4) {
    const [x0, y0, x1, y1] = segments.slice(k, k + 4) as [number, number, number, number];
    d += `M${round(x(x0))},${round(y(y0))}L${round(x(x1))},${round(y(y1))}`;
  }
  return d;
}

/** Return two places (s, t) of the unit square at which origin + dx·s + dy·t is 0, or null where it is not. */
function foldIn(origin: number, dx: number, dy: number): [number, number, number, number] | null {
  const result: [number, number][] = [];
  for (const s of [0, 1]) {
    if (dy !== 0) result.push([s, -(origin + dx * s) / dy]);
    if (dx !== 0) result.push([-(origin + dy * s) / dx, s]);
  }
  const within = result.filter(([s, t]) => s >= -1e-9 && s <= 1 + 1e-9 && t >= -1e-9 && t <= 1 + 1e-9);
  const [first] = within;
  if (first === undefined || within.length < 2) return null;
  const distance = ([s, t]: readonly [number, number]): number => Math.hypot(s - first[0], t - first[1]);
  const farthest = within.reduce((best, point) => (distance(point) > distance(best) ? point : best));
  return [...first, ...farthest];
}
