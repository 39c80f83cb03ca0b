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

test("before the first step a small window shows a number with its leaf, and then the first gate of the program", () => {
  const trace = shared as Trace;
  expect(trace.nodes.find(({id}) => id === trace.steps[0]?.nodes[0])?.form).toBe("copy");
  const first = trace.nodes.find(({form}) => form === "gate");
  const areas = focusAreaAtWork(trace, frame(trace, 0));
  const [number, leaf, gate] = areas;
  const holds = (area: (typeof areas)[number] | undefined, [x, y]: readonly [number, number]): boolean =>
    area !== undefined && area.x0 < x && x < area.x1 && area.y0 < y && y < area.y1;
  const edge = trace.edges.find(({label}) => holds(number, label));
  const source = trace.nodes.find(({id}) => id === edge?.source);
  expect(source?.kind).toBe("leaf");
  expect(holds(leaf, [source?.x ?? 0, source?.y ?? 0])).toBe(true);
  expect(holds(gate, [first?.x ?? 0, first?.y ?? 0])).toBe(true);
});

test("before the first step the number that a copy will copy is looked at, with the box that it comes from", () => {
  const trace = shared as Trace;
  const copied = trace.edges.find(({target}) => trace.nodes.find(({id}) => id === target)?.form === "copy");
  const leaf = trace.nodes.find(({id}) => id === copied?.source);
  const holds = (position: number, [x, y]: readonly [number, number]): boolean =>
    focusAreaAtWork(trace, frame(trace, position)).some(({x0, x1, y0, y1}) => x0 <= x && x <= x1 && y0 <= y && y <= y1);
  const first = trace.steps.findIndex(({nodes}) => trace.nodes.find(({id}) => id === nodes[0])?.form === "gate") + 1;
  for (const place of [copied?.label ?? ([0, 0] as const), [leaf?.x ?? 0, leaf?.y ?? 0] as const]) {
    expect(holds(0, place)).toBe(true);
    expect(holds(first, place)).toBe(false);
  }
});

test("a backward step looks at what it hands back before what came from above", () => {
  const trace = shared as Trace;
  const at = trace.steps.findIndex(({kind}) => kind === "backward");
  const gate = trace.steps[at]?.nodes[0];
  const above = trace.edges.find(({source}) => source === gate);
  const entering = trace.edges.filter(({target}) => target === gate);
  const nearest = {...trace, edges: trace.edges.map((edge) => (edge === above ? {...edge, label: boxAt(gate)} : edge))};
  const [, ...labels] = focusAreaAtWork(nearest, frame(nearest, at + 1));
  const middle = ({x0, x1}: (typeof labels)[number]): number => (x0 + x1) / 2;
  expect(labels.slice(0, entering.length).map(middle).sort()).toEqual(entering.map(({label: [x]}) => x).sort());

  function boxAt(id: string | undefined): [number, number] {
    const node = trace.nodes.find((each) => each.id === id);
    return [node?.x ?? 0, node?.y ?? 0];
  }
});

test("in a small window the gate comes first, and what has no room beside it is left out", () => {
  const gate = {x0: 0, x1: 40, y0: 0, y1: 40};
  const near = {x0: 50, x1: 90, y0: 0, y1: 40};
  const far = {x0: 300, x1: 340, y0: 0, y1: 40};
  expect(together([gate, far, near], {width: 100, height: 100})).toEqual({x0: 0, x1: 90, y0: 0, y1: 40});
});

test("in a window lower than the gate its numbers still stand beside it", () => {
  const gate = {x0: 0, x1: 40, y0: 0, y1: 80};
  const beside = {x0: 50, x1: 90, y0: 20, y1: 60};
  const below = {x0: 0, x1: 40, y0: 90, y1: 130};
  expect(together([gate, below, beside], {width: 100, height: 60})).toEqual({x0: 0, x1: 90, y0: 0, y1: 80});
});
