/** An exercise made of the graph: what it leaves out, how many variants, and the body that asks for its file. */
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {Shared} from "./sharing";

/** `variants`: with more than one each has numbers of its own; one has those on the page. */
type ExerciseWishes = Readonly<{ask: string; variants: number}>;

export const USUAL_EXERCISE: ExerciseWishes = {ask: "downstream", variants: 1};

const ASKS: readonly (readonly [string, string])[] = [
  ["downstream", tr("Gradients")],
  ["value,downstream", tr("Values and gradients")],
  ["local,downstream", tr("Local gradients and gradients")],
  ["pattern", tr("Patterns of the gates")],
  ["shape", tr("Shapes of the gradients")],
];
const MOST = 100;

export function exerciseBody({question}: Shared, {ask, variants}: ExerciseWishes): string {
  const values = variants > 1 ? {} : question.values;
  return JSON.stringify({...question, values, defaults: true, ask: ask.split(","), variants});
}

export function exerciseOptions(now: ExerciseWishes, set: (wishes: ExerciseWishes) => void): HTMLElement[] {
  const ask = h(
    "select",
    {},
    ...ASKS.map(([value, title]) => h("option", {value, selected: value === now.ask}, title)),
  );
  const count = h("input", {type: "number", min: 1, max: MOST, value: now.variants});
  const change = (): void => {
    const variants = Math.max(1, Math.min(MOST, Math.round(Number(count.value)) || 1));
    set({ask: ask.value, variants});
  };
  ask.addEventListener("change", change);
  count.addEventListener("change", change);
  const numbers = now.variants > 1 ? tr("each with numbers of its own") : tr("with the numbers on the page");
  return [h("label", {}, tr("Leaves out"), ask), h("label", {}, tr("Variants"), count, h("small", {}, numbers))];
}
