/** An editable vector or matrix: one field per entry, the gradient of each below it. */

import type {Value} from "../../shared/contract";
import {type Arr, flatten, isAbstract, isLarge, nest} from "../../shared/contract";
import {format, fullDigits} from "../../shared/digits";
import {h, setAttribute, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number, shapeText} from "../../shared/number";
import {parseBlock, pasted, resized, type Sized} from "./block";
import {createNumberField, type NumberField} from "./number-field";

type Grid = Readonly<{element: HTMLElement; show(value: Arr, gradient: Arr | null): void}>;

type GridOptions = Readonly<{
  name: string;
  shape: readonly number[];
  value: Arr;
  onInput: (value: Value) => void;
  onSettle: () => void;
}>;

/** More entries than this are not edited one by one. */
const MOST_ENTRIES = 144;

export function createGrid(options: GridOptions): Grid {
  const {shape, name} = options;
  const count = shape.reduce((product, size) => product * size, 1);
  if (isLarge(options.value) || count > MOST_ENTRIES || count === 0) return summary(options);

  const entries = flatten(options.value);
  const columns = shape[shape.length - 1] ?? 1;
  const fields: NumberField[] = [];
  const gradients: HTMLElement[] = [];
  const refusals = h("div", {class: "refusals"});
  const take = (next: Sized): void => {
    options.onInput(nest(next.entries, next.shape) as Value);
    options.onSettle();
  };
  for (let index = 0; index < count; index++) {
    const field = createNumberField({
      label: `${name} ${indexText(index, shape)}`,
      value: entries[index] ?? 0,
      arrows: "with-alt",
      refusals,
      onInput: (entry) => {
        entries[index] = entry;
        options.onInput(nest(entries, shape) as Value);
      },
      onSettle: options.onSettle,
    });
    field.element.addEventListener("keydown", (event) => walk(event, fields, index, columns));
    field.element.addEventListener("paste", (event) => {
      const block = parseBlock(event.clipboardData?.getData("text/plain") ?? "");
      if (block === null || block.flat().length < 2) return; // a single number is typed into the field
      event.preventDefault();
      take(pasted({entries, shape}, index, block));
    });
    fields.push(field);
    gradients.push(h("span", {class: "gradient"}, "—"));
  }
  const cells = fields.map((field, index) => h("td", {}, field.element, gradients[index]));
  const rows = Array.from({length: count / columns}, (_, row) =>
    h(
      "tr",
      {class: row > 0 && startsSlice(row, shape) ? "slice" : null},
      ...cells.slice(row * columns, (row + 1) * columns),
    ),
  );
  const element = h(
    "div",
    {class: "grid", role: "group", "aria-label": `${name}, ${shapeText(shape)}`},
    h("table", {role: "presentation"}, h("tbody", {}, ...rows)),
    refusals,
    shape.length <= 2 && sizeButtons(name, shape, (axis, by) => take(resized({entries, shape}, axis, by))),
    count === 1 && shape.length === 1 && numberButton(name, () => take({entries, shape: []})),
  );

  return {
    element,
    show(value, gradient) {
      const slopes = gradient === null ? null : flatten(gradient);
      flatten(value).forEach((entry, index) => {
        entries[index] = entry;
        fields[index]?.show(entry);
        const slot = gradients[index];
        if (slot === undefined) return;
        const slope = slopes?.[index] ?? null;
        const text = slope === null ? "—" : format(slope, "short");
        write(slot, text);
        setAttribute(slot, "title", slope === null ? null : fullDigits(slope, text));
      });
    },
  };
}

/** A vector of one entry can become the number that it holds. */
function numberButton(name: string, act: () => void): HTMLElement {
  // The name that is spoken begins with what is read on the button, or holds it.
  const label = `${name} ${tr("as a number")}`;
  const title = tr`Make ${name} a number`;
  const button = h("button", {type: "button", "aria-label": label, title}, tr("as a number"));
  button.addEventListener("click", act);
  return h("div", {class: "resize"}, button);
}

/** Rows and columns more and less. */
type Part = "entry" | "row" | "column";

const PARTS: Readonly<Record<Part, string>> = {entry: tr("entry"), row: tr("row"), column: tr("column")};

const resizeLabel = (part: Part, more: boolean, name: string): string =>
  ({
    entry: more ? tr`Add an entry to ${name}` : tr`Remove an entry of ${name}`,
    row: more ? tr`Add a row to ${name}` : tr`Remove a row of ${name}`,
    column: more ? tr`Add a column to ${name}` : tr`Remove a column of ${name}`,
  })[part];

function sizeButtons(
  name: string,
  shape: readonly number[],
  act: (axis: "row" | "column", by: 1 | -1) => void,
): HTMLElement {
  const one = (axis: "row" | "column", by: 1 | -1, part: Part): HTMLElement => {
    const length = shape[axis === "row" ? shape.length - 2 : shape.length - 1] ?? 1;
    const key = `${axis}${by}`;
    const label = resizeLabel(part, by > 0, name);
    const button = h(
      "button",
      {type: "button", "data-resize": key, "aria-label": label, title: label, disabled: by < 0 && length < 2},
      by > 0 ? `+ ${PARTS[part]}` : "−",
    );
    button.addEventListener("click", () => act(axis, by));
    return button;
  };
  const pair = (axis: "row" | "column", part: Part): HTMLElement[] => [one(axis, -1, part), one(axis, 1, part)];
  const buttons = shape.length === 2 ? [...pair("row", "row"), ...pair("column", "column")] : pair("column", "entry");
  return h("div", {class: "resize"}, ...buttons);
}

/** A big array as its range; it comes from the source, or is pasted there. */
function summary({shape, value}: GridOptions): Grid {
  const words = h("p", {class: "summary"});
  const show = (next: Arr): void => {
    const entries = isLarge(next) && !isAbstract(next) ? [Number(next.min), Number(next.max)] : flatten(next);
    const [least, most] = entries.reduce(
      ([a, b], entry) => [Math.min(a, entry), Math.max(b, entry)],
      [Infinity, -Infinity],
    );
    write(
      words,
      entries.length === 0 ? tr("empty") : tr`${shapeText(shape)} numbers from ${number(least)} to ${number(most)}`,
    );
  };
  show(value);
  return {element: words, show: (next) => show(next)};
}

/** `[1, 0]`: where an entry stands, counted from 0 as in NumPy. */
export function indexText(index: number, shape: readonly number[]): string {
  const place: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${place.join(", ")}]`;
}

function startsSlice(row: number, shape: readonly number[]): boolean {
  return shape.length > 2 && row % (shape[shape.length - 2] ?? 1) === 0;
}

/** Arrow keys go from field to field, sideways once the caret stands at the edge of what is typed. */
function walk(event: KeyboardEvent, fields: readonly NumberField[], index: number, columns: number): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const field = event.currentTarget;
  if (!(field instanceof HTMLInputElement)) return;
  const all = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  const atStart = all || field.selectionEnd === 0;
  const atEnd = all || field.selectionStart === field.value.length;
  const column = index % columns;
  const next =
    event.key === "ArrowUp"
      ? index - columns
      : event.key === "ArrowDown"
        ? index + columns
        : event.key === "ArrowLeft" && atStart && column > 0
          ? index - 1
          : event.key === "ArrowRight" && atEnd && column < columns - 1
            ? index + 1
            : -1;
  const target = fields[next];
  if (target === undefined) return;
  event.preventDefault();
  target.element.focus();
}
