/** The zig-zag picture: with inputs that are always positive, a neuron's weights can only rise or fall together. */

import {select} from "d3-selection";
import {h, write} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {number} from "../shared/number";
import type {Activation, Data} from "./data";
import {link} from "./panels";
import {distance, type Pair, STRIDES, type Walk, walkOf} from "./walk";

const SIZE = 340;
const REACH: readonly [Pair, Pair] = [
  [-1.5, 1.9],
  [-1.7, 1.7],
];
const KINDS = [
  {id: "sigmoid", title: tr("after a sigmoid"), says: tr("All inputs are positive")},
  {id: "tanh", title: tr("after a tanh"), says: tr("Inputs of both signs")},
] as const;

export function createZigzag(host: HTMLElement, data: Data): void {
  const find = (name: string): Activation | undefined => data.activations.find((one) => one.name === name);
  const walks = KINDS.map(({id}) => {
    const squash = find(id);
    return squash ? walkOf(data.zigzag.trace.tape, squash) : null;
  });
  let kind = 0;
  let done = STRIDES;

  const picture = h("div", {class: "plane"});
  const words = h("div", {class: "zigzag-words"});
  const buttons = KINDS.map(({title}, i) => {
    const button = h("button", {type: "button", "aria-pressed": String(i === 0)}, title);
    button.addEventListener("click", () => {
      kind = i;
      show();
    });
    return button;
  });
  const slider = h("input", {
    type: "range",
    min: 0,
    max: STRIDES,
    step: 1,
    value: done,
    "aria-label": tr("Steps of descent"),
  });
  const output = h("output", {});
  slider.addEventListener("input", () => {
    done = Number(slider.value);
    show();
  });
  const caption = h("p", {});
  const step = h("p", {class: "step-numbers"});
  const verdict = h("p", {class: "verdict"});
  words.append(
    h(
      "p",
      {},
      tr(
        "A neuron's gradient on each weight is its upstream gradient times that weight's input: ∂L/∂wᵢ = ∂L/∂f · xᵢ. ",
      ) + tr("When every xᵢ is positive, all of them have the sign of the upstream gradient."),
    ),
    h("div", {class: "segments", role: "group", "aria-label": tr("Where the inputs come from")}, ...buttons),
    h("label", {class: "steps"}, tr("Steps"), slider, output),
    caption,
    step,
    verdict,
    h(
      "p",
      {class: "fine"},
      tr("Every number comes from the graph of "),
      h("code", {}, data.zigzag.source),
      ". ",
      graphLink(),
    ),
  );
  host.append(picture, words);

  function graphLink(): HTMLElement {
    return h("a", {class: "link", href: "./", "data-zigzag": ""}, tr("See it"));
  }

  function show(): void {
    const walk = walks[kind];
    const other = walks[1 - kind];
    if (!walk || !other) return;
    buttons.forEach((button, i) => {
      button.setAttribute("aria-pressed", String(i === kind));
    });
    slider.value = String(done);
    slider.setAttribute("aria-valuetext", tr`${done} of ${STRIDES}`);
    write(output, tr`${done} of ${STRIDES}`);
    drawPlane(picture, walk, done);
    const alike = walk.strides.filter((stride) => stride.alike).length;
    write(
      caption,
      tr`${KINDS[kind]?.says ?? ""}: in ${alike} of ${STRIDES} steps both gradients have the same sign` +
        (alike === STRIDES
          ? tr(", so every step goes up right or down left: into the shaded quarters.")
          : tr(", so a step can go any way.")),
    );
    const stride = walk.strides[done - 1];
    if (stride) {
      const [a, b] = stride.gradient;
      write(
        step,
        tr`Step ${done}: x = (${number(stride.x[0])}, ${number(stride.x[1])}), ∂L/∂w₁ = ${number(a)}, ∂L/∂w₂ = ${number(b)}.`,
      );
    } else write(step, tr("Before the first step."));
    write(
      verdict,
      tr`After ${STRIDES} steps the weights are ${number(distance(walk.end, walk.best))} away from the best ones; ` +
        `${KINDS[1 - kind]?.title ?? ""}, ${number(distance(other.end, other.best))}.`,
    );
    const currentStride = stride ?? walk.strides[0];
    const anchor = words.querySelector<HTMLAnchorElement>("a[data-zigzag]");
    if (currentStride && anchor)
      anchor.href = link(data.zigzag.source, {
        w1: currentStride.w[0],
        w2: currentStride.w[1],
        x1: currentStride.x[0],
        x2: currentStride.x[1],
        t: currentStride.t,
      });
  }
  show();
}

