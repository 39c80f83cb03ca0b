/** A slider whose range grows with its value. */

import {h} from "./dom";
import {number} from "./number";

export type Slider = Readonly<{element: HTMLInputElement; show(value: number): void}>;

type SliderOptions = Readonly<{
  label: string;
  value: number;
  onInput: (value: number) => void;
  onSettle: () => void;
}>;

const LEAST = 5;

/** Half the width of the scale for a value: 5, 10, 20, 50, 100, ... with the value inside its inner four fifths. */
export function halfRange(value: number): number {
  const limit = Math.max(LEAST, Math.abs(value) * 1.25);
  const power = 10 ** Math.floor(Math.log10(limit));
  return [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= limit * (1 - 1e-9)) ?? limit;
}

export function createSlider(options: SliderOptions): Slider {
  const element = h("input", {class: "slider", type: "range", "aria-label": options.label});
  let halfWidth = 0;
  let isDragging = false;

  const scale = (value: number): void => {
    halfWidth = halfRange(value);
    element.min = String(-halfWidth);
    element.max = String(halfWidth);
    element.step = String(halfWidth / 500);
  };
  const paint = (value: number): void => {
    // The track is filled from zero to the thumb: the sign can be seen.
    const at = 50 + (50 * value) / halfWidth;
    element.style.setProperty("--from", `${Math.min(50, at)}%`);
    element.style.setProperty("--to", `${Math.max(50, at)}%`);
    element.setAttribute("aria-valuetext", number(value));
  };
  const show = (value: number): void => {
    // While it is held the scale stays: a scale that changes under the hand runs away.
    if (!isDragging || Math.abs(value) > halfWidth) scale(value);
    if (!isDragging) element.value = String(value);
    paint(value);
  };

  element.addEventListener("pointerdown", () => {
    isDragging = true;
  });
  element.addEventListener("input", () => {
    const value = Number(element.value);
    paint(value);
    options.onInput(value);
  });
  const release = (): void => {
    isDragging = false;
    show(Number(element.value));
    options.onSettle();
  };
  element.addEventListener("change", release);
  element.addEventListener("pointerup", () => {
    isDragging = false;
  });
  element.addEventListener("pointercancel", release);
  show(options.value);
  return {element, show};
}
