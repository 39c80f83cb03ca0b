import {describe, expect, it} from "vitest";
import {FRAME, placeOf, scalesOf} from "../../src/page/learn/curve";
import {freeNames, settingsOf} from "../../src/page/learn/hyperparameters";
import {feedbackOf, ruleSource} from "../../src/page/learn/rule-feedback";
import {dropOf, updateSentence} from "../../src/page/learn/run-numbers";
import {cliffsOf, scheduleOf, stepRate, withCliffAt, withFactor} from "../../src/page/learn/schedules";
import {across} from "../../src/page/learn/timeline";
import {placeOf as entryPlace, updateMarks} from "../../src/page/learn/update-marks";
import type {Run, Trace} from "../../src/shared/contract";
import {DEFAULTS, OWN_LINES, readFields, serverFields, shortFields} from "../../src/shared/run-fields";
import {traceOf} from "../traces";

const entries = [10, 1, 0.1].map((loss, update) => ({update, loss, rate: 0.1}));

const run = (iterations: readonly number[]): Run => ({
  parameters: ["w"],
  leaves: [{name: "w", shape: [], parameter: true, movable: true, free: true, classes: null}],
  optimizer: "sgd",
  rule: "w = w - lr*g",
  settings: {lr: 0.1},
  rule_tape: null,
  curve: null,
  of: 2,
  iterations,
  loss: [9, 5.76],
  learning_rate: [0.1, 0.1],
  values: {w: [3, 2.4]},
  gradients: {w: [6, 4.8]},
  state: {},
  ended: "iterations",
  text: "All 2 updates are done.",
  notices: [],
});

describe("the loss curve", () => {
  it("goes from the upper left to the lower right", () => {
    const frame = scalesOf(entries, false);
    expect(placeOf(entries[0] as never, frame)).toEqual([FRAME.left, FRAME.top]);
    expect(placeOf(entries[2] as never, frame)).toEqual([FRAME.width - FRAME.right, FRAME.height - FRAME.bottom]);
  });

  it("puts powers of ten in equal steps on a logarithmic axis", () => {
    const frame = scalesOf(entries, true);
    const [a, b, c] = entries.map((entry) => placeOf(entry, frame)[1]) as [number, number, number];
    expect(b - a).toBeCloseTo(c - b);
  });

  it("stays linear where a loss is not positive", () => {
    expect(scalesOf([{update: 0, loss: -1, rate: 0.1}], true).logarithmic).toBe(false);
  });

  it("keeps a loss that is no number inside the frame", () => {
    const frame = scalesOf([...entries, {update: 3, loss: Number.NaN, rate: 0.1}], false);
    expect(placeOf({update: 3, loss: Number.NaN, rate: 0.1}, frame)[1]).toBe(FRAME.top);
  });
});

describe("the promised and the real drop", () => {
  it("adds gradient times move", () => {
    expect(dropOf(run([0, 1]), 0)).toBe("Update 1: the gradients promise −3.60, the loss changes by −3.24.");
  });

  it("says nothing where updates between were not kept", () => {
    expect(dropOf(run([0, 50]), 0)).toBe("");
  });

  it("says how the run ended behind the last entry", () => {
    expect(dropOf(run([0, 1]), 1)).toBe("All 2 updates are done.");
  });
});

describe("the two levels of time", () => {
  const at = (index: number, act: boolean) => ({index, act});

  it("goes from the last step of a pass to its update, and on to the next pass", () => {
    expect(across(at(0, false), 1, 9, 9, 3)).toEqual({place: at(0, true), seek: null});
    expect(across(at(0, true), 1, 9, 9, 3)).toEqual({place: at(1, false), seek: "first"});
  });

  it("comes back the same way", () => {
    expect(across(at(1, false), -1, 0, 9, 3)).toEqual({place: at(0, true), seek: "last"});
    expect(across(at(0, true), -1, 9, 9, 3)).toEqual({place: at(0, false), seek: null});
  });

  it("leaves steps within a pass, and both ends of the run, alone", () => {
    expect(across(at(1, false), 1, 4, 9, 3)).toBeNull();
    expect(across(at(1, false), -1, 4, 9, 3)).toBeNull();
    expect(across(at(2, false), 1, 9, 9, 3)).toBeNull();
    expect(across(at(0, false), -1, 0, 9, 3)).toBeNull();
  });
});

describe("a run in the address", () => {
  it("comes back as it was written, and the usual is left out", () => {
    const fields = {...DEFAULTS, optimizer: "adam", settings: {lr: 0.1}, iterations: 7};
    expect(Object.keys(shortFields(fields))).toEqual(["optimizer", "settings", "iterations"]);
    expect(readFields(shortFields(fields))).toEqual(fields);
    expect(shortFields(DEFAULTS)).toEqual({});
  });

  it("is as usual where it cannot be understood", () => {
    expect(readFields({optimizer: "none", iterations: -3, settings: "x", batch: 0, seed: 1.5})).toEqual(DEFAULTS);
  });

  it("divides a schedule by the updates there are", () => {
    expect(scheduleOf("step", 90, "")).toEqual({kind: "step", every: 30, factor: 0.1});
    expect(scheduleOf("formula", 90, "lr/2")).toEqual({formula: "lr/2"});
  });
});

