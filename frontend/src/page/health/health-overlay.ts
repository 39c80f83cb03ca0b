/** The health overlay: wires coloured by the size of their gradient, gates in trouble marked, and what it means. */

import {HEATS, type Health, type Heat, healthOf, tallies} from "../../player/model/health";
import type {Finding, Numbers, Trace} from "../../shared/contract";
import {byId, h, isNarrow} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {element} from "../../shared/svg";
import {drawHealthOutlines, undressFar} from "./health-outlines";

export type HealthOverlay = Readonly<{
  /** Colours the picture, which has just been drawn. */
  show(trace: Trace, live: Numbers): void;
  /** Takes the colours off. */
  hide(): void;
}>;

const LONG = 12_000; // px
/** The sign on a gate in trouble: told apart without colour. */
const SIGNS: Readonly<Record<Finding["kind"], string>> = {
  nonfinite: "∞",
  exploding: "↑",
  dead: "×",
  saturated: "~",
  vanishing: "↓",
};
const LEGEND: Readonly<Record<Heat, string>> = {
  zero: "0",
  vanishing: "< 10⁻⁴",
  small: "10⁻⁴ … 10⁻²",
  fine: "10⁻² … 10²",
  large: "10² … 10⁴",
  exploding: "> 10⁴",
  broken: tr("inf, NaN"),
};

/** `corner`: where the button stands, over the picture. */
export function createHealthOverlay(
  corner: HTMLElement,
  onGo: (id: string) => void,
  onLayers: () => void,
): HealthOverlay {
  const stage = byId("stage");
  const panel = h("section", {class: "health-panel", "aria-label": tr("Health of the gradients"), hidden: true});
  const layers = h("button", {type: "button", class: "link"}, tr("Distributions by layer"));
  layers.addEventListener("click", onLayers);
  const column = document.querySelector<HTMLElement>(".step-column");
  const steps = byId("step-body");
  /** Places the table beside the picture; over it only where nothing stands beside it. */
  const place = (): void => {
    const isFree = isNarrow() || steps.checkVisibility(); // the column itself has no box at every width
    const beside = column !== null && isFree && !document.body.matches("[data-present]");
    const host = beside ? column : corner;
    panel.toggleAttribute("data-over-stage", !beside);
    if (panel.parentElement !== host) (beside ? host.prepend : host.append).call(host, panel);
  };
  const observer = new ResizeObserver(() => {
    if (!panel.hidden) place(); // the hall was opened, or a panel beside the picture
  });
  observer.observe(stage);
  let last: {trace: Trace; live: Numbers; health: Health} | null = null;
  let isStyled = false;
  // The part of a large picture that comes into sight is drawn anew and needs its colours too.
  stage.addEventListener("cr-draw", () => {
    if (!isStyled || last === null) return;
    applyStyles(stage, last.health);
    drawHealthOutlines(stage, last.trace, last.health);
  });

  return {
    hide() {
      panel.hidden = true;
      if (isStyled) {
        undress(stage);
        undressFar(stage);
      }
      isStyled = false;
      last = null;
    },
    show(trace, live) {
      panel.hidden = false;
      place();
      const same = last?.trace === trace && last.live === live;
      if (!same) {
        last = {trace, live, health: healthOf(trace, live)};
        undressFar(stage);
        panel.replaceChildren(...legend(trace, last.health, onGo), layers);
      }
      // Dashes of wires that are a hundred windows long cost more than everything else.
      stage.classList.toggle("long-wires", Math.max(trace.width, trace.height) > LONG);
      if (last !== null) {
        applyStyles(stage, last.health);
        drawHealthOutlines(stage, trace, last.health);
      }
      isStyled = true;
    },
  };
}

function applyStyles(stage: HTMLElement, health: Health): void {
  stage.classList.add("showing-health");
  for (const wire of stage.querySelectorAll<SVGGElement>(".wires > .wire")) {
    const of = health.wires.get(wire.dataset.id ?? "") ?? "fine";
    if (wire.dataset.heat !== of) wire.dataset.heat = of;
  }
  for (const node of stage.querySelectorAll<SVGGElement>(".boxes > .node")) {
    const kind = health.nodes.get(node.dataset.id ?? "")?.[0]?.kind;
    if (node.dataset.trouble === kind && (kind === undefined || node.querySelector(".health-mark"))) continue;
    node.querySelector(".health-mark")?.remove();
    if (kind === undefined) delete node.dataset.trouble;
    else {
      node.dataset.trouble = kind;
      node.append(mark(node, SIGNS[kind]));
    }
  }
}

function undress(stage: HTMLElement): void {
  stage.classList.remove("showing-health");
  for (const wire of stage.querySelectorAll<SVGGElement>("[data-heat]")) delete wire.dataset.heat;
  for (const node of stage.querySelectorAll<SVGGElement>("[data-trouble]")) delete node.dataset.trouble;
  for (const sign of stage.querySelectorAll(".health-mark")) sign.remove();
}

/** Draws the sign at the lower right of the box, whose outline says how large it is. */
function mark(node: SVGGElement, sign: string): SVGGElement {
  const group = element("g", {class: "health-mark"});
  const size = node.querySelector<SVGPathElement>(".shape")?.getBBox?.();
  group.setAttribute("transform", `translate(${(size?.width ?? 44) / 2 - 4},${(size?.height ?? 44) / 2 - 4})`);
  group.append(element("circle", {r: 9}), element("text", {y: 4.5}, sign));
  return group;
}

function legend(trace: Trace, health: Health, onGo: (id: string) => void): HTMLElement[] {
  const present = new Set(health.wires.values());
  const scale = HEATS.filter((heat) => heat === "fine" || present.has(heat)).map((heat) =>
    h("li", {"data-heat": heat}, h("span", {class: "heat-line", "aria-hidden": "true"}), LEGEND[heat]),
  );
  const troubles = tallies(trace, health).map(({kind, words, count, first}) => {
    const go = h("button", {type: "button", class: "link"}, `${count} ${words}`);
    go.addEventListener("click", () => onGo(first));
    return h("li", {"data-trouble": kind}, h("span", {class: "sign", "aria-hidden": "true"}, SIGNS[kind]), go);
  });
  const well = h("p", {class: "well"}, tr("No gate is saturated or dead, and every gradient is of a sensible size."));
  return [
    h("h3", {}, tr("Size of each gradient, that of the output being 1")),
    h("ul", {class: "scale"}, ...scale),
    troubles.length > 0 ? h("ul", {class: "troubles"}, ...troubles) : well,
  ];
}
