/** The picture of a scene, under its sentence: the server draws it of whatever state the user has made. */

import {fetchPicture} from "../../shared/api";
import type {Scene} from "../../shared/contract";
import {h, setAttribute} from "../../shared/dom";
import type {TraceRequest} from "../../shared/request";
import {hallText, isHall} from "../hall/hall-text";

const REST = 120; // ms: while a slider moves nothing is drawn
const NARROWEST = 200; // pixels of a picture that can be asked for
const STEP = 20; // pixels: a few more or less are the same picture
const LEAST_BELOW = 0.3; // of the stage, in the hall: a graph in less is cut off, so it stands beside the picture
const LEAST_BESIDE = 0.33; // of the stage's width
const LEAST_STRIP = 0.2; // of the stage: less of a graph shows nothing

/** Return the room that a picture has beside the lesson's sentence, which is as wide whether or not there is one. */
export function pictureRoom(): number {
  const width = document.querySelector(".lesson-sentence")?.clientWidth ?? 0;
  return Math.max(NARROWEST, Math.floor(width / hallText() / STEP) * STEP);
}

type Picture = Readonly<{
  element: HTMLElement;
  /** Null: there is none. */
  show(scene: Scene | null, request: TraceRequest): void;
}>;

export function createPicture(): Picture {
  const element = h("figure", {class: "lesson-picture", tabindex: 0, hidden: true});
  let last: Readonly<{scene: Scene; request: TraceRequest}> | null = null;
  let currentKey = ""; // what the picture that is there, or on its way, was asked with
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function draw(key: string, {picture, choose}: Scene, request: TraceRequest, width: number): Promise<void> {
    const answer = await fetchPicture(request, picture ?? "", choose, width);
    if (key !== currentKey) return; // another one meanwhile
    setAttribute(element, "aria-busy", null);
    if (answer.ok) {
      element.innerHTML = answer.value.svg; // drawn by the engine, which escapes every text in it
      enlarge(hallText());
      place();
    } else element.replaceChildren(h("p", {}, answer.problem.detail));
  }

  /** In the hall the picture is as large as its smallest type must be for the last row. */
  function enlarge(by: number): void {
    const svg = element.querySelector("svg");
    if (svg === null || by === 1) return;
    svg.style.width = `${svg.width.baseVal.value * by}px`;
    svg.style.height = `${svg.height.baseVal.value * by}px`;
  }

  /** In the hall nobody scrolls: a high picture stands beside the graph, or alone where that has no room either. */
  function place(): void {
    const svg = element.querySelector("svg");
    const stage = element.closest<HTMLElement>("#stage");
    setAttribute(element, "data-place", null);
    if (svg === null || stage === null || element.parentElement === null || !isHall() || element.hidden) return;
    const {width} = svg.getBoundingClientRect();
    const below = 1 - element.parentElement.scrollHeight / stage.clientHeight;
    if (below < LEAST_BELOW && 1 - width / stage.clientWidth > LEAST_BESIDE)
      setAttribute(element, "data-place", "beside");
    else if (below < LEAST_STRIP) setAttribute(element, "data-place", "alone");
  }

  function show(scene: Scene | null, request: TraceRequest): void {
    element.hidden = scene === null || scene.picture === null;
    place();
    if (scene === null || scene.picture === null) {
      last = null;
      currentKey = "";
      clearTimeout(timer);
      element.replaceChildren();
      return;
    }
    last = {scene, request};
    const {source, values, output, upstream, view} = request;
    const width = pictureRoom();
    const key = JSON.stringify([
      scene.picture,
      scene.choose,
      source,
      values,
      output,
      upstream,
      view,
      width,
      hallText(),
    ]);
    if (key === currentKey) return;
    const wait = currentKey === "" ? 0 : REST;
    currentKey = key;
    setAttribute(element, "aria-busy", true);
    clearTimeout(timer);
    timer = setTimeout(() => void draw(key, scene, request, width), wait);
  }

  // A panel beside it, too, takes room or gives it back.
  const observer = new ResizeObserver(() => last !== null && show(last.scene, last.request));
  observer.observe(element);
  return {element, show};
}
