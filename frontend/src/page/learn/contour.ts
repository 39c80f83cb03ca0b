/** The loss over two parameters, or over a plane through all of them, as a map with the path of the run on it. */

import {contours} from "d3-contour";
import {fetchSurface} from "../../shared/api";
import {float, type Num} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {element, line} from "../../shared/svg";
import type {LearnContext} from "./context";
import {pathCursor} from "./path-cursor";
import {entryName, type Plane, planeOf} from "./plane";
import {
  axes,
  clip,
  extent,
  type Frame,
  frameSvg,
  paddedRange,
  polyline,
  type Range,
  round,
  type Scale,
  SIDES,
  scale,
  spread,
} from "./plot";
import {gradientVector, isNext, lossAt, lossSentence, sane, vectorOf} from "./run-numbers";
import {step} from "./slope";
import {startHandle} from "./start-handle";
import {updateCount} from "./update-count";

const FRAME: Frame = {...SIDES, height: 330, top: 12, bottom: 30};
const TAPE_GRID = 48; // places along each side where the browser runs the loss
const SERVER_GRID = 25;
const LEVELS = 14;
const MOST_MARKED = 150;
const MOST_PARAMETERS = 3000; // three vectors of them fit into one request

type Grid = Readonly<{xs: readonly number[]; ys: readonly number[]; loss: readonly number[]}>; // row by row of ys

/** Levels that stand closer where the loss is small. */
function levelsOf(losses: readonly number[]): number[] {
  const [low, high] = extent(losses);
  return Array.from({length: LEVELS}, (_, k) => low + (high - low) * ((k + 0.5) / LEVELS) ** 2.4);
}

/** The outlines of the parts at or above each level, in the units of the drawing. */
export function levelPaths({xs, ys, loss}: Grid, x: Scale, y: Scale): readonly string[] {
  const [low, high] = extent(loss);
  const finite = loss.map((value) => (Number.isFinite(value) ? value : high + (high - low)));
  const at = (all: readonly number[], k: number): number => {
    const [first, last] = [all[0] as number, all[all.length - 1] as number];
    return first + ((last - first) * (k - 0.5)) / (all.length - 1); // its cells begin half a cell before a place
  };
  return contours()
    .size([xs.length, ys.length])
    .thresholds(levelsOf(loss))(finite)
    .map(({coordinates}) =>
      coordinates
        .flat()
        .map(
          (ring) =>
            `M${ring.map(([a, b]) => `${round(x(at(xs, a as number)))},${round(y(at(ys, b as number)))}`).join("L")}Z`,
        )
        .join(""),
    );
}

type Grids = WeakMap<object, Grid & Readonly<{plane: Plane}>>;
const [planes, widePlanes]: [Grids, Grids] = [new WeakMap(), new WeakMap()];

/** The map belongs to the run: it is worked out once, by the browser or by the server. A sentence where there is none.
 * `others`: points of other runs that it shows, too. */
async function gridOf(
  {run, start, tape}: LearnContext,
  others: readonly ArrayLike<number>[],
): Promise<{plane: Plane; grid: Grid} | string> {
  const grids = others.length > 0 ? widePlanes : planes;
  const cached = grids.get(run);
  if (cached) return {plane: cached.plane, grid: cached};
  const points = run.iterations.map((_, k) => vectorOf(run, k));
  const isSane = sane(run);
  const plane = planeOf(points.filter((_, k) => isSane[k]));
  if (plane === null) return tr("The run stays on one spot: there is no map to draw.");
  const size = plane.origin.length;
  if (tape === null && size > MOST_PARAMETERS)
    return tr`The run moves ${size.toLocaleString("en")} numbers: a map is drawn of up to ${MOST_PARAMETERS.toLocaleString("en")}.`;
  const places = [...points, ...others.map((point) => Array.from(point))].map((point) => plane.project(point));
  const counts = [...isSane, ...others.map(() => true)];
  const count = tape === null ? SERVER_GRID : TAPE_GRID;
  const xs = spread(
    paddedRange(
      places.map(({s}) => s),
      counts,
    ),
    count,
  );
  const ys = spread(
    paddedRange(
      places.map(({t}) => t),
      counts,
    ),
    count,
  );
  const [u, v] = plane.along;
  let loss: readonly number[];
  if (tape !== null) {
    const point = new Float64Array(tape.size);
    loss = ys.flatMap((t) =>
      xs.map((s) => {
        for (let k = 0; k < point.length; k++)
          point[k] = (plane.origin[k] as number) + s * (u[k] as number) + t * (v[k] as number);
        return tape.loss(point);
      }),
    );
  } else {
    const answer = await fetchSurface(start, {
      parameters: run.parameters,
      origin: plane.origin,
      along: plane.along,
      steps: [xs, ys],
    });
    if (!answer.ok) return answer.problem.detail;
    loss = answer.value.loss.map((value) => float(value as Num));
  }
  const grid = {plane, xs, ys, loss};
  grids.set(run, grid);
  return {plane, grid};
}

interface LossMap {
  readonly svg: SVGSVGElement;
  readonly inside: SVGElement; // what is drawn in it ends where the frame ends
  readonly plane: Plane;
  readonly x: Scale;
  readonly y: Scale;
  /** Return the place of a point of the parameters. */
  at(point: ArrayLike<number>): readonly [number, number];
  /** The two numbers of a place. */
  invert(x: number, y: number): readonly [number, number];
}

