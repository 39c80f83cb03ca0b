/** The picture on the page: draws frames, plays the step between two of them, and lets boxes and wires be chosen. */
import {select} from "d3-selection";
import type {Trace} from "../../shared/contract";
import {prefersReducedMotion} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {play, stop} from "../animate/playback";
import {timelineOf} from "../animate/timeline";
import {finishTransition, keepExiting, playTransition, TRANSITION_MS} from "../animate/transition";
import {type Tween, tweenOf} from "../animate/tween";
import {aspectOf, fillsInOneRow, narrowerAspect, type Subject, subjectOf} from "../draw/camera";
import {createEntries, type What} from "../draw/entries";
import {focusAreaAtWork, keyboardArea, labelArea, sameGeometry, titleArea} from "../draw/focus-area";
import {createInteractions} from "../draw/interactions";
import {isLargePicture, TINY} from "../draw/level-of-detail";
import {createPaper} from "../draw/paper";
import {createScene} from "../draw/scene";
import {createScrub, leafNumber} from "../draw/scrub";
import {createView} from "../draw/viewport";
import {createWindowEdge} from "../draw/window-edge";
import {zoomBar} from "../draw/zoom-bar";
import {counterparts} from "../model/correspondence";
import type {Frame} from "../model/frame";
import {plan} from "../model/plan";
import {buildStage} from "./stage-elements";
import type {ShowOptions, Stage, StageOptions} from "./stage-types";
import {createWindowSize} from "./window-size";

interface StageState {
  readonly trace: Trace;
  readonly frame: Frame;
}

/** Number of new boxes, and of wires, that are drawn before one paint: while the window moves, and at rest. */
const AT_ONCE = 24;
const AT_REST = 240;

