import {expect, test} from "vitest";
import {aspectOn} from "../../src/page/share/papers";
import {traceOf} from "../traces";

const neuron = traceOf("neuron"); // one row, 13 px

test("what can be read on its paper stays one row", () => {
  expect(neuron.width).toBeGreaterThan(700);
  expect(aspectOn("row", neuron)).toBeNull();
  expect(aspectOn("slide", {...neuron, width: 1000})).toBeNull();
  expect(aspectOn("column", {...neuron, width: 880})).toBeNull();
});

test("what cannot has rows no wider than the paper", () => {
  const wide = {...neuron, width: 2600, height: 200};
  for (const [paper, room] of [
    ["slide", 960],
    ["page", 605],
    ["column", 830],
  ] as const) {
    const aspect = aspectOn(paper, wide) as number;
    const width = Math.sqrt(aspect * wide.width * wide.height);
    expect(Math.abs((width * 12) / 13 / room - 1)).toBeLessThan(0.06);
  }
});

test("what cannot be read on it at all has the shape of the paper", () => {
  const huge = {...neuron, width: 20_000, height: 3000};
  expect(aspectOn("slide", huge)).toBe(1.8);
  expect(aspectOn("page", huge)).toBe(0.7);
});
