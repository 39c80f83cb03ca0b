import {expect, test} from "vitest";
import {focusAreaAtWork} from "../../src/player/draw/focus-area";
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
  const across = focusAreaAtWork(far, frame(far, at + 1)).map(([x]) => x);
  expect(Math.max(...across)).toBeLessThan((gate?.x ?? 0) + 1000);
  expect(Math.min(...across)).toBeLessThanOrEqual(gate?.x ?? 0);
});
