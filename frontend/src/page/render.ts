/** Shows a state: every part of the page from the one state, and from nothing else. */

import {type Frame, frame} from "../player/model/frame";
import {numbersOf} from "../player/model/numbers";
import {plan} from "../player/model/plan";
import {renewMath} from "../player/model/step-text";
import type {Arr, Numbers, Span, Step, Trace, TraceNode} from "../shared/contract";
import {DIGITS, formatValue} from "../shared/digits";
import {byId, h, isNarrow, setAttribute, withCode, write} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {gradientName, NOTATIONS, notate} from "../shared/notation";
import type {Problem, SourceEdit, TraceRequest} from "../shared/request";
import {editWords} from "../shared/source-edit";
import type {ExplainWords} from "./dialogs/explain-words";
import type {Editor} from "./editor/editor";
import type {ReadingNotes} from "./editor/reading-notes";
import {shapeErrorFigure} from "./editor/shape-error";
import type {HallView} from "./hall/hall";
import type {HealthView} from "./health/health";
import {type HandGradients, wrongPlace} from "./inspector/hand-gradients";
import type {Inspector} from "./inspector/inspector";
import type {NumberTip} from "./inspector/number-tip";
import {lossName} from "./inspector/output-name";
import {closingLine} from "./inspector/ranking-card";
import {stepSentence} from "./inspector/step-sentence";
import {isExercise} from "./predict/exercise";
import type {State} from "./state";
import {rowsOf, waitingRows} from "./values/value-rows";
import type {ValueRow, ValuesPanel} from "./values/values";

type Parts = Readonly<{
  editor: Editor;
  values: ValuesPanel;
  inspector: Inspector;
  handGradients: HandGradients;
  reading: ReadingNotes;
  health: HealthView;
  words: Pick<ExplainWords, "show">;
  tip: NumberTip;
  stage: {
    show(trace: Trace, frame: Frame, options: {animate: boolean; speed?: number}): Promise<void>;
    select(id: string | null): void;
  };
  transport: {show(state: State): void};
  round: {show(state: State): void};
  wait: (rest: Promise<unknown>) => void; // the clock holds its next tick until the picture is at rest
  edit: (edit: SourceEdit) => void; // one that the server offers
  retry: () => void;
  shapes: () => void; // shapes alone
  closed: () => void; // back from the units to the gates
  ones: () => void; // no given upstream gradient any more
}>;

/** Draws `state`; `before` is what is on the page now. */
export function show(parts: Parts, state: State, before: State | null): void {
  const {trace} = state;
  showHeader(state);
  byId("progress").hidden = !state.waiting;
  document.body.dataset.tab = state.tab;
  showProblem(state, before, parts);
  parts.editor.set(trace !== null && isExercise(trace) ? trace.source : state.request.source);
  parts.editor.fault(state.problem?.span ?? null);
  // Before the picture: the editor asks where its selection is, for which the browser lays out all that has changed.
  if (trace !== null) parts.editor.mark(markedPlace(state));
  showVerdicts(parts, state);
  parts.transport.show(state);
  parts.round.show(state);
  showHistory(state);
  if (trace === null) {
    showValues(parts, [], state);
    return;
  }

  const live = state.live ?? numbersOf(trace);
  const currentFrame = frame(trace, state.player.step, live);
  const hasMoved =
    before === null || before.trace !== trace || before.live !== state.live || before.player.step !== state.player.step;
  if (hasMoved) {
    const animate = before?.trace === trace && before.player.step !== state.player.step;
    const rest = parts.stage.show(trace, currentFrame, {animate, speed: state.player.speed});
    if (animate) parts.wait(rest);
    announce(currentFrame, live, before, state);
  }
  parts.stage.select(state.selected);
  // Health is that of the program's own gradients.
  const usual = trace.graph !== "backward" && trace.mode !== "forward";
  const asks = isExercise(trace); // numbers are left out: nothing computes with what is there
  parts.health.show(state.health && usual && !asks && trace.shapes_only == null, trace, live);
  const rows = rowsOf(trace, currentFrame, live, state.request);
  showValues(parts, rows, state);
  parts.tip.show(trace, currentFrame, state.notation);
  parts.words.show({trace, live, notation: state.notation, position: currentFrame.position}, state.selected);
  const {notation, selected, digits} = state;
  parts.inspector.show(asks ? null : {trace, frame: currentFrame, live, notation, selected, digits, rows});
}

