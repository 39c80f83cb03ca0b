import {expect, test} from "vitest";
import {createAskInRows} from "../../src/player/element/ask-in-rows";
import type {Trace} from "../../src/shared/contract";
import {traceOf} from "../traces";

const LONG = traceOf("neuron");

function client(fitting: (trace: Trace) => boolean, narrow: number | null = null, filled = false) {
  const window = {fits: fitting, aspect: () => window.now, now: 1.5, narrower: () => narrow, filled: () => filled};
  const asked: (number | null)[] = [];
  const rows = createAskInRows<Trace | null>(window, (answer) => answer);
  const ask = (aspect: number | null): Promise<Trace | null> => {
    asked.push(aspect);
    return Promise.resolve(aspect === null ? LONG : {...LONG, width: LONG.width * Math.min(1, aspect)});
  };
  return {window, asked, rows, ask};
}

test("what can be read in one row is asked for once", async () => {
  const {asked, rows, ask} = client(() => true);
  await rows.ask("a", ask);
  expect(asked).toEqual([null]);
});

test("what cannot is asked for in rows, and next time in rows at once", async () => {
  const {asked, rows, ask} = client(() => false);
  await rows.ask("a", ask);
  await rows.ask("a", ask);
  expect(asked).toEqual([null, 1.5, 1.5]);
  await rows.ask("b", ask);
  expect(asked.slice(3)).toEqual([null, 1.5]);
});

test("another window makes rows stale, and one row only where it does not fit any more", async () => {
  let fitting = false;
  const {window, rows, ask} = client(() => fitting);
  await rows.ask("a", ask);
  expect(rows.isStale(LONG)).toBe(false);
  window.now = 2;
  expect(rows.isStale(LONG)).toBe(true);
  fitting = true;
  await rows.ask("b", ask);
  window.now = 1;
  expect(rows.isStale(LONG)).toBe(false);
});

test("rows that are wider than the window are asked for in a narrower shape, and next time at once", async () => {
  const {asked, rows, ask} = client(() => false, 0.5);
  const answer = await rows.ask("a", ask);
  expect(answer?.width).toBe(LONG.width / 2);
  await rows.ask("a", ask);
  expect(asked).toEqual([null, 1.5, 0.5, 0.5]);
});

test("a narrower shape that makes nothing narrower is not taken", async () => {
  const {asked, rows, ask} = client(() => false, 1.2);
  await rows.ask("a", ask);
  await rows.ask("a", ask);
  expect(asked).toEqual([null, 1.5, 1.2, 1.5]);
});

test("one row that fills the height is kept where rows would not fit either, and asked for at once next time", async () => {
  const {asked, rows, ask} = client(() => false, 0.5, true);
  const answer = await rows.ask("a", ask);
  expect(answer?.width).toBe(LONG.width);
  await rows.ask("a", ask);
  expect(asked).toEqual([null, 1.5, null]);
});

test("rows that fit as a whole are taken before one row that fills the height", async () => {
  const {asked, rows, ask} = client((trace) => trace !== LONG, null, true);
  await rows.ask("a", ask);
  await rows.ask("a", ask);
  expect(asked).toEqual([null, 1.5, 1.5]);
});
