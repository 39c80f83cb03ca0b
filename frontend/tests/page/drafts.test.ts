// @vitest-environment happy-dom
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {sourceTitle, valuesLine} from "../../src/page/editor/draft-text";
import {closed, createDraftStore, type Draft, readDrafts, renewed} from "../../src/page/editor/drafts";
import {QUESTION} from "./samples";

const draft = (id: string, source: string, more: Partial<Draft> = {}): Draft => ({
  id,
  at: 1,
  request: {...QUESTION, source, values: {}},
  step: 0,
  own: true,
  works: true,
  ...more,
});
const sources = (drafts: readonly Draft[]): string[] => drafts.map(({request}) => request.source);

/** A storage that counts its writes and has room for so many signs. */
function fakeStorage(room = Number.POSITIVE_INFINITY): {writes: number} {
  const items = new Map<string, string>();
  const count = {writes: 0};
  const setItem = (key: string, text: string): void => {
    if (text.length > room) throw new Error("QuotaExceededError");
    count.writes++;
    items.set(key, text);
  };
  vi.stubGlobal("localStorage", {getItem: (key: string) => items.get(key) ?? null, setItem});
  return count;
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe("the drafts of this browser", () => {
  it("hold each formula by itself, the newest first", () => {
    let drafts = renewed([], draft("1", "a*b"));
    drafts = renewed(drafts, draft("2", "c"));
    drafts = renewed(drafts, draft("2", "c*d + e"));
    expect(sources(drafts)).toEqual(["c*d + e", "a*b"]);
  });

  it("hold the same text with other numbers by itself, with the same numbers once", () => {
    const mine = draft("1", "w*x", {request: {...QUESTION, source: "w*x", values: {w: 0.5, x: 2}}});
    const theirs = draft("2", "w*x", {request: {...QUESTION, source: "w*x", values: {w: 1, x: 1}}});
    const again = draft("3", "w*x", {request: {...QUESTION, source: "w*x", values: {x: 2, w: 0.5}}});
    expect(renewed([mine], theirs)).toHaveLength(2);
    expect(renewed([mine], again)).toEqual([again]);
  });

  it("keep half a formula while it is typed, and go back to what worked once it is left", () => {
    let drafts = renewed([], draft("1", "a*b"));
    drafts = renewed(drafts, draft("1", "a*", {works: false}));
    drafts = renewed(drafts, draft("1", "a* (", {works: false}));
    expect(sources(drafts)).toEqual(["a* ("]);
    expect(sources(closed(drafts, "1"))).toEqual(["a*b"]);
  });

  it("keep a program that never worked, but not an empty text", () => {
    expect(sources(closed([draft("1", "class Net:", {works: false})], "1"))).toEqual(["class Net:"]);
    expect(closed([draft("1", "  ", {works: false})], "1")).toEqual([]);
  });

  it("read whatever stands in the storage without failing, and entries of older versions", () => {
    for (const text of ["", "{", "[1,null,{}]", '{"a":1}', "null"]) {
      localStorage.setItem("chainrule.kept", text);
      expect(readDrafts()).toEqual([]);
    }
    localStorage.setItem("chainrule.kept", JSON.stringify([{id: "x", at: 3, request: QUESTION}]));
    expect(readDrafts()).toEqual([{id: "x", at: 3, request: QUESTION, step: 0, own: true, works: true}]);
  });

  it("are written once for many moves of a slider, at the latest when the page is left", () => {
    vi.useFakeTimers();
    const storage = fakeStorage();
    const store = createDraftStore();
    for (let w = 0; w < 60; w++) store.save(draft("1", "w*x", {request: {...QUESTION, source: "w*x", values: {w}}}));
    vi.advanceTimersByTime(1000);
    expect(storage.writes).toBe(1);
    expect(readDrafts()[0]?.request.values).toEqual({w: 59});
    store.save(draft("2", "a*b"));
    window.dispatchEvent(new Event("pagehide"));
    expect(sources(readDrafts())).toEqual(["a*b", "w*x"]);
    vi.useRealTimers();
  });

  it("drop the oldest where the storage has no room for all", () => {
    fakeStorage(900);
    const store = createDraftStore();
    for (const id of ["1", "2", "3", "4", "5", "6", "7", "8"]) store.save(draft(id, `a${id} * b`));
    store.flush();
    const found = sources(readDrafts());
    expect(found.slice(0, 2)).toEqual(["a8 * b", "a7 * b"]);
    expect(found.length).toBeLessThan(8);
  });

  it("have one place for all that was only looked at", () => {
    const store = createDraftStore();
    store.save(draft("1", "x*y", {own: false}));
    store.save(draft("2", "x+y", {own: false}));
    store.flush();
    expect(sources(readDrafts())).toEqual(["x+y"]);
  });

  it("are told by their first line, their numbers and where they were left", () => {
    expect(sourceTitle("\nq = x + y\nf = q * z")).toBe("q = x + y …");
    const request = {...QUESTION, values: {w: 0.5, W1: [[1, 2]]}};
    expect(valuesLine(draft("1", "", {request, step: 7}))).toMatch(/^w = 0.50, W1 = 1×2, step 7, /);
  });
});
