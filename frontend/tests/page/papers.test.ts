import {expect, test} from "vitest";
import {aspectOn, fitOn} from "../../src/page/share/papers";
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

test("rows are tried until the digits can be read, and no further", async () => {
  const wide = {...neuron, width: 1048, height: 179};
  const asked: number[] = [];
  // A layout that breaks into two rows only below an aspect of 2.
  const rows = async (aspect: number) => {
    asked.push(aspect);
    return aspect < 2 ? {...neuron, width: 584, height: 328} : wide;
  };
  const page = await fitOn("page", wide, rows);
  expect(page.aspect).toBe(asked.at(-1));
  expect(page.aspect).toBeLessThan(2);
  expect(page.digits).toBeGreaterThan(12);
  expect(asked.length).toBeLessThan(5);
});

test("where no rows can be read, those that show the digits largest are taken, and it is known", async () => {
  const huge = {...neuron, width: 20_000, height: 3000};
  const rows = async (aspect: number) => ({...huge, width: 9000 * Math.sqrt(aspect), height: 9000 / Math.sqrt(aspect)});
  const slide = await fitOn("slide", huge, rows);
  expect(slide.aspect).toBe(1.8);
  expect(slide.digits).toBeLessThan(2);
  expect(await fitOn("row", huge, rows)).toEqual({aspect: null, digits: null});
});
