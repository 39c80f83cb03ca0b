/** Rule of a matrix gate in the letters of the picture: `g @ b.T` as ∂L/∂y wᵀ. */

import {type NameParts, splitName} from "../../shared/split-name";
import type {AnimationContext} from "./clips";

const PRODUCT = /^(?:\(?([gab](?:\.T)?) @ ([gab](?:\.T)?)\)?|outer\(([gab]), ([gab])\))$/;

/** Return a rule that is a product of upstream gradient and inputs in these names; null for any other rule. */
export function ruleLetters(rule: string | null, names: Readonly<Record<string, string>>): string | null {
  const [, left, right, column, row] = PRODUCT.exec(rule ?? "") ?? [];
  const factors = column && row ? [column, `${row}.T`] : left && right ? [left, right] : [];
  if (factors.length === 0) return null;
  return factors
    .map((factor) => {
      const name = names[factor.charAt(0)] ?? factor;
      return factor.endsWith(".T") ? `${name.includes("/") ? `(${name})` : name}ᵀ` : name;
    })
    .join(" ");
}

/** Null for a rule that is no product of the upstream gradient and an input: its arrays say more. */
export function ruleText(rule: string | null, {trace, node, inputs, outOf}: AnimationContext): string | null {
  const end = trace.nodes.find(({id, kind}) => kind === "output" && id === outOf[0]?.target);
  return ruleLetters(rule, {
    g: `∂${trace.gradient_of}/∂${node.name ? inOneText(node.name) : nameOf(outOf[0], end?.label ?? "y")}`,
    a: nameOf(inputs[0], "a"),
    b: nameOf(inputs[1], "b"),
  });
}

const nameOf = (edge: AnimationContext["inputs"][number] | undefined, otherwise: string): string =>
  inOneText(edge?.name || edge?.letter || otherwise);

const NAME = /([\p{Ll}\p{Lu}_][\p{Ll}\p{Lu}\p{Nd}_]*)/u;

/** A text on its way with its names set: W_f has its index below. */
export const textPieces = (text: string): readonly NameParts[] =>
  text
    .split(NAME)
    .filter((part) => part !== "")
    .map((part) => (NAME.test(part) ? splitName(part) : {base: part, sub: ""}));

/** A name with a number below it, in one text: W₁. */
function inOneText(name: string): string {
  const {base, sub} = splitName(name);
  return /^\d+$/.test(sub) ? base + [...sub].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("") : name;
}