describe("an update in the picture", () => {
  const square = traceOf("repeated"); // x*x, here of w
  const trace: Trace = {
    ...square,
    nodes: square.nodes.map((node) => (node.name === "x" ? {...node, name: "w"} : node)),
  };

  it("stands at the boxes of the parameters alone, with the old and the new value", () => {
    expect(updateMarks(run([0, 1]), 0, trace).map(({text}) => text)).toEqual(["3.00 → 2.40"]);
  });

  it("covers neither a box nor a number", () => {
    const {x, y} = updateMarks(run([0, 1]), 0, trace)[0] as {x: number; y: number};
    const meets = (left: number, top: number, right: number, bottom: number): boolean =>
      x - 52 < right && x + 52 > left && y < bottom && y + 34 > top;
    for (const {x: at, y: middle, width, height} of trace.nodes)
      expect(meets(at - width / 2, middle - height / 2, at + width / 2, middle + height / 2)).toBe(false);
    for (const {label, label_size} of trace.edges) {
      const [[at, wire], [width, above, below]] = [label, label_size];
      expect(meets(at - width / 2, wire - above, at + width / 2, wire + below)).toBe(false);
    }
  });

  it("covers nothing in the lectures' network, in any view, and its words are inside of it", () => {
    const names = ["W1", "W2"];
    const leaves = [
      {name: "W1", shape: [2, 2], parameter: true, movable: true, free: true, classes: null},
      {name: "W2", shape: [1, 2], parameter: true, movable: true, free: true, classes: null},
    ];
    const values = {
      W1: [
        [
          [0.1, 0.8],
          [0.4, 0.6],
        ],
        [
          [0.099954, 0.79988],
          [0.39986, 0.59963],
        ],
      ],
      W2: [[[0.3, 0.9]], [[0.2986, 0.8986]]],
    };
    const moved = {...run([0, 1]), parameters: names, leaves, values} as unknown as Run;
    for (const view of ["functions", "gates", "units"] as const) {
      const trace = traceOf(`lectures-${view}`);
      const window = {left: -150, top: -50, right: trace.width + 150, bottom: trace.height + 50}; // of a laptop
      const marks = updateMarks(moved, 0, trace, window);
      expect(marks.length).toBe(view === "units" ? 6 : 2);
      for (const {x, y, width, text} of marks) {
        expect(text.length * 7.2).toBeLessThan(width);
        const meets = (left: number, top: number, right: number, bottom: number): boolean =>
          x - width / 2 < right && x + width / 2 > left && y < bottom && y + 34 > top;
        for (const {x: at, y: middle, width: wide, height} of trace.nodes)
          expect(meets(at - wide / 2, middle - height / 2, at + wide / 2, middle + height / 2)).toBe(false);
        for (const {label, label_size} of trace.edges) {
          const [[at, wire], [wide, above, below]] = [label, label_size];
          expect(meets(at - wide / 2, wire - above, at + wide / 2, wire + below)).toBe(false);
        }
      }
    }
  });

  it("has an arrow to the left where the value falls", () => {
    expect(updateMarks(run([0, 1]), 0, trace)[0]?.arrow).toBeLessThan(0);
  });

  it("is nothing after the last entry", () => {
    expect(updateMarks(run([0, 1]), 1, trace)).toEqual([]);
  });

  it("finds the entries of an array in C order", () => {
    expect([0, 1, 5].map((k) => entryPlace(k, [2, 3]))).toEqual([
      [0, 0],
      [0, 1],
      [1, 2],
    ]);
  });

  it("is said in words", () => {
    expect(updateSentence(run([0, 1]), 0)).toBe("Update 1: w goes from 3.00 to 2.40. The loss goes from 9.00 to 5.76.");
  });
});

describe("the program's own lines", () => {
  const fields = {...DEFAULTS, optimizer: OWN_LINES, iterations: 30};
  it("run all rounds of a loop that has an end, and no more than asked for of one that has none", () => {
    expect(serverFields(fields, false)).toEqual({optimizer: null, iterations: null});
    expect(serverFields(fields, true)).toEqual({optimizer: null, iterations: 30});
    expect(serverFields(DEFAULTS, false)).toEqual(DEFAULTS);
  });
  it("are an optimizer in an address", () => {
    expect(readFields(shortFields(fields)).optimizer).toBe(OWN_LINES);
  });
});

