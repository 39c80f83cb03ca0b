/** Drives a session: each state goes to the windows of this machine at once, and to the server as fast as it takes them. */

import {type Answer, problemOf} from "../api";
import type {Trace} from "../contract";
import {LOCAL, openChannel} from "./channel";
import {sessionAddress} from "./follow";
import {type Histogram, type LiveState, readHistogram} from "./state";

const GAP = 80; // ms between two states to the server: a slider moves more often
const AGAIN = 1_000; // ms until another try, where the server does not answer

/** Code and key that move a session. They must not stand in an address or a page that others load. */
export type Keys = Readonly<{code: string; key: string}>;

interface DriverEvents {
  /** Another screen drives from now on, or the session has ended. */
  onLost(reason: "taken" | "ended"): void;
  onConnection(connected: boolean): void;
}

export interface Driver {
  readonly code: string;
  readonly newest: number; // of the versions that it has sent
  /** Hands a state to all who follow; of several in a short time the last one. */
  send(state: LiveState, trace: Trace | null): void;
  /** The answers to a blank, counted and marked; null where they cannot be had now. */
  answers(blank: string): Promise<Histogram | null>;
  /** Another version than this window's was seen: it comes from another window, or from who took over. */
  noteVersion(version: number): void;
  /** A word with which another screen takes over; null where there is none to be had. */
  handOver(): Promise<string | null>;
  /** Ends the session for all. */
  end(): Promise<void>;
  /** Stops driving, without a word to anybody. */
  close(): void;
}

/** The version that comes next: no other window of this key, such as this page before it was loaded again, has it. */
const after = (version: number): number => Math.max(version + 1, Date.now());

/** Opens a session at the service. */
export async function openSession(server: string): Promise<Answer<Keys>> {
  return fetchAnswer<Keys>(`${server}/api/v1/live`, {method: "POST"});
}

/** The key for whoever was told the word. */
export async function takeOver(server: string, code: string, word: string): Promise<Answer<Keys>> {
  const init = {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({word})};
  const answer = await fetchAnswer<{key: string}>(`${sessionAddress(server, code)}/driver`, init);
  return answer.ok ? {ok: true, value: {code, key: answer.value.key}} : answer;
}

async function fetchAnswer<T>(address: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(address, {...init, cache: "no-store"});
    const body: unknown = response.status === 204 ? null : await response.json();
    return response.ok ? {ok: true, value: body as T} : {ok: false, problem: problemOf(body, response.status)};
  } catch {
    return {ok: false, problem: problemOf(null, 0)};
  }
}

/** @param version the newest that the session has; the states that are sent come after it. */
export function createDriver(server: string, {code, key}: Keys, version: number, events: DriverEvents): Driver {
  const address = sessionAddress(server, code);
  const authorization = {Authorization: `Bearer ${key}`};
  let newest = version;
  let state: LiveState | null = null;
  let trace: Trace | null = null;
  let sentVersion = version; // the newest that the server has
  let isSending = false;
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const channel = openChannel(code, (message) => {
    if (message.asks && state !== null) channel.send({version: newest, state, trace});
  });

  function send(next: LiveState, current: Trace | null): void {
    if (isClosed) return;
    state = next;
    trace = current;
    newest = after(newest);
    channel.send({version: newest, state, trace});
    if (code !== LOCAL && !isSending && timer === undefined) void upload();
  }

  async function upload(): Promise<void> {
    timer = undefined;
    isSending = true;
    const version = newest;
    const headers = {...authorization, "Content-Type": "application/json"};
    const answer = await fetchAnswer<{version: number}>(address, {
      method: "PUT",
      headers,
      body: JSON.stringify({version, state}),
    });
    isSending = false;
    if (isClosed) return;
    if (answer.ok) {
      sentVersion = answer.value.version;
      if (sentVersion > version) newest = after(Math.max(newest, sentVersion)); // this window did not know of that one: it comes after it
    } else if (lose(answer.problem.code)) return;
    events.onConnection(answer.ok);
    if (newest > sentVersion) timer = setTimeout(() => void upload(), answer.ok ? GAP : AGAIN);
    else timer = setTimeout(rest, GAP);
  }

  function rest(): void {
    timer = undefined;
    if (newest > sentVersion && !isSending) void upload();
  }

  /** Ask whether the key still drives; if not, give it up. */
  async function check(): Promise<void> {
    const answer = await fetchAnswer(`${address}/answers?blank=none`, {headers: authorization});
    if (!answer.ok) lose(answer.problem.code);
  }

  /** Returns whether this window drives no more, for the reason that an answer gave. */
  function lose(code: string): boolean {
    if (isClosed || (code !== "wrong-key" && code !== "no-session")) return false;
    close();
    events.onLost(code === "wrong-key" ? "taken" : "ended");
    return true;
  }

  async function end(): Promise<void> {
    channel.send({ended: true});
    if (code !== LOCAL) await fetchAnswer(address, {method: "DELETE", headers: authorization});
    close();
  }

  function close(): void {
    isClosed = true;
    clearTimeout(timer);
    channel.close();
  }

  return {
    code,
    get newest() {
      return newest;
    },
    send,
    end,
    close,
    noteVersion(version) {
      if (version <= newest || isClosed) return;
      newest = version;
      sentVersion = version;
      void check();
    },
    async answers(blank) {
      const query = new URLSearchParams({blank});
      const answer = await fetchAnswer<unknown>(`${address}/answers?${query}`, {headers: authorization});
      return answer.ok ? readHistogram(answer.value) : null;
    },
    async handOver() {
      const answer = await fetchAnswer<{word: string}>(`${address}/handover`, {method: "POST", headers: authorization});
      return answer.ok ? answer.value.word : null;
    },
  };
}

/** The newest state of a session with its version. */
export function lastState(server: string, code: string): Promise<Answer<{version: number; state: unknown}>> {
  return fetchAnswer(sessionAddress(server, code), {});
}
