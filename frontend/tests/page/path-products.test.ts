import {describe, expect, it} from "vitest";
import {OPS} from "../../src/generated/ops";
import {stepsOf, stepToShow} from "../../src/page/inspector/gate-steps";
import {aboutLoss} from "../../src/page/inspector/output-name";
import {leverOn, pathsOf} from "../../src/page/inspector/path-products";
import {rankingOf, trialOf} from "../../src/page/inspector/ranking";
import {rowsOf, UPSTREAM} from "../../src/page/values/value-rows";
import {frame} from "../../src/player/model/frame";
import {leafEntries} from "../../src/player/model/leaf-entries";
import {numbersOf} from "../../src/player/model/numbers";
import {plan} from "../../src/player/model/plan";
import * as tape from "../../src/player/model/tape";
import {float, type Num, type Trace} from "../../src/shared/contract";
import {neuron, shared} from "../player/fixtures/index";
import {QUESTION} from "./samples";

const live = (trace: Trace) => numbersOf(trace);

describe("a variable's gradient along its paths", () => {
  it("is the product of the local gradients, the output's first", () => {
    const paths = pathsOf(neuron, live(neuron), "n0");
    expect(paths?.count).toBe(1);
    const [path] = paths?.products ?? [];
    expect(path?.factors.map(({gate}) => gate.id)).toEqual(["n14", "n10", "n9", "n2"]);
    expect(path?.product).toBeCloseTo(float(plan(neuron).node.get("n0")?.gradient as Num), 12);
    expect(path?.least?.gate.id).toBe("n10");
  });

  it("is a sum of products where there are several paths", () => {
    const paths = pathsOf(shared, live(shared), "n0");
    expect(paths?.count).toBe(2);
    const sum = paths?.products.reduce((all, {product}) => all + product, 0);
    expect(sum).toBeCloseTo(float(plan(shared).node.get("n0")?.gradient as Num), 12);
  });

  it("has no factors where an array lies on the way", () => {
    const wide: Trace = {
      ...neuron,
      nodes: neuron.nodes.map((node) => (node.id === "n6" ? {...node, shape: [2]} : node)),
    };
    expect(pathsOf(wide, live(wide), "n0")).toBeNull();
    expect(pathsOf(wide, live(wide), "n7")).not.toBeNull();
  });

  it("says with which other value its smallest factor would be larger", () => {
    const edge = plan(neuron).inputs.get("n2")?.[0]?.id ?? ""; // its local gradient is the value of x0
    const lever = leverOn(neuron, live(neuron), edge, tape, OPS);
    if (lever === null || lever === "none") throw new Error("no lever");
    expect(lever.name).toBe("x0");
    expect(Math.abs(lever.local)).toBeGreaterThanOrEqual(2);
    expect(lever.local).toBe(lever.after);
    const constant = plan(neuron).inputs.get("n9")?.[0]?.id ?? ""; // -1, whatever is changed
    expect(leverOn(neuron, live(neuron), constant, tape, OPS)).toBe("none");
    expect(leverOn({...neuron, tape: null}, live(neuron), edge, tape)).toBeNull();
  });
});

describe("the ranking of the leaves", () => {
  const rows = (position: number) => rowsOf(neuron, frame(neuron, position), live(neuron), QUESTION);
  const last = neuron.steps.length;

  it("begins with the largest gradient and says which way lowers the output", () => {
    const ranking = rankingOf(rows(last));
    expect(ranking.rows.map(({label}) => label).slice(0, 2)).toEqual(["x1", "x0"]);
    expect(ranking.rows[0]).toMatchObject({share: 1, lowers: "raise"});
    expect(ranking.rows[1]).toMatchObject({lowers: "lower"});
  });

  it("waits until all gradients have arrived", () => {
    expect(rankingOf(rows(last - 1)).rows).toEqual([]);
    expect(rankingOf([]).rows).toEqual([]);
  });

  it("names entries of arrays, and counts those that it leaves out", () => {
    const row = {
      name: "W",
      shape: [3, 4],
      value: 0,
      gradient: Array.from({length: 3}, (_, i) => [i, -9 * i, 0, 1]),
      isDefault: false,
    };
    const ranking = rankingOf([row]);
    expect(ranking.rows[0]?.label).toBe("W[2, 1]");
    expect(ranking.more).toBe(4);
    expect(ranking.rows.at(-1)?.lowers).toBeNull();
  });

  it("tries what a small change really does", () => {
    const [first] = rankingOf(rows(last)).rows;
    if (first === undefined) throw new Error("no row");
    const trial = trialOf(neuron, live(neuron), first, 0.01, tape, OPS);
    expect(trial?.before).toBeCloseTo(0.731, 3);
    expect((trial?.after ?? 0) - (trial?.before ?? 0)).toBeCloseTo(0.01 * first.gradient, 4);
    expect(leafEntries(neuron, live(neuron)).w0).toEqual([2]);
  });
});

describe("the ranking behind a given gradient", () => {
  const upstream = {name: UPSTREAM, shape: [], value: 3, gradient: null, isDefault: false};
  const given = {...neuron, gradient_of: "L", tape: {...neuron.tape, upstream: [3]} as typeof neuron.tape};

  it("leaves the gradient that was given out, and weights what the output does with it", () => {
    const all = [...rowsOf(neuron, frame(neuron, neuron.steps.length), live(neuron), QUESTION), upstream];
    const [first] = rankingOf(all).rows;
    if (first === undefined) throw new Error("no row");
    expect(trialOf(given, live(given), first, 0.01, tape, OPS)?.before).toBeCloseTo(3 * 0.731, 2);
  });

  it("says whose gradients these are", () => {
    expect(aboutLoss(neuron, false)).toBeNull();
    expect(aboutLoss(given, true)).toBe("L is the number behind f: the gradient ∂L/∂f was given.");
    expect(aboutLoss(given, false)).toBe("L is the sum of all entries of f.");
  });
});

describe("where a click on a box leads", () => {
  it("is its step of the pass that is running, and the backward one from elsewhere", () => {
    const {forward, backward} = stepsOf(neuron, "n10");
    expect(neuron.steps[(forward ?? 0) - 1]).toMatchObject({kind: "compute", nodes: ["n10"]});
    expect(neuron.steps[(backward ?? 0) - 1]).toMatchObject({kind: "backward", nodes: ["n10"]});
    expect(stepToShow(neuron, "n10", 2)).toBe(forward);
    expect(stepToShow(neuron, "n10", 0)).toBe(backward);
    expect(stepToShow(neuron, "n10", neuron.steps.length)).toBe(backward);
  });

  it("is the arrival of its gradient for a variable, and the last term for a copy", () => {
    const at = stepsOf(shared, "n0").backward ?? 0;
    expect(shared.steps[at - 1]).toMatchObject({kind: "accumulate", nodes: ["c0"]});
    expect(stepsOf(shared, "c0").backward).toBe(at);
    expect(stepsOf(neuron, "n0").forward).toBeNull();
    expect(stepsOf(neuron, "nothing")).toEqual({forward: null, backward: null});
  });
});
