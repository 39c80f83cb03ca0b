/** The numerical check of every gradient: a row for each variable, the V of its error, its tangent and its secant. */

import {
  type Arr,
  flatten,
  float,
  type GradientChecks,
  isLarge,
  type Num,
  type Numbers,
  type Trace,
} from "../../shared/contract";
import {h, nameElement, withCode, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {CheckChoice, DifferenceKind} from "../../shared/link";
import {number, shapeText} from "../../shared/number";
import {errorPlot} from "./error-plot";
import {bestOf, digitsAgreed, orderOf, type Point, power} from "./log-plot";
import {alongOf, secantPlot} from "./secant";
import {createStepHandle} from "./step-handle";

type Check = GradientChecks["checks"][number];

/** The dialog of the page, or a frame: it holds the choices, and the picture is beside it. */
export type CheckHost = Readonly<{
  choice(): CheckChoice;
  choose(change: Partial<CheckChoice>): void;
  numbers(): Readonly<{trace: Trace | null; live: Numbers | null}>; // of the picture beside it
}>;

const KINDS: readonly Readonly<{id: DifferenceKind; label: string; title: string}>[] = [
  {id: "central", label: tr("central"), title: "(f(x + h) − f(x − h)) / 2h"},
  {id: "forward", label: tr("forward"), title: "(f(x + h) − f(x)) / h"},
];

/** Buttons for the kind of quotient. `ask`: another one was chosen; call `press` to show which. */
export function createKinds(host: CheckHost, ask: () => void): Readonly<{element: HTMLElement; press(): void}> {
  const element = h(
    "div",
    {class: "segments", role: "group", "aria-label": tr("Difference quotient")},
    ...KINDS.map(({id, label, title}) => h("button", {type: "button", "data-kind": id, title}, label)),
  );
  element.addEventListener("click", (event) => {
    const next = (event.target as Element).closest<HTMLElement>("[data-kind]")?.dataset.kind;
    const kind = KINDS.find(({id}) => id === next)?.id;
    if (kind === undefined || kind === host.choice().kind) return;
    host.choose({kind});
    ask();
  });
  return {
    element,
    press() {
      for (const each of element.querySelectorAll("button"))
        each.setAttribute("aria-pressed", String(each.dataset.kind === host.choice().kind));
    },
  };
}

/** Return what a screen reader hears when the answer is there. */
export function summary({checks}: GradientChecks): string {
  const wrong = checks.filter(({agrees}) => !agrees).length;
  if (wrong > 0) return tr`${wrong} of ${checks.length} gradients differ from their difference quotients.`;
  return checks.length > 0 ? tr`No gradient of ${checks.length} differs from its difference quotient.` : "";
}

/** The table, the step, its two pictures, and what the program says of its derivatives itself. */
export function checksView(answer: GradientChecks, host: CheckHost): HTMLElement[] {
  const {checks, text, seconds} = answer;
  const report = writtenDown(answer);
  if (checks.length === 0) {
    return [h("p", {}, tr("The output depends on no variable: there is nothing to check."))];
  }
  const chosen = (): Check | undefined => checks.find(({name}) => name === host.choice().name) ?? checks[0];
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
    value: host.choice().exponent,
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
    const {exponent} = host.choice();
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
    figure.append(...secant(check, nearestPoint.h, host));
    write(words, sentence(check, points, nearestPoint));
  };
  function choose(name: string): void {
    host.choose({name});
    draw();
  }
  function chooseStep(next: number): void {
    host.choose({exponent: next});
    draw();
  }
  step.addEventListener("input", () => chooseStep(Number(step.value)));
  const elements = [
    table,
    h("div", {class: "check-step"}, h("label", {}, tr("h from 1e−16 to 1 "), step), words),
    figure,
    h("p", {class: "fine"}, seconds ? `${text} ${seconds.text}` : text),
    ...report,
  ];
  draw();
  return elements;
}

/** The curve around the step: a small one is zoomed into, until the numbers' own steps are seen. */
function secant(check: Check, size: number, host: CheckHost): SVGSVGElement[] {
  const {trace, live} = host.numbers();
  if (trace === null || live === null || typeof check.analytic !== "number") return [];
  const along = alongOf(trace, live, check.name);
  const plot = along === null ? null : secantPlot(along, check.analytic, size, host.choice().kind, check.name);
  return plot === null ? [] : [plot];
}

export const refusal = (detail: string, hint: string | null): HTMLElement =>
  h("p", {}, ...withCode(hint === null ? detail : `${detail} ${hint}`));

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

const scientific = (x: number): string =>
  x === 0 ? "0" : x.toExponential(1).replace(/e\+0$/, "").replace("+", "").replace("-", "−");

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
