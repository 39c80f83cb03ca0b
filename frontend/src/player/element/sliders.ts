/** A slider for each number that can be changed, below the picture. */

import {float, type Num, type Trace} from "../../shared/contract";
import {h, nameElement} from "../../shared/dom";
import {text} from "../../shared/number";
import {createSlider, type Slider} from "../../shared/slider";

export interface Sliders {
  /** Show the sliders at these values, by name; without any, hide the row. */
  show(values: Readonly<Record<string, number>>): void;
}

/** More than that is no row below a picture. */
const MOST = 12;

/** The leaves of a trace that are one number each, with their values. */
export function scalars(trace: Trace): Readonly<Record<string, number>> {
  const entries = Object.entries(trace.values).filter(([, value]) => typeof value !== "object");
  return Object.fromEntries(entries.map(([name, value]) => [name, float(value as Num)]));
}

export function createSliders(host: HTMLElement, set: (name: string, value: number) => void): Sliders {
  const rows = new Map<string, {slider: Slider; value: HTMLElement}>();
  host.hidden = true;

  function row(name: string, first: number): HTMLElement {
    const value = h("output", {class: "cr-number"});
    const options = {label: name, value: first, onInput: (next: number) => set(name, next), onSettle: () => undefined};
    const slider = createSlider(options);
    rows.set(name, {slider, value});
    return h("label", {class: "cr-value"}, nameElement(name), slider.element, value);
  }

  return {
    show(values) {
      const names = Object.keys(values).slice(0, MOST);
      host.hidden = names.length === 0;
      if (names.join("\n") !== [...rows.keys()].join("\n")) {
        rows.clear();
        host.replaceChildren(...names.map((name) => row(name, values[name] ?? 0)));
      }
      for (const [name, {slider, value}] of rows) {
        const now = values[name] ?? 0;
        slider.show(now);
        value.textContent = text(now);
      }
    },
  };
}
