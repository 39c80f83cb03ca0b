/** The picture of a scene, under its sentence: the server draws it of whatever state the user has made. */

import {fetchPicture} from "../../shared/api";
import type {Scene} from "../../shared/contract";
import {h, setAttribute} from "../../shared/dom";
import type {TraceRequest} from "../../shared/request";

const REST = 120; // ms: while a slider moves nothing is drawn

type Picture = Readonly<{
  element: HTMLElement;
  /** Null: there is none. */
  show(scene: Scene | null, request: TraceRequest): void;
}>;

export function createPicture(): Picture {
  const element = h("figure", {class: "lesson-picture", tabindex: 0, hidden: true});
  let currentKey = ""; // what the picture that is there, or on its way, was asked with
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function draw(key: string, {picture, choose}: Scene, request: TraceRequest): Promise<void> {
    const answer = await fetchPicture(request, picture ?? "", choose);
    if (key !== currentKey) return; // another one meanwhile
    setAttribute(element, "aria-busy", null);
    if (answer.ok)
      element.innerHTML = answer.value.svg; // drawn by the engine, which escapes every text in it
    else element.replaceChildren(h("p", {}, answer.problem.detail));
  }

  return {
    element,
    show(scene, request) {
      element.hidden = scene === null || scene.picture === null;
      if (scene === null || scene.picture === null) {
        currentKey = "";
        clearTimeout(timer);
        element.replaceChildren();
        return;
      }
      const {source, values, output, upstream, view} = request;
      const key = JSON.stringify([scene.picture, scene.choose, source, values, output, upstream, view]);
      if (key === currentKey) return;
      const wait = currentKey === "" ? 0 : REST;
      currentKey = key;
      setAttribute(element, "aria-busy", true);
      clearTimeout(timer);
      timer = setTimeout(() => void draw(key, scene, request), wait);
    },
  };
}
