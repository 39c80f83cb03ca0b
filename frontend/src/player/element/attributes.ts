/** The attributes of a <chain-rule>, read. */

import {SPEEDS} from "../model/transport";
import {serverOf as serverOfScript} from "./load";

/** The attributes that are asked of the server; any change asks again. */
export const LOADS: readonly string[] = [
  "src",
  "source",
  "values",
  "output",
  "upstream",
  "view",
  "open",
  "closed",
  "round",
  "mode",
  "direction",
  "graph",
  "encoded",
  "server",
];
/** The attributes that change the drawing alone. */
export const LOOKS: readonly string[] = ["controls", "editable", "folds", "notation", "font-size"];
const INLINE = 'script[type="application/json"]:not(.run, .run-traces)';

/** The request that a trace is loaded by. */
type LoadRequest = Readonly<{
  src: string | null;
  query: Readonly<Record<string, string | null>>;
  overrides: Readonly<Record<string, unknown>>;
  inline: string | null;
}>;

/** The formula; `encoded` has it percent-encoded, for places where an attribute cannot hold every sign. */
export function sourceOf(element: Element): string | null {
  const encoded = element.getAttribute("encoded");
  return element.getAttribute("source") ?? (encoded === null ? null : decoded(encoded));
}

export function serverOf(element: Element): string {
  return (element.getAttribute("server") ?? serverOfScript(element.ownerDocument)).replace(/\/$/, "");
}

export function speedOf(element: Element): number {
  const speed = Number(element.getAttribute("speed") ?? 1);
  return Number.isFinite(speed) && speed > 0 ? Math.min(8, speed) : SPEEDS[1];
}

/** Times the usual size of the words and controls. */
export function sizeOf(element: Element): number {
  const size = Number(element.getAttribute("font-size") ?? 1);
  return size >= 0.5 && size <= 4 ? size : 1;
}

/** The fields of a question, as the API spells them. */
export const queryOf = (element: Element): Readonly<Record<string, string | null>> => ({
  ...Object.fromEntries(LOADS.slice(2, -2).map((name) => [name, element.getAttribute(name)])),
  source: sourceOf(element),
});

/** `overrides`: the numbers that sliders and a run stand at; `round`: of a loop, over that of the attribute. */
export const requestOf = (
  element: Element,
  overrides: Readonly<Record<string, unknown>>,
  round: string | null,
): LoadRequest => ({
  src: element.getAttribute("src"),
  query: {...queryOf(element), ...(round === null ? {} : {round})},
  overrides,
  inline: element.querySelector(INLINE)?.textContent ?? null,
});

/** The same request, for a picture in rows. */
export const inRows = (request: LoadRequest, aspect: number | null): LoadRequest =>
  aspect === null ? request : {...request, query: {...request.query, aspect: String(aspect)}};

/** Returns whether the trace comes from a server that can draw it in rows. */
export const isDrawnHere = (element: Element): boolean =>
  sourceOf(element) !== null && !element.hasAttribute("src") && element.querySelector(INLINE) === null;

/** A text that is no percent-encoding is taken as it stands: the server says what is wrong with it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