describe("the cliffs of a schedule", () => {
  const even = {kind: "step", every: 12, factor: 0.4};

  it("stand where the engine lets the rate fall", () => {
    const cliffs = cliffsOf(even, 50);
    expect(cliffs?.at).toEqual([12, 24, 36, 48]);
    expect([11, 12, 24].map((t) => stepRate(cliffs as never, 1, t))).toEqual([1, 0.4, 0.4 ** 2]);
    expect(cliffsOf({kind: "cosine"}, 50)).toBeNull();
  });

  it("move together where all stages are as long, and alone where each has its place", () => {
    expect(withCliffAt(cliffsOf(even, 50) as never, 1, 30)).toEqual({kind: "step", every: 15, factor: 0.4});
    const places = cliffsOf({kind: "step", at: [10, 20], factor: 0.5}, 50);
    expect(withCliffAt(places as never, 0, 25)).toEqual({kind: "step", at: [20, 25], factor: 0.5});
  });

  it("keep their factor between a thousandth and 1", () => {
    expect(withFactor(cliffsOf(even, 50) as never, 1.7)).toEqual({kind: "step", every: 12, factor: 1});
    expect(withFactor(cliffsOf(even, 50) as never, -1)).toEqual({kind: "step", every: 12, factor: 0.001});
  });
});

describe("the settings of an optimizer", () => {
  const row = (name: string, settings: Record<string, number>, more = {}) =>
    ({name, settings, variants: {}, switches: {}, ...more}) as never;

  it("are those that the server tells of, its rate aside", () => {
    const table = [row("adam", {lr: 0.001, beta1: 0.9}, {switches: {bias_correction: "adam-uncorrected"}})];
    expect(settingsOf(table[0] as never, table)).toEqual([
      {name: "beta1", usual: 0.9, tick: false},
      {name: "bias_correction", usual: 1, tick: true},
    ]);
  });

  it("are numbers where the rule that they lead to has them, else tick boxes", () => {
    const variants = {momentum: "momentum", nesterov: "nesterov"};
    const table = [
      row("sgd", {lr: 0.1}, {variants}),
      row("momentum", {momentum: 0.9}),
      row("nesterov", {momentum: 0.9}),
    ];
    expect(settingsOf(table[0] as never, table)).toEqual([
      {name: "momentum", usual: 0, tick: false},
      {name: "nesterov", usual: 0, tick: true},
    ]);
  });

  it("of a typed rule are the names that it neither sets nor is given", () => {
    expect(freeNames("v = mu*v + sqrt(g); w = w - lr*v/(1 - mu**t)").map(({name}) => name)).toEqual(["mu"]);
  });

  it("come back from an address, a tick box too", () => {
    expect(readFields({optimizer: "adam", settings: {bias_correction: false}}).settings).toEqual({
      lr: 0.1,
      bias_correction: 0,
    });
    expect(readFields({optimizer: "adam-uncorrected"})).toMatchObject({
      optimizer: "adam",
      settings: {bias_correction: 0},
    });
  });
});

describe("the optimizer as a graph", () => {
  it("has its fixed numbers in the place of their names, a statement a line", () => {
    const rule = "v = momentum*v + g; w = w - lr*v";
    expect(ruleSource(rule, {momentum: 0.9, lr: 0.1})).toBe("v = 0.9*v + g\nw = w - lr*v");
  });

  it("feeds what was made back to the leaf of the same name, outside the graph", () => {
    const square = traceOf("repeated"); // x*x, as if it were the next x
    const trace = {...square, nodes: square.nodes.map((n) => (n.kind === "output" ? {...n, name: "x"} : n))};
    const {wires, above, below} = feedbackOf(trace, ["x", "absent"]);
    expect(wires.map(({name}) => name)).toEqual(["x"]);
    const [from, to] = [trace.nodes.find((n) => n.kind === "output"), trace.nodes.find((n) => n.name === "x")];
    const {path} = wires[0] as {path: readonly (readonly [number, number])[]};
    expect(path[0]?.[1]).toBe(from?.y);
    expect(path[5]?.[1]).toBe(to?.y);
    const y = path[2]?.[1] as number;
    expect(y < 0 || y > trace.height).toBe(true);
    expect(above + below).toBeGreaterThan(0);
  });
});

describe("the marks of an update", () => {
  it("stand where no line from them to their box crosses another box", () => {
    const box = (id: string, name: string, y: number) => ({id, name, kind: "leaf", x: 34, y, width: 44, height: 34});
    const wire = (y: number) => ({
      label: [88.5, y],
      label_size: [52, 18, 18],
      path: [
        [56, y],
        [115, y],
      ],
    });
    const trace = {
      nodes: [box("n0", "w", 30), box("n1", "x", 86)],
      edges: [wire(30), wire(86)],
      width: 613,
      height: 178,
    };
    const window = {left: -10, top: -90, right: 620, bottom: 270};
    const [mark] = updateMarks(run([0, 1]), 0, trace as unknown as Trace, window);
    expect(mark?.y).toBeLessThan(0);
  });
});
