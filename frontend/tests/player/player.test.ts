import {expect, test} from "vitest";
import {type Action, type Player, reduce, STILL} from "../../src/player/model/transport";

const at = (step: number, playing = false): Player => ({...STILL, step, playing});
const after = (player: Player, ...actions: Action[]): Player =>
  actions.reduce((now, act) => reduce(now, act, 4), player);

test("play runs tick by tick to the end and stops there", () => {
  const tick: Action = {type: "tick"};
  expect(after(at(0), {type: "play"}, tick, tick)).toEqual(at(2, true));
  expect(after(at(0), {type: "play"}, tick, tick, tick, tick)).toEqual(at(4, false));
});

test("play at the end starts over", () => {
  expect(after(at(4), {type: "play"})).toEqual(at(0, true));
  expect(after(at(4), {type: "toggle"})).toEqual(at(0, true));
});

test("a tick that comes late, after a pause, moves nothing", () => {
  expect(after(at(2, true), {type: "pause"}, {type: "tick"})).toEqual(at(2));
});

test("moving, seeking, start and end pause and stay within the steps", () => {
  expect(after(at(0, true), {type: "move", by: -1})).toEqual(at(0));
  expect(after(at(4), {type: "move", by: 1})).toEqual(at(4));
  expect(after(at(1, true), {type: "seek", step: 99})).toEqual(at(4));
  expect(after(at(1), {type: "seek", step: Number.NaN})).toEqual(at(0));
  expect(after(at(3, true), {type: "start"})).toEqual(at(0));
  expect(after(at(3, true), {type: "end"})).toEqual(at(4));
});

test("speed changes nothing else", () => {
  expect(after(at(2, true), {type: "speed", speed: 2})).toEqual({step: 2, playing: true, speed: 2});
});

test("a trace without steps cannot be played", () => {
  expect(reduce(STILL, {type: "play"}, 0)).toEqual(STILL);
});
