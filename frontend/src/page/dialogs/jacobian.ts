/** The Jacobian of a gate, on demand: the matrix, what it is like, and why nobody ever forms it. */

import {indexOf, wireName} from "../../player/draw/entry-text";
import {plan} from "../../player/model/plan";
import {type Answer, fetchJacobian} from "../../shared/api";
import {float, type Jacobian, type Num, type Trace, type TraceEdge} from "../../shared/contract";
import {h, withCode, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number, shapeText} from "../../shared/number";
import type {State} from "../state";

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 460; // of the drawing, in px
const WIDEST = 46;
const NUMBERS = 30; // cells at least this wide have their number in them
const LABELS = 15; // and rows at least this high the name of their entry

const STRUCTURES: Readonly<Record<string, string>> = {
  zero: tr("zero: no entry moves any other"),
  identity: tr("the identity"),
  diagonal: "diagonal",
  permutation: tr("a permutation: one 1 in each row and column"),
  block: "block",
  dense: "dense",
};

export type OpenJacobian = (box: string) => void;

export function createJacobian(state: () => State): OpenJacobian {
  let dialog: Parts | null = null;
  let turn = 0;
  return (box) => {
    const {trace, asked, question} = state();
    const wires = trace === null ? [] : (plan(trace).into.get(box) ?? []);
    if (trace === null || wires.length === 0) return;
    dialog ??= build();
    const parts = dialog;
    const choose = (edge: TraceEdge): void => {
      const mine = ++turn;
      for (const button of parts.inputs.querySelectorAll("button"))
        button.setAttribute("aria-pressed", String(button.dataset.edge === edge.id));
      parts.body.replaceChildren(h("p", {class: "fine"}, tr("Asking …")));
      void fetchJacobian(asked ?? question, edge.id).then((answer) => {
        if (mine === turn) parts.body.replaceChildren(...content(trace, edge, answer));
      });
    };
    const gate = plan(trace).node.get(box);
    write(parts.heading, tr`Jacobian of the ${gate?.label ?? ""} gate`);
    parts.inputs.replaceChildren(
      ...wires.map((edge) => {
        const button = h(
          "button",
          {type: "button", "data-edge": edge.id},
          tr`with respect to ${wireName(trace, edge)}`,
        );
        button.addEventListener("click", () => choose(edge));
        return button;
      }),
    );
    if (!parts.dialog.open) parts.dialog.showModal();
    choose(wires[0] as TraceEdge);
  };
}

type Parts = Readonly<{dialog: HTMLDialogElement; heading: HTMLElement; inputs: HTMLElement; body: HTMLElement}>;

