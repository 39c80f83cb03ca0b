// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {shapeErrorFigure} from "../../src/page/editor/shape-error";
import {reduce} from "../../src/page/reduce";
import type {Problem} from "../../src/shared/request";
import {neuron} from "../player/fixtures/index";
import {QUESTION, stateOf} from "./samples";

const problem = (detail: string, shapes: Problem["shapes"] = null) => ({
  code: "shape",
  detail,
  hint: null,
  span: null,
  shapes,
});

const textsIn = (figure: HTMLElement | null, which: string) =>
  [...(figure?.querySelectorAll(which) ?? [])].map((text) => text.textContent);

describe("shapes that do not fit", () => {
  it("are drawn with all sizes, the axes that disagree marked", () => {
    const figure = shapeErrorFigure(problem("no", {op: "@", left: [1, 3], right: [1, 2], axes: [1, 0]}));
    expect(textsIn(figure, "text")).toEqual(["3", "1", "2", "1"]);
    expect(textsIn(figure, ".bad")).toEqual(["3", "1"]);
  });
  it("are drawn for vectors too", () => {
    const figure = shapeErrorFigure(problem("no", {op: "+", left: [2], right: [3], axes: [0, 0]}));
    expect(textsIn(figure, ".bad")).toEqual(["2", "3"]);
  });
  it("have no figure where the sentence says more than a figure could", () => {
    expect(shapeErrorFigure(problem("`@` does not fit 1×3 and 1×2: no."))).toBeNull();
    expect(shapeErrorFigure(problem("no", {op: "@", left: [2, 2, 2], right: [3], axes: null}))).toBeNull();
  });
  it("leave the graph up to that place on the screen, at the end of its forward pass", () => {
    const failed = stateOf({problem: problem("no")});
    const after = reduce(failed, {type: "partial", request: failed.request, trace: neuron});
    expect(after.trace).toBe(neuron);
    expect(after.problem).toBe(failed.problem);
    expect(after.player.step).toBe(neuron.steps.filter(({phase}) => phase === "forward").length);
    expect(reduce(after, {type: "answer", request: failed.request, trace: neuron}).partial).toBe(false);
  });
  it("change nothing when another question has been asked since", () => {
    const state = stateOf({problem: problem("no")});
    expect(reduce(state, {type: "partial", request: {...QUESTION, source: "y"}, trace: neuron})).toBe(state);
  });
});
