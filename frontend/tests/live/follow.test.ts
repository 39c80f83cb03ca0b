// @vitest-environment happy-dom
/** The two ends of a session against a service that is played here. */
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {createDriver} from "../../src/shared/live/drive";
import {follow} from "../../src/shared/live/follow";
import type {LiveState} from "../../src/shared/live/state";
import {REVERSE} from "../../src/shared/request";

const STATE: LiveState = {
  request: {source: "x", values: {}, view: "gates", open: [], closed: [], output: null, upstream: null, ...REVERSE},
  step: 1,
  notation: "partial",
  prediction: null,
};

class Stream {
  static made: Stream[] = [];
  static readonly CLOSED = 2;
  onmessage: ((event: {data: string}) => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  constructor(readonly url: string) {
    Stream.made.push(this);
  }
  addEventListener(): void {}
  close(): void {
    this.closed = true;
  }
  send(version: number, state: unknown): void {
    this.onmessage?.({data: JSON.stringify({version, state})});
  }
}

const reply = (status: number, body: unknown = null): Response =>
  new Response(body === null ? null : JSON.stringify(body), {status});
const asks = vi.fn<(address: string, init?: RequestInit) => Promise<Response>>();
const wait = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({now: 0});
  Stream.made = [];
  asks.mockReset();
  vi.stubGlobal("EventSource", Stream);
  vi.stubGlobal("fetch", asks);
  vi.stubGlobal("BroadcastChannel", undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function following(): {seen: number[]; ended: () => boolean; close(): void} {
  const seen: number[] = [];
  let ended = false;
  const feed = follow("http://s", "K7QF", {
    onState: (_, version) => seen.push(version),
    onEnd: () => {
      ended = true;
    },
    onConnection: () => undefined,
  });
  return {seen, ended: () => ended, close: feed.close};
}

test("an older state moves nobody back", () => {
  const {seen, close} = following();
  for (const version of [3, 2, 3, 4]) Stream.made[0]?.send(version, {});
  expect(seen).toEqual([3, 4]);
  close();
});

test("where a stream stays silent the state is asked for, and waited for", async () => {
  const {seen, close} = following();
  let answer: (response: Response) => void = () => undefined;
  asks.mockResolvedValueOnce(reply(200, {version: 7, state: {}}));
  asks.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  await wait(4_000);
  expect(seen).toEqual([7]);
  expect(asks.mock.calls.map(([url]) => url)).toEqual([
    "http://s/api/v1/live/K7QF",
    "http://s/api/v1/live/K7QF?after=7",
  ]);
  answer(reply(204));
  await wait(0);
  expect(asks).toHaveBeenCalledTimes(3);
  answer(reply(200, {version: 8, state: {}}));
  await wait(0);
  expect(seen).toEqual([7, 8]);
  expect(Stream.made).toHaveLength(1);
  close();
});

test("a stream that breaks is opened again once the service answers, and a session that is gone has ended", async () => {
  const {seen, ended} = following();
  Stream.made[0]?.send(1, {});
  asks.mockRejectedValueOnce(new TypeError("no network"));
  asks.mockResolvedValueOnce(reply(200, {version: 2, state: {}}));
  Stream.made[0]?.onerror?.();
  await wait(1_100);
  expect(seen).toEqual([1, 2]);
  expect(Stream.made).toHaveLength(2);
  asks.mockResolvedValueOnce(reply(404, {code: "no-session"}));
  Stream.made[1]?.onerror?.();
  await wait(600);
  expect(ended()).toBe(true);
  expect(Stream.made.every(({closed}) => closed)).toBe(true);
});

function driving(): {lost: string[]; driver: ReturnType<typeof createDriver>} {
  const lost: string[] = [];
  const events = {onLost: (reason: string) => lost.push(reason), onConnection: () => undefined};
  return {lost, driver: createDriver("http://s", {code: "K7QF", key: "k"}, 4, events)};
}

const versions = (): number[] => asks.mock.calls.map(([, init]) => JSON.parse(String(init?.body)).version);

test("of many moves in a short time the last one is sent, and sent again until it arrives", async () => {
  const {driver} = driving();
  asks.mockRejectedValueOnce(new TypeError("no network"));
  asks.mockImplementation(async (_, init) => reply(200, {version: JSON.parse(String(init?.body)).version}));
  for (let step = 0; step < 20; step++) driver.send({...STATE, step}, null);
  await wait(1_000);
  expect(versions()).toEqual([5, 24]);
  expect(JSON.parse(String(asks.mock.calls[1]?.[1]?.body)).state.step).toBe(19);
  await wait(5_000);
  expect(asks).toHaveBeenCalledTimes(2);
  driver.close();
});

test("a state that came too late is sent again as the newest", async () => {
  const {driver} = driving();
  asks.mockResolvedValueOnce(reply(200, {version: 30}));
  asks.mockResolvedValueOnce(reply(200, {version: 31}));
  driver.send(STATE, null);
  await wait(500);
  expect(versions()).toEqual([5, 31]);
  driver.close();
});

test("two windows of one key never send one version", async () => {
  vi.setSystemTime(1_000_000);
  const {driver} = driving();
  asks.mockImplementation(async (_, init) => reply(200, {version: JSON.parse(String(init?.body)).version}));
  driver.send(STATE, null);
  await wait(500);
  expect(versions()).toEqual([1_000_000]);
  driver.close();
});

test("who took over is told by the key, and nothing more is sent", async () => {
  const {driver, lost} = driving();
  asks.mockResolvedValue(reply(401, {code: "wrong-key", detail: "no"}));
  driver.noteVersion(9);
  await wait(0);
  expect(lost).toEqual(["taken"]);
  driver.send(STATE, null);
  await wait(500);
  expect(asks).toHaveBeenCalledTimes(1);
});
