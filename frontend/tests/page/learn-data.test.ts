import {describe, expect, it} from "vitest";
import {readPoints, withPoints} from "../../src/page/learn/data-text";
import {dialsOf, penaltyAt, positionOf} from "../../src/page/learn/dials";
import {heldOutOf} from "../../src/page/learn/loss-parts";
import {oneExample} from "../../src/page/learn/one-example";
import {directionsOf} from "../../src/page/learn/projection";
import {type Place, separable} from "../../src/page/learn/separable";
import {withoutNames} from "../../src/page/learn/statements";
import {places, zeroLine} from "../../src/page/learn/zero-line";
import type {Field, Run} from "../../src/shared/contract";

const names = (...all: string[]): ReadonlySet<string> => new Set(all);

describe("a program without the lines that set a name", () => {
  it("keeps all others as they are", () => {
    expect(withoutNames("a = 1\nX, y = moons(4)\nL = X", names("X", "y"))).toBe("a = 1\nL = X");
    expect(withoutNames("X = [[1, 2],\n  [3, 4]]; k = 2  # two\nL = X*k", names("X"))).toBe("k = 2  # two\nL = X*k");
    expect(withoutNames("L = X + 1 # X = 2", names("X"))).toBe("L = X + 1 # X = 2");
  });

  it("is none where a name is set twice, with another one, or within a block", () => {
    expect(withoutNames("X = 1\nX = 2", names("X"))).toBeNull();
    expect(withoutNames("X, z = f()", names("X"))).toBeNull();
    expect(withoutNames("if a:\n  X = 1", names("X"))).toBeNull();
    expect(withoutNames("X = 1\nX += 2", names("X"))).toBeNull();
    expect(withoutNames("X = g(1)", names("X"), (made) => made === "1")).toBeNull();
  });
});

const field = {
  points_name: "X",
  labels_name: "y",
  points: [
    [0, 1],
    [2, 3],
  ],
  classes: [0, 1],
  names: ["0", "1"],
  labels: [[0], [1]],
} as unknown as Field;
const run = {
  parameters: ["W"],
  leaves: [
    {name: "X", shape: [2, 2], parameter: false, free: false},
    {name: "y", shape: [2, 1], parameter: false, free: false},
    {name: "W", shape: [2], parameter: true, free: false},
  ],
} as unknown as Run;

describe("points as values", () => {
  it("leave the text, in the shape that the labels have", () => {
    const start = {source: "X, y = xor(2)\nL = X @ W", values: {W: [1, 2]}};
    expect(withPoints(start, run, field, [{x: 0.123456, y: 2, label: 1}])).toEqual({
      source: "L = X @ W",
      values: {W: [1, 2], X: [[0.1235, 2]], y: [[1]]},
    });
    expect(withPoints({...start, source: "X, y = load()\nL = X"}, run, field, [])).toContain("lines of its own");
  });

  it("are one for the graph, with the parameters left free", () => {
    const start = {source: "X, y = xor(2)\nW = randn(2)\nL = X @ W", values: {}};
    const made = oneExample(start, run, field, 1);
    expect(made?.source).toBe("L = X @ W");
    expect(made?.values).toEqual({X: [[2, 3]], y: [[1]]});
  });
});

describe("points that are held out", () => {
  const points = (labels: readonly number[]) => labels.map((label, k) => ({x: k, y: -k, label}));

  it("are every fifth of each class", () => {
    const isHeld = heldOutOf(points([0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1]), 2);
    expect(isHeld.flatMap((held, k) => (held ? [k] : []))).toEqual([6, 10]);
  });

  it("are none where each class has fewer than five", () => {
    expect(heldOutOf(points([0, 1, 0, 1, 0, 1, 0, 1]), 2)).not.toContain(true);
  });
});

