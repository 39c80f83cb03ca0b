/** Plan of the requests of the page: the place that answers each, with and without a network. */

import {tr} from "../shared/i18n/tr";

type Route =
  | "shell" // the page itself: from the network, else as it was when the worker was installed
  | "follower" // the page that follows other windows of this machine: likewise
  | "packed" // the page of an address that only the server can unpack
  | "static" // never changes: from the store
  | "answer" // a traced formula, a scene of a lesson, an array: from the network, else as it was last time
  | "table" // the ops, the examples, the lessons, the limits: likewise
  | "network"; // everything else is the server's own

type FetchSummary = Readonly<{method: string; url: string; mode: string}>;

/** Answers that depend on what they are asked with alone; all that a lesson shows is among them. */
const ANSWERS = new RegExp(
  `^api/v1/(${[
    "trace|code|array|jacobian|hessian|gradcheck|costs|layer_costs", // the graph and its panels
    "exercise|grade|lessons|lessons/picture", // a lesson's blanks, and one from a file of the user's own
    "train|surface|field|minibatches", // learning
  ].join("|")})$`,
);
const TABLES = /^api\/v1\/(examples|ops|limits|optimizers|lessons(\/[\w-]+)?)$/;

/** The page that follows other windows of this machine, below the home of the service. */
export const FOLLOWER = "live/LOCAL";

/** `home`: the address of the page without query, with a slash at its end. */
export function routeOf({method, url, mode}: FetchSummary, home: string): Route {
  if (!url.startsWith(home)) return "network";
  const {pathname, searchParams} = new URL(url);
  const path = pathname.slice(new URL(home).pathname.length);
  if (mode === "navigate" && path === FOLLOWER) return "follower";
  if (mode === "navigate") return path !== "" ? "network" : searchParams.has("z") ? "packed" : "shell";
  if (method === "GET" && path.startsWith("static/")) return "static";
  if (method === "POST" && ANSWERS.test(path)) return "answer";
  return method === "GET" && TABLES.test(path) ? "table" : "network";
}

/** The page as the worker keeps it: in the language that the address names, else in that of the browser. */
export function shellOf(url: string, home: string, languages: readonly string[]): string {
  const lang = new URL(url).searchParams.get("lang");
  return lang !== null && languages.includes(lang) ? `${home}?lang=${lang}` : home;
}

/**
 * The text by which an answer is stored: the same fields in any order ask for the same, and rows that were cut for a
 * window of another shape show the same graph.
 */
export function keyText(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), (name, value: unknown) => {
      if (name === "aspect") return undefined;
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
    });
  } catch {
    return body;
  }
}

/** Problem that the page shows where an answer needs the server and there is no network: the page says it in its language. */
export const OFFLINE = {
  type: "/docs#offline",
  title: tr("There is no connection"),
  status: 503,
  detail: tr("This needs the server, and there is no connection."),
  code: "offline",
  span: null,
  hint: tr("Formulas and lessons that were open before still open, and their steps and sliders work."),
} as const;

export const PACKED = `<!doctype html><html lang="en"><meta charset="utf-8"><title>No connection</title>
<p>This short link can only be unpacked by the server, and there is no connection. <a href="./">The playground</a>
opens without one.</p></html>`;
