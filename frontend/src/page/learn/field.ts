/** Two-dimensional data, and what the network makes of its plane: field, boundary, and the fold of each hidden unit. */

import {contours} from "d3-contour";
import {fetchField} from "../../shared/api";
import {type Field, float, type Num, nest, type Run, type Value} from "../../shared/contract";
import {h, withCode} from "../../shared/dom";
import {number} from "../../shared/number";
import {element} from "../directions/error-plot";
import type {LearnContext} from "./context";
import {type Curve, lossCurves} from "./curves";
import {decision, type FieldTape, fieldTape, rightOnes, shareOf} from "./field-tape";
import {
  axes,
  clip,
  extent,
  type Frame,
  frameSvg,
  polyline,
  type Range,
  round,
  type Scale,
  SIDES,
  scale,
  spread,
} from "./plot";
import {valuesOf} from "./run-numbers";

const FRAME: Frame = {...SIDES, height: 390, top: 12, bottom: 30};
const GRID = 44;

type Loaded = Readonly<{field: Field; tape: FieldTape}>;

const loaded = new WeakMap<Run, Promise<Loaded | string>>();

function load({run, start}: LearnContext): Promise<Loaded | string> {
  const found =
    loaded.get(run) ??
    fetchField(start, run.parameters).then((answer) => {
      if (!answer.ok) return `${answer.problem.detail} ${answer.problem.hint ?? ""}`;
      return {field: answer.value, tape: fieldTape(answer.value)};
    });
  loaded.set(run, found);
  return found;
}

const ends = (points: readonly (readonly Num[])[], axis: number): Range => {
  const [low, high] = extent(points.map((point) => float(point[axis] as Num)));
  const room = 0.12 * (high - low || 1);
  return [low - room, high + room];
};

/** The parameters at an entry, in their shapes. */
export function parametersAt(run: Run, index: number): Record<string, Value> {
  return Object.fromEntries(
    run.parameters.map((name) => {
      const shape = run.leaves.find((leaf) => leaf.name === name)?.shape ?? [];
      return [name, nest(valuesOf(run, name, index), shape) as Value];
    }),
  );
}

/** Field, boundary and points; with `folds` a line for each hidden unit where its sum is 0. */
export function fieldSvg(
  field: Field,
  tape: FieldTape,
  frame: Frame,
  id: string,
  count: number,
  folds: boolean,
): SVGSVGElement {
  const x = scale(ends(field.points, 0), [frame.left, frame.width - frame.right]);
  const y = scale(ends(field.points, 1), [frame.height - frame.bottom, frame.top]);
  const [xs, ys] = [spread(x.domain, count), spread(y.domain, count)];
  const right = rightOnes(tape, field);
  const words = `${field.points.length} points of ${field.names.length} classes, and what the network decides for each place of their plane: ${right} points are on their own side.`;
  const svg = frameSvg("field", frame, words);
  const inside = clip(svg, frame, id);
  const cells: number[][] = ys.flatMap((b) => xs.map((a) => [...tape.losses(a, b)]));
  const edge = (at: Scale, all: readonly number[], k: number): number => {
    const step = (all[1] as number) - (all[0] as number);
    return Math.round(at((all[0] as number) + (k - 0.5) * step)); // whole numbers leave no seams
  };
  cells.forEach((losses, k) => {
    const [column, row] = [k % count, Math.floor(k / count)];
    const side = decision(losses);
    if (side < 0) return;
    const sure = losses.length === 2 ? Math.abs(2 * shareOf(losses) - 1) : 0.6;
    const [left, top] = [edge(x, xs, column), edge(y, ys, row + 1)];
    inside.append(
      element("rect", {
        class: `class-${side}`,
        x: left,
        y: top,
        width: edge(x, xs, column + 1) - left,
        height: edge(y, ys, row) - top,
        "shape-rendering": "crispEdges",
        "fill-opacity": round3(0.06 + 0.34 * sure),
      }),
    );
  });
  if (folds) for (const line of foldLines(tape, xs, ys, x, y)) inside.append(line);
  // One label against the cheapest other: 0 where the decision changes.
  field.names.forEach((_, label) => {
    if (field.names.length === 2 && label === 1) return;
    const margin = cells.map((losses) => {
      const others = losses.filter((_, k) => k !== label);
      return Math.min(...others) - (losses[label] as number);
    });
    inside.append(zeroLine("boundary", margin, xs, ys, x, y));
  });
  field.points.forEach(([a, b], k) => {
    const [cx, cy] = [x(float(a as Num)), y(float(b as Num))];
    svg.append(mark(field.classes[k] as number, cx, cy));
  });
  return svg;
}

const round3 = (value: number): number => Math.round(value * 1000) / 1000;

/** Classes differ in form as well as in colour. */
function mark(label: number, x: number, y: number): SVGElement {
  const look = `point class-${label}`;
  if (label % 2 === 0) return element("circle", {class: look, cx: round(x), cy: round(y), r: 3.6});
  return element("rect", {class: look, x: round(x - 3.2), y: round(y - 3.2), width: 6.4, height: 6.4});
}

