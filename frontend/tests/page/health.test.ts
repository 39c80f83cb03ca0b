// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {matches} from "../../src/page/dialogs/search";
import {drawHealthOutlines, spotsByKind, undressFar, wiresByHeat} from "../../src/page/health/health-outlines";
import {reasons} from "../../src/page/health/reasons";
import {HEATS, healthOf, heat, largest, tallies} from "../../src/player/model/health";
import {documentNumbers, type Trace} from "../../src/shared/contract";
import {neuron} from "../player/fixtures/index";

const wire = neuron.edges.find(({target}) => target === "n9")?.id ?? "";
const sick: Trace = {
  ...neuron,
  health: [
    {kind: "vanishing", id: wire, severity: 0.4, share: 1, text: "The gradient is 1e-9."},
    {kind: "saturated", id: "n14", severity: 0.5, share: 1, text: "Flat here."},
    {kind: "saturated", id: "n10", severity: 0.9, share: 1, text: "Very flat here."},
    {kind: "nonfinite", id: "n12", severity: 1, share: 1, text: "The first infinity."},
  ],
};

describe("the size of a gradient", () => {
  it("is told in powers of ten beside the output's", () => {
    const sizes = [0, 1e-6, 1e-3, -1, 500, 1e6, Number.NaN];
    expect(sizes.map((size) => heat(size, 1))).toEqual([...HEATS]);
    expect(heat(1e-3, 1e-3)).toBe("fine");
    expect(heat(1, 0)).toBe("fine");
    expect(heat(Number.POSITIVE_INFINITY, 1)).toBe("broken");
  });

  it("of an array is that of its largest entry, and broken if one is", () => {
    expect(
      largest([
        [1, -3],
        [2, 0.5],
      ]),
    ).toBe(3);
    expect(largest([1, "NaN"])).toBeNaN();
    expect(largest({large: true, shape: [9], min: -7, max: 2, mean: 0, corner: [0], sample: [0]})).toBe(7);
  });
});

describe("the health of a graph", () => {
  const health = healthOf(sick, documentNumbers(sick));
  it("has a heat for every wire, from the numbers on the screen", () => {
    expect(health.wires.size).toBe(sick.edges.length);
    const live = documentNumbers(sick);
    const edges = {...live.edges, [wire]: {value: 1, upstream: 1, local: 1, downstream: 1e-9}};
    expect(healthOf(sick, {...live, edges}).wires.get(wire)).toBe("vanishing");
  });

  it("tells the worst first and puts what is said of a wire to its gate", () => {
    expect(health.findings.map(({kind}) => kind)).toEqual(["nonfinite", "saturated", "saturated", "vanishing"]);
    expect(health.nodes.get("n9")?.map(({text}) => text)).toEqual(["The gradient is 1e-9."]);
  });

  it("counts each kind of trouble and knows where to look", () => {
    expect(tallies(sick, health).map(({count, words, first}) => `${count} ${words}: ${first}`)).toEqual([
      "1 gate makes the first inf or NaN: n12",
      "2 gates are saturated: n10",
      "1 gradient vanishes: n9",
    ]);
    expect(tallies(neuron, healthOf(neuron, documentNumbers(neuron)))).toEqual([]);
  });

  it("gives the reasons for a chosen box", () => {
    expect(reasons(sick, "n9")).toEqual(["The gradient is 1e-9."]);
    expect(reasons(sick, "n0")).toEqual([]);
  });
});

describe("finding a box", () => {
  it("takes an exact name first, then what begins so, then what contains it", () => {
    expect(matches(sick, "w0")[0]?.id).toBe("n0");
    expect(matches(sick, "EXP")[0]?.id).toBe("n10");
    expect(
      matches(sick, "w")
        .map(({id}) => id)
        .slice(0, 3),
    ).toEqual(["n0", "n3", "n7"]);
    expect(matches(sick, "sigmoid").every(({where}) => where.includes("sigmoid"))).toBe(true);
    expect(matches(sick, "no such thing")).toEqual([]);
  });

  it("offers names before anything is typed", () => {
    expect(matches(sick, "").map(({id}) => id)).toContain("n0");
  });
});

describe("the health of a picture from far away", () => {
  const health = healthOf(sick, documentNumbers(sick));
  it("has every wire once, by its heat, and a spot on each box in trouble", () => {
    const wires = [...wiresByHeat(sick, health).values()].join("");
    expect(wires.match(/M/g)?.length).toBe(sick.edges.length);
    const spots = spotsByKind(sick, health);
    const kinds = sick.nodes.flatMap(({id}) => health.nodes.get(id)?.[0]?.kind ?? []);
    expect(spots.flatMap(({kind, d}) => Array(d.match(/M/g)?.length ?? 0).fill(kind)).sort()).toEqual(kinds.sort());
  });

  it("is drawn while outlines are, and not before or after", () => {
    document.body.innerHTML = '<div id="s"><svg><g class="viewport"><g class="outlines"></g></g></svg></div>';
    const stage = document.getElementById("s") as HTMLElement;
    drawHealthOutlines(stage, sick, health);
    expect(stage.querySelector(".far-health")).toBeNull();
    stage.querySelector(".viewport")?.classList.add("far-away");
    drawHealthOutlines(stage, sick, health);
    expect(stage.querySelectorAll(".far-spot").length).toBeGreaterThan(1);
    undressFar(stage);
    expect(stage.querySelector(".far-health")).toBeNull();
  });
});