/** Return the content of the lecture hall beside the picture. */
export function hallView(state: State): HallView {
  const {trace, request, player, digits, notation} = state;
  const math = trace?.steps[player.step - 1]?.math ?? "";
  const format = (value: Arr): string => formatValue(value, digits);
  const renewed = trace === null ? "" : renewMath(math, trace, state.live ?? numbersOf(trace), player.step, format);
  const closing = trace === null || isExercise(trace) ? [] : closingOf(trace, state);
  return {
    source: request.source,
    activeSpan: markedPlace(state),
    math: notate(renewed, notation, trace?.net_values),
    closing,
  };
}

/** Return the summary after the last step. */
function closingOf(trace: Trace, {player, live, request, digits}: State): HTMLElement[] {
  if (player.step < trace.steps.length) return [];
  const numbers = live ?? numbersOf(trace);
  return closingLine(trace, numbers, rowsOf(trace, frame(trace, player.step, numbers), numbers, request), digits);
}

/** An error never empties the panel: the values it keeps out of the picture stand there too. */
function showValues(parts: Parts, rows: readonly ValueRow[], state: State): void {
  const {trace, request, origin, leaves} = state;
  const all = state.problem === null ? rows : [...rows, ...waitingRows(rows, request, leaves)];
  const differs = ({name}: ValueRow): boolean => {
    const [now, first] = [request.values[name], origin.values[name]];
    return now !== first && JSON.stringify(now) !== JSON.stringify(first);
  };
  const hasChanges = all.some(differs) || request.upstream !== origin.upstream;
  const isForwardMode = rows.some(({tangent}) => tangent !== undefined);
  const slope = isForwardMode
    ? tr("tangent")
    : gradientName("v", state.notation, trace === null ? "f" : lossName(trace));
  parts.values.show(all, hasChanges, slope, state.digits);
  byId("value-hint").hidden = request.shapes_only !== undefined;
}

/** Verdicts and readings are of the text that was answered; of another text nothing of them is said in full colour. */
function showVerdicts(parts: Parts, {trace, problem, traceRequest, request, digits}: State): void {
  const isOld = problem !== null || traceRequest?.source !== request.source;
  parts.reading.show(trace, request.source, isOld);
  parts.editor.wrong(trace === null || isOld ? null : wrongPlace(trace));
  if (trace !== null) parts.handGradients.show(trace, isOld, digits);
}

function showHistory({history}: State): void {
  byId<HTMLButtonElement>("undo").disabled = history.past.length === 0;
  byId<HTMLButtonElement>("redo").disabled = history.future.length === 0;
}

function showHeader(state: State): void {
  press("#views button", "view", state.request.view);
  press("#notations button", "notation", state.notation);
  press("#digits button", "digits", state.digits);
  press("#tabs button", "tab", state.tab);
  setAttribute(document.documentElement, "data-theme", state.theme === "auto" ? null : state.theme);
  const {notice} = state;
  byId("notice").hidden = notice === null;
  write(byId("notice-text"), notice?.text ?? "");
  byId("notice-restore").hidden = notice?.restores !== true;
}

function press(selector: string, key: "view" | "notation" | "digits" | "tab", value: string): void {
  for (const button of document.querySelectorAll<HTMLElement>(selector)) {
    button.setAttribute("aria-pressed", String(button.dataset[key] === value));
  }
}

export function fillNotations(): void {
  byId("notations").replaceChildren(
    ...NOTATIONS.map(({id, label, title}) =>
      h("button", {type: "button", "data-notation": id, title, "aria-label": `${label} ${title}`}, label),
    ),
  );
}

export function fillDigits(): void {
  byId("digits").replaceChildren(
    ...DIGITS.map(({id, label, title}) =>
      h("button", {type: "button", "data-digits": id, title, "aria-label": `${title}: ${label}`}, label),
    ),
  );
}