/** Where a function over the grid is 0. */
function zeroLine(
  look: string,
  values: readonly number[],
  xs: readonly number[],
  ys: readonly number[],
  x: Scale,
  y: Scale,
): SVGElement {
  const finite = values.map((value) => (Number.isFinite(value) ? value : 0));
  const at = (all: readonly number[], k: number): number => {
    const [first, last] = [all[0] as number, all[all.length - 1] as number];
    return first + ((last - first) * (k - 0.5)) / (all.length - 1);
  };
  const shape = contours()
    .size([xs.length, ys.length])
    .contour(finite as number[], 0);
  const edge = (k: number, n: number): boolean => k <= 0 || k >= n; // along the frame there is no boundary
  const d = shape.coordinates
    .flat()
    .map((ring) =>
      ring
        .map(([a, b], k) => {
          const [p, q] = [a as number, b as number];
          const before = ring[k - 1];
          const onEdge =
            edge(p, xs.length) ||
            edge(q, ys.length) ||
            before === undefined ||
            edge(before[0] as number, xs.length) ||
            edge(before[1] as number, ys.length);
          return `${onEdge ? "M" : "L"}${round(x(at(xs, p)))},${round(y(at(ys, q)))}`;
        })
        .join(""),
    )
    .join("");
  return element("path", {class: look, d});
}

function foldLines(tape: FieldTape, xs: readonly number[], ys: readonly number[], x: Scale, y: Scale): SVGElement[] {
  const [a0, a1] = [xs[0] as number, xs[xs.length - 1] as number];
  const [b0, b1] = [ys[0] as number, ys[ys.length - 1] as number];
  // The sums are linear: three corners say all.
  const [origin, right, up] = [[...tape.sums(a0, b0)], [...tape.sums(a1, b0)], [...tape.sums(a0, b1)]];
  return origin.flatMap((at, unit) => {
    const [dx, dy] = [(right[unit] as number) - at, (up[unit] as number) - at];
    const points: [number, number][] = [];
    for (const s of [0, 1]) {
      if (dy !== 0) points.push([s, -(at + dx * s) / dy]);
      if (dx !== 0) points.push([-(at + dy * s) / dx, s]);
    }
    const within = points.filter(([s, t]) => s >= -1e-9 && s <= 1 + 1e-9 && t >= -1e-9 && t <= 1 + 1e-9);
    if (within.length < 2) return [];
    const first = within[0] as [number, number];
    const far = within.reduce((best, point) => (distance(point, first) > distance(best, first) ? point : best));
    const place = ([s, t]: [number, number]): [number, number] => [x(a0 + s * (a1 - a0)), y(b0 + t * (b1 - b0))];
    return [polyline("fold", [place(first), place(far)])];
  });
}

const distance = (a: readonly [number, number], b: readonly [number, number]): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1]);

type HeldOut = (context: LearnContext) => Promise<readonly Curve[] | null>;

/** `heldOutOf`: the curves of training and held-out points. */
export async function fieldPicture(
  place: HTMLElement,
  context: LearnContext,
  isCurrent: () => boolean,
  heldOutOf: HeldOut,
): Promise<void> {
  const found = await load(context);
  if (!isCurrent()) return;
  if (typeof found === "string") {
    place.replaceChildren(h("p", {class: "fine"}, ...withCode(found)));
    return;
  }
  const {field, tape} = found;
  const {run, index} = context;
  tape.take({...context.start.values, ...parametersAt(run, index)});
  const svg = fieldSvg(field, tape, FRAME, "field-clip", GRID, field.folds);
  const x = scale(ends(field.points, 0), [FRAME.left, FRAME.width - FRAME.right]);
  const y = scale(ends(field.points, 1), [FRAME.height - FRAME.bottom, FRAME.top]);
  svg.append(...axes(FRAME, x, y, [`${field.points_name}[:, 0]`, `${field.points_name}[:, 1]`]));
  const right = rightOnes(tape, field);
  const said = `Update ${run.iterations[index]}: ${right} of ${field.points.length} points are on their own side of the boundary.`;
  const folds = field.folds ? " Dashed: where a unit of the first layer has the sum 0, and folds." : "";
  const marks = field.names
    .map((name, k) => `${k % 2 === 0 ? "round" : "square"}: ${field.labels_name} = ${name}`)
    .join(", ");
  const curves = h("div", {});
  place.replaceChildren(svg, h("p", {class: "fine"}, `${said} ${marks}.${folds}`), curves);
  const both = await heldOutOf(context);
  if (both === null || !isCurrent()) return;
  const [train, held] = both.map(({losses}) => losses[losses.length - 1] as number);
  const sentence = `Full: the loss of the points that are learned from, at the end ${number(train as number)}. Dashed: of as many others of the same kind, ${number(held as number)}.`;
  curves.replaceChildren(
    lossCurves(both, run.iterations[index] as number, sentence),
    h("p", {class: "fine"}, sentence),
  );
}