describe("pasted points", () => {
  const four = [
    {x: 0, y: 1, label: 0},
    {x: 2, y: 3, label: 0},
    {x: 4, y: 5, label: 1},
    {x: 6, y: -7.5, label: 1},
  ];

  it.each([
    ["a table with names", "a,b,class\n0,1,0\n2,3,0\n4,5,1\n6,-7.5,1"],
    ["words as classes", "0 1 cat\n2 3 cat\n4 5 dog\n6 -7.5 dog"],
    ["a decimal comma", "0;1;0\n2;3;0\n4;5;1\n6;-7,5;1"],
    ["rows of three", "[[0, 1, 0], [2, 3, 0], [4, 5, 1], [6, -7.5, 1]]"],
    ["what NumPy prints", "X = [[0. 1.]\n [2. 3.]\n [4. 5.]\n [6. -7.5]]\ny = [0 0 1 1]"],
    ["two arrays", "X = np.array([[0, 1], [2, 3], [4, 5], [6, -7.5],])\ny = np.array([0, 0, 1, 1])"],
  ])("are read from %s", (_, text) => {
    expect(readPoints(text, ["0", "1"])).toEqual(four);
  });

  it.each([
    ["", "Each row needs"],
    ["0,1,0\n2,3,0\n4,x,1", "Row 3 cannot be read"],
    ["0,1,0\n2,3,0\n4,5,1", "4 points or more"],
    ["0,1,0\n2,3,0\n4,5,0\n1,1,0", "of the same class"],
    ["0,1,0\n2,3,1\n4,5,2\n1,1,0", "tells 2 apart"],
    ["[[1, 2], [3, 4]] [0]", "2 points, and 1 classes"],
  ])("that cannot be used are refused: %j", (text, why) => {
    expect(readPoints(text, ["0", "1"])).toContain(why);
  });
});

describe("a straight line between two classes", () => {
  const square: Place[] = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ];

  it("is found where there is one, and not where the hulls touch", () => {
    expect(separable(square, [[1.01, 0.5]])).toBe(true);
    expect(separable(square, [[1, 0.5]])).toBe(false);
    expect(separable(square, [[0.5, 0.5]])).toBe(false);
    expect(
      separable(
        [
          [0, 0],
          [1, 1],
        ] as Place[],
        [
          [0, 1],
          [1, 0],
        ] as Place[],
      ),
    ).toBe(false); // xor
    expect(
      separable(
        [
          [0, 0],
          [1, 0],
        ] as Place[],
        [
          [2, 0],
          [3, 0],
        ] as Place[],
      ),
    ).toBe(true);
    expect(separable([[0, 0]], [[0, 0]])).toBe(false);
    expect(separable([[Number.NaN, 0]], [[1, 0]])).toBe(false);
  });
});

describe("where a function is 0", () => {
  it("is a line through the grid", () => {
    const axis = places([0, 2], 3);
    const values = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => x + 0 * y - 0.5));
    expect(zeroLine(values, axis, axis)).toEqual([0.5, 0, 0.5, 1, 0.5, 1, 0.5, 2]);
  });

  it("leaves out what is no number", () => {
    expect(zeroLine([Number.NaN, 1, -1, 1], places([0, 1], 2), places([0, 1], 2))).toEqual([]);
  });
});

describe("a view of a hidden layer", () => {
  it("has the direction of the output, and the widest at a right angle", () => {
    const rows = [
      [0, 0, 0],
      [1, 0, 0],
      [0, 5, 0],
      [1, 5, 0],
    ].map((row) => Float64Array.from(row));
    const [along, across] = directionsOf(rows, [0, 1, 0, 1], null);
    expect(Math.abs(along[0] as number)).toBeCloseTo(1);
    expect(Math.abs(across[1] as number)).toBeCloseTo(1);
  });
});

describe("the two dials", () => {
  it("turn numbers of the text, or a free penalty", () => {
    expect(dialsOf({source: "units = 6\nlam = 0.01", values: {}}).map(({value}) => value)).toEqual([6, 0.01]);
    const [dial] = dialsOf({source: "L = lam*w", values: {lam: 0.1, w: 2}});
    expect(dial?.turn(1)).toEqual({source: "L = lam*w", values: {lam: 1, w: 2}});
    expect(dialsOf({source: "L = w", values: {w: 2}})).toEqual([]);
  });

  it("have no penalty at the left end", () => {
    expect([penaltyAt(0), penaltyAt(positionOf(0.01)), positionOf(0)]).toEqual([0, 0.01, 0]);
  });
});
