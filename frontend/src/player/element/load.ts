/** Source of the element's trace: an inline document, an address, or a formula for the server to trace. */
import type {Run, Trace} from "../../shared/contract";
import {expand, isCompact} from "../../shared/expand";
import {language} from "../../shared/i18n/tr";

interface LoadOptions {
  readonly src: string | null;
  readonly query: Readonly<Record<string, string | null>>; // the fields of a request, as the API spells them
  readonly overrides: Readonly<Record<string, unknown>>; // where sliders and a run stand: over the values of the request
  readonly inline: string | null;
}

/** The address to ask; null if the document is inline or nothing is wanted. */
export function address({src, query, overrides, inline}: LoadOptions, server: string): string | null {
  if (inline !== null) return null;
  if (src !== null) return src;
  const {source, values, ...rest} = query;
  if (source === null || source === undefined) return null;
  const params = new URLSearchParams({source});
  const all = merged(values ?? null, overrides);
  if (all !== null) params.set("values", all);
  for (const [name, text] of Object.entries(rest)) if (text !== null) params.set(name, text);
  params.set("defaults", "true");
  params.set("words", "templates");
  if (language() !== "en" && !params.has("lang")) params.set("lang", language());
  return `${server.replace(/\/$/, "")}/api/v1/trace?${params}`;
}

/** Merge the chosen values into JSON. Other text goes to the server as it is: its answer says what is wrong with it. */
function merged(values: string | null, overrides: Readonly<Record<string, unknown>>): string | null {
  if (Object.keys(overrides).length === 0) return values;
  try {
    return JSON.stringify({...(JSON.parse(values ?? "{}") as object), ...overrides});
  } catch {
    return values;
  }
}

/** The address of this very script: of a module, or of the classic script that is running now. */
const OWN =
  import.meta.url ??
  (typeof document === "undefined" ? undefined : (document.currentScript as HTMLScriptElement | null)?.src);

/** The server this script came from: an element on a foreign page asks the one that sent it. */
export function serverOf(document: Document, own: string | undefined = OWN): string {
  const scripts = [...document.querySelectorAll<HTMLScriptElement>("script[src]")].map(({src}) => src);
  for (const src of [own ?? "", ...scripts]) {
    const place =
      /^(https?:.*?)\/(?:static\/(?:\w+\/)?)?(?:player|reveal-chainrule|embed|live|widget)(?:\.iife)?\.js(?:\?|$)/.exec(
        src,
      );
    if (place?.[1]) return place[1];
  }
  return "";
}

export function isTrace(data: unknown): data is Trace {
  const parts = data as Partial<Record<keyof Trace, unknown>> | null;
  return typeof parts === "object" && parts !== null && [parts.nodes, parts.edges, parts.steps].every(Array.isArray);
}

/** The trace, or an Error whose message can be shown. */
export async function load(request: LoadOptions, server: string, signal: AbortSignal): Promise<Trace | null> {
  if (request.inline !== null) return checked(JSON.parse(request.inline));
  const url = address(request, server);
  if (url === null) return null;
  const response = await fetch(url, {signal, headers: {accept: "application/json"}});
  const data: unknown = await response.json();
  if (response.ok) return checked(data);
  const {detail, title} = data as {detail?: unknown; title?: unknown};
  throw new Error(String(detail ?? title ?? response.statusText));
}

/** Number of updates that a run keeps here. */
const KEPT = 200;

/** The run of a program, or an Error whose message can be shown. `query`: the fields of a request as attributes have them. */
export async function loadRun(
  query: Readonly<Record<string, string | null>>,
  train: string,
  server: string,
  signal: AbortSignal,
): Promise<Run> {
  const {source, output, values, upstream} = query;
  const body = {source, output, values: read(values), upstream: read(upstream), defaults: true, keep: KEPT};
  const fields = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined));
  const content = JSON.stringify({...fields, ...(JSON.parse(train) as object)});
  const headers = {accept: "application/json", "content-type": "application/json"};
  const response = await fetch(`${server}/api/v1/train`, {method: "POST", body: content, signal, headers});
  const data: unknown = await response.json();
  if (response.ok) return data as Run;
  const {detail, title} = data as {detail?: unknown; title?: unknown};
  throw new Error(String(detail ?? title ?? response.statusText));
}

const read = (text: string | null | undefined): unknown => (text == null ? null : JSON.parse(text));

/** A compact document as the full one; anything else as it is. */
export const full = (data: unknown): unknown =>
  typeof data === "object" && data !== null && isCompact(data) ? expand(data) : data;

function checked(data: unknown): Trace {
  const trace = full(data);
  if (isTrace(trace)) return trace;
  throw new Error("this is no trace");
}
