/** An operation of the API as a request: its address, the same as a command, and its answer. */

/** Operation that the service wrote into the page, from its OpenAPI document. */
export type Operation = Readonly<{
  id: string;
  method: string;
  path: string; // with {places}
  parameters: readonly Readonly<{name: string; sample: string}>[];
  body: Readonly<Record<string, unknown>> | null;
}>;

const HEADERS = {"Content-Type": "application/json"};

type Filled = Readonly<{parameters: Readonly<Record<string, string>>; body: string | null}>;

export type Answer = Readonly<{
  status: number;
  kind: string; // media type
  bytes: number;
  milliseconds: number;
  blob: Blob;
  text: string | null; // null: it is none
}>;

/** The address, its places filled in; what is empty is left out of the query. */
export function addressOf({path}: Operation, {parameters}: Filled, base: string): string {
  const places = new Set([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ""));
  const query = new URLSearchParams(
    Object.entries(parameters).filter(([name, text]) => text !== "" && !places.has(name)),
  ).toString();
  // Relative to the page: the service may stand below a path.
  return new URL(`.${filled}${query === "" ? "" : `?${query}`}`, base).href;
}

/** The request as a command for a shell. */
export function curlOf(operation: Operation, filled: Filled, base: string): string {
  const address = quoted(addressOf(operation, filled, base));
  const method = operation.method === (filled.body === null ? "GET" : "POST") ? [] : ["-X", operation.method];
  if (filled.body === null) return ["curl", ...method, address].join(" ");
  const compact = filled.body.trim().replace(/\n\s*/g, " ");
  const headers = Object.entries(HEADERS).flatMap(([name, text]) => ["-H", quoted(`${name}: ${text}`)]);
  return ["curl", ...method, address, ...headers, "-d", quoted(compact)].join(" ");
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** Sends it. Raises where no answer comes. */
export async function send(operation: Operation, filled: Filled, base: string): Promise<Answer> {
  const begin = performance.now();
  const response = await fetch(addressOf(operation, filled, base), {
    method: operation.method,
    ...(filled.body === null ? {} : {headers: HEADERS, body: filled.body}),
  });
  const blob = await response.blob();
  const kind = (response.headers.get("Content-Type") ?? "").split(";")[0] ?? "";
  const text = /^text\/|json$|xml$/.test(kind) && !kind.startsWith("image/") ? await blob.text() : null;
  return {status: response.status, kind, bytes: blob.size, milliseconds: performance.now() - begin, blob, text};
}
