/** An exercise made of the graph: what it leaves out, how many variants, and the body that asks for its file. */
import {h} from "../../shared/dom";
import {language, tr} from "../../shared/i18n/tr";
import {DOWNSTREAM, writeExercise} from "../predict/exercise";
import type {Shared} from "./sharing";
import {frame} from "./snippets";
import type {Snippet} from "./targets";

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

/** Return the body of a request for the file; more than one variant draws its own values. */
export function exerciseBody({request}: Shared, {ask, variants}: ExerciseWishes): string {
  const values = variants > 1 ? {} : request.values;
  return JSON.stringify({...request, values, defaults: true, ask: ask.split(","), variants});
}

/** Fields of a query that an exercise takes from the graph's own address. */
const FIELDS = ["source", "values", "view", "output", "upstream", "open", "closed"];

/** The exercise as a link to the page, and as a frame that marks itself and holds its answers. */
export function exerciseSnippets(shared: Shared, {ask, variants}: ExerciseWishes): readonly Snippet[] {
  const {base, query, tooLong} = shared;
  const isDrawn = variants > 1; // the values are drawn by the seed
  const request = isDrawn ? {...shared.request, values: {}} : shared.request;
  const kinds = ask.split(",") as (typeof DOWNSTREAM.ask)[number][];
  const link = `${base}/${writeExercise({request, fields: {...DOWNSTREAM, ask: kinds}})}`;
  const fields = [...new URLSearchParams(query)].filter(
    ([name]) => FIELDS.includes(name) && !(isDrawn && name === "values"),
  );
  const own = {ask, ...(isDrawn && {variants: `${variants}`}), ...(language() !== "en" && {lang: language()})};
  const params = new URLSearchParams([...fields, ...Object.entries(own)]);
  const text = frame({...shared, title: tr("Exercise")}, `${base}/embed/exercise?${params}`);
  return [{label: tr("Link"), text: link}, ...(tooLong ? [] : [{label: tr("In a frame"), text}])];
}

/** Return the fields that say what is asked and how many variants there are. */
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
