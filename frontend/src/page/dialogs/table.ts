/** All numbers of one array in a dialog: a table of which only what is in sight is made. */

import {summary} from "../../player/draw/arrays";
import type {Answer} from "../../shared/api";
import {type Arr, flatten} from "../../shared/contract";
import {h, write, writeCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number, shapeText} from "../../shared/number";

type ArrayView = Readonly<{
  title: string;
  tone: "value" | "gradient";
  shape: readonly number[];
  load: () => Promise<Answer<Arr>>;
}>;

/** Levels of detail, from tints alone to full precision. */
const ZOOMS = [
  {name: "tints", width: 14, height: 12, text: () => ""},
  {name: "short", width: 60, height: 22, text: (x: number) => number(x)},
  {name: "six digits", width: 104, height: 24, text: (x: number) => tidy(x.toPrecision(6))},
  {name: "full", width: 186, height: 24, text: (x: number) => tidy(String(x))},
] as const;
const FIRST_ZOOM = 1;
const HEAD = {width: 52, height: 22};

const tidy = (text: string): string => text.replace("-", "−").replace("e-", "e−").replace("Infinity", "∞");

export function createTable(): {open(view: ArrayView): Promise<void>} {
  const heading = h("h2", {id: "table-heading"});
  const words = h("p", {class: "fine", role: "status"});
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const out = button("−", tr("Smaller cells"));
  const zoomIn = button("+", tr("Larger cells, more digits"));
  const copy = button(tr("Copy"), tr("Copy as lines of tab-separated numbers"));
  const slice = h("input", {type: "number", min: 0, class: "slice", "aria-label": tr("Slice")});
  const sliceRow = h("label", {class: "slice-row"}, tr("slice "), slice);
  const table = h("table", {class: "whole"});
  const spacer = h("div", {class: "spacer"});
  const region = h("div", {class: "table-region", tabindex: "0", role: "region", "aria-labelledby": "table-heading"});
  region.append(table, spacer);
  const dialog = h(
    "dialog",
    {class: "table-dialog", "aria-labelledby": "table-heading"},
    h("div", {class: "dialog-head"}, heading, close),
    h("div", {class: "table-bar"}, words, sliceRow, out, zoomIn, copy),
    region,
  );
  document.body.append(dialog);

  let zoom = FIRST_ZOOM;
  let current: ArrayView | null = null;
  let entries: readonly number[] = [];
  let most = 0;
  let turn = 0; // counts openings: an answer for an older one is dropped

  const size = (): {rows: number; columns: number; slices: number} => {
    const shape = current?.shape ?? [];
    const columns = shape[shape.length - 1] ?? 1;
    const rows = shape.length > 1 ? (shape[shape.length - 2] ?? 1) : 1;
    return {rows, columns, slices: shape.slice(0, -2).reduce((a, b) => a * b, 1)};
  };

  /** Rows and columns that can be seen, made anew: a screenful, however large the array. */
  function draw(): void {
    if (!current || entries.length === 0) return;
    const {rows, columns} = size();
    const cell = ZOOMS[zoom] ?? ZOOMS[FIRST_ZOOM];
    spacer.style.width = `${HEAD.width + columns * cell.width}px`;
    spacer.style.height = `${HEAD.height + rows * cell.height}px`;
    // Whole cells only: a table taller than its window would push its own headings out of sight.
    const room = (length: number, head: number, unit: number): number =>
      Math.max(1, Math.floor((length - head) / unit));
    const start = (scroll: number, unit: number): number => Math.max(0, Math.ceil(scroll / unit - 0.01));
    const down = Math.min(rows, room(region.clientHeight, HEAD.height, cell.height));
    const across = Math.min(columns, room(region.clientWidth, HEAD.width, cell.width));
    const top = Math.min(rows - down, start(region.scrollTop, cell.height));
    const left = Math.min(columns - across, start(region.scrollLeft, cell.width));
    const offset = Math.max(0, Number(slice.value) || 0) * rows * columns;
    const range = (from: number, count: number): number[] => Array.from({length: count}, (_, i) => from + i);
    const head = h("tr", {}, h("th", {"aria-hidden": "true"}), ...range(left, across).map((c) => label(c, "col")));
    const body = range(top, down).map((r) =>
      h(
        "tr",
        {"aria-rowindex": r + 2},
        label(r, "row"),
        ...range(left, across).map((c) => entry(offset + r * columns + c)),
      ),
    );
    table.className = `whole ${current.tone} zoom-${zoom}`;
    table.setAttribute("aria-rowcount", String(rows + 1));
    table.setAttribute("aria-colcount", String(columns + 1));
    table.style.setProperty("--cell-width", `${cell.width}px`);
    table.style.setProperty("--cell-height", `${cell.height}px`);
    table.replaceChildren(h("thead", {}, head), h("tbody", {}, ...body));
  }

  function label(index: number, scope: "row" | "col"): HTMLElement {
    return h(
      "th",
      {scope, "aria-colindex": scope === "col" ? index + 2 : null},
      zoom === 0 && index % 5 ? "" : String(index),
    );
  }

  function entry(place: number): HTMLElement {
    const value = entries[place] ?? 0;
    const cell = h(
      "td",
      {class: value < 0 ? "negative" : null, title: tidy(String(value))},
      (ZOOMS[zoom] ?? ZOOMS[1]).text(value),
    );
    const weight = most > 0 && Number.isFinite(value) ? Math.abs(value) / most : 0;
    cell.style.setProperty("--weight", String(Math.round(weight * 100) / 100));
    return cell;
  }

  function magnify(by: number): void {
    const before = ZOOMS[zoom] ?? ZOOMS[FIRST_ZOOM];
    zoom = Math.max(0, Math.min(ZOOMS.length - 1, zoom + by));
    const now = ZOOMS[zoom] ?? before;
    const place = [region.scrollLeft / before.width, region.scrollTop / before.height] as const;
    out.disabled = zoom === 0;
    zoomIn.disabled = zoom === ZOOMS.length - 1;
    draw();
    region.scrollTo(place[0] * now.width, place[1] * now.height);
    draw();
  }

  function onKey(event: KeyboardEvent): void {
    event.stopPropagation(); // the page's keys rest while the table is open
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === slice) return;
    if (event.key === "+" || event.key === "=") magnify(1);
    else if (event.key === "-") magnify(-1);
    else if (event.target === region) {
      const {width, height} = ZOOMS[zoom] ?? ZOOMS[FIRST_ZOOM];
      const moves: Readonly<Record<string, readonly [number, number]>> = {
        ArrowLeft: [-width, 0],
        ArrowRight: [width, 0],
        ArrowUp: [0, -height],
        ArrowDown: [0, height],
        PageUp: [0, -region.clientHeight],
        PageDown: [0, region.clientHeight],
        Home: [-region.scrollWidth, event.shiftKey ? 0 : -region.scrollHeight],
        End: [region.scrollWidth, event.shiftKey ? 0 : region.scrollHeight],
      };
      const move = moves[event.key];
      if (!move) return;
      region.scrollBy(move[0], move[1]);
    } else return;
    event.preventDefault();
  }

  async function copyAll(): Promise<void> {
    const {columns} = size();
    const lines: string[] = [];
    for (let at = 0; at < entries.length; at += columns) lines.push(entries.slice(at, at + columns).join("\t"));
    const done = await navigator.clipboard.writeText(lines.join("\n")).then(
      () => true,
      () => false, // no permission, or no secure context
    );
    copy.textContent = done ? tr("Copied") : tr("Not allowed");
  }

  region.addEventListener("scroll", draw, {passive: true});
  dialog.addEventListener("keydown", onKey);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  out.addEventListener("click", () => magnify(-1));
  zoomIn.addEventListener("click", () => magnify(1));
  copy.addEventListener("click", () => void copyAll());
  slice.addEventListener("input", draw);
  if (typeof ResizeObserver !== "undefined") new ResizeObserver(draw).observe(region);

  return {
    async open(next) {
      const mine = ++turn;
      current = next;
      entries = [];
      write(heading, `${next.title} · ${shapeText(next.shape)}`);
      write(words, tr("Asking for all its numbers …"));
      write(copy, tr("Copy"));
      table.replaceChildren();
      slice.value = "0";
      const {slices} = size();
      slice.max = String(slices - 1);
      sliceRow.hidden = slices < 2;
      if (!dialog.open) dialog.showModal();
      region.focus();
      const answer = await next.load();
      if (mine !== turn || !dialog.open) return;
      if (!answer.ok) {
        writeCode(words, answer.problem.detail);
        return;
      }
      entries = flatten(answer.value);
      most = entries.reduce((max, x) => (Number.isFinite(x) && Math.abs(x) > max ? Math.abs(x) : max), 0);
      const ends = summary(answer.value);
      const count = tr`${entries.length.toLocaleString("en")} numbers`;
      write(
        words,
        ends ? tr`${count} · min ${number(ends.min)} · mean ${number(ends.mean)} · max ${number(ends.max)}` : count,
      );
      region.scrollTo(0, 0);
      magnify(0);
    },
  };
}

function button(text: string, label: string): HTMLButtonElement {
  return h("button", {type: "button", class: "button", "aria-label": label, title: label}, text);
}
