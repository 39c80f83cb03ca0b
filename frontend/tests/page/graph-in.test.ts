import {expect, test} from "vitest";
import {contentOf} from "../../src/page/files/graph-in";
import type {TraceRequest} from "../../src/shared/request";

test("a program is its text", () => {
  expect(contentOf("net.PY", "f = x*y")).toMatchObject({request: {source: "f = x*y", values: {}, view: "gates"}});
});

test("a notebook is its code cells, one after the other", () => {
  const cells = [
    {cell_type: "code", source: ["x = 2\n", "y = 3"]},
    {cell_type: "markdown", source: "# no code"},
    {cell_type: "code", source: "f = x*y"},
  ];
  expect(contentOf("a.ipynb", JSON.stringify({cells}))).toMatchObject({request: {source: "x = 2\ny = 3\n\nf = x*y"}});
  expect(contentOf("a.ipynb", '{"cells": []}')).toHaveProperty("refused");
});

test("a saved trace is its source and values", () => {
  const trace = {schema_version: "1", source: "x*y", values: {x: 2, y: [1, 2]}, nodes: []};
  expect(contentOf("t.json", JSON.stringify(trace))).toMatchObject({request: {source: "x*y", values: trace.values}});
  expect(contentOf("t.json", '{"name": "package"}')).toHaveProperty("refused");
});

test("a saved trace has the view, the ways and the round that were asked for", () => {
  const trace = {source: "x*y", values: {x: 2, W: {large: true}}, view: "units", mode: "forward", direction: {x: 1}};
  const {request} = contentOf("t.json", JSON.stringify({...trace, loop: {round: 7}})) as {request: TraceRequest};
  expect(request).toMatchObject({values: {x: 2}, view: "units", mode: "forward", direction: {x: 1}, round: 7});
  const shapes = {source: "W @ x", values: {}, shapes_only: {W: [2, 3], x: [3]}};
  expect(contentOf("t.json", JSON.stringify(shapes))).toMatchObject({request: {shapes_only: shapes.shapes_only}});
});

test("a table is a column for each name", () => {
  expect(contentOf("d.csv", "x, y\n1, 2.5\n-3, 4e-1\n")).toEqual({values: {x: [1, -3], y: [2.5, 0.4]}});
  expect(contentOf("d.csv", "w;b\r\n2;0\r\n")).toEqual({values: {w: 2, b: 0}});
  expect(contentOf("d.csv", "w;b\n3,5;4\n")).toEqual({values: {w: 3.5, b: 4}});
});

test.each([
  ["d.csv", "1,2\n3,4"],
  ["d.csv", "x,y\n1"],
  ["d.csv", "x,y\n1,2,3"],
  ["d.csv", "x\n3,5"],
  ["d.csv", "x,y\n1,two"],
  ["d.csv", "x,y"],
  ["d.csv", ""],
  ["a.ipynb", "{"],
  ["a.ipynb", "[]"],
  ["t.json", "null"],
  ["photo.png", "PNG"],
])("what is none is refused in a sentence: %s %j", (name, text) => {
  expect(contentOf(name, text)).toEqual({refused: expect.stringMatching(/\.$/)});
});
