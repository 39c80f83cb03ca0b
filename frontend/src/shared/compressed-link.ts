/** Short links of long programs: `z` is a version and the fields in raw DEFLATE and base64url. The server writes it out. */
import {deflate} from "./deflate";
import {VERSION, WORDS} from "./link-words";

type Address = Readonly<{search: string; hash: string}>;

/** The query the server unpacked for this page, and the address it belongs to. */
type Packed = Readonly<{search: string; query: string}>;

/** Compress a query for `z`: against the common words, or as the browser does it, whichever is shorter. */
export async function pack(query: string): Promise<string> {
  const encoder = new TextEncoder();
  const fields = encoder.encode([...new URLSearchParams(query)].map(([name, text]) => `${name}=${text}`).join("\0"));
  const ours = `${VERSION}.${base64url(deflate(fields, encoder.encode(WORDS)))}`;
  try {
    const stream = new Blob([fields]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const theirs = `0.${base64url(new Uint8Array(await new Response(stream).arrayBuffer()))}`;
    return theirs.length < ours.length ? theirs : ours;
  } catch {
    return ours; // a browser that cannot compress
  }
}

/** Any text, as small as the browser makes it; null in one that cannot compress. */
export async function packText(text: string): Promise<string | null> {
  try {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    return base64url(new Uint8Array(await new Response(stream).arrayBuffer()));
  } catch {
    return null;
  }
}

/** The text behind what `packText` made; null where it is none, or the browser cannot say. */
export async function unpackText(packed: string): Promise<string | null> {
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
  } catch {
    return null;
  }
}

function base64url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Return the query that the server wrote into the page beside its settings, if the address was packed. */
export function compressedHere(document: Document, location: Address): Packed | null {
  try {
    const config: unknown = JSON.parse(document.getElementById("config")?.textContent ?? "{}");
    const {query} = config as {query?: unknown};
    return typeof query === "string" ? {search: location.search, query} : null;
  } catch {
    return null;
  }
}

/** The address with what was packed in it written out. */
export function writtenOut(location: Address, packed: Packed | null): Address {
  if (packed === null || location.search !== packed.search) return {search: location.search, hash: location.hash};
  return {search: `?${packed.query}`, hash: location.hash};
}
