/** Follows a session: by a stream of events, by asking again and again where proxies break streams, and from the other
 * windows of this machine. */

import type {Trace} from "../contract";
import {LOCAL, openChannel} from "./channel";

/** Time in ms for the first event of a stream: it sends the last state at once, or something holds it back. */
const FIRST_EVENT = 4_000;
const AGAIN = 500; // ms until another try, at most: a hall that lost its server does not come back in one moment

interface Hears {
  /** A state that is newer than all before. */
  onState(state: unknown, version: number, trace: Trace | null): void;
  /** The session has ended, or there is none of this code. */
  onEnd(): void;
  /** Report whether the server is heard. */
  onConnection(connected: boolean): void;
}

export interface Feed {
  close(): void;
}

/** The address of a session's routes. `server`: of the service, without a slash at its end. */
export const sessionAddress = (server: string, code: string): string =>
  `${server}/api/v1/live/${encodeURIComponent(code)}`;

/** Tell each newer state of a session to `hears`, until the feed is closed. */
export function follow(server: string, code: string, hears: Hears): Feed {
  const address = sessionAddress(server, code);
  let newest = -1;
  let stream: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | null = null;
  let isBroken = false; // streams do not come through here
  let isOver = false;

  function receive(version: unknown, state: unknown, trace: Trace | null = null): void {
    if (isOver || typeof version !== "number" || version <= newest) return;
    newest = version;
    hears.onState(state, version, trace);
  }

  function end(): void {
    if (isOver) return;
    close();
    hears.onEnd();
  }

  function close(): void {
    isOver = true;
    stop();
    channel.close();
    for (const type of WAKING) window.removeEventListener(type, wake);
    document.removeEventListener("visibilitychange", wake);
  }

  function stop(): void {
    clearTimeout(timer);
    stream?.close();
    stream = null;
    asking?.abort();
    asking = null;
  }

  function listen(): void {
    stop();
    if (isBroken || typeof EventSource === "undefined") {
      void ask(newest);
      return;
    }
    const source = new EventSource(`${address}/events`);
    stream = source;
    let hasMessage = false;
    timer = setTimeout(() => {
      isBroken = !hasMessage;
      listen();
    }, FIRST_EVENT);
    source.onmessage = ({data}: MessageEvent<string>) => {
      hasMessage = true;
      clearTimeout(timer);
      hears.onConnection(true);
      const {version, state} = parsed(data);
      receive(version, state);
    };
    source.addEventListener("end", end);
    source.onerror = () => {
      if (stream !== source) return;
      stop();
      hears.onConnection(false);
      askLater(); // which sees the reason, as a stream cannot
    };
  }

  /** Asks once for the last state (`after` null), or waits for one that is newer. */
  async function ask(after: number | null): Promise<void> {
    const inFlight = new AbortController();
    asking = inFlight;
    let isAnswered = false;
    try {
      const query = after === null || after < 0 ? "" : `?after=${after}`;
      const response = await fetch(address + query, {signal: inFlight.signal, cache: "no-store"});
      if (response.status === 404) {
        end();
        return;
      }
      isAnswered = response.ok;
      if (response.status === 200) {
        const {version, state} = parsed(await response.text());
        receive(version, state);
      }
    } catch {
      isAnswered = false;
    }
    if (isOver || asking !== inFlight) return;
    hears.onConnection(isAnswered);
    if (isAnswered) listen();
    else askLater();
  }

  function askLater(): void {
    timer = setTimeout(() => void ask(null), Math.random() * AGAIN);
  }

  /** A phone that slept, or came to another network, does not wait until its old connection is found to be dead. */
  function wake(): void {
    if (!isOver && code !== LOCAL && document.visibilityState === "visible") listen();
  }

  const channel = openChannel(code, (message) => {
    if (message.ended) end();
    else if (message.version !== undefined) receive(message.version, message.state, message.trace ?? null);
  });
  channel.send({asks: true});
  for (const type of WAKING) window.addEventListener(type, wake);
  document.addEventListener("visibilitychange", wake);
  if (code !== LOCAL) listen();
  return {close};
}

const WAKING = ["online", "pageshow"];

function parsed(text: string): {version?: unknown; state?: unknown} {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null ? data : {};
  } catch {
    return {};
  }
}
