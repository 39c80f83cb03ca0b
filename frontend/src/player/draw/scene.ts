/** The layers of the picture and what of a frame is drawn in them: all of a small one, the part in sight of a large. */

import {select} from "d3-selection";
import type {Trace} from "../../shared/contract";

import type {Frame} from "../model/frame";
import {drawBoxes} from "./boxes";
import {drawButtons, drawFrames} from "./functions";
import {drawLabels} from "./labels";
import {covers, cutOf, type Scope, scopeOf, some, TINY, type VisibleParts, within} from "./level-of-detail";
import {drawOutlines} from "./outlines";
import {drawMarks} from "./pattern-marks";
import type {View} from "./viewport";
import {drawWires, type Layer} from "./wires";

export interface Layers {
  readonly exiting: Layer; // for what goes; above the frames, below all else
  readonly frames: Layer;
  readonly wires: Layer;
  readonly labels: Layer;
  readonly boxes: Layer;
  readonly buttons: Layer;
}

/** Frame that is drawn, with its chosen box and the one that the Tab key finds. */
interface SceneState {
  readonly trace: Trace;
  readonly frame: Frame;
  readonly selected: string | null;
  readonly tab: string | null;
  readonly tabFold: string | null;
}

interface Scene {
  readonly layers: Layers;
  readonly marks: Layer; // on the entries of arrays
  readonly pulse: Layer;
  readonly isFar: boolean; // nothing but outlines is drawn
  /** Return whether the drawing still does for the window. */
  isCurrent(trace: Trace): boolean;
  /** Draws the outlines of everything under what is drawn: enough on the way, where no word can be read. */
  outline(state: Pick<SceneState, "trace" | "frame">): void;
  /** Draws, at most `most` new things of each kind. Returns whether that was all. */
  draw(state: SceneState, most?: number): boolean;
}

const NOTHING: VisibleParts = {nodes: [], wires: [], labels: [], functions: []};

export function createScene(viewport: SVGGElement, folds: () => boolean, view: () => View): Scene {
  const frames = layerOf(viewport, "frames");
  const outlineLayer = layerOf(viewport, "outlines").attr("aria-hidden", "true");
  const exiting = layerOf(viewport, "exiting").attr("aria-hidden", "true");
  const wires = layerOf(viewport, "wires");
  const patterns = layerOf(viewport, "patterns").attr("aria-hidden", "true");
  const labels = layerOf(viewport, "labels");
  const marks = layerOf(viewport, "marks").attr("aria-hidden", "true");
  const boxes = layerOf(viewport, "boxes");
  const buttons = layerOf(viewport, "folds");
  const pulse = layerOf(viewport, "pulse").attr("aria-hidden", "true");
  let scope: Scope = "all";
  let visibleParts = NOTHING;
  let complete = true; // all is drawn that is in the scope
  let outlines = false;

  return {
    layers: {exiting, frames, wires, labels, boxes, buttons},
    marks,
    pulse,
    get isFar() {
      return scope === "far";
    },
    isCurrent(trace) {
      const {moving, scaleNow} = view();
      if (outlines && moving && scaleNow < TINY) return true;
      const clean = complete && (!outlines || scope === "far");
      return clean && covers(scope, trace, view().looksAt(), scaleNow, !moving);
    },
    outline({trace, frame}) {
      outlines = true;
      drawOutlines(outlineLayer, trace, frame);
    },
    draw({trace, frame, selected, tab, tabFold}, most = Number.POSITIVE_INFINITY) {
      scope = scopeOf(trace, view().looksAt(), view().scaleNow);
      const visible = within(trace, frame, scope, [selected, tab, tabFold]);
      visibleParts = some(visible, visibleParts, most);
      complete = (Object.keys(visible) as (keyof VisibleParts)[]).every(
        (kind) => visibleParts[kind].length === visible[kind].length,
      );
      outlines = scope === "far" || (outlines && !complete); // until what they stand for is there
      viewport.classList.toggle("far-away", scope === "far");
      const foldable = folds();
      drawFrames(frames, trace, foldable);
      drawOutlines(outlineLayer, trace, outlines ? frame : null);
      drawWires(wires, visibleParts.wires, selected, cutOf(scope));
      drawMarks(patterns, trace, frame, visibleParts.nodes);
      drawLabels(labels, visibleParts.labels);
      drawBoxes(boxes, visibleParts.nodes, selected, tab, foldable);
      drawButtons(buttons, foldable ? visibleParts.functions : [], tabFold);
      return complete;
    },
  };
}

/** A new group of the picture, above those before it. */
const layerOf = (parent: SVGElement, name: string): Layer =>
  select(parent).append<SVGGElement>("g").attr("class", name) as unknown as Layer;
