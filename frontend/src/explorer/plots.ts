/** The two charts: the curves, and below them their slopes, over the same x. */

import {drag} from "d3-drag";
import {easeCubicOut} from "d3-ease";
import {pointer, select} from "d3-selection";
import {line} from "d3-shape";
import "d3-transition";
import {tr} from "../shared/i18n/tr";
import {number} from "../shared/number";
import {drawGrid, type Layer, MARGIN} from "./axes";
import {END, extent, type Mark, type Sample} from "./data";

/** One curve on the screen; `slot` chooses its colour and its dashes. */
export type Curve = Readonly<{
  name: string;
  title: string;
  slot: number;
  samples: readonly Sample[];
  now: Sample;
  marks: readonly Mark[];
  focus: boolean;
}>;

type Field = "value" | "slope";
type Window = Readonly<{
  x: readonly [number, number];
  value: readonly [number, number];
  slope: readonly [number, number];
}>;

const NEAR = 8; // the window while x is in the middle; beyond it opens up to the places of the lecture
const TALL = 3; // as far as the window reaches up and down, unless a live point is farther: ramps would flatten the rest
const CHARTS: readonly {field: Field; title: string; says: string}[] = [
  {field: "value", title: "f(x)", says: tr("the value, forward")},
  {field: "slope", title: "f′(x)", says: tr("the local gradient, backward")},
];

interface Plots {
  show(curves: readonly Curve[], x: number): void;
}

export function createPlots(host: HTMLElement, onX: (x: number) => void, reducesMotion: () => boolean): Plots {
  const charts = CHARTS.map((chart) => createChart(host, chart, onX));
  let current: {curves: readonly Curve[]; x: number} | null = null;
  let now: Window | null = null;
  let target: Window | null = null; // where the window is going
  const draw = (): void => {
    if (!current || !now) return;
    for (const chart of charts) chart.draw(current.curves, current.x, now);
  };
  new ResizeObserver(draw).observe(host);

  return {
    show(curves, x) {
      const goal = windowOf(curves, x);
      const start = now;
      current = {curves, x};
      const root = select(host);
      if (!start || reducesMotion()) {
        root.interrupt("window");
        now = target = goal;
        draw();
        return;
      }
      if (!sameWindow(target ?? start, goal)) {
        target = goal;
        root
          .transition("window")
          .duration(320)
          .ease(easeCubicOut)
          .tween("window", () => (t) => {
            now = mix(start, goal, t);
            draw();
          });
      }
      draw();
    },
  };
}

function windowOf(curves: readonly Curve[], x: number): Window {
  const halfWidth = Math.abs(x) > 7.5 ? END : NEAR;
  const visibleValues = curves.flatMap(({samples}) => samples.filter((sample) => Math.abs(sample.x) <= halfWidth));
  const highest = Math.max(TALL, ...curves.map(({now}) => Math.abs(now.value)));
  const clamp = (value: number): number => Math.max(-highest, Math.min(highest, value));
  return {
    x: [-halfWidth, halfWidth],
    value: extent(
      visibleValues.map((sample) => clamp(sample.value)),
      1.4,
    ),
    slope: extent(
      visibleValues.map((sample) => sample.slope),
      0.6,
    ),
  };
}

const pairs = ["x", "value", "slope"] as const;
const sameWindow = (a: Window, b: Window): boolean =>
  pairs.every((key) => a[key][0] === b[key][0] && a[key][1] === b[key][1]);

function mix(a: Window, b: Window, t: number): Window {
  const one = (key: (typeof pairs)[number]): readonly [number, number] => [
    a[key][0] + (b[key][0] - a[key][0]) * t,
    a[key][1] + (b[key][1] - a[key][1]) * t,
  ];
  return {x: one("x"), value: one("value"), slope: one("slope")};
}

