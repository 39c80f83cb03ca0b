import {describe, expect, it} from "vitest";
import {differenceOf, isReplacement} from "../../src/page/editor/formula-change";
import {historyKey} from "../../src/page/history-keys";
import {reduce} from "../../src/page/reduce";
import type {Action, State} from "../../src/page/state";
import type {Trace} from "../../src/shared/contract";
import {neuron, shared} from "../player/fixtures/index";
import {QUESTION, stateOf} from "./samples";

const applied = (state: State, ...actions: readonly Action[]): State => actions.reduce(reduce, state);
const answered = reduce(stateOf(), {type: "answer", request: QUESTION, trace: neuron});
const undo: Action = {type: "undo"};
const redo: Action = {type: "redo"};
const settled: Action = {type: "settled"};
const value = (name: string, to: number): Action => ({type: "value", name, value: to});

describe("undo", () => {
  it("takes back a drag as a whole, and redo brings it again", () => {
    const moved = applied(answered, value("w0", 3), value("w0", 4), settled, value("w0", 9), settled);
    const once = reduce(moved, undo);
    expect(once.request.values.w0).toBe(4);
    expect(reduce(once, undo).request.values.w0).toBe(2);
    expect(applied(once, undo, redo, redo).request.values.w0).toBe(9);
  });

  it("leads out of a run in one step, however many updates were opened", () => {
    const update = (w0: number, fromStart: boolean): Action => ({
      type: "update",
      values: {...QUESTION.values, w0},
      fromStart,
    });
    const run = applied(answered, update(3, true), settled, update(4, false), settled, update(5, false), settled);
    expect(run.request.values.w0).toBe(5);
    expect(reduce(run, undo).request.values).toBe(answered.request.values);
    const home = applied(run, {type: "update", values: answered.request.values, fromStart: false});
    expect(home.history.past).toEqual(answered.history.past);
  });

  it("takes back text, view, Reset and an opened function, one by one", () => {
    const changes: Action[] = [
      value("w0", 4),
      settled,
      {type: "reset"},
      {type: "view", view: "units"},
      {type: "toggle", id: "f1", open: true},
      {type: "edit", source: `${QUESTION.source}+1`},
    ];
    const states = [answered];
    for (const action of changes) states.push(reduce(states[states.length - 1] as State, action));
    let state = states[states.length - 1] as State;
    for (const index of [5, 4, 3, 1, 0]) {
      state = reduce(state, undo);
      expect(state.request).toEqual(states[index]?.request);
    }
    expect(reduce(state, undo)).toBe(state);
  });

  it("knows nothing of a number that was typed and taken back", () => {
    const state = applied(answered, value("w0", 7), value("w0", 2));
    expect(state.request).toBe(answered.request);
    expect(state.history.past).toEqual([]);
  });

  it("forgets what was undone once something else is changed", () => {
    const state = applied(answered, value("w0", 4), settled, undo, value("w1", 7));
    expect(reduce(state, redo)).toBe(state);
  });

  it("takes back what was typed up to the last pause", () => {
    const typed = applied(answered, {type: "edit", source: "x*y"}, {type: "edit", source: "x*y + "});
    const paused = reduce(typed, {type: "problem", problem: {code: "syntax", detail: "", hint: null, span: null}});
    const more = reduce(paused, {type: "edit", source: "x*y + z"});
    expect(reduce(more, undo).request.source).toBe("x*y + ");
    expect(applied(more, undo, undo).request).toEqual(QUESTION);
  });

  it("brings a formula back with its values and its step", () => {
    const left = applied(answered, {type: "player", action: {type: "seek", step: 5}}, {type: "edit", source: "a*b"});
    const back = reduce(left, undo);
    expect(back.request).toEqual(QUESTION);
    expect(back.requestedStep).toBe(5);
    expect(back.draft.id).toBe(answered.draft.id);
  });

  it("is what the keys of each system say", () => {
    const press = (key: string, held: Partial<KeyboardEvent>): string | null =>
      historyKey({key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held});
    expect(press("z", {ctrlKey: true})).toBe("undo");
    expect(press("Z", {metaKey: true, shiftKey: true})).toBe("redo");
    expect(press("y", {ctrlKey: true})).toBe("redo");
    expect(press("z", {})).toBeNull();
  });
});

describe("a new formula", () => {
  const chosen = applied(answered, {type: "view", view: "units"}, {type: "player", action: {type: "seek", step: 3}});

  it("starts from its own values and view", () => {
    const typed = reduce(chosen, {type: "edit", source: "L"});
    expect(typed.request).toEqual({...QUESTION, source: "L", values: {}, view: "gates"});
    expect(applied(typed, {type: "reset"}).request.values).toEqual({});
  });

  it("is kept by itself, as is a formula that was used before it is changed", () => {
    const typed = reduce(chosen, {type: "edit", source: "L = a"});
    expect(typed.draft.id).not.toBe(chosen.draft.id);
    expect(reduce(typed, {type: "edit", source: "L = a*b"}).draft.id).toBe(typed.draft.id);
    expect(reduce(chosen, {type: "edit", source: `${QUESTION.source}*2`}).draft.id).not.toBe(chosen.draft.id);
  });

  it("is told from more of the same by how much of the text has gone", () => {
    expect(isReplacement("1/(1+exp(-w))", "L")).toBe(true);
    expect(isReplacement("q = x + y\nf = q*z", "p = a*b")).toBe(true);
    expect(isReplacement("a*b", "")).toBe(true);
    expect(isReplacement("", "a")).toBe(true);
    expect(isReplacement("a*b", "a*b + c*d + e*f")).toBe(false);
    expect(isReplacement("a*b + c*d + e*f", "a*b")).toBe(false); // the rest of it was deleted
    expect(isReplacement("w = 1\nf = w*x", "w = 2\nf = w*x")).toBe(false);
  });

  it("does not keep the values of names that it no longer has, unless they come back", () => {
    const trace: Trace = {...shared, values: {x: 1, y: 2}};
    const request = {...QUESTION, source: "x*y + 0*z", values: {x: 1, y: 2, z: 3}};
    const asked = stateOf({request: {...request, source: "x*y"}});
    const kept = reduce(asked, {type: "answer", request: asked.request, trace});
    expect(kept.request.values).toEqual({x: 1, y: 2});
    expect(reduce(kept, {type: "edit", source: "x*y + z"}).request.values).toEqual({x: 1, y: 2, z: 3});
    expect(reduce(kept, {type: "edit", source: "x*y + b"}).request.values).toEqual({x: 1, y: 2});
  });

  it("puts a value aside that the program sets itself", () => {
    const request = {...QUESTION, source: "x = 3\nf = x*y", values: {x: 1, y: 2}};
    const trace: Trace = {...shared, values: {y: 2}, notices: [{code: "unused-value", text: "`x` ...", span: null}]};
    const state = reduce(stateOf({request}), {type: "answer", request, trace});
    expect(state.request.values).toEqual({y: 2});
  });
});

describe("the part where two texts differ", () => {
  it("is as short as it can be", () => {
    expect(differenceOf("a*b + c", "a*d + c")).toEqual({from: 2, beforeEnd: 3, afterEnd: 3});
    expect(differenceOf("aa", "aaa")).toEqual({from: 2, beforeEnd: 2, afterEnd: 3});
    expect(differenceOf("ab", "ab")).toEqual({from: 2, beforeEnd: 2, afterEnd: 2});
  });
});
