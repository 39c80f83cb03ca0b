/** A variable's gradient as the product along its path, the smallest factor marked, and what would make it larger. */

import {numbersOf} from "../../player/model/numbers";
import {plan} from "../../player/model/plan";
import {tapeNow} from "../../player/model/tape-later";
import type {Arr, Numbers, Trace, TraceNode} from "../../shared/contract";
import {type Digits, format, formatValue} from "../../shared/digits";
import {h, nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {type Factor, leverOn, MAX_CHANGE, type PathProduct, type Paths, pathsOf} from "./path-products";
import {signBetween} from "./rounding";
import {nameOn} from "./step-equations";
import type {InspectorView} from "./view";

/** Return the card of the products along the paths of a leaf; null for another box, or where an array lies on the way. */
export function pathCard(view: InspectorView, leaf: TraceNode): HTMLElement | null {
  const {trace, live, digits} = view;
  if (leaf.kind !== "leaf") return null;
  if (leaf.shape.length > 0)
    return h("p", {class: "fine"}, tr("Each of its entries has a product of its own: the Units view shows them."));
  const paths = pathsOf(trace, live, leaf.id);
  if (paths === null) return null;
  const [first] = paths.products;
  const heading =
    paths.count === 1
      ? tr("The product along its path")
      : tr`The products along its ${paths.count.toLocaleString("en")} paths`;
  const rest = paths.count - paths.products.length;
  return h(
    "section",
    {class: "paths"},
    h("h3", {}, heading),
    h("ul", {}, ...paths.products.map((path) => h("li", {}, ...productRow(path, paths, digits)))),
    ...(rest > 0 ? [h("p", {class: "fine"}, more(rest, paths.products.length > 0))] : []),
    ...(paths.count > 1 ? [sumRow(paths, leaf, live, digits)] : []),
    ...(first?.least ? [leastRow(trace, live, first.least, digits)] : []),
  );
}

const more = (rest: number, some: boolean): string =>
  some
    ? rest === 1
      ? tr("and 1 smaller one")
      : tr`and ${rest} smaller ones`
    : tr("They are too many to be written out; the copy gates add them up.");

function productRow({factors, product, least}: PathProduct, {seed}: Paths, digits: Digits): HTMLElement[] {
  const texts = factors.map(({local}) => format(local, digits));
  const cells = factors.map((factor, index) =>
    term(texts[index] ?? "", factor.gate.label, "local", factor === least && factors.length > 1),
  );
  const start = seed === 1 && factors.length > 0 ? [] : [term(format(seed, digits), "upstream", "up", false)];
  const text = format(product, digits);
  const all = [...start, ...cells];
  if (factors.length + start.length < 2 && seed === 1) return [h("div", {class: "sum chain"}, ...all)];
  const left = [...(start.length > 0 ? [format(seed, digits)] : []), ...texts].join(" × ");
  return [
    h(
      "div",
      {class: "sum chain"},
      ...all.map((cell, index) => (index > 0 ? h("span", {class: "link-up"}, sign("×"), cell) : cell)),
      h("span", {class: "link-up"}, sign(signBetween(left, text)), term(text, tr("along this path"), "down", false)),
    ),
  ];
}

const sign = (text: string): HTMLElement => h("span", {class: "sign"}, text);

function term(text: string, word: string, role: "up" | "local" | "down", least: boolean): HTMLElement {
  return h(
    "span",
    {class: `term ${role}${least ? " least" : ""}`},
    h("b", {}, text),
    h("small", {}, word, least && h("em", {}, tr(" smallest"))),
  );
}

function sumRow({products, count}: Paths, leaf: TraceNode, live: Numbers, digits: Digits): HTMLElement {
  const total = formatValue((live.nodes[leaf.id] ?? leaf).gradient, digits);
  const terms = products.map(({product}) => format(product, digits));
  const all = count === products.length;
  const left = terms.join(" + ").replaceAll("+ −", "− ");
  return h(
    "p",
    {class: "path-sum"},
    tr("Together: "),
    all ? `${left} ${signBetween(left, total)} ` : "",
    h("b", {}, total),
  );
}

/** Return the row on the smallest factor: what it is, and one change of a value, tried out, that makes it larger. */
function leastRow(trace: Trace, live: Numbers, least: Factor, digits: Digits): HTMLElement {
  // While a slider moves nothing is tried out: that would be a hundred passes a frame.
  const tape = live === numbersOf(trace) ? tapeNow() : null;
  const lever = tape === null ? null : leverOn(trace, live, least.edge, tape);
  const says = [
    tr("The smallest factor, "),
    h("b", {class: "local"}, format(least.local, digits)),
    tr`, is ${factorSentence(trace, live, least, digits)}.`,
  ];
  if (lever === null) return h("p", {}, ...says);
  if (lever === "none") return h("p", {}, ...says, tr` No change of one value by up to ${MAX_CHANGE} makes it larger.`);
  const {name, before, after, local} = lever;
  return h(
    "p",
    {},
    ...says,
    tr(" With "),
    nameElement(name),
    tr` = ${format(after, digits)} instead of ${format(before, digits)} it would be `,
    h("b", {class: "local"}, format(local, digits)),
    ".",
  );
}

function factorSentence(trace: Trace, live: Numbers, {edge, gate}: Factor, digits: Digits): string {
  const {inputs} = plan(trace);
  const wires = inputs.get(gate.id) ?? [];
  const other = gate.pattern === "swap" && wires.length === 2 ? wires.find(({id}) => id !== edge) : undefined;
  if (other !== undefined) return tr`the value of ${nameOn(trace, other)}, by which the × gate multiplies`;
  const input: Arr = (live.edges[edge] ?? wires[0])?.value ?? 0;
  return tr`the slope of the ${gate.label} gate where its input is ${formatValue(input, digits)}`;
}