function createChart(host: HTMLElement, chart: (typeof CHARTS)[number], onX: (x: number) => void) {
  const {field, title, says} = chart;
  const figure = select(host).append("figure").attr("class", `plot ${field}`);
  figure.append("figcaption").html(`<b>${title}</b> ${says}`);
  const svg = figure.append("svg").attr("role", "img");
  const clip = `clip-${field}`;
  const box = svg.append("clipPath").attr("id", clip).append("rect");
  const hatch = svg
    .append("pattern")
    .attr("id", `hatch-${field}`)
    .attr("width", 7)
    .attr("height", 7)
    .attr("patternUnits", "userSpaceOnUse")
    .attr("patternTransform", "rotate(45)");
  hatch.append("rect").attr("width", 7).attr("height", 7).attr("class", "hatch-back");
  hatch.append("line").attr("y2", 7).attr("class", "hatch-line");
  const layer = (name: string): Layer => svg.append("g").attr("class", name);
  const [grid, bands, curves, cursor] = [layer("grid"), layer("bands"), layer("curves"), layer("cursor")];
  for (const clipped of [bands, curves]) clipped.attr("clip-path", `url(#${clip})`);
  const path = line<Sample>().defined((sample) => Number.isFinite(sample[field]));
  let toX = (pixel: number): number => pixel;
  const surface = svg.append("rect").attr("class", "surface");
  surface.call(
    drag<SVGRectElement, unknown>()
      .container(() => svg.node() as SVGSVGElement)
      .on("start drag", (event: {x: number}) => onX(toX(event.x))),
  );
  surface.on("click", (event: MouseEvent) => onX(toX(pointer(event, svg.node())[0])));

  function draw(all: readonly Curve[], at: number, window: Window): void {
    const width = Math.max(240, (svg.node() as SVGSVGElement).clientWidth || 640);
    const height = Math.max(150, (svg.node() as SVGSVGElement).clientHeight || 260);
    const scale = (domain: readonly [number, number], from: number, to: number) => (value: number) =>
      from + ((value - domain[0]) / (domain[1] - domain[0])) * (to - from);
    const x = scale(window.x, MARGIN.left, width - MARGIN.right);
    const y = scale(window[field], height - MARGIN.bottom, MARGIN.top);
    toX = (pixel) =>
      window.x[0] + ((pixel - MARGIN.left) / (width - MARGIN.left - MARGIN.right)) * (window.x[1] - window.x[0]);
    const inner = {
      x: MARGIN.left,
      y: MARGIN.top,
      width: width - MARGIN.left - MARGIN.right,
      height: height - MARGIN.top - MARGIN.bottom,
    };
    svg.attr("viewBox", `0 0 ${width} ${height}`).attr("aria-label", description(all, at));
    for (const rect of [box, surface]) for (const [name, value] of Object.entries(inner)) rect.attr(name, value);
    drawGrid(grid, window.x, window[field], x, y, width, height);
    drawBands(
      bands,
      all.find(({focus}) => focus),
      window.x,
      x,
      inner,
    );
    drawCurves(all, x, y);
    drawCursor(all, at, x, y, inner);
  }

  function drawCurves(all: readonly Curve[], x: (v: number) => number, y: (v: number) => number): void {
    path.x((sample) => x(sample.x)).y((sample) => y(sample[field]));
    curves
      .selectAll<SVGPathElement, Curve>("path.curve")
      .data(all, (curve) => curve.name)
      .join("path")
      .attr("class", (curve) => `curve c${curve.slot}${curve.focus ? " focus" : ""}`)
      .attr("d", (curve) => path(curve.samples))
      .filter((curve) => curve.focus)
      .raise();
    const kinks = all.flatMap((curve) =>
      curve.marks
        .filter(({kind}) => kind === "kink")
        .map(({low, text}) => ({key: `${curve.name} ${low}`, curve, low, text, near: nearest(curve.samples, low)})),
    );
    curves
      .selectAll<SVGPathElement, (typeof kinks)[number]>("path.kink")
      .data(field === "value" ? kinks : [], (kink) => kink.key)
      .join((enter) => {
        const mark = enter.append("path").attr("d", "M0,-6L6,0L0,6L-6,0Z");
        mark.append("title");
        return mark;
      })
      .attr("class", (kink) => `kink c${kink.curve.slot}`)
      .attr("transform", (kink) => `translate(${x(kink.low)},${y(kink.near.value)})`)
      .select("title")
      .text((kink) => `${kink.curve.title}: ${kink.text}`);
  }

  function drawCursor(
    all: readonly Curve[],
    at: number,
    x: (v: number) => number,
    y: (v: number) => number,
    inner: {y: number; height: number; x: number; width: number},
  ): void {
    cursor
      .selectAll("line.at")
      .data([at])
      .join("line")
      .attr("class", "at")
      .attr("x1", x(at))
      .attr("x2", x(at))
      .attr("y1", inner.y)
      .attr("y2", inner.y + inner.height);
    const focus = all.find((curve) => curve.focus);
    const tangent = field === "value" && focus && Number.isFinite(focus.now.slope) ? [focus.now] : [];
    // As long on the screen whatever its slope.
    const run = (sample: Sample): number => {
      const [px, py] = [x(1) - x(0), (y(0) - y(1)) * sample.slope];
      return 58 / Math.hypot(px, py);
    };
    cursor
      .selectAll<SVGLineElement, Sample>("line.tangent")
      .data(tangent)
      .join("line")
      .attr("class", `tangent c${focus?.slot ?? 0}`)
      .attr("x1", (s) => x(s.x - run(s)))
      .attr("x2", (s) => x(s.x + run(s)))
      .attr("y1", (s) => y(s.value - run(s) * s.slope))
      .attr("y2", (s) => y(s.value + run(s) * s.slope));
    const points = cursor
      .selectAll<SVGGElement, Curve>("g.point")
      .data(
        all.filter((curve) => Number.isFinite(curve.now[field])),
        (curve) => curve.name,
      )
      .join((enter) => {
        const group = enter.append("g");
        group.append("circle");
        group.append("text");
        return group;
      })
      .attr("class", (curve) => `point c${curve.slot}${curve.focus ? " focus" : ""}`)
      .attr("transform", (curve) => `translate(${x(curve.now.x)},${y(curve.now[field])})`);
    points.select("circle").attr("r", (curve) => (curve.focus ? 6.5 : 4.5));
    const right = x(at) > inner.x + inner.width - 84;
    points
      .select("text")
      .attr("x", right ? -11 : 11)
      .attr("y", -9)
      .attr("text-anchor", right ? "end" : "start")
      .text((curve) => (curve.focus ? number(curve.now[field]) : ""));
  }

  const description = (all: readonly Curve[], at: number): string =>
    `${title}, ${says}. At x = ${number(at)}: ${all.map((curve) => `${curve.title} ${number(curve.now[field])}`).join(", ")}.`;

  const drawBands = (
    layer: Layer,
    focus: Curve | undefined,
    domain: readonly [number, number],
    x: (v: number) => number,
    inner: {y: number; height: number},
  ): void => {
    const intervals = (focus?.marks ?? []).filter(({kind}) => kind !== "kink");
    const [low, high] = domain;
    const groups = layer
      .selectAll<SVGGElement, Mark>("g.band")
      .data(intervals, (mark) => `${mark.kind} ${mark.low}`)
      .join((enter) => {
        const group = enter.append("g");
        group.append("rect");
        group.append("text").attr("y", inner.y + 15);
        return group;
      })
      .attr("class", (mark) => `band ${mark.kind}`);
    const left = (mark: Mark): number => x(Math.max(low, mark.low <= -12 ? low : mark.low));
    const right = (mark: Mark): number => Math.max(left(mark), x(Math.min(high, mark.high >= 12 ? high : mark.high)));
    groups
      .select("rect")
      .attr("x", left)
      .attr("width", (mark) => right(mark) - left(mark))
      .attr("y", inner.y)
      .attr("height", inner.height)
      .attr("fill", (mark) => (mark.kind === "dead" ? `url(#hatch-${field})` : null));
    const words = {kink: "", dead: tr("dead"), saturated: tr("saturated")};
    groups
      .select("text")
      .attr("x", (mark) => (left(mark) + right(mark)) / 2)
      .text((mark) => (right(mark) - left(mark) > 64 ? words[mark.kind] : ""));
  };

  return {draw};
}

const nearest = (samples: readonly Sample[], x: number): Sample =>
  samples.reduce((best, sample) => (Math.abs(sample.x - x) < Math.abs(best.x - x) ? sample : best));
