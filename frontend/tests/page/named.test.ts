// @vitest-environment happy-dom
import {beforeEach, describe, expect, it} from "vitest";
import {deleteNamed, keepNamed, nameOf, readNamed, renameNamed, tidyName} from "../../src/page/gallery/named";
import {DEFAULT_REQUEST} from "../../src/shared/default-request";

const request = {...DEFAULT_REQUEST, source: "x*y", values: {x: 1, y: 2}};
const names = (): readonly string[] => readNamed().map(({name}) => name);

describe("named graphs", () => {
  beforeEach(() => localStorage.clear());

  it("are kept by name, one for each", () => {
    for (const name of ["b", "a 10", "a 2", "b"]) expect(keepNamed({name, at: 1, request, step: 3})).toBe(true);
    expect(names()).toEqual(["a 2", "a 10", "b"]);
  });

  it("are renamed to a name that is free, and deleted", () => {
    keepNamed({name: "a", at: 1, request, step: 0});
    keepNamed({name: "b", at: 1, request: {...request, source: "x+y"}, step: 0});
    expect(renameNamed("a", "b")).toBe(false);
    expect(renameNamed("a", "c")).toBe(true);
    deleteNamed("b");
    expect(names()).toEqual(["c"]);
    expect([nameOf(request), nameOf({...request, values: {x: 2, y: 2}})]).toEqual(["c", null]);
  });

  it("are passed over where the storage holds anything else", () => {
    localStorage.setItem("chainrule.named", JSON.stringify([null, 3, {name: "x"}, {name: "y", at: 1, request: {}}]));
    expect(readNamed()).toEqual([]);
    localStorage.setItem("chainrule.named", "{");
    expect(readNamed()).toEqual([]);
  });

  it("have names of one line", () => expect(tidyName("  a\n b ")).toBe("a b"));
});