function showProblem(state: State, before: State | null, parts: Parts): void {
  const failed = state.problem !== null && state.trace !== null;
  const stopped = failed && state.partial === true;
  byId("stage").classList.toggle("stale", failed && !stopped);
  byId("stage").classList.toggle("stopped", stopped);
  const empty = state.problem !== null && state.trace === null;
  byId("stale-mark").hidden = !(failed || empty) || state.problem?.code === "network";
  write(
    byId("stale-mark"),
    empty
      ? tr("No picture: what to change is said beside the formula")
      : stopped
        ? tr("Drawn up to the place where the shapes do not fit")
        : tr("The last formula that worked"),
  );
  if (before !== null && before.problem === state.problem) return;
  byId("problem").replaceChildren(...(state.problem === null ? [] : problemWords(state.problem, state.request, parts)));
  // Between a phone's keyboard and the picture there is little room: the hint must not stand below it.
  if (state.problem !== null && isNarrow()) byId("problem").scrollIntoView({block: "nearest"});
}

const MANY_LINES = 6; // of a source: the place of an error may be out of sight

function problemWords(problem: Problem, {source, view}: TraceRequest, parts: Parts): HTMLElement[] {
  const where = problem.span !== null && problem.span.line > 1 ? tr`Line ${problem.span.line}: ` : "";
  const words: HTMLElement[] = [h("p", {}, ...withCode(where + problem.detail))];
  const figure = shapeErrorFigure(problem);
  if (figure !== null) words.push(figure);
  if (problem.caret && source.split("\n").length > MANY_LINES) words.push(h("pre", {class: "caret"}, problem.caret));
  if (problem.hint !== null) words.push(h("p", {class: "hint"}, ...withCode(problem.hint)));
  if (problem.fix) words.push(fixButton(problem.fix, source, parts));
  if (problem.code === "network") {
    const button = h("button", {type: "button", class: "button"}, tr("Try again"));
    button.addEventListener("click", parts.retry);
    words.push(button);
  }
  if (problem.code === "bad-upstream") {
    const button = h("button", {type: "button", class: "button"}, tr("Begin with ones instead"));
    button.addEventListener("click", parts.ones);
    words.push(button);
  }
  if (problem.shapes_only) {
    const button = h("button", {type: "button", class: "button"}, tr("Shapes only"));
    button.addEventListener("click", parts.shapes);
    words.push(button);
  }
  if (problem.code === "limit" && view === "units") {
    const button = h("button", {type: "button", class: "button"}, tr("Back to Gates"));
    button.addEventListener("click", parts.closed);
    words.push(button);
  }
  return words;
}

/** Makes the edit; undo takes it back. */
function fixButton(fix: SourceEdit, source: string, parts: Parts): HTMLElement {
  const button = h("button", {type: "button", class: "button fix"}, ...withCode(editWords(source, fix)));
  button.addEventListener("click", () => parts.edit(fix));
  return button;
}

/** The place in the source that the active step, or the chosen box, came from. */
function markedPlace(state: State): Span | null {
  const {trace, request, player, selected} = state;
  if (trace === null || state.traceRequest?.source !== request.source) return null;
  const nodes = plan(trace).node;
  const selectedNode = player.playing || selected === null ? undefined : nodes.get(selected);
  return (selectedNode ?? workingNode(trace, trace.steps[player.step - 1]))?.span ?? null;
}

/** A gate that nobody wrote (a copy, a broadcast) is at work where its value was written, or where a term comes from. */
function workingNode(trace: Trace, step: Step | undefined): TraceNode | undefined {
  const {node: nodeOf, edge, inputs} = plan(trace);
  const term = step?.kind === "accumulate" ? edge.get(step.edges[0] ?? "") : undefined;
  let node = nodeOf.get(term?.target ?? step?.nodes[0] ?? "");
  for (; node && node.span === null; node = nodeOf.get(inputs.get(node.id)?.[0]?.source ?? ""));
  return node;
}

/** The step's sentence for the hall and a screen reader; not while a slider moves, when it would never stop talking. */
function announce(frame: Frame, live: Numbers, before: State | null, state: State): void {
  if (before !== null && before.player.step === state.player.step && before.trace === state.trace) return;
  const sentence = state.trace === null ? frame.caption : stepSentence(state.trace, frame, live, state.digits);
  const words = `${frame.position > 0 ? tr`Step ${frame.position} of ${frame.last}. ` : ""}${sentence}`;
  byId("live").replaceChildren(h("span", {}, words)); // the inspector sets its names
}
