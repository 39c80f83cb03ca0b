/** Where the element's trace comes from: an inline document, an address, or a formula for the server to trace. */
import type {Trace} from "./trace";

export interface Wanted {
  readonly src: string | null;
  readonly source: string | null;
  readonly values: string | null;
  readonly inline: string | null;
}

/** The address to ask; null if the document is inline or nothing is wanted. */
export function address(wanted: Wanted, server: string): string | null {
  if (wanted.inline !== null) return null;
  if (wanted.src !== null) return wanted.src;
  if (wanted.source === null) return null;
  const query = new URLSearchParams({source: wanted.source});
  if (wanted.values !== null) query.set("values", wanted.values);
  return `${server}/api/v1/trace?${query}`;
}

/** The origin this script came from: an element on a foreign page asks the server that sent it. */
export function serverOf(document: Document): string {
  for (const script of document.querySelectorAll("script[src]")) {
    const {src} = script as HTMLScriptElement;
    if (/\/player(\.iife)?(-\w+)?\.js(\?|$)/.test(src) && /^https?:/.test(src)) return new URL(src).origin;
  }
  return "";
}

function isTrace(data: unknown): data is Trace {
  const parts = data as Partial<Record<keyof Trace, unknown>> | null;
  return typeof parts === "object" && parts !== null && [parts.nodes, parts.edges, parts.steps].every(Array.isArray);
}

/** The trace, or an Error whose message can be shown. */
export async function load(wanted: Wanted, server: string, signal: AbortSignal): Promise<Trace | null> {
  if (wanted.inline !== null) return checked(JSON.parse(wanted.inline));
  const url = address(wanted, server);
  if (url === null) return null;
  const response = await fetch(url, {signal, headers: {accept: "application/json"}});
  const data: unknown = await response.json();
  if (response.ok) return checked(data);
  const {detail, title} = data as {detail?: unknown; title?: unknown};
  throw new Error(String(detail ?? title ?? response.statusText));
}

function checked(data: unknown): Trace {
  if (isTrace(data)) return data;
  throw new Error("this is no trace");
}
