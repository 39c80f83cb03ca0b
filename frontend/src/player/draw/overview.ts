/** The strip below a picture that is not whole in its window: where in it one is, and its output. */

import {select} from "d3-selection";
import type {Point, Trace} from "../../shared/contract";
import {nameElement} from "../../shared/dom";
import type {Frame} from "../model/frame";
import type {Size} from "./camera";
import {isLargePicture} from "./level-of-detail";
import {drawOutlines} from "./outlines";
import type {Part} from "./part";
import type {Layer} from "./wires";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 64; // px
const SHARE = 0.22; // of a low window
const LEAST = 25; // px: a finger's least target and a line
const PAUSE = 150; // ms: the outlines of a large picture wait until it is at rest

interface Overview {
  readonly element: HTMLElement;
  /** Its height in a window of this size. */
  heightIn(window: Size): number;
  /** Shows this frame's outlines and output; the part of it that is in the window; null: the whole is, so no strip. */
  show(trace: Trace, frame: Frame, visiblePart: Part | null): void;
}

/** `go` is called with the place of the picture that was pointed at. */
export function createOverview(document: Document, size: () => Size, go: (place: Point) => void): Overview {
  const element = document.createElement("div");
  element.className = "overview";
  element.hidden = true;
  const map = document.createElementNS(SVG, "svg");
  map.setAttribute("aria-hidden", "true");
  const masses = document.createElementNS(SVG, "g");
  const here = document.createElementNS(SVG, "circle");
  here.setAttribute("class", "here");
  const windowMark = document.createElementNS(SVG, "rect");
  windowMark.setAttribute("class", "window");
  map.append(masses, here, windowMark);
  const words = document.createElement("p");
  element.append(map, words);
  let currentFrame: Frame | null = null;
  let later: ReturnType<typeof setTimeout> | undefined;

  map.addEventListener("click", (event) => {
    const matrix = map.getScreenCTM();
    if (matrix === null) return;
    const {x, y} = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    go([x, y]);
  });

  function draw(trace: Trace, frame: Frame): void {
    map.setAttribute("viewBox", `0 0 ${trace.width} ${trace.height}`);
    drawOutlines(select(masses) as unknown as Layer, trace, frame);
    const work = frame.nodes.find(({active}) => active !== null)?.node;
    here.setAttribute("visibility", work ? "visible" : "hidden");
    if (work) {
      here.setAttribute("cx", String(work.x));
      here.setAttribute("cy", String(work.y));
      here.setAttribute("r", String(Math.max(24, trace.width / 60)));
      here.setAttribute("data-phase", frame.phase ?? "");
    }
    words.replaceChildren(...outputWords(document, trace, frame));
  }

  return {
    element,
    heightIn: ({height}) => Math.round(Math.max(LEAST, Math.min(HEIGHT, SHARE * height))),
    show(trace, frame, part) {
      element.hidden = part === null;
      if (part === null) return;
      const high = `${this.heightIn(size())}px`;
      element.style.height = high;
      element.parentElement?.style.setProperty("--strip", high); // the buttons in it are as high
      if (currentFrame !== frame) {
        currentFrame = frame;
        clearTimeout(later);
        if (isLargePicture(trace)) later = setTimeout(() => draw(trace, frame), PAUSE);
        else draw(trace, frame);
      }
      const [x0, y0] = [Math.max(0, part.x0), Math.max(0, part.y0)];
      const [x1, y1] = [Math.min(trace.width, part.x1), Math.min(trace.height, part.y1)];
      for (const [name, value] of Object.entries({x: x0, y: y0, width: x1 - x0, height: y1 - y0}))
        windowMark.setAttribute(name, String(Math.max(0, value)));
    },
  };
}

/** The output by the program's own name, and its value once it is there. */
function outputWords(document: Document, trace: Trace, {nodes}: Frame): HTMLElement[] {
  const output = nodes.find(({node}) => node.kind === "output") ?? nodes.find(({node}) => node.id === trace.output);
  if (output === undefined) return [];
  const span = (name: string, text: string): HTMLElement => {
    const element = document.createElement("span");
    element.className = name;
    element.textContent = text;
    return element;
  };
  const name = nameElement(output.node.label);
  return output.value === null ? [name] : [name, span("is", " = "), span("value", output.value)];
}
