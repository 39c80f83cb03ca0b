/** Has a picture drawn by the service, tells how far it is, and can be stopped. */
import {problemOf} from "../../shared/api";
import {tr} from "../../shared/i18n/tr";
import {linesOf} from "../../shared/ndjson";

export type Download = Readonly<{name: string; blob: Blob}>;

/** A failure that can be shown. */
export class NotDrawn extends Error {}

/** Raises NotDrawn; AbortError if `signal` stopped it, and then the service stops too. `path`: of what is drawn; `name`: of the file. */
export async function draw(
  path: "render" | "train/render",
  format: string,
  body: string,
  name: string,
  signal: AbortSignal,
  progress: (done: number, of: number) => void,
): Promise<Download> {
  const response = await fetch(`api/v1/${path}.${format}`, {
    method: "POST",
    headers: {"Content-Type": "application/json", Accept: "application/x-ndjson"},
    body,
    signal,
  });
  if (!response.ok || response.body === null) throw refusalOf(await response.json().catch(() => null), response.status);
  for await (const line of linesOf(response.body)) {
    const body = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (body.problem !== undefined) throw refusalOf(body.problem, 500);
    if (typeof body.base64 === "string") return {name, blob: fromBase64(body.base64, String(body.media_type))};
    if (typeof body.done === "number" && typeof body.of === "number") progress(body.done, body.of);
  }
  throw new NotDrawn(tr("The answer broke off."));
}

/** A file that comes in one answer, such as an exercise or a deck; without a `body` it is got. Raises as `draw`. */
export async function makeFile(
  path: string,
  name: string,
  body: string | null,
  signal: AbortSignal,
): Promise<Download> {
  const headers = {"Content-Type": "application/json"};
  const response = await fetch(`api/v1/${path}`, body === null ? {signal} : {method: "POST", headers, body, signal});
  if (!response.ok) throw refusalOf(await response.json().catch(() => null), response.status);
  return {name, blob: await response.blob()};
}

/** Hands the file to the browser's downloads. */
export function save({name, blob}: Download): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function refusalOf(body: unknown, status: number): NotDrawn {
  const {detail, hint} = problemOf(body, status);
  return new NotDrawn(hint === null ? detail : `${detail} ${hint}`);
}

function fromBase64(text: string, type: string): Blob {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return new Blob([bytes], {type});
}
