/** The numerical check of every gradient, and the curvature: what the engine computes besides the backward pass. */

import {type Answer, fetchGradcheck, fetchHessian} from "../../shared/api";
import {type Arr, flatten, float, type GradientChecks, type Hessian, isLarge, type Num} from "../../shared/contract";
import {byId, h, nameElement, withCode, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {DifferenceKind} from "../../shared/link";
import {number, shapeText} from "../../shared/number";
import type {Action, State} from "../state";
import {createBreakGate} from "./break-gate";
import {curvature} from "./curvature";
import {errorPlot} from "./error-plot";
import {createFaultMarks} from "./fault-marks";
import {bestOf, digitsAgreed, orderOf, type Point, power} from "./log-plot";
import {alongOf, secantPlot} from "./secant";
import {createStepHandle} from "./step-handle";

type Check = GradientChecks["checks"][number];

const KINDS: readonly Readonly<{id: DifferenceKind; label: string; title: string}>[] = [
  {id: "central", label: tr("central"), title: "(f(x + h) − f(x − h)) / 2h"},
  {id: "forward", label: tr("forward"), title: "(f(x + h) − f(x)) / h"},
];

type CheckDialog = Readonly<{open(): void; show(state: State): void}>;

/** `go`: shows a box in the picture. */
export function createCheck(
  state: () => State,
  dispatch: (action: Action) => void,
  go: (id: string) => void,
): CheckDialog {
  const button = byId("check-button");
  const parts = build();
  let turn = 0;
  let markedName = ""; // the request and the fault that the marks in the picture are of
  const breaking = createBreakGate(
    (fault) => {
      dispatch({type: "fault", fault});
      void ask();
    },
    (id) => {
      parts.dialog.close();
      go(id);
    },
  );
  const marks = createFaultMarks(() => dispatch({type: "fault", fault: null}));
  parts.checks.before(breaking.element);
  parts.dialog.addEventListener("close", () => {
    if (state().panel === "check") dispatch({type: "panel", panel: null});
  });

  async function ask(): Promise<void> {
    const {request, traceRequest, fault, check} = state();
    press();
    const mine = ++turn;
    parts.checks.replaceChildren(h("p", {class: "fine"}, tr("Asking …")));
    parts.curvature.replaceChildren();
    const drawnRequest = traceRequest ?? request;
    const [checks, hessian] = await Promise.all([
      fetchGradcheck(drawnRequest, check.kind, fault),
      fetchHessian(drawnRequest),
    ]);
    if (mine !== turn) return;
    showChecks(checks);
    showHessian(hessian);
  }

  function showChecks(answer: Answer<GradientChecks>): void {
    if (!answer.ok && answer.problem.code === "bad-fault" && state().fault !== null) {
      breaking.refuse(`${answer.problem.detail} ${answer.problem.hint ?? ""}`);
      dispatch({type: "fault", fault: null}); // the check of the backward pass as it is stays
      void ask();
      return;
    }
    if (!answer.ok) {
      parts.checks.replaceChildren(refusal(answer.problem.detail, answer.problem.hint));
      return;
    }
    const {checks, text, seconds} = answer.value;
    const report = writtenDown(answer.value);
    const {trace} = state();
    if (trace !== null) breaking.show(trace, answer.value);
    if (trace !== null) marks.show(trace, answer.value);
    if (checks.length === 0) {
      parts.checks.replaceChildren(h("p", {}, tr("The output depends on no variable: there is nothing to check.")));
      return;
    }
    const chosen = (): Check | undefined => checks.find(({name}) => name === state().check.name) ?? checks[0];
    const figure = h("div", {class: "check-figure"});
    const table = h(
      "table",
      {class: "check-table"},
      head(),
      h("tbody", {}, ...checks.map((check) => row(check, choose))),
    );
    const step = h("input", {
      type: "range",
      min: -16,
      max: 0,
      step: 1,
      value: state().check.exponent,
      "aria-label": tr("Step h"),
    });
    let plot: {of: string; svg: SVGSVGElement; handle: ReturnType<typeof createStepHandle>} | null = null;
    const plotOf = (check: Check, points: readonly Point[]): NonNullable<typeof plot> => {
      if (plot?.of === check.name) return plot;
      const svg = errorPlot(points, check.name);
      return {of: check.name, svg, handle: createStepHandle(svg, chooseStep)};
    };
    const words = h("p", {class: "fine", role: "status"});
    const draw = (): void => {
      const check = chosen();
      if (check === undefined) return;
      const {exponent} = state().check;
      for (const each of table.querySelectorAll("tbody tr"))
        each.toggleAttribute("data-chosen", (each as HTMLElement).dataset.name === check.name);
      const points = pointsOf(check);
      const size = 10 ** exponent;
      const nearestPoint = points.reduce((best, each) =>
        Math.abs(each.h - size) < Math.abs(best.h - size) ? each : best,
      );
      step.value = String(exponent);
      step.setAttribute("aria-valuetext", `h = ${power(exponent)}`);
      const next = plotOf(check, points);
      if (next !== plot) figure.replaceChildren(next.svg);
      plot = next;
      plot.handle.show(nearestPoint, exponent);
      for (const old of figure.querySelectorAll(".secant-plot")) old.remove();
      figure.append(...secant(check, nearestPoint.h));
      write(words, sentence(check, points, nearestPoint));
    };
    function choose(name: string): void {
      dispatch({type: "check", choice: {name}});
      draw();
    }
    function chooseStep(next: number): void {
      dispatch({type: "check", choice: {exponent: next}});
      draw();
    }
    step.addEventListener("input", () => chooseStep(Number(step.value)));
    parts.checks.replaceChildren(
      table,
      h("div", {class: "check-step"}, h("label", {}, tr("h from 1e−16 to 1 "), step), words),
      figure,
      h("p", {class: "fine"}, seconds ? `${text} ${seconds.text}` : text),
      ...report,
    );
    draw();
  }

  /** The curve around the step: a small one is zoomed into, until the numbers' own steps are seen. */
  function secant(check: Check, size: number): SVGSVGElement[] {
    const {trace, live} = state();
    if (trace === null || live === null || typeof check.analytic !== "number") return [];
    const along = alongOf(trace, live, check.name);
    const plot = along === null ? null : secantPlot(along, check.analytic, size, state().check.kind, check.name);
    return plot === null ? [] : [plot];
  }

  function showHessian(answer: Answer<Hessian>): void {
    parts.curvature.replaceChildren(
      ...(answer.ok ? curvature(answer.value) : [refusal(answer.problem.detail, answer.problem.hint)]),
    );
  }

  function press(): void {
    for (const each of parts.kinds.querySelectorAll("button"))
      each.setAttribute("aria-pressed", String(each.dataset.kind === state().check.kind));
  }

  parts.kinds.append(
    ...KINDS.map(({id, label, title}) => h("button", {type: "button", "data-kind": id, title}, label)),
  );
  parts.kinds.addEventListener("click", (event) => {
    const next = (event.target as Element).closest<HTMLElement>("[data-kind]")?.dataset.kind;
    const chosenKind = KINDS.find(({id}) => id === next);
    if (chosenKind === undefined || chosenKind.id === state().check.kind) return;
    dispatch({type: "check", choice: {kind: chosenKind.id}});
    void ask();
  });

  function open(): void {
    if (state().trace !== null) dispatch({type: "panel", panel: "check"});
  }

  /** The marks stay right while the program or its numbers change below them. */
  function follow({request, traceRequest, fault, trace, waiting, check}: State): void {
    if (fault === null || trace === null) {
      markedName = "";
      marks.clear();
      return;
    }
    const key = JSON.stringify([traceRequest, fault]);
    if (waiting || traceRequest !== request || key === markedName || parts.dialog.open) return;
    markedName = key;
    void fetchGradcheck(request, check.kind, fault).then((answer) => {
      if (key !== markedName) return;
      if (answer.ok) marks.show(trace, answer.value);
      else marks.clear();
    });
  }
  button.addEventListener("click", open);
  return {
    open,
    show(now) {
      const on = now.panel === "check" && now.trace !== null;
      if (on && !parts.dialog.open) {
        parts.dialog.showModal();
        void ask();
      }
      if (!on && parts.dialog.open) parts.dialog.close();
      follow(now);
    },
  };
}

type Parts = Readonly<{dialog: HTMLDialogElement; kinds: HTMLElement; checks: HTMLElement; curvature: HTMLElement}>;

function build(): Parts {
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const kinds = h("div", {class: "segments", role: "group", "aria-label": tr("Difference quotient")});
  const checks = h("div", {class: "check-body"});
  const matrix = h("div", {class: "curvature-body"});
  const dialog = h(
    "dialog",
    {class: "check-dialog", "aria-labelledby": "check-heading"},
    h("div", {class: "dialog-head"}, h("h2", {id: "check-heading"}, tr("Is the gradient right?")), kinds, close),
    checks,
    h("h2", {}, tr("How it curves")),
    matrix,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  document.body.append(dialog);
  return {dialog, kinds, checks, curvature: matrix};
}

/** Return the rows on derivatives that the program itself writes down, and whether they are right. */
function writtenDown({derivatives, hand_gradients}: GradientChecks): HTMLElement[] {
  const rows = [
    ...derivatives.map(({code, text}) => ({wrong: code === "derivative-differs", text})),
    ...hand_gradients.map(({verdict, text}) => ({wrong: verdict === "wrong", text})),
  ];
  if (rows.length === 0) return [];
  const list = h(
    "ul",
    {class: "check-written"},
    ...rows.map(({wrong, text}) => h("li", {"data-wrong": wrong}, ...withCode(text))),
  );
  return [h("h2", {}, tr("Derivatives written in the program")), list];
}

const refusal = (detail: string, hint: string | null): HTMLElement =>
  h("p", {}, ...withCode(hint === null ? detail : `${detail} ${hint}`));

function head(): HTMLElement {
  const titles = ["", tr("backward pass"), tr("difference"), tr("error"), tr("digits that agree")];
  return h("thead", {}, h("tr", {}, ...titles.map((title) => h("th", {scope: "col"}, title))));
}

/** In place of the digits, where there are none to compare. */
const LABELS: Readonly<Partial<Record<Check["verdict"], string>>> = {
  kink: tr("kink"),
  jump: tr("jump"),
  zero: tr("both ≈ 0"),
  lost: tr("rounded off"),
  infinite: "∞",
};

function row(check: Check, choose: (name: string) => void): HTMLElement {
  const error = float(check.error as Num);
  const digits = digitsAgreed(error);
  const bar = h("span", {class: "digits-bar", "aria-hidden": "true"});
  bar.style.setProperty("--share", String(digits / 16));
  const pick = h("button", {type: "button", class: "link", title: tr("Show its errors")}, nameElement(check.name));
  const element = h(
    "tr",
    {"data-name": check.name, "data-kink": check.verdict in LABELS, "data-wrong": !check.agrees},
    h("th", {scope: "row"}, pick),
    h("td", {class: "gradient"}, arrayText(check.analytic as Arr)),
    h("td", {class: "numeric"}, arrayText(check.numeric as Arr)),
    h("td", {class: "error"}, check.verdict in LABELS ? "" : scientific(error)),
    h(
      "td",
      {title: check.text},
      h("span", {class: "agreed"}, bar, h("b", {}, LABELS[check.verdict] ?? digits.toFixed(0))),
    ),
  );
  element.addEventListener("click", () => choose(check.name));
  return element;
}

/** A number with eight digits, so that a difference can be seen; a small array in full. */
function arrayText(value: Arr): string {
  if (isLarge(value)) return shapeText(value.shape);
  if (!Array.isArray(value)) return eight(float(value as Num));
  const entries = flatten(value);
  return entries.length > 4 ? tr`${entries.length} entries` : `[${entries.map(number).join(", ")}]`;
}

const eight = (x: number): string =>
  (Number.isFinite(x) && x !== 0 ? Number(x.toPrecision(8)).toString() : number(x)).replace("-", "−");

const pointsOf = (check: Check): Point[] =>
  check.by_h.map(([step, error]) => ({h: Number(step), error: float(error as Num)}));

const scientific = (x: number): string => (x === 0 ? "0" : x.toExponential(1).replace("-", "−"));

function sentence(check: Check, points: readonly Point[], at: Point): string {
  if (check.verdict in LABELS) return check.text;
  const best = bestOf(points);
  const order = orderOf(points);
  const falls =
    order === null || order < 0.5
      ? ""
      : tr` From the right it falls with h${order > 1.5 ? "²" : ""}, then rounding takes over.`;
  const least =
    best === null ? "" : tr` The best is ${scientific(best.error)} at h = ${power(Math.round(Math.log10(best.h)))}.`;
  return tr`With h = ${power(Math.round(Math.log10(at.h)))} the error is ${scientific(at.error)}.${least}${falls}`;
}
