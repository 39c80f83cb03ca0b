// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {productsOf, ruleWords} from "../../src/page/inspector/array-products";
import {matrix, transpose} from "../../src/page/inspector/matrix";
import {numbersOf} from "../../src/player/model/numbers";
import type {Trace} from "../../src/shared/contract";
import {edge, neuron, node} from "../player/fixtures/index";

const g = [[1, 2]];
const x = [[3, 4]];
const w = [
  [5, 6],
  [7, 8],
];
const product: Trace = {
  ...neuron,
  nodes: [
    node("x", {kind: "leaf", shape: [1, 2], value: x}),
    node("w", {kind: "leaf", shape: [2, 2], value: w}),
    node("y", {kind: "gate", op: "matmul", label: "@", pattern: "swap", shape: [1, 2], value: [[43, 50]], gradient: g}),
  ],
  edges: [
    edge("ex", "x", "y", {
      slot: 0,
      shape: [1, 2],
      value: x,
      upstream: g,
      local: null,
      rule: "g @ b.T",
      downstream: [[17, 23]],
    }),
    edge("ew", "w", "y", {slot: 1, shape: [2, 2], value: w, upstream: g, local: null, rule: "a.T @ g", downstream: w}),
  ],
  steps: [
    {
      ...(neuron.steps[0] as Trace["steps"][number]),
      kind: "compute",
      phase: "forward",
      nodes: ["y"],
      edges: ["ex", "ew"],
    },
    {
      ...(neuron.steps[0] as Trace["steps"][number]),
      kind: "backward",
      phase: "backward",
      nodes: ["y"],
      edges: ["ex", "ew"],
    },
  ],
};

describe("the arrays of a step", () => {
  it("are the factors as they stand in the product, with the shapes that fit", () => {
    const [toX, toW] = productsOf(product, 2, numbersOf(product));
    expect(toX?.parts.map(({word, shape}) => [word, shape])).toEqual([
      ["upstream", [1, 2]],
      ["w transposed", [2, 2]],
      ["downstream", [1, 2]],
    ]);
    expect(toX?.parts[1]?.value).toEqual([
      [5, 7],
      [6, 8],
    ]);
    expect(toW?.parts.map(({word, shape}) => [word, shape])).toEqual([
      ["x transposed", [2, 1]],
      ["upstream", [1, 2]],
      ["downstream", [2, 2]],
    ]);
    expect(toX?.signs).toEqual(["×", "="]);
  });
  it("are the values and the result on the way forward", () => {
    const [only] = productsOf(product, 1, numbersOf(product));
    expect(only?.parts.map(({letter}) => letter)).toEqual(["x", "w", "y"]);
    expect(only?.signs).toEqual(["@", "="]);
  });
  it("have the tone of what each box hands on in a backward graph", () => {
    const nodes = product.nodes.map((one) => (one.id === "w" ? one : {...one, carries: "gradient" as const}));
    const [only] = productsOf({...product, nodes}, 1, numbersOf(product));
    expect(only?.parts.map(({tone, word}) => [tone, word])).toEqual([
      ["gradient", "gradient"],
      ["value", "value"],
      ["gradient", "gradient"],
    ]);
  });
  it("have ≈ where an entry has more digits than are drawn", () => {
    const edges = product.edges.map((one) => (one.id === "ex" ? {...one, downstream: [[17.001, 23]]} : one));
    const rounded = {...product, edges};
    expect(productsOf(rounded, 2, numbersOf(rounded)).map(({signs}) => signs)).toEqual([
      ["×", "≈"],
      ["×", "="],
    ]);
  });
  it("are left out where only numbers meet", () => {
    neuron.steps.forEach((_, index) => {
      expect(productsOf(neuron, index + 1, numbersOf(neuron))).toEqual([]);
    });
  });
});

describe("a rule in words", () => {
  it("says over which axis a broadcast gradient is summed", () => {
    expect(ruleWords("g.sum(axis=0)")).toBe("summed over axis 0");
    expect(ruleWords("g.sum(axis=(0, 2), keepdims=True)")).toBe("summed over axes 0, 2");
    expect(ruleWords("g.sum()")).toBe("all added up");
  });
  it("says where entries go", () => {
    expect(ruleWords("broadcast_to(g, (2, 2))")).toBe("copied to every entry");
    expect(ruleWords("zeros((3,)).at[1:].add(g)")).toBe("back to its place, 0 elsewhere");
    expect(ruleWords("g[0:2]")).toBe("its own part");
  });
});

describe("a matrix in a card", () => {
  it("says its numbers to who cannot see them", () => {
    expect(matrix(w, [2, 2], "value", "w").getAttribute("aria-label")).toBe("w, 2×2: 5, 6, 7, 8");
    expect(transpose([[1, 2, 3]])).toEqual([[1], [2], [3]]);
  });
});
