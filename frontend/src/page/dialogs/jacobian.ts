/** The Jacobian of a gate, on demand: the matrix, what it is like, and why nobody ever forms it. */

import {STRUCTURES} from "../../player/check/structure-names";
import {indexOf, wireName} from "../../player/draw/entry-text";
import {isSeen, plan} from "../../player/model/plan";
import {type Answer, fetchJacobian} from "../../shared/api";
import type {EdgeNumbers, Jacobian, Trace, TraceEdge} from "../../shared/contract";
import {byId, h, withCode, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {shapeText} from "../../shared/number";
import {lossName} from "../inspector/output-name";
import {addStyle} from "../late-style";
import type {State} from "../state";
import style from "./jacobian.css?inline";
import {drawing} from "./jacobian-drawing";
import {playProduct, productOf} from "./jacobian-product";

/** The window has a column of its own for it. */
const BESIDE = "(min-width: 1240px) and (min-height: 480px)";

export type JacobianPanel = Readonly<{
  /** Shows a gate's matrix, with respect to one of its inputs. */
  open(box: string): void;
  /** The page shows something else: what stands here follows. */
  show(now: State): void;
}>;

/** The rest of the numbers, in ms, before the matrix is asked for anew. */
const REST = 250;

export function createJacobian(state: () => State): JacobianPanel {
  addStyle(style);
  let dialog: Parts | null = null;
  let turn = 0;
  let current: Readonly<{box: string; edge: string; state: State}> | null = null;
  let later: ReturnType<typeof setTimeout> | undefined;

  function fill(box: string, input: string | null): void {
    const now = state();
    const {trace, traceRequest, request, isLocal} = now;
    const wires = trace === null ? [] : (plan(trace).inputs.get(box) ?? []);
    const edge = wires.find(({id}) => id === input) ?? wires[0];
    if (trace === null || edge === undefined) {
      dialog?.dialog.close();
      return;
    }
    dialog ??= build();
    const {heading, inputs, body} = dialog;
    const first = current?.box !== box || current.edge !== edge.id;
    current = {box, edge: edge.id, state: now};
    write(heading, tr`Jacobian of the ${plan(trace).node.get(box)?.label ?? ""} gate`);
    inputs.replaceChildren(
      ...wires.map((wire) => {
        const words = tr`with respect to ${wireName(trace, wire)}`;
        const button = h("button", {type: "button", "aria-pressed": String(wire === edge)}, words);
        button.addEventListener("click", () => fill(box, wire.id));
        return button;
      }),
    );
    open(dialog.dialog);
    if (first) body.replaceChildren(h("p", {class: "fine"}, tr("Asking …")));
    const mine = ++turn;
    void fetchJacobian(isLocal ? request : (traceRequest ?? request), edge.id).then((answer) => {
      if (mine === turn) body.replaceChildren(...content(trace, edge, answer, wireNumbers(now, edge)));
    });
  }

  return {
    open: (box) => fill(box, null),
    show(now) {
      if (current === null || !dialog?.dialog.open) return;
      const {box, edge, state: before} = current;
      if (now.trace === before.trace && now.live === before.live && now.player.step === before.player.step) return;
      clearTimeout(later);
      later = setTimeout(() => fill(box, edge), REST);
    },
  };
}

/** The numbers of a wire, once the backward pass has been there. */
const wireNumbers = ({live, player}: State, edge: TraceEdge): EdgeNumbers | null =>
  isSeen(edge.gradient_step, player.step) ? (live?.edges[edge.id] ?? edge) : null;

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
  dialog.addEventListener("close", () => document.body.removeAttribute("data-jacobian"));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dialog.close(); // beside the graph it is no modal dialog, which closes by itself
  });
  byId("main").append(dialog);
  return {dialog, heading, inputs, body};
}

/** Opens the dialog beside the graph where there is room, else over it. */
function open(dialog: HTMLDialogElement): void {
  if (dialog.open) return;
  const beside = window.matchMedia(BESIDE).matches;
  document.body.toggleAttribute("data-jacobian", beside);
  if (beside) dialog.show();
  else dialog.showModal();
}

function content(trace: Trace, edge: TraceEdge, answer: Answer<Jacobian>, numbers: EdgeNumbers | null): HTMLElement[] {
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
  const product = numbers && productOf(numbers.upstream, numbers.downstream, jacobian.matrix);
  figure.append(drawing(jacobian, jacobian.matrix, into, out, structure, product));
  const nameOf = (column: number): string => `∂${lossName(trace)}/∂${into}${indexOf(column, jacobian.input_shape)}`;
  const played = product && playProduct(figure, jacobian.matrix, product, nameOf);
  const pending = h("p", {class: "fine"}, tr("The backward pass has not come here: there is nothing to multiply yet."));
  const part = (...inside: HTMLElement[]): HTMLElement => h("div", {class: "jacobian-words"}, ...inside);
  return [part(...words, played ?? pending), figure, part(...why)];
}

const shaped = (shape: readonly number[]): string => (shape.length > 0 ? ` (${shapeText(shape)})` : "");

function outName(trace: Trace, edge: TraceEdge): string {
  const [first] = plan(trace).outOf.get(edge.target) ?? [];
  return first ? wireName(trace, first) : (plan(trace).node.get(edge.target)?.label ?? tr("the result"));
}

/** Return the structure of a Jacobian in words: diagonal, blocks, ...; "" where it has none. */
export function structureWords({structure, blocks}: Pick<Jacobian, "structure" | "blocks">): string {
  const words = STRUCTURES[structure ?? ""] ?? "";
  return structure === "block" && blocks !== null ? tr`${blocks} blocks, zero outside them` : words;
}

/** Three weights as bars whose length is the logarithm: the third would not fit beside the others otherwise. */
function weights({bytes, used, large}: Jacobian): HTMLElement {
  const rows: [string, number][] = [
    [tr("the gate used"), used],
    [tr("this matrix"), bytes],
    ["N = 64, D = M = 4096", large],
  ];
  const partOf = (size: number): string => `${Math.round((100 * Math.log2(Math.max(2, size))) / Math.log2(large))}%`;
  const marks = [1024, 1024 ** 2, 1024 ** 3].filter((size) => size < large);
  const scale = marks.map((size) => {
    const mark = h("span", {}, sizeWords(size));
    mark.style.left = partOf(size);
    return mark;
  });
  const list = h(
    "ul",
    {class: "weights"},
    ...rows.map(([words, size]) => {
      const bar = h("span", {class: "weight-bar"});
      bar.style.width = partOf(size);
      return h("li", {class: "weight-row"}, h("span", {}, words), h("b", {}, sizeWords(size)), bar);
    }),
  );
  return h(
    "div",
    {},
    list,
    h("div", {class: "weight-scale", "aria-label": tr("each mark is 1024 times the one before")}, ...scale),
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