/** The map without a path; a sentence where there is none. */
export async function drawMap(
  context: LearnContext,
  id: string,
  others: readonly ArrayLike<number>[] = [],
): Promise<LossMap | string> {
  const {run} = context;
  const drawing = await gridOf(context, others);
  if (typeof drawing === "string") return drawing;
  const {plane, grid} = drawing;
  const ends = (all: readonly number[]): Range => [all[0] as number, all[all.length - 1] as number];
  const x = scale(ends(grid.xs), [FRAME.left, FRAME.width - FRAME.right]);
  const y = scale(ends(grid.ys), [FRAME.height - FRAME.bottom, FRAME.top]);
  const flat = plane.origin.length === 2;
  const names = flat
    ? ([entryName(run, 0), entryName(run, 1)] as const)
    : (["start → end", tr("farthest off")] as const);
  const svg = frameSvg("contour", FRAME, wordsOf(context, names));
  const levels = clip(svg, FRAME, id);
  for (const d of levelPaths(grid, x, y)) levels.append(element("path", {class: "level", d}));
  svg.append(...axes(FRAME, x, y, names));
  const inside = element("g", {"clip-path": `url(#${id})`});
  svg.append(inside);
  const map: LossMap = {
    svg,
    inside,
    plane,
    x,
    y,
    at(point) {
      const {s, t} = plane.project(Array.from(point));
      return [x(s), y(t)];
    },
    invert: (left, top) => [x.invert(left), y.invert(top)],
  };
  return map;
}

export async function contourPicture(
  place: HTMLElement,
  context: LearnContext,
  isCurrent: () => boolean,
): Promise<void> {
  const {run, index, open, tape, restart} = context;
  const map = await drawMap(context, "contour-clip");
  if (!isCurrent()) return;
  if (typeof map === "string") {
    place.replaceChildren(h("p", {class: "fine"}, map));
    return;
  }
  const {svg, inside, plane, x, y} = map;
  const places = run.iterations.map((_, k) => map.at(vectorOf(run, k)));
  const at = (k: number): readonly [number, number] => places[k] ?? [Number.NaN, Number.NaN];
  inside.append(polyline("path", places));
  const every = Math.max(1, Math.ceil(places.length / MOST_MARKED));
  places.forEach((_, k) => {
    if (k % every === 0 && at(k).every(Number.isFinite))
      inside.append(step(...at(k), run.iterations[k] as number, () => open(k)));
  });
  const [cx, cy] = at(index);
  inside.append(
    ...arrows(context, plane, x, y),
    element("circle", {class: "here", cx: round(cx), cy: round(cy), r: 6}),
  );
  const flat = plane.origin.length === 2;
  if (flat && tape !== null)
    inside.append(
      startHandle(svg, at(0), {
        name: tr("Start of the run: drag it, or use the arrow keys"),
        onEnd: ([left, top]) => restart([x.invert(left), y.invert(top)]),
      }),
    );
  inside.append(pathCursor(svg, {places, index, wordsAt: (k) => pointSentence(context, k, flat), open}));
  const off = plane.project(vectorOf(run, index)).off;
  place.replaceChildren(svg, h("p", {class: "fine"}, captionOf(context, off, flat)));
}

/** Against the gradient (dashed, by direction alone) and to where the next update leads. */
function arrows({run, index}: LearnContext, plane: Plane, x: Scale, y: Scale): SVGElement[] {
  const here = plane.project(vectorOf(run, index));
  const arrowElements: SVGElement[] = [];
  const gradient = gradientVector(run, index);
  const down = plane.project(plane.origin.map((o, k) => o - (gradient[k] as number)));
  const [dx, dy] = [x(down.s) - x(0), y(down.t) - y(0)];
  const length = Math.hypot(dx, dy);
  if (length > 0 && Number.isFinite(length))
    arrowElements.push(
      line("downhill", x(here.s), y(here.t), x(here.s) + (dx / length) * 46, y(here.t) + (dy / length) * 46),
    );
  if (isNext(run, index)) {
    const next = plane.project(vectorOf(run, index + 1));
    arrowElements.push(line("move", x(here.s), y(here.t), x(next.s), y(next.t)));
  }
  return arrowElements;
}

function wordsOf({run, index}: LearnContext, names: readonly [string, string]): string {
  return tr`The loss over ${names[0]} and ${names[1]}, with the path of ${updateCount(run.iterations[run.iterations.length - 1] as number)}; at update ${run.iterations[index]} it is ${number(lossAt(run, index))}.`;
}

/** Return a sentence on a point of the path: its two numbers where the map is over them, and the loss. */
function pointSentence({run}: LearnContext, index: number, flat: boolean): string {
  const numbers = vectorOf(run, index).map((value, k) => `${entryName(run, k)} = ${number(value)}`);
  return `${lossSentence(run, index)}${flat ? ` ${numbers.join(", ")}.` : ""}`;
}

function captionOf({run, index, tape}: LearnContext, off: number, flat: boolean): string {
  const drag = flat && tape !== null ? tr(" Drag the square: the run begins there.") : "";
  if (flat)
    return tr`The deeper the shade, the higher the loss. Dashed red: against the gradient. Violet: the path; each point opens its update.${drag}`;
  const size = Math.hypot(
    ...vectorOf(run, 0).map((w, k) => w - (vectorOf(run, run.iterations.length - 1)[k] as number)),
  );
  return tr`A plane through start, end and the point farthest off the line between them. Update ${run.iterations[index]} lies ${number(off)} off it; from start to end it is ${number(size)}.`;
}