export function createStage(host: Element, options: StageOptions = {}): Stage {
  const document = host.ownerDocument;
  const {element, svg, viewport} = buildStage(document, options.label ?? tr("Computational graph"));
  host.append(element);

  const scene = createScene(
    viewport,
    () => options.folds?.() ?? false,
    () => view,
  );
  const {layers, pulse} = scene;
  const {wires, labels} = layers;
  const windowSize = createWindowSize(svg);
  const {size, sizeNow} = windowSize;
  const edge = createWindowEdge({
    host,
    element,
    svg,
    size,
    layers: () => layers,
    view: () => view,
    go: (place) => view.centre(place, duration(250)),
  });
  const view = createView(element, svg, viewport, {
    wheel: options.wheel ?? "zoom",
    size,
    text: options.text ?? (() => 1),
    blocks: edge.blocks,
    foot: edge.foot,
    onMove() {
      lookAgain();
      if (current) edge.update(current.trace, current.frame);
    },
    heavy: () => current !== null && isLargePicture(current.trace),
  });
  const zoomActs = {scale: view.scale, fit: () => stage.fit()};
  if (options.buttons ?? true) element.append(zoomBar(document, zoomActs, options.passing ?? false));

  let current: StageState | null = null;
  let selected: string | null = null;
  let tab: string | null = null;
  let waiting = false; // a new drawing is on its way
  let tabFold: string | null = null;
  let focusNext: string | null = null; // the function that was opened or closed by keyboard: it keeps the focus
  let call: (id: string | null) => void = () => undefined;
  let callToggle: (id: string, open: boolean) => void = () => undefined;
  let callArray: (edge: string, what: What) => void = () => undefined;
  let callScrub: (name: string, value: number | null) => void = () => undefined;
  let callWindow: () => void = () => undefined;
  const abort = new AbortController();
  const entries = createEntries({
    element,
    svg,
    labels,
    marks: scene.marks,
    signal: abort.signal,
    open: (edge, what) => callArray(edge, what),
    reveal,
  });

  /** Returns whether all was drawn that there is to draw: `most` new things of each kind at once. */
  function draw(most?: number): boolean {
    if (!current) return true;
    const {trace, frame} = current;
    const done = scene.draw({trace, frame, selected, tab, tabFold}, most);
    if (done) entries.show(trace, frame);
    edge.update(trace, frame);
    element.dispatchEvent(new CustomEvent("cr-draw", {bubbles: true}));
    return done;
  }

  /** The window looks elsewhere: another part of a large picture must be drawn, before each paint a little of it. */
  function lookAgain(): void {
    if (!current || waiting || scene.isCurrent(current.trace)) return;
    waiting = true;
    requestAnimationFrame(drawMore);
  }

  function drawMore(): void {
    waiting = false;
    if (!current || scene.isCurrent(current.trace)) return;
    if (view.moving && view.scaleNow < TINY) scene.outline(current);
    else waiting = !draw(view.moving ? AT_ONCE : AT_REST);
    if (waiting) requestAnimationFrame(drawMore);
  }

  function duration(ms: number): number {
    return prefersReducedMotion(document.defaultView) ? 0 : ms;
  }

  function reveal(id: string): void {
    const edge = current && plan(current.trace).edge.get(id);
    if (!current || !edge) return;
    view.follow([labelArea(edge)], duration(200));
  }

  function follow(ms: number): void {
    const areas = current ? focusAreaAtWork(current.trace, current.frame) : [];
    if (areas.length > 0) view.follow(areas, ms);
  }

  async function show(trace: Trace, frame: Frame, {animate, speed = 1}: ShowOptions): Promise<void> {
    const before = current;
    stop(pulse, labels);
    if (before?.trace !== trace) finishTransition(layers);
    const still = prefersReducedMotion(document.defaultView);
    const way = before && !still ? tweenOf(before.trace, trace) : null;
    if (way) keepExiting(layers, way);
    current = {trace, frame};
    if (before?.trace !== trace) view.set(subjectOf(trace));
    keepPlaces(before?.trace ?? trace, trace);
    draw();
    refocus(trace);
    if (before && way) {
      look(before.trace, trace, way);
      await playTransition(layers, way, TRANSITION_MS);
      return;
    }
    const fresh = !before || !sameGeometry(before.trace, trace);
    if (fresh) view.fit(before && !still ? 350 : 0);
    if (fresh || before.frame.position !== frame.position) follow(still || !before ? 0 : 320);
    const next = before !== null && frame.position === before.frame.position + 1;
    if (!animate || still || !next || scene.isFar) return;
    finishTransition(layers);
    const timeline = timelineOf(trace, frame);
    if (timeline) await play(pulse, labels, timeline, speed, view.looksAt);
  }

  /** Keep the chosen box and the one that the Tab key finds, as far as the new picture has them. */
  function keepPlaces(before: Trace, trace: Trace): void {
    const {node, edge} = plan(trace);
    if (selected !== null && !node.has(selected) && !edge.has(selected)) selected = null;
    if (tab === null || !node.has(tab))
      tab = (tab === null ? undefined : counterparts(tab, before, trace)[0]) ?? trace.nodes[0]?.id ?? null;
    const open = trace.functions.filter((item) => item.open);
    if (!open.some((item) => item.id === tabFold)) tabFold = open[0]?.id ?? null;
  }

  /** Focus the frame's button of a function opened by keyboard, or the closed function of one that was closed. */
  function refocus(trace: Trace): void {
    const item = trace.functions.find((other) => other.id === focusNext);
    focusNext = null;
    if (!item) return;
    if (item.open) tabFold = item.id;
    else tab = item.id;
    draw();
    focus(item.id, item.open);
  }

  function focus(id: string, button: boolean): void {
    const [selector, name] = button ? ["g.fold", "data-function"] : ["g.node", "data-id"];
    [...viewport.querySelectorAll<SVGGElement>(selector)].find((one) => one.getAttribute(name) === id)?.focus();
  }

  /** The view of the new picture: whole if it fits, else with the function that changed where it was. */
  function look(before: Trace, trace: Trace, {anchor}: Tween): void {
    if (anchor && (view.isManual || !view.fits())) view.hold(anchor[0], anchor[1], TRANSITION_MS);
    else if (!sameGeometry(before, trace)) view.fit(TRANSITION_MS);
  }

  function choose(id: string | null): void {
    if (id === selected) return;
    selected = id;
    if (id !== null && current && plan(current.trace).node.has(id)) tab = id;
    draw();
  }

  createInteractions({
    svg,
    wires,
    signal: abort.signal,
    folds: () => options.folds?.() ?? false,
    trace: () => current?.trace ?? null,
    moving: () => view.moving,
    choose(id) {
      choose(id);
      call(id);
    },
    toggle(id, open, byKey) {
      if (byKey) focusNext = id;
      callToggle(id, open);
    },
    walk(from, to) {
      const button = current?.trace.functions.some((item) => item.id === from && item.open) ?? false;
      if (button) tabFold = to;
      else tab = to;
      draw();
      focus(to, button);
      const box = button
        ? current?.trace.functions.find((item) => item.id === to)
        : plan((current as StageState).trace).node.get(to);
      if (box) view.follow([button ? titleArea(box) : keyboardArea(box)], duration(200));
    },
  });

  createScrub({
    svg,
    signal: abort.signal,
    value: (name) =>
      current !== null && (options.scrubs?.() ?? false) ? leafNumber(current.trace, current.frame, name) : null,
    call: (name, value) => callScrub(name, value),
  });

  const subject = (): Subject | null => current && subjectOf(current.trace);
  const paper = createPaper({svg, window, signal: abort.signal, subject, at: () => view.at, restore: resized});

  function resized(): void {
    if (paper.printing || !current) return;
    view.fit(0);
    follow(0);
    callWindow();
  }

  windowSize.watch(resized);

  const stage: Stage = {
    element,
    show,
    fit() {
      sizeNow();
      if (current) view.showAll(duration(250));
    },
    zoom: view.scale,
    fits(trace) {
      sizeNow();
      return view.fits(subjectOf(trace));
    },
    aspect: () => aspectOf(sizeNow()),
    filled: (trace) => trace.flow !== "down" && fillsInOneRow(subjectOf(trace), sizeNow(), options.text?.()),
    narrower: (trace) => (trace.flow === "down" ? null : narrowerAspect(subjectOf(trace), sizeNow(), options.text?.())),
    onWindow(next) {
      callWindow = next;
    },
    select: choose,
    onSelect(next) {
      call = next;
    },
    onArray(next) {
      callArray = next;
    },
    onScrub(next) {
      callScrub = next;
    },
    onToggle(next) {
      callToggle = next;
    },
    go(id) {
      const box = current && plan(current.trace).node.get(id);
      if (!current || !box) return;
      choose(id);
      call(id);
      view.centre([box.x, box.y], duration(350));
    },
    destroy() {
      finishTransition(layers);
      stop(pulse, labels);
      abort.abort();
      windowSize.stop();
      view.destroy();
      select(element).remove();
    },
  };
  return stage;
}
