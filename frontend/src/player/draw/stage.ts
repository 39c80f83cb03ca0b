/** The picture on the page: draws frames, plays the step between two of them, and lets boxes and wires be chosen. */
import {select} from "d3-selection";
import type {Frame} from "../frame";
import {zoomIcons} from "../icons";
import {plan} from "../plan";
import type {Point, Trace} from "../trace";
import {drawBoxes, drawFrames} from "./boxes";
import {createEntries, type What} from "./entries";
import {drawLabels} from "./labels";
import {calm, layerOf, play, stop} from "./pulse";
import {score} from "./score";
import {createView, type Size} from "./view";
import {neighbour, WALKS} from "./walk";
import {drawWires} from "./wires";

export interface StageOptions {
  readonly wheel?: "zoom" | "modifier";
  readonly label?: string; // what a screen reader calls the picture
  readonly buttons?: boolean; // zoom buttons in the corner
}

export interface ShowOptions {
  readonly animate: boolean;
  readonly speed?: number;
}

export interface Stage {
  readonly element: HTMLElement;
  /** Draws the frame; with `animate`, plays the step that leads to it first. Resolves when the picture is at rest. */
  show(trace: Trace, frame: Frame, options: ShowOptions): Promise<void>;
  /** The whole picture in the window. */
  fit(): void;
  /** Marks a node or an edge as chosen; null for none. */
  select(id: string | null): void;
  /** Called with the id of a node or edge that was chosen here, or null. */
  onSelect(call: (id: string | null) => void): void;
  /** Called with a wire whose array is asked for in full. */
  onArray(call: (edge: string, what: What) => void): void;
  destroy(): void;
}

const SVG = "http://www.w3.org/2000/svg";

