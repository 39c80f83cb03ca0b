import {describe, expect, it} from "vitest";
import {parseBlock, pasted, resized} from "../../src/page/values/block";

describe("a block of numbers", () => {
  it("is read as a spreadsheet, a table of text and NumPy put it down", () => {
    const block = [
      [1, -2.5],
      [3, 4],
    ];
    expect(parseBlock("1\t-2,5\r\n3\t4\r\n")).toEqual(block);
    expect(parseBlock("1, -2.5\n3, 4")).toEqual(block);
    expect(parseBlock("1 −2.5\n3 4")).toEqual(block);
    expect(parseBlock("[[1, -2.5], [3, 4]]")).toEqual(block);
    expect(parseBlock("array([[ 1. , -2.5],\n       [ 3. ,  4. ]])")).toEqual(block);
    expect(parseBlock("[1, 2, 3]")).toEqual([[1, 2, 3]]);
  });
  it("is refused when it is ragged or holds words", () => {
    for (const text of ["", "1 2\n3", "a b", "x = 3"]) expect(parseBlock(text)).toBeNull();
  });
  it("is written from the entry on, cut at the edge", () => {
    const zeros = {entries: [0, 0, 0, 0], shape: [2, 2]};
    expect(pasted(zeros, 1, [[1, 2]])).toEqual({entries: [0, 1, 0, 0], shape: [2, 2]});
    expect(pasted(zeros, 2, [[1, 2]])).toEqual({entries: [0, 0, 1, 2], shape: [2, 2]});
  });
  it("takes the place of the array when it is larger, and a column becomes a vector", () => {
    expect(pasted({entries: [0, 0], shape: [1, 2]}, 0, [[1, 2, 3]])).toEqual({entries: [1, 2, 3], shape: [1, 3]});
    expect(pasted({entries: [0, 0], shape: [2]}, 0, [[1], [2], [3]])).toEqual({entries: [1, 2, 3], shape: [3]});
    expect(pasted({entries: [0, 0, 0], shape: [3]}, 1, [[1], [2]])).toEqual({entries: [0, 1, 2], shape: [3]});
  });
});

describe("the size of an array", () => {
  const matrix = {entries: [1, 2, 3, 4], shape: [2, 2]};
  it("grows and shrinks by a row or a column at the end", () => {
    expect(resized(matrix, "row", 1)).toEqual({entries: [1, 2, 3, 4, 0, 0], shape: [3, 2]});
    expect(resized(matrix, "column", 1)).toEqual({entries: [1, 2, 0, 3, 4, 0], shape: [2, 3]});
    expect(resized(matrix, "column", -1)).toEqual({entries: [1, 3], shape: [2, 1]});
    expect(resized({entries: [1, 2], shape: [2]}, "column", 1)).toEqual({entries: [1, 2, 0], shape: [3]});
  });
  it("never falls to nothing", () => {
    const one = {entries: [1], shape: [1, 1]};
    expect(resized(one, "row", -1)).toEqual(one);
  });
});
