/** Output of each unit of the first layer over the plane: a small picture of each; one stands out on the large one. */

import type {Field} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {ends, type FieldView} from "./field-view";
import type {PointNetwork} from "./point-network";
import {gridColumns, places} from "./zero-line";

const GRID = 16;
const MOST = 32;
const ABOVE = [124, 58, 237] as const; // as an update is drawn: what the unit passes on
const BELOW = [125, 134, 148] as const;

interface UnitFolds {
  readonly element: HTMLElement;
  update(): void;
}

/** Null where the first layer could not be told. */
export function createUnitFolds(field: Field, network: PointNetwork, view: FieldView): UnitFolds | null {
  const units = Math.min(MOST, network.size("hidden"));
  if (units === 0) return null;
  // The layer as the program names it, after its activation; the sums themselves where there is none.
  const layer = field.layers.findIndex((each) => each.units === network.size("hidden"));
  const result = layer < 0 ? "hidden" : tr`layer ${layer}`;
  const [x, y] = gridColumns(places(ends(field.points, 0), GRID), places(ends(field.points, 1), GRID));
  const pictures = Array.from({length: units}, (_, unit) => {
    const canvas = h("canvas", {width: GRID, height: GRID});
    const button = h(
      "button",
      {
        type: "button",
        class: "unit-fold",
        "aria-pressed": "false",
        "aria-label": tr`Unit ${unit + 1}: its fold on the plane`,
      },
      canvas,
    );
    const context = canvas.getContext("2d");
    return {button, context, image: context?.createImageData(GRID, GRID) ?? null};
  });
  let selected: number | null = null;
  const stress = (unit: number | null): void => view.stress(unit ?? selected);
  for (const [unit, {button}] of pictures.entries()) {
    button.addEventListener("click", () => {
      selected = selected === unit ? null : unit;
      for (const [each, other] of pictures.entries())
        other.button.setAttribute("aria-pressed", String(each === selected));
      stress(selected);
    });
    button.addEventListener("pointerenter", () => stress(unit));
    button.addEventListener("pointerleave", () => stress(null));
    button.addEventListener("focus", () => stress(unit));
    button.addEventListener("blur", () => stress(null));
  }
  return {
    element: h(
      "div",
      {class: "unit-folds", role: "group", "aria-label": tr("Units of the first layer")},
      ...pictures.map(({button}) => button),
    ),
    update() {
      network.run(x, y);
      for (const [unit, {context, image}] of pictures.entries()) {
        if (context === null || image === null) continue;
        let most = 1e-9;
        for (let k = 0; k < x.length; k++) most = Math.max(most, Math.abs(network.at(result, unit, k)));
        for (let k = 0; k < x.length; k++) {
          const value = network.at(result, unit, k) / most;
          const at = 4 * ((GRID - 1 - Math.floor(k / GRID)) * GRID + (k % GRID));
          image.data.set(value > 0 ? ABOVE : BELOW, at);
          image.data[at + 3] = 255 * (value > 0 ? 0.15 + 0.75 * value : 0.35 * -value);
        }
        context.putImageData(image, 0, 0);
      }
    },
  };
}
