import {OPERATIONS} from "./operations.js";

/** A request that was refused; `problem` is the document of RFC 9457 that says why. */
export class ChainruleError extends Error {
  constructor(problem, status) {
    super(problem?.detail ?? `The service answered with status ${status}.`);
    this.name = "ChainruleError";
    this.status = status;
    this.problem = problem;
  }
}

/** A method for each operation. `base`: where the service is, with or without a slash at its end. */
export function createClient(base, {fetch: send = globalThis.fetch, headers = {}} = {}) {
  const call = async ([method, template], {path = {}, query = {}, body, signal} = {}) => {
    const place = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name]));
    const words = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
    const asked = new URLSearchParams(words.map(([name, value]) => [name, String(value)])).toString();
    const answer = await send(`${base.replace(/\/+$/, "")}${place}${asked && `?${asked}`}`, {
      method,
      headers: body === undefined ? headers : {"Content-Type": "application/json", ...headers},
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
    if (!answer.ok) throw new ChainruleError(await answer.json().catch(() => null), answer.status);
    if (answer.status === 204) return undefined;
    const isJson = /^application\/json\b/.test(answer.headers.get("content-type") ?? "");
    return isJson && !template.includes("{format}") ? answer.json() : answer.blob();
  };
  return Object.fromEntries(
    Object.entries(OPERATIONS).map(([name, operation]) => [name, (input) => call(operation, input)]),
  );
}
