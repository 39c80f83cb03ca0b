/** The service worker: the playground opens without a network, with the formulas and lessons that were open before. */
import {FOLLOWER, keyText, OFFLINE, PACKED, routeOf, shellOf} from "./plan";

interface Later extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends Later {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
/** The part of the worker's scope that is used; the server writes `PARTS` in front of this file. */
interface Scope {
  readonly PARTS: Readonly<{version: string; files: readonly string[]; languages: readonly string[]}>;
  readonly registration: Readonly<{scope: string}>;
  readonly clients: Readonly<{claim(): Promise<void>}>;
  addEventListener(type: "install" | "activate", listen: (event: Later) => void): void;
  addEventListener(type: "fetch", listen: (event: FetchEvent) => void): void;
  skipWaiting(): Promise<void>;
}

const worker = self as unknown as Scope;
const {version, files, languages} = worker.PARTS;
const FILES = `chainrule-files-${version}`;
const ANSWERS = "chainrule-answers";
const MOST = 1000; // answers in the store: one lesson has some thirty

worker.addEventListener("install", (event) => {
  const home = worker.registration.scope;
  const pages = [home, home + FOLLOWER, ...languages.map((language) => `${home}?lang=${language}`)];
  const all = [...pages, ...files.map((file) => new URL(file, home).href)];
  event.waitUntil(caches.open(FILES).then((store) => store.addAll(all)));
  void worker.skipWaiting();
});

worker.addEventListener("activate", (event) => {
  const old = (name: string): boolean => name.startsWith("chainrule-files-") && name !== FILES;
  const tidy = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  // The page that installed the worker is served by it at once: a lesson of the first visit is there on the next.
  event.waitUntil(tidy.then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const {request} = event;
  const home = worker.registration.scope;
  switch (routeOf(request, home)) {
    case "shell":
      event.respondWith(fetch(request).catch(() => cachedAnswer(shellOf(request.url, home, languages))));
      break;
    case "follower":
      event.respondWith(fetch(request).catch(() => cachedAnswer(home + FOLLOWER)));
      break;
    case "packed": {
      const packedAnswer = (): Response =>
        new Response(PACKED, {headers: {"Content-Type": "text/html; charset=utf-8"}});
      event.respondWith(fetch(request).catch(packedAnswer));
      break;
    }
    case "static":
      event.respondWith(caches.match(request).then((stored) => stored ?? fetch(request)));
      break;
    case "answer":
    case "table":
      event.respondWith(networkFirst(event));
      break;
    default: // the browser's own way
  }
});

async function cachedAnswer(address: string): Promise<Response> {
  return (await caches.match(address)) ?? Response.error();
}

/** Fetch from the network, and keep the answer; without a network, return the one that was kept. */
async function networkFirst(event: FetchEvent): Promise<Response> {
  const {request} = event;
  const key = await keyOf(request.clone());
  const store = await caches.open(ANSWERS);
  try {
    const response = await fetch(request);
    if (response.ok) event.waitUntil(keep(store, key, response.clone()));
    return response;
  } catch {
    const headers = {"Content-Type": "application/problem+json"};
    return (await store.match(key)) ?? new Response(JSON.stringify(OFFLINE), {status: 503, headers});
  }
}

/** A store takes only requests without a body: the body's hash stands in the address. */
async function keyOf(request: Request): Promise<string> {
  if (request.method === "GET") return request.url;
  const text = new TextEncoder().encode(keyText(await request.text()));
  const hash = await crypto.subtle.digest("SHA-256", text);
  const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${request.url}?body=${hex}`;
}

async function keep(store: Cache, key: string, response: Response): Promise<void> {
  await store.delete(key); // so that it counts as the newest
  await store.put(key, response);
  const keys = await store.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((old) => store.delete(old)));
}
