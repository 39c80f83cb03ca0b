/** The same points in other coordinates: (r, θ), or a hidden layer. Points, grid and boundary travel there together. */

import type {Field} from "../../shared/contract";
import {h, prefersReducedMotion, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {element, label} from "../../shared/svg";
import {ends, mark, pathOf} from "./field-view";
import {clip, extent, type Frame, frameSvg, type Range, round, SIDES, scale} from "./plot";
import {columnsOf, type PointNetwork} from "./point-network";
import {type Directions, directionsOf, dot} from "./projection";
import {type Place, separable} from "./separable";
import {gridColumns, places, zeroLine} from "./zero-line";

const FRAME: Frame = {...SIDES, height: 330, left: 30, top: 14, bottom: 30};
const GRID = 40; // places along each side, for the boundary
const LINES = 9; // of the grid that is drawn, each way
const SEGMENTS = 36; // of each of them
const DURATION = 1100; // ms

type Columns = readonly [ArrayLike<number>, ArrayLike<number>];
type There = Readonly<{s: Float64Array; t: Float64Array}>;

/** A way to look at the plane in other coordinates. `turns`: what the second one jumps by where it begins anew. */
type Lens = Readonly<{
  id: string;
  name: string;
  axes: readonly [string, string];
  turns: number | null;
  projected: boolean;
  map: (columns: Columns) => There;
  /** Called before a drawing: the parameters may be others. */
  prepare: () => void;
}>;

const polar: Lens = {
  id: "polar",
  name: "r, θ",
  axes: ["r", "θ"],
  turns: 2 * Math.PI,
  projected: false,
  map: ([x, y]) => ({
    s: Float64Array.from(x, (a, k) => Math.hypot(a, y[k] as number)),
    t: Float64Array.from(x, (a, k) => Math.atan2(y[k] as number, a)),
  }),
  prepare: () => undefined,
};

function layerLens(network: PointNetwork, field: Field, index: number): Lens {
  const {name, units} = field.layers[index] as Field["layers"][number];
  const result = tr`layer ${index}`;
  const label = name === "" ? tr`layer ${index + 1}` : name;
  let directions: Directions | null = null;
  const rowsAt = (columns: Columns): Float64Array[] => {
    network.run(...columns);
    return Array.from(columns[0], (_, k) =>
      Float64Array.from({length: units}, (_, unit) => network.at(result, unit, k)),
    );
  };
  return {
    id: result,
    name: `${label} (${units})`,
    axes: units === 2 ? [`${label}₁`, `${label}₂`] : [tr`${label}, where the output grows`, tr("widest across")],
    turns: null,
    projected: units > 2,
    map(columns) {
      const rows = rowsAt(columns);
      const at = (axis: 0 | 1): Float64Array =>
        Float64Array.from(rows, (row) =>
          directions === null ? (row[axis] as number) : dot(row, directions[axis] as Float64Array),
        );
      return {s: at(0), t: at(1)};
    },
    prepare() {
      if (units === 2) return;
      const rows = rowsAt(columnsOf(field));
      const score = Float64Array.from(rows, (_, k) => Math.max(-50, Math.min(50, network.margin(1, k))));
      directions = directionsOf(rows, score, directions);
    },
  };
}

interface SecondPlane {
  readonly element: HTMLElement;
  /** Draws it with the parameters that the network has. */
  update(): void;
}

/** `memory`: which one was chosen, for the next run too. */
export function createSecondPlane(
  field: Field,
  network: PointNetwork,
  memory: {lens: string | null; share: number},
): SecondPlane {
  const lenses = [polar, ...field.layers.map((_, index) => layerLens(network, field, index))];
  let lens = lenses.find(({id}) => id === memory.lens) ?? null;
  let frame = 0;
  const buttons = [null, ...lenses].map((each) => {
    const button = h("button", {type: "button"}, each === null ? tr("none") : each.name);
    button.addEventListener("click", () => {
      lens = each;
      memory.lens = each?.id ?? null;
      memory.share = 0;
      show();
      if (each !== null) travel();
    });
    return {id: each?.id ?? null, button};
  });
  const dial = h("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.01,
    value: memory.share,
    "aria-label": tr("From the plane of the data to the other one"),
  });
  const body = h("div", {});
  const words = h("p", {class: "fine", role: "status"});
  const bar = h(
    "div",
    {class: "segments small learn-choices", role: "group", "aria-label": tr("Second plane")},
    ...buttons.map(({button}) => button),
  );
  const row = h("div", {}, body, dial, words);
  const x = ends(field.points, 0);
  const y = ends(field.points, 1);
  const here = columnsOf(field);
  const mesh = meshOf(x, y);
  const axis = {x: places(x, GRID), y: places(y, GRID)};
  const grid = gridColumns(axis.x, axis.y);

  function boundaryOf(): readonly [Columns, number] {
    network.run(...grid);
    const labels = network.classes === 2 ? [0] : field.names.map((_, k) => k);
    const segments = labels.flatMap((which) =>
      zeroLine(
        Float64Array.from(grid[0], (_, k) => network.margin(which, k)),
        axis.x,
        axis.y,
      ),
    );
    const every = (from: number): Float64Array =>
      Float64Array.from({length: segments.length / 2}, (_, k) => segments[2 * k + from] as number);
    return [[every(0), every(1)], segments.length / 4];
  }

  function draw(): void {
    const share = Number(dial.value);
    memory.share = share;
    if (lens === null) return;
    const currentLens = lens;
    currentLens.prepare();
    const boundary = boundaryOf();
    const points = currentLens.map(here);
    const [s, t] = [room(extent(points.s)), room(extent(points.t))];
    const [left, right, bottom, top] = [FRAME.left, FRAME.width - FRAME.right, FRAME.height - FRAME.bottom, FRAME.top];
    const from = {x: scale(x, [left, right]), y: scale(y, [bottom, top])};
    const to = {x: scale(s, [left, right]), y: scale(t, [bottom, top])};
    const between = (columns: Columns): Place[] => {
      const there = currentLens.map(columns);
      return Array.from(columns[0], (a, k) => [
        (1 - share) * from.x(a) + share * to.x(there.s[k] as number),
        (1 - share) * from.y(columns[1][k] as number) + share * to.y(there.t[k] as number),
      ]);
    };
    const jump =
      currentLens.turns === null ? Number.POSITIVE_INFINITY : (currentLens.turns / 2 / (t[1] - t[0])) * (bottom - top);
    const svg = frameSvg("field second", FRAME, verdict(points, currentLens));
    const inside = clip(svg, FRAME, "second-clip");
    const drawColumns = (columns: Columns, look: string): SVGElement => {
      const result = between(columns);
      let d = "";
      for (let k = 0; k + 1 < result.length; k += 2) {
        const [p, q] = [result[k] as Place, result[k + 1] as Place];
        if (Math.abs(p[1] - q[1]) < jump * Math.max(share, 0.01))
          d += pathOf(
            [...p, ...q],
            (a) => a,
            (b) => b,
          );
      }
      return element("path", {class: look, d});
    };
    inside.append(drawColumns(mesh, "mesh"), drawColumns(boundary[0], "boundary"));
    between(here).forEach(([a, b], k) => {
      inside.append(mark(field.classes[k] as number, round(a), round(b)));
    });
    const isFar = share > 0.5;
    svg.append(
      label(isFar ? currentLens.axes[0] : `${field.points_name}[:, 0]`, right, FRAME.height - 10, "end"),
      label(isFar ? currentLens.axes[1] : `${field.points_name}[:, 1]`, left + 4, top + 12, "start"),
    );
    body.replaceChildren(svg);
    write(words, verdict(points, currentLens));
  }

  /** Return a sentence on whether a straight line separates the classes, here and there. */
  function verdict(points: There, currentLens: Lens): string {
    if (field.names.length !== 2) return tr`The same points by ${currentLens.axes.join(" and ")}.`;
    const split = (columns: Columns): boolean => {
      const at = (which: number): Place[] =>
        field.classes.flatMap((kind, k) =>
          kind === which ? [[columns[0][k] as number, columns[1][k] as number] as Place] : [],
        );
      return separable(at(0), at(1));
    };
    const [near, far] = [split(here), split([points.s, points.t])];
    const where = currentLens.projected
      ? tr`in this view of ${currentLens.name}`
      : tr`by ${currentLens.axes.join(" and ")}`;
    const second = far ? tr`${where} one does.` : near ? tr`${where} none does.` : tr`${where} none does, either.`;
    return near
      ? tr`A straight line separates the classes in the plane of the data; ${second}`
      : tr`No straight line separates the classes in the plane of the data; ${second}`;
  }

  function travel(): void {
    cancelAnimationFrame(frame);
    if (prefersReducedMotion(window)) {
      dial.value = "1";
      draw();
      return;
    }
    const begin = performance.now();
    const tick = (now: number): void => {
      const share = Math.min(1, Math.max(0, (now - begin) / DURATION));
      dial.value = String(share * share * (3 - 2 * share));
      draw();
      if (share < 1 && body.isConnected) frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
  }

  function show(): void {
    for (const {id, button} of buttons) button.setAttribute("aria-pressed", String(id === (lens?.id ?? null)));
    row.hidden = lens === null;
    if (lens === null) body.replaceChildren();
    else draw();
  }

  dial.addEventListener("input", () => {
    cancelAnimationFrame(frame);
    draw();
  });
  show();
  return {
    element: h(
      "div",
      {class: "second-plane"},
      h("div", {class: "point-row"}, h("span", {class: "fine"}, tr("Second plane")), bar),
      row,
    ),
    update: draw,
  };
}

const room = ([low, high]: Range): Range => {
  const by = 0.1 * (high - low || 1);
  return [low - by, high + by];
};

/** The ends of short pieces of lines along both axes, two by two. */
function meshOf(x: Range, y: Range): Columns {
  const [a, b]: [number[], number[]] = [[], []];
  const add = (s: number, t: number): void => {
    a.push(x[0] + s * (x[1] - x[0]));
    b.push(y[0] + t * (y[1] - y[0]));
  };
  for (let line = 0; line < LINES; line++)
    for (let k = 0; k < SEGMENTS; k++) for (const at of [k / SEGMENTS, (k + 1) / SEGMENTS]) add(at, line / (LINES - 1));
  for (let line = 0; line < LINES; line++)
    for (let k = 0; k < SEGMENTS; k++) for (const at of [k / SEGMENTS, (k + 1) / SEGMENTS]) add(line / (LINES - 1), at);
  return [a, b];
}
