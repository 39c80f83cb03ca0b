/** A window at one of its places in words: the sum that is made there, and a sentence. */

import type {Sweeping, WindowLook} from "../../player/model/windows";
import type {Trace} from "../../shared/contract";
import {type Digits, format} from "../../shared/digits";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {shapeText} from "../../shared/number";
import {signBetween} from "./rounding";
import {nameOn} from "./step-equations";

/** "1.00 × 0.50 + … = 3.50", as far as the numbers are here; nothing where none is. */
export function equationOf({node, sweep}: Sweeping, look: WindowLook, digits: Digits): (HTMLElement | string)[] {
  const {terms, count, value} = look;
  if (value === null || terms.length === 0) return [];
  const gives = node.windows?.gives ?? "products";
  const tone = sweep === "result" ? "value" : "gradient";
  const valueText = format(value, digits);
  const result = h("b", {class: `is-${tone}`}, valueText);
  if (gives !== "products" && sweep === "operand") return [];
  const inBrackets = (text: string): string => (text.startsWith("−") ? `(${text})` : text);
  const texts = terms.map(([a, b], index) => {
    const first = format(a, digits);
    if (b === null) return first;
    return `${index === 0 ? first : inBrackets(first)} × ${inBrackets(format(b, digits))}`;
  });
  const isAll = terms.length === count;
  if (gives !== "products") {
    const list = texts.join(", ") + (isAll ? "" : ", …");
    return [`${gives === "largest" ? tr("max") : tr("mean")}(${list}) → `, result];
  }
  const sum = texts.join(" + ");
  return [isAll ? `${sum} ${signBetween(sum, valueText)} ` : `${sum} + … = `, result];
}

/** Return the sentence on a window at one place. */
export function windowSentence(
  trace: Trace,
  {node, sweep, wires, isDilated, overlaps}: Sweeping,
  look: WindowLook,
): string {
  const {count, index, winner} = look;
  const gives = node.windows?.gives ?? "products";
  const entry = indexText(index);
  const wire = wires[sweep === "kernel" ? 1 : 0];
  const name = wire === undefined ? "" : nameOn(trace, wire);
  if (gives === "products") {
    const products = count === 1 ? tr("1 product") : tr`${count} products`;
    if (node.windows?.transposed && sweep !== "kernel") {
      if (sweep === "operand")
        return tr`Entry ${entry} of the gradient of ${name}, window of the upstream gradient times kernel: ${products}.`;
      const sum = tr`Entry ${entry} of the result, flipped kernel times what lies under it: ${products}.`;
      return isDilated ? `${sum} ${tr("Each entry lays down a kernel: zeros stand between the entries.")}` : sum;
    }
    if (sweep === "result") return tr`Entry ${entry} of the result, window times kernel: ${products}.`;
    if (sweep === "kernel")
      return tr`Entry ${entry} of the gradient of ${name}, what it met in each window times the upstream gradient there: ${products}.`;
    const sentence = tr`Entry ${entry} of the gradient of ${name}, flipped kernel times upstream gradient: ${products}.`;
    const stride = shapeText(node.windows?.stride ?? []);
    return isDilated
      ? `${sentence} ${tr`The window moves by ${stride}: back, zeros stand between the entries.`}`
      : sentence;
  }
  if (sweep === "result")
    return gives === "largest" ? tr("The largest entry of the window goes on.") : tr("The mean of the window goes on.");
  const more = overlaps ? ` ${tr("Windows overlap: what an entry gets from several adds up.")}` : "";
  if (gives === "mean") return tr("The gradient of this window goes to its entries, in equal shares.") + more;
  const rank = node.windows?.size.length ?? 2;
  const won =
    winner === null ? "" : ` ${indexText([...index.slice(0, 2), ...(rank === 1 ? winner.slice(1) : winner)])}`;
  return tr`The gradient of this window goes to its largest entry${won}, the others get 0 from it.` + more;
}

const indexText = (index: readonly number[]): string => `[${index.join(", ")}]`;