function build(): Parts {
  const heading = h("h2", {id: "jacobian-heading"});
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const inputs = h("div", {class: "segments", role: "group", "aria-label": tr("Input")});
  const body = h("div", {class: "jacobian-body", "aria-live": "polite"});
  const dialog = h(
    "dialog",
    {class: "jacobian-dialog", "aria-labelledby": "jacobian-heading"},
    h("div", {class: "dialog-head"}, heading, close),
    inputs,
    body,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  document.body.append(dialog);
  return {dialog, heading, inputs, body};
}

function content(trace: Trace, edge: TraceEdge, answer: Answer<Jacobian>): HTMLElement[] {
  if (!answer.ok) return [h("p", {}, ...withCode(answer.problem.detail))];
  const jacobian = answer.value;
  const [into, out] = [wireName(trace, edge), outName(trace, edge)];
  const size = `${jacobian.rows.toLocaleString("en")} × ${jacobian.columns.toLocaleString("en")}`;
  const structure = jacobian.structure === null ? "" : structureWords(jacobian);
  const words = [
    h("p", {class: "lead"}, size, structure !== "" && h("b", {}, ` · ${structure}`)),
    h(
      "p",
      {class: "fine"},
      tr`One row for each entry of ${out}${shaped(jacobian.output_shape)}, one column for each entry of ${into}${shaped(jacobian.input_shape)}.`,
    ),
  ];
  const why = [h("p", {}, jacobian.text), weights(jacobian)];
  if (jacobian.matrix === null)
    return [...words, h("p", {}, tr("It is too large to be drawn: a side has more than 64 entries.")), ...why];
  const figure = h("figure", {class: "jacobian-figure", tabindex: "0", role: "group", "aria-label": tr("The matrix")});
  figure.append(drawing(jacobian, jacobian.matrix, into, out, structure));
  return [h("div", {class: "jacobian-words"}, ...words, ...why), figure];
}

const shaped = (shape: readonly number[]): string => (shape.length > 0 ? ` (${shapeText(shape)})` : "");

function outName(trace: Trace, edge: TraceEdge): string {
  const [first] = plan(trace).outOf.get(edge.target) ?? [];
  return first ? wireName(trace, first) : (plan(trace).node.get(edge.target)?.label ?? tr("the result"));
}

export function structureWords({structure, blocks}: Pick<Jacobian, "structure" | "blocks">): string {
  const words = STRUCTURES[structure ?? ""] ?? "";
  return structure === "block" && blocks !== null ? tr`${blocks} blocks, zero outside them` : words;
}

function drawing(
  {output_shape, input_shape}: Jacobian,
  rows: readonly (readonly Num[])[],
  into: string,
  out: string,
  structure: string,
): SVGSVGElement {
  const columns = rows[0]?.length ?? 0;
  const cell = Math.max(6, Math.min(WIDEST, SIDE / Math.max(columns, rows.length, 1)));
  const named = cell >= LABELS;
  const left = named ? 62 : 4;
  const top = named ? 62 : 4;
  const svg = document.createElementNS(SVG, "svg");
  const [width, height] = [left + columns * cell + 4, top + rows.length * cell + 4];
  svg.setAttribute("class", "jacobian");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute("role", "img");
  svg.setAttribute(
    "aria-label",
    tr`Jacobian of ${out} with respect to ${into}, ${rows.length} by ${columns}, ${structure}`,
  );
  const most = Math.max(...rows.flat().map((x) => (Number.isFinite(float(x)) ? Math.abs(float(x)) : 0)), 0);
  rows.forEach((row, i) => {
    row.forEach((entry, j) => {
      const value = float(entry);
      const box = shape("rect", value === 0 ? "zero" : value < 0 ? "cell negative" : "cell", {
        x: left + j * cell,
        y: top + i * cell,
        width: cell,
        height: cell,
      });
      const weight = most > 0 && Number.isFinite(value) ? Math.abs(value) / most : 1;
      if (value !== 0)
        box.setAttribute(
          "fill-opacity",
          String(Math.round((cell >= NUMBERS ? 0.1 + 0.2 * weight : 0.25 + 0.75 * weight) * 100) / 100),
        );
      svg.append(box);
      if (cell >= NUMBERS)
        svg.append(
          text(number(value), left + (j + 0.5) * cell, top + (i + 0.5) * cell + 4, value === 0 ? "zero-text" : ""),
        );
    });
    if (named) svg.append(text(indexOf(i, output_shape), left - 6, top + (i + 0.5) * cell + 4, tr("row")));
  });
  if (named)
    for (let j = 0; j < columns; j++) {
      const label = text(indexOf(j, input_shape), 0, 0, tr("column"));
      label.setAttribute("transform", `translate(${left + (j + 0.5) * cell + 4},${top - 6}) rotate(-90)`);
      svg.append(label);
    }
  svg.append(shape("rect", "rim", {x: left, y: top, width: columns * cell, height: rows.length * cell}));
  return svg;
}

function shape(name: string, look: string, attributes: Readonly<Record<string, number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  element.setAttribute("class", look);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, String(Math.round(value * 100) / 100));
  return element;
}

function text(words: string, x: number, y: number, look: string): SVGElement {
  const element = shape("text", look, {x, y});
  element.textContent = words;
  return element;
}

/** Three weights as bars whose length is the logarithm: the third would not fit beside the others otherwise. */
function weights({bytes, used, large}: Jacobian): HTMLElement {
  const rows: [string, number][] = [
    [tr("the gate used"), used],
    [tr("this matrix"), bytes],
    ["N = 64, D = M = 4096", large],
  ];
  return h(
    "ul",
    {class: "weights"},
    ...rows.map(([words, size]) => {
      const bar = h("span", {class: "weight-bar"});
      bar.style.width = `${Math.round((100 * Math.log2(Math.max(2, size))) / Math.log2(large))}%`;
      return h("li", {class: "weight-row"}, h("span", {}, words), h("b", {}, sizeWords(size)), bar);
    }),
  );
}

/** Powers of 1024, as the lectures count. */
export function sizeWords(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let [amount, unit] = [bytes, 0];
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${Number(amount.toPrecision(3))} ${units[unit]}`;
}
