/** The card of the node that was clicked: its numbers in full, its shape, its pattern. */

import {type Arr, isAbstract, isLarge, type TraceNode} from "../../shared/contract";
import {h, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {gradientName} from "../../shared/notation";
import {shapeText, text} from "../../shared/number";
import type {ExerciseFields} from "../../shared/request";
import type {OpenArray} from "../dialogs/full-array";
import type {JacobianPanel} from "../dialogs/jacobian";
import {hasTangent, tangentNumbers} from "../directions/tangent-numbers";
import {reasons} from "../health/reasons";
import {asksAt} from "../predict/exercise";
import {copyTerms, gateNumbers} from "./gate-numbers";
import {stepsOf} from "./gate-steps";
import {lossName} from "./output-name";
import {pathCard} from "./path-card";
import {PATTERNS} from "./patterns";
import type {InspectorView} from "./view";

export type NodeActs = Readonly<{
  onSelect: (id: string | null) => void;
  onToggle: (id: string, open: boolean) => void;
  onStep: (step: number) => void;
  onArray: OpenArray;
  onJacobian: JacobianPanel["open"];
  onAsk: (ask: ExerciseFields["ask"]) => void;
}>;

/** Return the card of a box. */
export function nodeCard(view: InspectorView, node: TraceNode, acts: NodeActs): HTMLElement {
  const {trace, frame, live, notation, digits} = view;
  const nodeFrame = frame.nodes.find((each) => each.node.id === node.id);
  const numbers = live.nodes[node.id] ?? node;
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close the selection")}, "×");
  close.addEventListener("click", () => acts.onSelect(null));
  const words = node.pattern === null ? undefined : PATTERNS[node.pattern];
  const numbered = trace.shapes_only == null;
  const rows: [string, Arr | string][] = [];
  if (node.name !== null && node.name !== node.label) rows.push([tr("name"), node.name]);
  rows.push([tr("value"), nodeFrame?.value == null ? tr("not computed yet") : numbers.value]);
  const slope = gradientName(node.name ?? node.label, notation, lossName(trace));
  if (trace.mode === "reverse" && trace.graph !== "backward")
    rows.push([
      node.name === null ? tr("gradient") : slope,
      nodeFrame?.gradient == null ? tr("not there yet") : numbers.gradient,
    ]);
  if (trace.mode === "forward" && numbers.tangent != null)
    rows.push([tr("tangent"), hasTangent(view, node) ? numbers.tangent : tr("not there yet")]);
  const serves = node.backward_of == null ? undefined : trace.nodes.find(({id}) => id === node.backward_of);
  if (serves !== undefined) rows.push([tr("backward of"), `${serves.title} ${serves.label}`]);
  if (node.shape.length > 0 && numbered) rows.push([tr("shape"), shapeText(node.shape)]);
  const terms = node.form === "copy" ? copyTerms(view, node, digits) : null;
  if (terms !== null) rows.push([tr("terms"), terms]);
  if (words !== undefined) rows.push([tr("pattern"), `${words.heading}: ${words.says}`]);
  const health = [...new Set(reasons(trace, node.id))].join(" ");
  if (health !== "") rows.push([tr("health"), health]);
  const card = h(
    "div",
    {class: "card selection-card"},
    h("div", {class: "selection-head"}, h("h2", {}, ...title(node)), close),
    trace.mode === "forward" ? tangentNumbers(view, node) : gateNumbers(view, node),
    nodeFrame?.gradient != null && trace.graph !== "backward" && numbered && pathCard(view, node),
    h("dl", {}, ...rows.flatMap(([term, value]) => [h("dt", {}, term), h("dd", {}, ...termText(term, value))])),
    h(
      "div",
      {class: "card-buttons"},
      ...stepButtons(view, node, acts),
      ...(numbered ? arrayButtons(node, nodeFrame?.value != null, nodeFrame?.gradient != null, acts) : []),
      ...(numbered ? jacobianButton(view, node, acts) : []),
      ...functionButtons(view, node, acts),
    ),
    numbered && askButtons(view, node, acts),
  );
  card.addEventListener("keydown", (event) => {
    if (event.key === "Escape") acts.onSelect(null);
  });
  return card;
}

/** "Add gate +", "Variable w", "Sigmoid". */
const title = ({title: words, label}: TraceNode): (HTMLElement | string)[] =>
  words.toLowerCase() === label.toLowerCase() ? [words] : [`${words} `, h("span", {class: "symbol"}, label)];

/** The steps at which the box computes and hands its gradient back, but for the one that is shown. */
function stepButtons({trace, frame}: InspectorView, node: TraceNode, acts: NodeActs): HTMLElement[] {
  const {forward, backward} = stepsOf(trace, node.id);
  const one = (step: number | null, word: string): HTMLElement[] => {
    if (step === null || step === frame.position) return [];
    const button = h("button", {type: "button", class: "button"}, tr`${word}: step ${step}`);
    button.addEventListener("click", () => acts.onStep(step));
    return [button];
  };
  return [...one(forward, tr("Forward")), ...one(backward, tr("Backward"))];
}

/** The table of the numbers that have been computed. */
function arrayButtons(node: TraceNode, value: boolean, gradient: boolean, acts: NodeActs): HTMLElement[] {
  if (node.shape.length === 0) return [];
  const one = (words: string, what: "value" | "gradient"): HTMLElement => {
    const button = h("button", {type: "button", class: "button"}, words);
    button.addEventListener("click", () => acts.onArray(node.id, what));
    return button;
  };
  return [
    ...(value ? [one(tr("Table of values"), "value")] : []),
    ...(gradient ? [one(tr("Table of gradients"), "gradient")] : []),
  ];
}

/** The matrix of a gate where arrays meet. */
function jacobianButton({trace}: InspectorView, node: TraceNode, acts: NodeActs): HTMLElement[] {
  const gate = node.kind === "gate" || node.kind === "function";
  const arrays = trace.edges.some(
    (edge) => edge.target === node.id && (edge.shape.length > 0 || node.shape.length > 0),
  );
  if (!gate || !arrays) return [];
  const button = h("button", {type: "button", class: "button"}, "Jacobian");
  button.addEventListener("click", () => acts.onJacobian(node.id));
  return [button];
}

/** Return the buttons for what can be left out of the picture here, to be predicted. */
function askButtons({trace}: InspectorView, node: TraceNode, acts: NodeActs): HTMLElement | null {
  const rows = asksAt(trace, node.id);
  if (rows.length === 0) return null;
  const buttons = rows.map(({title, ask}) => {
    const button = h("button", {type: "button", class: "link"}, title);
    button.addEventListener("click", () => acts.onAsk(ask));
    return button;
  });
  return h("div", {class: "ask-buttons"}, h("span", {}, tr("Predict ")), ...buttons);
}

/** A closed function can be opened to its gates, the frame round a gate closed to one gate. */
function functionButtons({trace}: InspectorView, node: TraceNode, acts: NodeActs): HTMLElement[] {
  const around = trace.functions.filter(({id, open}) => (open ? id === node.function : id === node.id));
  return around.map(({id, name, open, count = 1}) => {
    const words = count > 1 ? (open ? tr("Draw them as one") : tr("Draw them one by one")) : null;
    const fold = open ? tr`Close ${name} to one gate` : tr`Open ${name}`;
    const button = h("button", {type: "button", class: "button"}, words ?? fold);
    button.addEventListener("click", () => acts.onToggle(id, !open));
    return button;
  });
}

/** A text as it stands; numbers in full precision with a button that copies them. */
function termText(term: string, value: Arr | string): (Node | string)[] {
  if (typeof value === "string" && !/^(NaN|-?Infinity)$/.test(value)) return withCode(value);
  if (isAbstract(value as Arr)) return [text(value as Arr)];
  const full = isLarge(value as Arr) ? largeText(value as Arr) : numbersText(value as Arr);
  const number = h("code", {class: "full", tabindex: "0"}, full);
  const copy = h("button", {type: "button", class: "copy", "aria-label": tr`Copy ${term}`}, tr("Copy"));
  copy.addEventListener("click", () => {
    // The text that stands there now: the card is renewed in place while a slider moves.
    void copyText(number.textContent ?? "").then((done) => {
      copy.textContent = done ? tr("Copied") : tr("Select it");
    });
  });
  return [number, copy];
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or no secure context: the text can be selected
  }
}

/** Full precision; a matrix one row a line. */
export function numbersText(value: Arr): string {
  if (!Array.isArray(value)) return String(value);
  const rows = value as readonly Arr[];
  if (!rows.some((row) => Array.isArray(row))) return `[${rows.map(String).join(", ")}]`;
  return `[${rows.map((row) => JSON.stringify(row).replaceAll(",", ", ")).join(",\n ")}]`;
}

function largeText(value: Arr): string {
  if (!isLarge(value) || isAbstract(value)) return "";
  return tr`${shapeText(value.shape)} numbers\nmin ${value.min}\nmax ${value.max}\nmean ${value.mean}`;
}
