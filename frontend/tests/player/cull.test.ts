import {describe, expect, it} from "vitest";
import {covers, FAR, isLargePicture, LARGE, scopeOf, within} from "../../src/player/draw/cull";
import {masses} from "../../src/player/draw/far";
import {frame} from "../../src/player/frame";
import type {Trace} from "../../src/player/trace";
import {neuron} from "./fixtures/index";

/** The neuron so often that the picture is large; only the first stands where the others are not. */
const large: Trace = {
  ...neuron,
  nodes: [
    ...neuron.nodes,
    ...Array.from({length: LARGE}, (_, i) => ({
      ...(neuron.nodes[0] as (typeof neuron.nodes)[0]),
      id: `far${i}`,
      x: 90_000,
    })),
  ],
};
const window = {x0: 0, y0: 0, x1: 400, y1: 300};

describe("of a large picture", () => {
  it("only the part round the window is drawn", () => {
    expect(isLargePicture(neuron)).toBe(false);
    const scope = scopeOf(large, window, 1);
    expect(scope).toEqual({x0: -200, y0: -150, x1: 600, y1: 450});
    const ids = within(large, frame(large, 0), scope, []).nodes.map(({node}) => node.id);
    expect(ids).toContain("w0");
    expect(ids).not.toContain("r");
    expect(ids.some((id) => id.startsWith("far"))).toBe(false);
  });

  it("a small move needs no new drawing, a large one and another distance do", () => {
    const scope = scopeOf(large, window, 1);
    expect(covers(scope, large, {x0: 100, y0: 50, x1: 500, y1: 350}, 1)).toBe(true);
    expect(covers(scope, large, {x0: 300, y0: 50, x1: 700, y1: 350}, 1)).toBe(false);
    expect(covers(scope, large, window, FAR / 2)).toBe(false);
    expect(covers("far", large, window, FAR / 2)).toBe(true);
    expect(covers("all", neuron, window, 0.01)).toBe(true);
  });

  it("what is chosen, what the Tab key finds and the gate at work are always there, with its wires", () => {
    const position = neuron.steps.findIndex(({kind, nodes}) => kind === "compute" && nodes[0] === "ex") + 1;
    const part = within(large, frame(large, position), "far", ["w0", null]);
    expect(part.nodes.map(({node}) => node.id)).toEqual(["w0", "ex"]);
    expect(part.wires.map(({edge}) => [edge.source, edge.target].join(">"))).toEqual(["n>ex", "ex>p"]);
  });

  it("outlines from far away are one path for each state", () => {
    const found = masses(frame(neuron, neuron.steps.length));
    expect(found.map(({key}) => key).sort()).toEqual([
      "box gate backward",
      "box leaf backward",
      "box output backward",
      "wire backward",
    ]);
    const wires = found.find(({key}) => key === "wire backward")?.d.match(/M/g);
    expect(wires).toHaveLength(neuron.edges.length);
  });
});

it("a small picture is drawn whole", () => {
  const all = frame(neuron, 3);
  expect(within(neuron, all, scopeOf(neuron, window, 0.01), [])).toEqual({nodes: all.nodes, wires: all.wires});
});
