import {expect, test} from "vitest";
import {join, nearest, part, pathData, track} from "../../src/player/draw/path";
import {shifted} from "../../src/player/draw/viewport";

test("level way-points are joined by lines, others by a cubic with level tangents", () => {
  expect(
    pathData([
      [0, 10],
      [50, 10],
      [100, 40],
    ]),
  ).toBe("M0,10L50,10C75,10 75,40 100,40");
});

test("a track starts and ends where its wire does and is walked evenly", () => {
  const line = track([
    [0, 0],
    [100, 0],
    [200, 0],
  ]);
  expect([line.at(0), line.at(0.25), line.at(1)]).toEqual([
    [0, 0],
    [50, 0],
    [200, 0],
  ]);
  const bend = track([
    [0, 0],
    [100, 80],
  ]);
  expect(bend.at(0)).toEqual([0, 0]);
  expect(bend.at(1)).toEqual([100, 80]);
  expect(bend.at(0.5)[0]).toBeCloseTo(50, 0);
});

test("parts run forwards and backwards, and can be joined", () => {
  const line = track([
    [0, 0],
    [100, 0],
  ]);
  const back = part(line, 0.8, 0.2);
  expect(back.at(0)[0]).toBeCloseTo(80);
  expect(back.at(1)[0]).toBeCloseTo(20);
  expect(join(part(line, 0, 0.5), back).at(1)[0]).toBeCloseTo(20);
  expect(nearest(line, [25, 9])).toBeCloseTo(0.25);
});

test("a wire of no length does not divide by 0", () => {
  expect(
    track([
      [5, 5],
      [5, 5],
    ]).at(0.5),
  ).toEqual([5, 5]);
});

test("what is in sight stays where it is; what is not comes to the middle, but not beyond the picture", () => {
  expect(shifted([100, 200], 3000, 1, 0, 400)).toBe(0);
  expect(shifted([1000, 1100], 3000, 1, 0, 400)).toBe(-850);
  const end = shifted([2900, 2990], 3000, 1, 0, 400);
  expect(3000 + end).toBeLessThan(400);
  expect(3000 + end).toBeGreaterThan(360);
});
