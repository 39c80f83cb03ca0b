/** The panel of values: a row per leaf that can be changed, with its gradient once that has arrived. */

import type {Value} from "../../shared/contract";
import {type Arr, float, type Num} from "../../shared/contract";
import {type Digits, format, fullDigits} from "../../shared/digits";
import {byId, h, nameElement, setAttribute, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {createSlider} from "../../shared/slider";
import {createGrid} from "./array-field";
import {createNumberField} from "./number-field";

/**
 * One leaf as the panel shows it. `gradient` is null until the backward pass has reached it; in forward mode there is a
 * `tangent` in its place, null before the first step.
 */
export type ValueRow = Readonly<{
  name: string;
  shape: readonly number[];
  value: Arr;
  gradient: Arr | null;
  tangent?: Arr | null;
  isDefault: boolean;
}>;

export type ValuesPanel = Readonly<{
  show(rows: readonly ValueRow[], hasChanges: boolean, gradientName: string, digits: Digits): void;
}>;

const HINT = tr("Drag a slider or a number; click a number to type.");
const PASTE = tr(" A block of numbers can be pasted into a matrix.");
const ALL_GIVEN = tr("Every value stands in the formula: change it there.");

type ShowRow = (row: ValueRow, digits: Digits) => void;
type Row = Readonly<{element: HTMLElement; key: string; show: ShowRow}>;

type ValuesOptions = Readonly<{
  onInput: (name: string, value: Value) => void;
  onSettle: () => void;
  onReset: () => void;
}>;

export function createValues(options: ValuesOptions): ValuesPanel {
  const list = byId("value-list");
  const reset = byId<HTMLButtonElement>("reset");
  const hint = byId("value-hint");
  const columns = byId("value-columns");
  const gradientColumn = byId("gradient-column");
  const rows = new Map<string, Row>();
  reset.addEventListener("click", options.onReset);

  return {
    show(next, hasChanges, gradientName, digits) {
      write(gradientColumn, gradientName);
      columns.hidden = !next.some(({shape}) => shape.length === 0);
      const names = new Set(next.map(({name}) => name));
      for (const [name, row] of rows) {
        if (names.has(name)) continue;
        row.element.remove();
        rows.delete(name);
      }
      const later: (HTMLElement | null)[] = []; // buttons that are pressed again and again keep the focus
      next.forEach((value, index) => {
        let row = rows.get(value.name);
        if (row?.key !== keyOf(value)) {
          const resizing = pressedIn(row?.element);
          row?.element.remove();
          row = createRow(value, options);
          rows.set(value.name, row);
          if (resizing !== null) later.push(row.element.querySelector<HTMLElement>(`[data-resize="${resizing}"]`));
        }
        if (list.children[index] !== row.element) list.insertBefore(row.element, list.children[index] ?? null);
        row.show(value, digits);
      });
      for (const button of later) button?.focus();
      reset.hidden = !hasChanges;
      const arrays = next.some(({shape}) => shape.length > 0);
      write(hint, next.length === 0 ? ALL_GIVEN : HINT + (arrays ? PASTE : ""));
    },
  };
}

/** Return which of the buttons that change the size has the focus; null: none. */
function pressedIn(element: HTMLElement | undefined): string | null {
  const active = document.activeElement;
  return active instanceof HTMLElement && element?.contains(active) ? (active.dataset.resize ?? null) : null;
}

/** Return what stands beside the value: the tangent in forward mode, else the gradient; null before it is there. */
const derivativeOf = ({tangent, gradient}: ValueRow): Arr | null => (tangent === undefined ? gradient : tangent);

/** A row is made anew when the leaf turns from a number into an array or changes its shape. */
const keyOf = (row: ValueRow): string => row.shape.join();

function createRow(first: ValueRow, options: ValuesOptions): Row {
  const scalar = first.shape.length === 0;
  const mark = h(
    "span",
    {class: "default", title: tr("Nobody chose this value yet: drag it or type one.")},
    tr("default"),
  );
  const isShared = first.name.includes(" "); // not a variable: the given upstream
  const label = h("span", {class: "value-name"}, isShared ? h("small", {}, first.name) : nameElement(first.name), mark);
  const element = h("li", {class: scalar ? "value scalar" : "value array", "data-name": first.name}, label);
  element.classList.toggle("shared", isShared);
  const renew = scalar ? scalarCells(first, options, element) : arrayCells(first, options, element);
  return {
    element,
    key: keyOf(first),
    show(row, digits) {
      mark.hidden = !row.isDefault;
      element.classList.toggle("is-default", row.isDefault);
      element.classList.toggle("moves", row.tangent !== undefined);
      renew(row, digits);
    },
  };
}

function scalarCells(first: ValueRow, options: ValuesOptions, element: HTMLElement): ShowRow {
  const value = float(first.value as Num);
  const onInput = (next: number): void => options.onInput(first.name, next);
  const slider = createSlider({label: tr`${first.name}, slider`, value, onInput, onSettle: options.onSettle});
  const field = createNumberField({label: first.name, value, onInput, onSettle: options.onSettle});
  const gradient = h("output", {class: "gradient"});
  element.append(slider.element, field.element, gradient);
  return (row, digits) => {
    const now = float(row.value as Num);
    slider.show(now);
    field.show(now);
    const derivative = derivativeOf(row) as Num | null;
    const text = derivative === null ? "—" : format(derivative, digits === "full" ? "six" : digits);
    const words = derivative === null ? tr("not there yet") : text;
    write(gradient, text);
    setAttribute(gradient, "title", derivative === null ? null : fullDigits(derivative, text));
    setAttribute(
      gradient,
      "aria-label",
      row.tangent === undefined ? tr`gradient of ${first.name}: ${words}` : tr`tangent of ${first.name}: ${words}`,
    );
  };
}

function arrayCells(first: ValueRow, options: ValuesOptions, element: HTMLElement): ShowRow {
  const grid = createGrid({
    name: first.name,
    shape: first.shape,
    value: first.value,
    onInput: (value) => options.onInput(first.name, value),
    onSettle: options.onSettle,
  });
  element.append(h("span", {class: "shape"}, first.shape.join("×")), grid.element);
  return (row) => grid.show(row.value, derivativeOf(row));
}
