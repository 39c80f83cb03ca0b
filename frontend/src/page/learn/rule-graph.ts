/** The optimizer as the graph that it is, in the player's own picture: the numbers of one update in it, its state fed back. */

import {createStage} from "../../player/element/stage";
import type {Stage} from "../../player/element/stage-types";
import {frame} from "../../player/model/frame";
import {evaluate} from "../../player/model/tape";
import {fetchTrace} from "../../shared/api";
import type {Run, Trace} from "../../shared/contract";
import {h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {once} from "../../shared/memoize";
import {number} from "../../shared/number";
import {REVERSE} from "../../shared/request";
import {element} from "../../shared/svg";
import {type Feedback, feedbackOf, ruleSource} from "./rule-feedback";
import {type RuleRow, ruleRows} from "./rule-rows";
import type {RuleTape} from "./rule-run";
import {lossAt} from "./run-numbers";

type Options = Readonly<{
  run: Run;
  rule: RuleTape;
  index: number;
  entry: string; // of which parameter
  title: string; // of the optimizer
  open: (index: number) => void; // another update, in the page too
  onGraph: (entry: string | null) => void; // the dialog shows this entry, or is closed
}>;

const dialogParts = once(build); // one dialog for the page

/** Opens the dialog. The picture is asked for once; from update to update only its numbers are others. */
export async function openRuleGraph(options: Options): Promise<void> {
  const {dialog, heading, body, control, replaceStage, words} = dialogParts();
  const {run, rule, title, entry} = options;
  write(heading, tr`${title} as a graph`);
  write(words, tr("Drawing …"));
  replaceStage(null);
  body.replaceChildren();
  if (!dialog.open) dialog.showModal();
  dialog.onclose = () => options.onGraph(null);
  options.onGraph(entry);
  const first = rowAt(options, options.index, entry);
  if (first === null) return;
  const source = ruleSource(run.rule, run.settings);
  const answer = await fetchTrace({
    source,
    values: first.before,
    output: "w",
    upstream: null,
    view: "gates",
    open: [],
    closed: [],
    ...REVERSE,
  });
  if (!answer.ok) {
    write(words, answer.problem.detail);
    return;
  }
  const states = Object.keys(rule.becomes);
  const {wires, above, below} = feedbackOf(answer.value, states);
  const stage = createStage(body, {label: tr`${title} as a graph`, wheel: "modifier"});
  replaceStage(stage);
  control(
    createShow({...options, stage, trace: roomier(answer.value, above, below), wires: shiftWires(wires, above), words}),
  );
}

interface Show {
  /** Another update of the run, by so many entries. */
  update(by: number): void;
  /** One gate on or back. */
  gate(by: number): void;
}

function createShow(
  options: Options & Readonly<{stage: Stage; trace: Trace; wires: readonly Feedback[]; words: HTMLElement}>,
): Show {
  const {run, entry, stage, trace, wires, words, open} = options;
  const last = trace.steps.filter(({phase}) => phase === "forward").length;
  let {index} = options;
  let gate = last;

  function draw(animate: boolean): void {
    const row = rowAt(options, index, entry);
    if (row === null) return;
    const leaves = Object.fromEntries(Object.entries(row.before).map(([name, value]) => [name, [value]]));
    const currentFrame = frame(trace, gate, evaluate(trace, leaves));
    void stage.show(trace, currentFrame, {animate});
    drawFeedback(stage.element, wires, gate === last);
    const now = row.lines[row.lines.length - 1] as number;
    const update = (run.iterations[index] as number) + 1;
    const loss = tr`the loss before it is ${number(lossAt(run, index))}`;
    const all = tr`Update ${update}: ${entry} goes from ${number(row.before.w as number)} to ${number(now)}; ${loss}. Dashed: what the next update begins with.`;
    write(words, gate === last ? all : currentFrame.caption);
  }

  draw(false);
  return {
    update(by) {
      const next = Math.min(run.iterations.length - 1, Math.max(0, index + by));
      if (next === index) return;
      index = next;
      gate = last;
      open(index);
      draw(false);
      if (by > 0) flash(stage.element);
    },
    gate(by) {
      gate = by > 0 && gate === last ? 0 : Math.min(last, Math.max(0, gate + by));
      draw(by > 0);
    },
  };
}

const rowAt = ({run, rule}: Options, index: number, entry: string): RuleRow | null => {
  const rows = ruleRows(run, rule, index);
  return rows.find(({name}) => name === entry) ?? rows[0] ?? null;
};

/** The graph with room for the wires around it, all of it moved down by what is above. */
function roomier(trace: Trace, above: number, below: number): Trace {
  const down = <T extends readonly [number, number]>([x, y]: T): [number, number] => [x, y + above];
  return {
    ...trace,
    height: trace.height + above + below,
    nodes: trace.nodes.map((node) => ({...node, y: node.y + above})),
    edges: trace.edges.map((edge) => ({
      ...edge,
      path: edge.path.map((p) => down(p as [number, number])),
      label: down(edge.label as [number, number]),
    })),
    functions: trace.functions.map((item) => ({...item, y: item.y + above})),
  };
}

const shiftWires = (wires: readonly Feedback[], above: number): Feedback[] =>
  wires.map(({name, path, label}) => ({
    name,
    path: path.map(([x, y]) => [x, y + above] as const),
    label: [label[0], label[1] + above],
  }));

function drawFeedback(host: Element, wires: readonly Feedback[], isComplete: boolean): void {
  const viewport = host.querySelector(".viewport");
  viewport?.querySelector(":scope > .feedback")?.remove();
  if (!viewport) return;
  const layer = element("g", {class: isComplete ? "feedback" : "feedback waiting"});
  for (const {name, path, label} of wires) {
    const [x, y] = path[path.length - 1] as readonly [number, number];
    const words = element("text", {x: label[0], y: label[1] - 5, "text-anchor": "middle"});
    words.textContent = tr`${name} of the next update`;
    layer.append(
      element("path", {class: "wire", d: `M${path.map((point) => point.join(",")).join("L")}`}),
      element("path", {class: "head", d: `M${x},${y}l-9,-5v10Z`}),
      words,
    );
  }
  viewport.prepend(layer);
}

/** The state goes back along its wires. */
function flash(host: Element): void {
  const layer = host.querySelector(".feedback");
  layer?.classList.add("flows");
  window.setTimeout(() => layer?.classList.remove("flows"), 900);
}

function build() {
  const heading = h("h2", {id: "rule-graph-heading"});
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const button = (words: string): HTMLButtonElement => h("button", {type: "button", class: "button"}, words);
  const [back, on, undo, gate] = [
    button(tr("◀ Update")),
    button(tr("Update ▶")),
    button(tr("◀ Gate")),
    button(tr("Gate ▶")),
  ];
  const words = h("p", {class: "fine", role: "status"});
  const body = h("div", {class: "rule-graph-stage"});
  const dialog = h(
    "dialog",
    {class: "rule-graph-dialog", "aria-labelledby": "rule-graph-heading"},
    h("div", {class: "dialog-head"}, heading, close),
    h("div", {class: "learn-bar"}, back, on, undo, gate),
    words,
    body,
  );
  let show: Show | null = null;
  let currentStage: Stage | null = null;
  back.addEventListener("click", () => show?.update(-1));
  on.addEventListener("click", () => show?.update(1));
  undo.addEventListener("click", () => show?.gate(-1));
  gate.addEventListener("click", () => show?.gate(1));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") show?.gate(event.key === "ArrowRight" ? 1 : -1);
    if (event.key === "PageDown" || event.key === "PageUp") {
      event.preventDefault();
      show?.update(event.key === "PageDown" ? 1 : -1);
    }
  });
  document.body.append(dialog);
  return {
    dialog,
    heading,
    body,
    words,
    control(next: Show) {
      show = next;
    },
    /** The stage in the dialog; the one before is destroyed. */
    replaceStage(next: Stage | null) {
      currentStage?.destroy();
      currentStage = next;
    },
  };
}
