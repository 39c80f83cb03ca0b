/** The panel that says a step in words and in numbers. */

import type {Frame} from "../../player/model/frame";
import {renewMath} from "../../player/model/step-text";
import {tapeNow} from "../../player/model/tape-later";
import type {Arr, Trace, TraceNode} from "../../shared/contract";
import {formatValue} from "../../shared/digits";
import {byId, h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {buildMath} from "../../shared/mathml";
import {notate} from "../../shared/notation";
import {patch} from "../../shared/patch";
import {setNames} from "../../shared/set-names";
import {chainRuleWords, numberWord, withWords, wordElement} from "../dialogs/explain-words";
import {productsOf} from "./array-products";
import {productsCard} from "./array-products-card";
import {chainInside} from "./inner-chain";
import {operandLabel} from "./labels";
import {noticeCard} from "./notices";
import {countPatterns, PATTERNS} from "./patterns";
import {rankingCard} from "./ranking-card";
import {markRounded, signBetween} from "./rounding";
import {type NodeActs, nodeCard} from "./selection";
import {type Sum, sumsOf} from "./step-equations";
import {stepSentence} from "./step-sentence";
import type {InspectorView} from "./view";
import type {WindowsCard} from "./windows-card";
import {hasWindows} from "./windows-gate";

type InspectorOptions = NodeActs & Readonly<{onPlay: () => void; onEnlarge: () => void}>;

/** The part of an array under a window that fits into the panel. */
const ROOM = {rows: 8, columns: 6, scale: 1};

/** `null`: nothing is to be explained while numbers are left out. */
export type Inspector = Readonly<{show(view: InspectorView | null): void}>;

export function createInspector(options: InspectorOptions): Inspector {
  const heading = byId("step-heading");
  let windows: WindowsCard | null = null;
  let lastView: InspectorView | null = null;
  const sections = {
    step: section(byId("step-body")),
    selection: section(byId("selection")),
    ranking: section(byId("ranking")),
    notices: section(byId("notices")),
    patterns: section(byId("patterns")),
  };

  /** The card comes with its chunk; then what is shown is filled in anew. */
  async function loadWindows(): Promise<void> {
    const {createWindowsCard} = await import("./windows-dialog");
    windows ??= createWindowsCard(ROOM, options.onEnlarge);
    inspector.show(lastView);
  }

  const inspector: Inspector = {
    show(view) {
      lastView = view;
      if (view === null) {
        for (const fill of Object.values(sections)) fill([], [], () => []);
        return;
      }
      const {trace, frame, live, notation, selected, digits, rows} = view;
      const slides = hasWindows(trace, frame.position);
      if (slides && windows === null) void loadWindows();
      write(heading, title(frame));
      setNames(byId("live"), trace); // the sentence of the hall
      const named = (card: HTMLElement): HTMLElement => setNames(card, trace);
      const numbers = [live, digits, tapeNow()];
      sections.step([trace, frame.position, notation, slides ? windows : null], numbers, () =>
        frame.position === 0
          ? [welcome(trace, options.onPlay)]
          : stepCards(view, windows?.show({trace, position: frame.position, live, digits}) ?? null).map(named),
      );
      sections.selection([trace, frame.position, notation, selected], numbers, () => {
        const node = trace.nodes.find(({id}) => id === selected);
        return node === undefined ? [] : [named(nodeCard(view, node, options))];
      });
      sections.ranking([trace, frame.position], numbers, () =>
        frame.position === frame.last && trace.shapes_only == null
          ? rankingCard(trace, live, rows, digits).map(named)
          : [],
      );
      sections.notices([trace], [], () => noticeCard(trace, options.onSelect));
      sections.patterns([trace], [], () => patternRows(trace));
    },
  };
  return inspector;
}

type Fill = (subjects: readonly unknown[], numbers: readonly unknown[], fill: () => readonly (Node | string)[]) => void;

/**
 * Fills an element anew when one of its subjects is another one. When only its numbers are others, as under a slider
 * that moves, it is renewed in place.
 */
function section(host: HTMLElement): Fill {
  let [lastSubjects, lastNumbers]: (readonly unknown[])[] = [[], []];
  const shrink = fitFormulas(host);
  return (subjects, numbers, fill) => {
    const isSameSubject = isSame(subjects, lastSubjects);
    if (isSameSubject && isSame(numbers, lastNumbers)) return;
    [lastSubjects, lastNumbers] = [subjects, numbers];
    if (isSameSubject) patch(host, fill());
    else host.replaceChildren(...fill());
    shrink();
  };
}

const isSame = (a: readonly unknown[], b: readonly unknown[] | undefined): boolean =>
  a.length === b?.length && a.every((part, index) => part === b[index]);

function title({position, last, phase}: Frame): string {
  return position === 0
    ? tr("Before the first step")
    : tr`Step ${position} of ${last} · ${phase === "backward" ? tr("backward") : phase === "forward" ? tr("forward") : phase}`;
}

function welcome(trace: Trace, onPlay: () => void): HTMLElement {
  const play = h("button", {type: "button", class: "button primary big", id: "first-play"}, tr("▶ Play"));
  play.addEventListener("click", onPlay);
  const gates = trace.nodes.filter(({kind}) => kind === "gate" || kind === "function").length;
  if (gates === 0)
    return h("div", {class: "card welcome"}, h("p", {}, tr("Nothing is computed from these values yet.")));
  return h(
    "div",
    {class: "card welcome"},
    h("p", {class: "lead"}, tr("Watch the gradient flow")),
    h(
      "p",
      {},
      ...withWords(
        gates === 1
          ? tr("The gate computes from left to right, then hands its gradient back: ")
          : tr`The ${gates} gates compute from left to right, then each hands its gradient back: `,
      ),
      h("b", {}, ...chainRuleWords()),
      ".",
    ),
    play,
    h(
      "p",
      {class: "fine"},
      h("span", {class: "for-keys"}, tr("Or step with the → key. ")),
      trace.shapes_only == null
        ? tr("Drag any number: the picture follows.")
        : tr("Every wire carries a shape, no number."),
    ),
  );
}

const LEAST_FORMULA = 12; // px; a formula that is wider still scrolls

/** Formulas in smaller letters where they are wider than their card: when one is renewed, the card or the font is another. */
function fitFormulas(host: HTMLElement): () => void {
  let pending = false;
  const fit = (): void => {
    pending = false;
    for (const formula of host.querySelectorAll<HTMLElement>(".formula")) {
      formula.style.fontSize = "";
      // Spaces and small letters of a formula do not shrink in proportion: more looks show whether it was enough.
      for (let look = 0; look < 5 && formula.scrollWidth > formula.clientWidth; look++) {
        const size = (parseFloat(getComputedStyle(formula).fontSize) * formula.clientWidth) / formula.scrollWidth;
        formula.style.fontSize = `${Math.max(LEAST_FORMULA, Math.floor(size * 10) / 10)}px`;
      }
    }
  };
  const later = (): void => {
    if (!pending) requestAnimationFrame(fit);
    pending = true;
  };
  if (typeof ResizeObserver !== "undefined") {
    let width = 0;
    new ResizeObserver(() => {
      if (host.clientWidth !== width) later();
      width = host.clientWidth;
    }).observe(host);
    void document.fonts.ready.then(later);
  }
  return later;
}

const TERM = /([+×=≈⊙·] \S+|\S*∂\S+)/;

/** Keep an operator with the term behind it, and ∂L/∂y in one piece: a line of a sentence never ends in an operator. */
function unbroken(piece: HTMLElement | string): (HTMLElement | string)[] {
  if (typeof piece !== "string") return [piece];
  return piece.split(TERM).map((part, index) => (index % 2 === 1 ? h("span", {class: "unbroken"}, part) : part));
}

/** `sliding`: the card of a window that slides at this step; in it the arrays that meet are seen already. */
function stepCards(view: InspectorView, sliding: HTMLElement | null): HTMLElement[] {
  const {trace, frame, live, notation, digits} = view;
  const step = trace.steps[frame.position - 1];
  if (step === undefined) return [];
  const node = trace.nodes.find(({id}) => id === step.nodes[0]);
  const format = (value: Arr): string => formatValue(value, digits);
  const math = buildMath(notate(renewMath(step.math, trace, live, frame.position, format), notation, trace.net_values));
  if (math !== null) markRounded(math);
  const sentence = stepSentence(trace, frame, live, digits);
  const cards: HTMLElement[] = [
    h(
      "div",
      {class: `card gate-card ${step.phase}`},
      node !== undefined && gateHead(node, step.kind),
      h("p", {class: "step-text"}, ...withWords(sentence).flatMap(unbroken)),
      math !== null && h("div", {class: "formula", tabindex: "0", role: "group", "aria-label": tr("Formula")}, math),
    ),
  ];
  const isNumbered = trace.shapes_only == null;
  if (sliding !== null) cards.push(sliding);
  const products = isNumbered && sliding === null ? productsOf(trace, frame.position, live) : [];
  const isBackward = isNumbered && (step.kind === "backward" || step.kind === "accumulate" || step.kind === "seed");
  const sums =
    products.length > 0 || sliding !== null || !isBackward ? [] : sumsOf(trace, frame.position, live, digits);
  if (products.length > 0) cards.push(productsCard(products, step.kind));
  if (sums.length > 0) cards.push(sumsCard(sums, step.kind === "accumulate"));
  const inside = isNumbered && step.kind === "backward" && node?.kind === "function" ? insideCard(view, node) : null;
  if (inside !== null) cards.push(inside);
  if (step.why !== "") cards.push(h("div", {class: "why"}, h("h3", {}, tr("Why")), h("p", {}, ...withWords(step.why))));
  return cards;
}

/** A closed gate's slope as the product of those inside it. */
function insideCard({trace, live, digits}: InspectorView, node: TraceNode): HTMLElement | null {
  const edges = trace.edges.filter(({target}) => target === node.id);
  const rows = edges.flatMap((edge) => {
    const chain = chainInside(trace, live, edge);
    const slope = live.edges[edge.id]?.local ?? null;
    if (chain === null || slope === null) return [];
    const factors = chain.flatMap(({op, local}, i) => [
      i > 0 && h("span", {class: "sign"}, "×"),
      h("span", {class: "term local"}, h("b", {}, formatValue(local, digits)), h("small", {}, op)),
    ]);
    const text = formatValue(slope, digits);
    const product = h("span", {class: "term local"}, h("b", {}, text), h("small", {}, tr("closed")));
    const left = chain.map(({local}) => `(${formatValue(local, digits)})`).join(" × ");
    const sign = h("span", {class: "sign"}, signBetween(left, text));
    return [h("li", {}, h("div", {class: "sum chain"}, ...factors, sign, product))];
  });
  if (rows.length === 0) return null;
  return h(
    "div",
    {class: "card sums"},
    h("h3", {}, tr("From the inside: its local gradients multiply")),
    h("ul", {}, ...rows),
  );
}

function gateHead(node: TraceNode, kind: string): HTMLElement {
  const words = node.pattern === null ? undefined : PATTERNS[node.pattern];
  const pattern = words === undefined ? "" : wordElement(`pattern-${node.pattern}`, words.heading);
  const under = kind === "seed" ? tr("where the backward pass begins") : pattern;
  return h(
    "div",
    {class: "gate-head"},
    h("span", {class: `gate-symbol ${node.kind}`, "aria-hidden": "true"}, node.label),
    h("span", {}, h("b", {}, node.title), under !== "" && h("small", {}, under)),
  );
}

function sumsCard(sums: readonly Sum[], adds: boolean): HTMLElement {
  const rows = sums.map((sum) => {
    const cells = sum.terms.flatMap((term, index) => [
      h(
        "span",
        {class: `term ${term.role}${term.text.startsWith("[") ? " long" : ""}`},
        h("b", {title: term.full ?? null}, term.text),
        h("small", {}, numberWord(term.word)),
      ),
      index < sum.signs.length && h("span", {class: "sign"}, sum.signs[index]),
    ]);
    return h("li", {}, h("span", {class: "operand"}, ...operandLabel(sum.of)), h("div", {class: "sum"}, ...cells));
  });
  const heading = adds ? [tr("The gradients add up")] : chainRuleWords(tr("Upstream"));
  return h("div", {class: "card sums"}, h("h3", {}, ...heading), h("ul", {}, ...rows));
}

function patternRows(trace: Trace): HTMLElement[] {
  return countPatterns(trace).map(({pattern, symbol, heading, says, count}) =>
    h(
      "tr",
      {},
      h(
        "th",
        {scope: "row"},
        h("b", {}, symbol),
        " ",
        wordElement(`pattern-${pattern}`, heading, false),
        h("span", {class: "says"}, says),
      ),
      h("td", {}, String(count)),
    ),
  );
}