function drawPlane(host: HTMLElement, walk: Walk, done: number): void {
  const x = (v: number): number => ((v - REACH[0][0]) / (REACH[0][1] - REACH[0][0])) * SIZE;
  const y = (v: number): number => SIZE - ((v - REACH[1][0]) / (REACH[1][1] - REACH[1][0])) * SIZE;
  const svg = select(host)
    .selectAll<SVGSVGElement, null>("svg")
    .data([null])
    .join((enter) => {
      const plane = enter.append("svg").attr("viewBox", `0 0 ${SIZE} ${SIZE}`).attr("role", "img");
      const marker = plane
        .append("marker")
        .attr("id", "head")
        .attr("viewBox", "0 0 8 8")
        .attr("refX", 7)
        .attr("refY", 4);
      marker.attr("markerWidth", 5).attr("markerHeight", 5).attr("orient", "auto");
      marker.append("path").attr("d", "M0,0L8,4L0,8Z").attr("class", "head");
      plane.append("g").attr("class", "allowed");
      plane
        .append("path")
        .attr("class", "axes")
        .attr("d", `M0,${y(0)}H${SIZE}M${x(0)},0V${SIZE}`);
      plane
        .append("text")
        .attr("class", "axis")
        .attr("x", SIZE - 8)
        .attr("y", y(0) - 7)
        .attr("text-anchor", "end")
        .text("w₁");
      plane
        .append("text")
        .attr("class", "axis")
        .attr("x", x(0) + 8)
        .attr("y", 14)
        .text("w₂");
      plane.append("g").attr("class", "strides");
      const best = plane
        .append("g")
        .attr("class", "best")
        .attr("transform", `translate(${x(walk.best[0])},${y(walk.best[1])})`);
      best.append("circle").attr("r", 7);
      best.append("text").attr("y", 23).attr("text-anchor", "middle").text(tr("best"));
      return plane;
    });
  svg.attr("aria-label", tr`The weights after ${done} steps of descent, on their way to the best ones.`);
  const points = [...walk.strides.map(({w}) => w), walk.end].slice(0, done + 1);
  const here = points[points.length - 1] as Pair;
  // The shaded quarters: the next step can go there when both gradients must have one sign.
  const always = walk.strides.every(({alike}) => alike);
  svg
    .select(".allowed")
    .selectAll<SVGRectElement, number>("rect")
    .data(always ? [1, -1] : [])
    .join("rect")
    .attr("x", (sign) => (sign > 0 ? x(here[0]) : 0))
    .attr("width", (sign) => Math.max(0, sign > 0 ? SIZE - x(here[0]) : x(here[0])))
    .attr("y", (sign) => (sign > 0 ? 0 : y(here[1])))
    .attr("height", (sign) => Math.max(0, sign > 0 ? y(here[1]) : SIZE - y(here[1])));
  svg
    .select(".strides")
    .selectAll<SVGLineElement, Pair>("line")
    .data(points.slice(0, -1))
    .join("line")
    .attr("marker-end", "url(#head)")
    .attr("x1", ([a]) => x(a))
    .attr("y1", ([, b]) => y(b))
    .attr("x2", (_, i) => x((points[i + 1] as Pair)[0]))
    .attr("y2", (_, i) => y((points[i + 1] as Pair)[1]));
  svg
    .select(".strides")
    .selectAll<SVGCircleElement, Pair>("circle")
    .data([points[0] as Pair, here])
    .join("circle")
    .attr("class", (_, i) => (i === 0 ? "start" : "here"))
    .attr("r", 4.5)
    .attr("cx", ([a]) => x(a))
    .attr("cy", ([, b]) => y(b));
}
