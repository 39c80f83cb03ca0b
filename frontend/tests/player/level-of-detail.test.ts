import {describe, expect, it} from "vitest";
import {
  clipped,
  covers,
  cutOf,
  FAR,
  isLargePicture,
  LARGE,
  scopeOf,
  some,
  TINY,
  within,
} from "../../src/player/draw/level-of-detail";
import {masses} from "../../src/player/draw/outlines";
import {frame} from "../../src/player/model/frame";
import type {Trace} from "../../src/shared/contract";
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
    expect(scope).toEqual({x0: -200, y0: -150, x1: 600, y1: 450, words: true});
    const ids = within(large, frame(large, 0), scope, []).nodes.map(({node}) => node.id);
    expect(ids).toContain("n0");
    expect(ids).not.toContain("n14");
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

  it("at rest what is too much or too little for the scale is put right, on the way it is not", () => {
    const near = scopeOf(large, window, 1);
    const wide = scopeOf(large, {x0: -800, y0: -600, x1: 1200, y1: 900}, 1);
    expect(covers(near, large, window, TINY / 1.01)).toBe(true);
    expect(covers(near, large, window, TINY / 1.01, true)).toBe(false);
    expect(covers(wide, large, window, 1)).toBe(true);
    expect(covers(wide, large, window, 1, true)).toBe(false);
  });

  it("no number is drawn that is too small to be read", () => {
    const end = frame(large, 0);
    expect(within(large, end, scopeOf(large, window, 1), []).labels.length).toBeGreaterThan(0);
    const part = within(large, end, scopeOf(large, window, TINY / 1.01), []);
    expect(part.wires.length).toBeGreaterThan(0);
    expect(part.labels).toEqual([]);
  });

  it("a wire is drawn where it comes through, not where its corners reach round", () => {
    const [edge, ...rest] = large.edges as [(typeof large.edges)[0]];
    const round = {
      ...edge,
      label: [5, 2000] as const,
      path: [
        [0, -900],
        [0, 2000],
        [900, 2000],
      ] as const,
    };
    const other = {...large, edges: [round, ...rest]};
    const drawn = (x: number): string[] =>
      within(other, frame(other, 0), {x0: x, y0: 0, x1: x + 300, y1: 300, words: true}, []).wires.map((w) => w.edge.id);
    expect(drawn(-100)).toContain(edge.id);
    expect(drawn(400)).not.toContain(edge.id);
  });

  it("is drawn a little at a time, and what is there stays", () => {
    const scope = scopeOf(large, window, 1);
    const whole = within(large, frame(large, 0), scope, []);
    let part = some(whole, {nodes: [], wires: [], labels: [], functions: []}, 2);
    expect(part.nodes).toEqual(whole.nodes.slice(0, 2));
    part = some(whole, {...part, nodes: whole.nodes.slice(-1)}, 1);
    expect(part.nodes).toEqual([whole.nodes[0], whole.nodes.at(-1)]);
    expect(some(whole, part, 1000)).toEqual(whole);
  });

  it("what is chosen, what the Tab key finds and the gate at work are always there, with its wires", () => {
    const position = neuron.steps.findIndex(({kind, nodes}) => kind === "compute" && nodes[0] === "n10") + 1;
    const part = within(large, frame(large, position), "far", ["n0", null]);
    expect(part.nodes.map(({node}) => node.id)).toEqual(["n0", "n10"]);
    expect(part.wires.map(({edge}) => [edge.source, edge.target].join(">"))).toEqual(["n9>n10", "n10>n12"]);
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
  expect(within(neuron, all, scopeOf(neuron, window, 0.01), [])).toEqual({
    nodes: all.nodes,
    wires: all.wires,
    labels: all.wires,
    functions: neuron.functions,
  });
});

describe("a wire cut to a part", () => {
  const part = {x0: 0, y0: 0, x1: 100, y1: 100};

  it("keeps its level pieces as far as the part goes, and its curves whole", () => {
    expect(
      clipped(
        [
          [-900, 50],
          [900, 50],
        ],
        part,
      ),
    ).toEqual([
      [
        [0, 50],
        [100, 50],
      ],
    ]);
    expect(
      clipped(
        [
          [-900, 20],
          [40, 20],
          [90, 300],
          [900, 300],
        ],
        part,
      ),
    ).toEqual([
      [
        [0, 20],
        [40, 20],
        [90, 300],
      ],
    ]);
    expect(
      clipped(
        [
          [10, 10],
          [20, 30],
        ],
        part,
      ),
    ).toEqual([
      [
        [10, 10],
        [20, 30],
      ],
    ]);
    expect(
      clipped(
        [
          [-900, 500],
          [900, 500],
        ],
        part,
      ),
    ).toEqual([]);
  });

  it("is cut anew only after a long way", () => {
    const at = (x: number) => cutOf({x0: x, y0: 0, x1: x + 500, y1: 300, words: true});
    expect(at(100)).toEqual(at(900));
    expect(at(100)).not.toEqual(at(9_000));
    expect(cutOf("all")).toBeNull();
  });
});
