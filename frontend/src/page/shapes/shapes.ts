/** Shapes in place of values: the switch, a field for the shape of each free name, and the way to the costs. */

import {h, nameElement, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {shapeText} from "../../shared/number";
import type {Shapes} from "../../shared/request";
import type {State} from "../state";
import {parseShape} from "./parse-shape";

type ShapesOptions = Readonly<{
  onShapes: (shapes: Shapes) => void;
  onLayers: () => void;
}>;

type ShapesPanel = Readonly<{show(state: State): void; toggle(): void}>;

export function createShapes(host: Element, options: ShapesOptions): ShapesPanel {
  const only = h(
    "button",
    {
      type: "button",
      class: "button",
      id: "shapes-only",
      title: tr("Shapes and costs, no numbers: for sizes nobody runs (S)"),
    },
    tr("Shapes only"),
  );
  const layers = h(
    "button",
    {
      type: "button",
      class: "button",
      id: "layers-button",
      "aria-haspopup": "dialog",
      title: tr("Cost of each layer (Y)"),
    },
    tr("Layers"),
  );
  const fields = h("div", {class: "shape-fields", role: "group", "aria-label": tr("Shapes")});
  const words = h("p", {class: "fine", id: "shapes-words", role: "status"});
  host.append(
    h(
      "section",
      {class: "ways sizes", "aria-labelledby": "sizes-heading"},
      h("h2", {id: "sizes-heading"}, tr("Sizes")),
      h("div", {class: "ways-row"}, only, layers),
      fields,
      words,
    ),
  );
  let now: Shapes = null;
  let drawKey = "";
  const toggle = (): void => options.onShapes(now === null ? {} : null);
  only.addEventListener("click", toggle);
  layers.addEventListener("click", options.onLayers);

  function show({request, trace}: State): void {
    now = request.shapes_only ?? null;
    only.setAttribute("aria-pressed", String(now !== null));
    write(words, now === null ? "" : tr("No number is computed and nothing is kept in memory."));
    const shapesByName = now === null ? {} : {...(trace?.shapes_only ?? {}), ...now};
    const key = JSON.stringify(shapesByName);
    if (key === drawKey || fields.contains(fields.ownerDocument.activeElement)) return; // a shape is being typed
    drawKey = key;
    fields.replaceChildren(...Object.entries(shapesByName).map(([name, shape]) => field(name, shape)));
  }

  function field(name: string, shape: readonly number[]): HTMLElement {
    const input = h("input", {
      type: "text",
      inputmode: "numeric",
      spellcheck: "false",
      value: shapeText(shape),
      placeholder: tr("one number"),
      "aria-label": tr`Shape of ${name}`,
    });
    input.addEventListener("change", () => {
      const next = parseShape(input.value);
      input.setAttribute("aria-invalid", String(next === null));
      if (next !== null) options.onShapes({...now, [name]: next});
    });
    return h("label", {class: "shape-field"}, nameElement(name), input);
  }

  return {show, toggle};
}
