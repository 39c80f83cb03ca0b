import {expect, test} from "vitest";
import {focusAreaAtWork} from "../../src/player/draw/focus-area";
import {together} from "../../src/player/draw/viewport";
import {frame} from "../../src/player/model/frame";
import type {Trace} from "../../src/shared/contract";
import {shared} from "./fixtures";

test("a step at a copy gate looks at the copy, not at the far ends of its wires", () => {
  const trace = shared as Trace;
  const at = trace.steps.findIndex((step) => step.kind === "accumulate");
  const gate = trace.nodes.find((node) => node.id === trace.steps[at]?.nodes[0]);
  const far = {
    ...trace,
    edges: trace.edges.map((edge) =>
      edge.source === gate?.id ? {...edge, label: [edge.label[0] + 5000, edge.label[1]] as const} : edge,
    ),
  } as Trace;
  const areas = focusAreaAtWork(far, frame(far, at + 1));
  expect(Math.max(...areas.map(({x1}) => x1))).toBeLessThan((gate?.x ?? 0) + 1000);
  expect(Math.min(...areas.map(({x0}) => x0))).toBeLessThanOrEqual(gate?.x ?? 0);
});

test("before the first step it looks at the first gate of the program, not at a copy", () => {
  const trace = shared as Trace;
  expect(trace.nodes.find(({id}) => id === trace.steps[0]?.nodes[0])?.form).toBe("copy");
  const first = trace.nodes.find(({form}) => form === "gate");
  const [area] = focusAreaAtWork(trace, frame(trace, 0));
  expect(area && area.x0 < (first?.x ?? 0) && area.x1 > (first?.x ?? 0)).toBe(true);
});

test("in a small window the gate comes first, and what has no room beside it is left out", () => {
  const gate = {x0: 0, x1: 40, y0: 0, y1: 40};
  const near = {x0: 50, x1: 90, y0: 0, y1: 40};
  const far = {x0: 300, x1: 340, y0: 0, y1: 40};
  expect(together([gate, far, near], {width: 100, height: 100})).toEqual({x0: 0, x1: 90, y0: 0, y1: 40});
});
