import {expect, test} from "vitest";
import {bytesText, drawnBox, sorted} from "../../src/page/shapes/layer-rows";
import {parseShape} from "../../src/page/shapes/parse-shape";
import {frame} from "../../src/player/model/frame";
import type {CostRow, Trace} from "../../src/shared/contract";
import {add, flatten, isLarge} from "../../src/shared/contract";
import {readLink, requestOfLink, writeLink} from "../../src/shared/link";
import {text} from "../../src/shared/number";
import {REVERSE, type TraceRequest, withShapes} from "../../src/shared/request";
import neuron from "../traces/neuron.json";

test("a shape is read as people write it", () => {
  for (const words of ["1×3×224×224", "1x3x224x224", "1, 3, 224, 224", "(1, 3, 224, 224)", "[1 3 224 224]"])
    expect(parseShape(words)).toEqual([1, 3, 224, 224]);
  expect(parseShape("")).toEqual([]);
  expect(parseShape("(3,)")).toEqual([3]);
  for (const words of ["0", "a", "-1", "1.5", "1,,b", "1 1 1 1 1 1 1 1 1"]) expect(parseShape(words)).toBeNull();
});

test("a shape alone is drawn as its shape, and nothing is computed with it", () => {
  const shape = {abstract: true, shape: [2, 3]} as const;
  expect(text(shape)).toBe("2×3");
  expect(text({abstract: true, shape: []})).toBe("scalar");
  expect(isLarge(shape)).toBe(true);
  expect(flatten(shape)).toEqual([]);
  expect(add(shape, shape, [2, 3])).toEqual(shape);
});

test("of shapes alone no number can be dragged, and the caption speaks of shapes", () => {
  const trace = {...neuron, shapes_only: {x: []}} as unknown as Trace;
  expect(frame(trace, 0).caption).toContain("The inputs have their shapes");
  expect(frame(trace, 0).wires.every(({leaf}) => leaf === null)).toBe(true);
  const usual = {...neuron, shapes_only: null} as unknown as Trace;
  expect(frame(usual, 0).wires.some(({leaf}) => leaf !== null)).toBe(true);
});

test("the costs sort by a column and stay as the program has them without one", () => {
  const rows = [{multiply_adds: 1}, {multiply_adds: 3}, {multiply_adds: 2}] as unknown as CostRow[];
  expect(sorted(rows, "multiply_adds").map((row) => row.multiply_adds)).toEqual([3, 2, 1]);
  expect(sorted(rows, null)).toBe(rows);
  expect([999, 1536, 12_900_000].map(bytesText)).toEqual(["999 B", "1.5 kB", "12.9 MB"]);
});

test("a layer leads to its box, or to the last box of its open frame", () => {
  const trace = {nodes: [{id: "n1"}, {id: "n2"}], functions: [{id: "f1", nodes: ["n1", "n2"]}]} as unknown as Trace;
  expect([drawnBox(trace, "n1"), drawnBox(trace, "f1"), drawnBox(trace, "f9")]).toEqual(["n1", "n2", null]);
});

test("shapes are part of the address, and put aside what needs numbers", () => {
  const request: TraceRequest = {
    source: "W @ x",
    values: {},
    view: "units",
    open: [],
    closed: [],
    output: null,
    upstream: 2,
    ...REVERSE,
    mode: "forward",
  };
  const shapes = {W: [4, 3], x: [3]};
  const asked = withShapes(request, shapes);
  expect([asked.view, asked.mode, asked.upstream, asked.shapes_only]).toEqual(["functions", "reverse", null, shapes]);
  const link = readLink({
    search: `?source=W&shapes_only=${encodeURIComponent(JSON.stringify({...shapes, b: "no"}))}`,
    hash: "",
  });
  expect(link.shapes_only).toEqual(shapes);
  expect(requestOfLink(link, request).shapes_only).toEqual(shapes);
  expect(writeLink(link)).toContain("shapes_only=");
  expect("shapes_only" in withShapes(asked, null)).toBe(false);
});