export function createStage(host: Element, options: StageOptions = {}): Stage {
  const document = host.ownerDocument;
  const element = document.createElement("div");
  element.className = "cr-stage";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "cr-svg");
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", options.label ?? "Computational graph");
  const viewport = document.createElementNS(SVG, "g");
  viewport.setAttribute("class", "viewport");
  svg.append(viewport);
  element.append(svg);
  host.append(element);

  const frames = layerOf(viewport, "frames");
  const wires = layerOf(viewport, "wires");
  const labels = layerOf(viewport, "labels");
  const marks = layerOf(viewport, "marks").attr("aria-hidden", "true");
  const boxes = layerOf(viewport, "boxes");
  const pulse = layerOf(viewport, "pulse").attr("aria-hidden", "true");
  const size = (): Size => ({width: svg.clientWidth || 800, height: svg.clientHeight || 500});
  const view = createView(svg, viewport, {wheel: options.wheel ?? "zoom", size});
  if (options.buttons ?? true) element.append(zoomButtons());

  let shown: {readonly trace: Trace; readonly frame: Frame} | null = null;
  let chosen: string | null = null;
  let tab: string | null = null;
  let touched = false; // the reader has moved the picture by hand
  let call: (id: string | null) => void = () => undefined;
  let callArray: (edge: string, what: What) => void = () => undefined;
  const abort = new AbortController();
  const entries = createEntries({
    element,
    svg,
    labels,
    marks,
    signal: abort.signal,
    open: (edge, what) => callArray(edge, what),
    reveal,
  });

  function draw(): void {
    if (!shown) return;
    const {trace, frame} = shown;
    drawFrames(frames, trace.functions);
    drawWires(wires, frame.wires, chosen);
    drawLabels(labels, frame.wires);
    drawBoxes(boxes, frame.nodes, chosen, tab);
    entries.show(trace, frame);
  }

  function reveal(id: string): void {
    const edge = shown && plan(shown.trace).edge.get(id);
    if (!shown || !edge) return;
    const [x, y] = edge.label;
    const [width, above, below] = edge.label_size ?? [60, 20, 20];
    const points: Point[] = [
      [x - width / 2, y - above],
      [x + width / 2, y + below],
    ];
    view.follow(shown.trace, points, calm(document.defaultView) ? 0 : 200);
  }

  function follow(ms: number): void {
    if (!shown) return;
    const {trace, frame} = shown;
    const points: Point[] = [];
    for (const {node, active} of frame.nodes)
      if (active)
        points.push(
          [node.x - node.width / 2, node.y - node.height / 2 - 30],
          [node.x + node.width / 2, node.y + node.height / 2 + 10],
        );
    if (points.length === 0) return;
    for (const id of trace.steps[frame.position - 1]?.nodes ?? [])
      for (const edge of [...(plan(trace).into.get(id) ?? []), ...(plan(trace).outOf.get(id) ?? [])])
        points.push([edge.label[0] - 24, edge.label[1] - 20], [edge.label[0] + 24, edge.label[1] + 20]);
    view.follow(trace, points, ms);
  }

  async function show(trace: Trace, frame: Frame, {animate, speed = 1}: ShowOptions): Promise<void> {
    const before = shown;
    stop(pulse, labels);
    shown = {trace, frame};
    if (!trace.nodes.some((node) => node.id === tab)) tab = trace.nodes[0]?.id ?? null;
    if (chosen !== null && !plan(trace).node.has(chosen) && !plan(trace).edge.has(chosen)) chosen = null;
    draw();
    const still = calm(document.defaultView);
    if (!before || !sameGeometry(before.trace, trace)) {
      touched = false;
      view.fit(trace, false, before && !still ? 350 : 0);
    }
    const moved = before === null || before.frame.position !== frame.position;
    if (moved) follow(still || !before ? 0 : 320);
    const next = before !== null && frame.position === before.frame.position + 1;
    if (!animate || still || !next) return;
    const music = score(trace, frame);
    if (music) await play(pulse, labels, music, speed);
  }

  function choose(id: string | null): void {
    if (id === chosen) return;
    chosen = id;
    if (id !== null && shown && plan(shown.trace).node.has(id)) tab = id;
    draw();
  }

  const idOf = (target: EventTarget | null): string | null =>
    (target as Element | null)?.closest?.(".node, .wire")?.getAttribute("data-id") ?? null;

  function light(id: string | null): void {
    wires
      .selectAll<SVGGElement, {edge: {id: string; source: string; target: string}}>("g.wire")
      .classed("lit", ({edge}) => {
        return id !== null && (edge.id === id || edge.source === id || edge.target === id);
      });
  }

  function onKey(event: KeyboardEvent): void {
    const id = idOf(event.target);
    if (!id || !shown || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      choose(id);
      call(id);
      return;
    }
    // Arrows walk the graph only for who came by keyboard; after a click they still step the lesson.
    if (!keyboard(event.target)) return;
    if (!WALKS.has(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const to = neighbour(shown.trace, id, event.key);
    if (to === null) return;
    tab = to;
    draw();
    const target = [...viewport.querySelectorAll<SVGGElement>("g.node")].find(
      (node) => node.getAttribute("data-id") === to,
    );
    target?.focus();
    const box = plan(shown.trace).node.get(to);
    if (box)
      view.follow(
        shown.trace,
        [
          [box.x - 60, box.y - 40],
          [box.x + 60, box.y + 40],
        ],
        200,
      );
  }

  const listen = {signal: abort.signal};
  svg.addEventListener(
    "click",
    (event) => {
      const id = idOf(event.target);
      choose(id);
      call(id);
    },
    listen,
  );
  svg.addEventListener("pointerover", (event) => light(idOf(event.target)), listen);
  svg.addEventListener("pointerleave", () => light(null), listen);
  svg.addEventListener("keydown", onKey, listen);
  svg.addEventListener(
    "wheel",
    () => {
      touched = true;
    },
    {...listen, passive: true},
  );
  svg.addEventListener(
    "pointerdown",
    () => {
      touched = true;
    },
    listen,
  );
  const observer = watch(() => {
    if (!shown) return;
    if (!touched) view.fit(shown.trace, false, 0);
    follow(0);
  });

  function watch(resized: () => void): ResizeObserver | null {
    if (typeof ResizeObserver === "undefined") return null;
    const found = new ResizeObserver(resized);
    found.observe(svg);
    return found;
  }

  function zoomButtons(): HTMLElement {
    const group = document.createElement("div");
    group.className = "cr-zoom";
    for (const {label, icon, run} of [
      {label: "Zoom in", icon: zoomIcons.in, run: () => view.scale(1.3)},
      {label: "Zoom out", icon: zoomIcons.out, run: () => view.scale(1 / 1.3)},
      {label: "Show the whole graph", icon: zoomIcons.fit, run: () => stage.fit()},
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", label);
      button.title = label;
      button.innerHTML = icon;
      button.addEventListener("click", () => {
        touched = true;
        run();
      });
      group.append(button);
    }
    return group;
  }

  const stage: Stage = {
    element,
    show,
    fit: () => shown && view.fit(shown.trace, true, calm(document.defaultView) ? 0 : 250),
    select: choose,
    onSelect(next) {
      call = next;
    },
    onArray(next) {
      callArray = next;
    },
    destroy() {
      stop(pulse, labels);
      abort.abort();
      observer?.disconnect();
      view.destroy();
      select(element).remove();
    },
  };
  return stage;
}

function sameGeometry(a: Trace, b: Trace): boolean {
  if (a === b) return true;
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, i) => node.id === b.nodes[i]?.id)
  );
}

function keyboard(target: EventTarget | null): boolean {
  try {
    return (target as Element).matches(":focus-visible");
  } catch {
    return true; // a browser without :focus-visible
  }
}
