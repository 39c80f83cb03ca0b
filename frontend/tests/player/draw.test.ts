// @vitest-environment happy-dom
import {afterEach, describe, expect, test} from "vitest";
import {timelineOf} from "../../src/player/animate/timeline";
import {neighbour} from "../../src/player/draw/keyboard-neighbour";
import {createStage} from "../../src/player/element/stage";
import type {Stage} from "../../src/player/element/stage-types";
import {frame} from "../../src/player/model/frame";
import type {Trace} from "../../src/shared/contract";
import {neuron, repeated, shared} from "./fixtures";

const stages: Stage[] = [];

function fresh(): Stage {
  const stage = createStage(document.body.appendChild(document.createElement("div")), {buttons: false});
  stages.push(stage);
  return stage;
}

afterEach(() => {
  for (const stage of stages.splice(0)) stage.destroy();
  document.body.replaceChildren();
});

const still = (stage: Stage, trace: Trace, position: number): void => {
  void stage.show(trace, frame(trace, position), {animate: false});
};
/** What is cut at the window's edge depends on where the window looks. */
const picture = (stage: Stage): string =>
  stage.element.querySelector(".viewport")?.innerHTML.replaceAll(/ cut(?=")/g, "") ?? "";

describe.each([
  ["neuron", neuron],
  ["shared", shared],
  ["repeated", repeated],
])("the picture of %s depends on the step alone", (_name, trace) => {
  const positions = Array.from({length: trace.steps.length + 1}, (_, i) => i);
  const pictures = positions.map((position) => {
    const stage = createStage(document.createElement("div"), {buttons: false});
    still(stage, trace, position);
    const drawn = picture(stage);
    stage.destroy();
    return drawn;
  });

  test("each step looks different", () => {
    expect(new Set(pictures).size).toBe(positions.length);
  });

  test.each(positions)("from step %i to any other", (from) => {
    const stage = fresh();
    for (const to of positions) {
      still(stage, trace, from);
      still(stage, trace, to);
      expect(picture(stage)).toBe(pictures[to]);
    }
  });

  test("an animation that is interrupted leaves nothing behind", async () => {
    for (const to of positions.slice(1)) {
      const stage = fresh();
      still(stage, trace, to - 1);
      const playing = stage.show(trace, frame(trace, to), {animate: true, speed: 1});
      expect(stage.element.querySelectorAll(".token").length).toBeGreaterThan(0);
      still(stage, trace, to);
      expect(picture(stage)).toBe(pictures[to]);
      await playing;
      expect(picture(stage)).toBe(pictures[to]);
    }
  });

  test("an animation that ends leaves the picture of its step", async () => {
    const stage = fresh();
    still(stage, trace, 0);
    await stage.show(trace, frame(trace, 1), {animate: true, speed: 40});
    expect(picture(stage)).toBe(pictures[1]);
  });
});

test("one trace after another leaves nothing of the first", () => {
  const stage = fresh();
  still(stage, neuron, 12);
  still(stage, repeated, 3);
  const other = fresh();
  still(other, repeated, 3);
  expect(picture(stage)).toBe(picture(other));
});

test("a box says what it is, its value and its gradient", () => {
  const stage = fresh();
  still(stage, repeated, repeated.steps.length);
  const labels = [...stage.element.querySelectorAll("g.node")].map((box) => box.getAttribute("aria-label"));
  expect(labels).toContain("Multiply gate, value 9.00, gradient 1.00");
  expect(labels).toContain("Variable x, value 3.00, gradient 6.00");
});

test("what is drawn of an entry's name is in its box's name", () => {
  const stage = fresh();
  const [first, ...rest] = repeated.nodes;
  const entry = {...first!, label: "W1₀₀", name: "W1[0,0]", title: "Variable W1[0,0]"};
  still(stage, {...repeated, nodes: [entry, ...rest]}, 1);
  const box = stage.element.querySelector("g.node");
  expect(box?.getAttribute("aria-label")).toBe("W1,00: Variable W1[0,0], value 3.00");
  expect(box?.textContent).toBe("W1,00");
});

test("a click chooses a box or a wire, a click beside them nothing", () => {
  const stage = fresh();
  const chosen: (string | null)[] = [];
  stage.onSelect((id) => chosen.push(id));
  still(stage, repeated, 2);
  for (const selector of [".node .shape", ".wire .hit", "svg"])
    stage.element.querySelector(selector)?.dispatchEvent(new MouseEvent("click", {bubbles: true}));
  expect(chosen).toEqual(["n0", "e0", null]);
  expect(stage.element.querySelector(".selected")).toBeNull();
});

test("exactly one box is in the tab order", () => {
  const stage = fresh();
  still(stage, neuron, 0);
  expect(stage.element.querySelectorAll('g.node[tabindex="0"]').length).toBe(1);
  stage.select("n10");
  expect(stage.element.querySelector('g.node[tabindex="0"]')?.getAttribute("data-id")).toBe("n10");
});

test("arrows walk along the wires and up and down", () => {
  expect(neighbour(neuron, "n2", "ArrowRight")).toBe("n6");
  expect(neighbour(neuron, "n6", "ArrowLeft")).toBe("n2");
  expect(neighbour(neuron, "n0", "ArrowDown")).toBe("n1");
  expect(neighbour(neuron, "n0", "ArrowUp")).toBeNull();
  expect(neighbour(neuron, "n0", "a")).toBeNull();
});

test("each gate hands its gradient back in its own way", () => {
  const tokens = (trace: Trace, kind: string, id: string): string[] => {
    const step = trace.steps.find((item) => item.kind === kind && item.nodes[0] === id);
    const clips = timelineOf(trace, frame(trace, (step?.index ?? 0) + 1))?.clips ?? [];
    return clips.flatMap((clip) => (clip.kind === "token" ? [clip.segments.map(({text}) => text).join("")] : []));
  };
  // add: the upstream gradient and an equal copy for each input
  expect(tokens(neuron, "backward", "n8")).toEqual(["0.20", "0.20", "0.20"]);
  // mul: the values cross, each meets the upstream gradient
  const swapped = tokens(neuron, "backward", "n5");
  expect(swapped).toContain("0.20 × −2.00");
  expect(swapped).toContain("0.20 × −3.00");
  // a scaling gate: upstream times local
  expect(tokens(neuron, "backward", "n10")).toContain("−0.53 × 0.37 = −0.20");
  // max: all to the winner, 0 to the other, faint
  expect(tokens(shared, "backward", "n5").slice(1)).toEqual(["0.00", "1.00"]);
  // copy: terms one by one
  expect(tokens(shared, "accumulate", "c0")).toContain("0.00 += 1.00");
  // the 1 is explained
  expect(tokens(neuron, "seed", "out")).toContain("∂f/∂f = 1");
});
