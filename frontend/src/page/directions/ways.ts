/** Derivatives that go along, their graph, and the direction in which the variables move: below the values. */

import type {Arr, Trace, Value} from "../../shared/contract";
import {flatten, nest} from "../../shared/contract";
import {h, nameElement, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number, shapeText} from "../../shared/number";
import type {Mode, TraceRequest} from "../../shared/request";
import type {State} from "../state";
import {shapeOf} from "../values/value-rows";
import {directionFromText, directionText} from "./direction-text";

type Ways = Pick<TraceRequest, "mode" | "graph" | "direction">;
type Act = (ways: Ways) => void;

type WaysPanel = Readonly<{
  show(state: State): void;
  toggleMode(): void;
  toggleGraph(): void;
}>;

const MODES: readonly Readonly<{id: Mode; label: string; title: string}>[] = [
  {id: "reverse", label: tr("Reverse"), title: tr("Gradients are handed back from the output (D)")},
  {id: "forward", label: tr("Forward"), title: tr("Tangents go along with the values (D)")},
];

/** `open`: shows what the derivatives cost. */
export function createWays(host: Element, act: Act, open: () => void): WaysPanel {
  const modes = h("div", {class: "segments small", role: "group", "aria-label": tr("Mode of differentiation")});
  for (const {id, label, title} of MODES) modes.append(h("button", {type: "button", "data-mode": id, title}, label));
  const graph = h(
    "button",
    {type: "button", class: "button", id: "backward-graph", title: tr("The backward pass as a graph (M)")},
    tr("Backward graph"),
  );
  const costs = h(
    "button",
    {
      type: "button",
      class: "button",
      id: "costs-button",
      "aria-expanded": "false",
      "aria-controls": "costs",
      title: tr("Jacobian, passes, memory (J)"),
    },
    tr("Costs"),
  );
  const moves = h("div", {class: "moves", role: "group", "aria-label": tr("Direction")});
  const words = h("p", {class: "fine", id: "ways-words", role: "status"});
  host.append(
    h(
      "section",
      {class: "ways", "aria-labelledby": "ways-heading"},
      h("h2", {id: "ways-heading"}, tr("Derivatives")),
      h("div", {class: "ways-row"}, modes, graph, costs),
      moves,
      words,
    ),
  );
  let now: Ways = {mode: "reverse", graph: "forward", direction: null};
  let drawKey: readonly unknown[] = [];

  const choose = (change: Partial<Ways>): void => act({...now, ...change});
  const toggleMode = (): void => choose({mode: now.mode === "reverse" ? "forward" : "reverse"});
  const toggleGraph = (): void => choose({graph: now.graph === "forward" ? "backward" : "forward"});
  modes.addEventListener("click", (event) => {
    const word = (event.target as Element).closest<HTMLElement>("[data-mode]")?.dataset.mode;
    if (word !== undefined && word !== now.mode) choose({mode: word as Mode});
  });
  graph.addEventListener("click", toggleGraph);
  costs.addEventListener("click", open);

  function show({request, trace}: State): void {
    now = {mode: request.mode, graph: request.graph, direction: request.direction};
    for (const each of modes.querySelectorAll<HTMLElement>("button"))
      each.setAttribute("aria-pressed", String(each.dataset.mode === now.mode));
    graph.setAttribute("aria-pressed", String(now.graph === "backward"));
    write(words, trace === null ? "" : sentence(trace));
    const depends = [trace, request.direction, request.mode];
    if (depends.every((one, i) => one === drawKey[i]) && drawKey.length > 0) return;
    drawKey = depends;
    if (moves.contains(moves.ownerDocument.activeElement)) return; // a number is being typed there
    moves.replaceChildren(...(trace === null || now.mode === "reverse" ? [] : chooser(trace, choose)));
  }

  return {show, toggleMode, toggleGraph};
}

/** One field for each variable: how it moves. */
function chooser(trace: Trace, choose: (change: Partial<Ways>) => void): HTMLElement[] {
  const direction = trace.direction ?? {};
  const all = Object.entries(trace.values).filter(([, value]) => typeof value !== "object" || !("large" in value));
  const send = (name: string, move: Value | null): void => {
    const next: Record<string, Value> = {};
    for (const [each] of all) if (each !== name && direction[each] !== undefined) next[each] = direction[each] as Value;
    if (move !== null) next[name] = move;
    choose({direction: next});
  };
  return all.map(([name, value]) => {
    const shape = shapeOf(value);
    const move = direction[name] as Arr | undefined;
    const only = h("button", {type: "button", class: "link", title: tr`Only ${name} moves, by 1`}, nameElement(name));
    only.addEventListener("click", () => choose({direction: {[name]: ones(shape)}}));
    const field = shape.length === 0 ? numberField(name, move, send) : arrayField(name, shape, move, send);
    return h("label", {class: "move"}, only, field);
  });
}

function numberField(
  name: string,
  move: Arr | undefined,
  send: (name: string, move: Value | null) => void,
): HTMLElement {
  const field = h("input", {type: "number", step: "any", value: String(move ?? 0), "aria-label": tr`${name} moves by`});
  field.addEventListener("change", () => {
    const by = Number(field.value);
    if (Number.isFinite(by)) send(name, by === 0 ? null : by);
  });
  return field;
}

/** One number moves all entries alike; a list moves each by its own. */
function arrayField(
  name: string,
  shape: readonly number[],
  move: Arr | undefined,
  send: (name: string, move: Value | null) => void,
): HTMLElement {
  const field = h("input", {
    type: "text",
    class: "entries",
    spellcheck: "false",
    value: directionText(move),
    title: tr`A number for all entries, or a list of numbers for shape ${shapeText(shape)}`,
    "aria-label": tr`${name} moves by`,
  });
  field.addEventListener("change", () => {
    const by = directionFromText(field.value, shape);
    field.setAttribute("aria-invalid", String(by === null));
    field.setCustomValidity(by === null ? field.title : "");
    if (by === null) field.reportValidity();
    else send(name, flatten(by as Arr).some((entry) => entry !== 0) ? by : null);
  });
  return field;
}

const ones = (shape: readonly number[]): Value =>
  nest(new Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape) as Value;

/** Return a sentence on the graph that is on the screen. */
function sentence(trace: Trace): string {
  if (trace.graph === "backward") {
    const again =
      trace.mode === "forward" ? tr(" Tangents of gradients are second derivatives: Hessian times direction.") : "";
    return `${trace.saved?.text ?? tr("The output depends on no variable: there is no backward half.")}${again}`;
  }
  if (trace.mode === "reverse") return "";
  const moving = Object.keys(trace.direction ?? {}).join(", ");
  const {tangent} = trace;
  const result = typeof tangent === "number" ? tr` It makes the output move by ${number(tangent)}.` : "";
  return moving === "" ? tr("No variable moves: every tangent is 0.") : tr`The direction moves ${moving}.${result}`;
}
