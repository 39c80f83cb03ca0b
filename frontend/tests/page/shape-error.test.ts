import {describe, expect, it} from "vitest";
import {shapeErrorFigure, shapeErrorOf} from "../../src/page/editor/shape-error";
import {reduce} from "../../src/page/state";
import {neuron} from "../player/fixtures/index";
import {QUESTION, stateOf} from "./samples";

const problem = (detail: string) => ({code: "shape", detail, hint: null, span: null});

describe("shapes that do not fit", () => {
  it("are read from the sentence, with the axes that disagree", () => {
    expect(shapeErrorOf(problem("`@` does not fit 1×3 and 1×2: (1, 3) @ (1, 2) does not fit."))).toEqual({
      symbol: "@",
      left: [1, 3],
      right: [1, 2],
      axes: [1, 0],
    });
    expect(shapeErrorOf(problem("`×` does not fit 4×3 and 2: axis -1."))?.axes).toEqual([1, 0]);
    expect(shapeErrorOf(problem("`@` does not fit 2×3 and a number: no."))?.axes).toEqual([-1, -1]);
    expect(shapeErrorOf({code: "syntax", detail: "`@` does not fit 1×3 and 1×2: no."})).toBeNull();
    expect(shapeErrorOf(problem("`sum` has no axis 4."))).toBeNull();
  });
  it("are drawn with both sizes, the bad ones marked", () => {
    const figure = shapeErrorFigure(problem("`@` does not fit 1×3 and 1×2: no."));
    expect([...(figure?.querySelectorAll("text") ?? [])].map((text) => text.textContent)).toEqual(["3", "1", "2", "1"]);
    expect([...(figure?.querySelectorAll(".bad") ?? [])].map((text) => text.textContent)).toEqual(["3", "1"]);
  });
  it("leave the graph up to that place on the screen, at the end of its forward pass", () => {
    const failed = stateOf({problem: problem("no")});
    const after = reduce(failed, {type: "partial", question: failed.question, trace: neuron});
    expect(after.trace).toBe(neuron);
    expect(after.problem).toBe(failed.problem);
    expect(after.player.step).toBe(neuron.steps.filter(({phase}) => phase === "forward").length);
    expect(reduce(after, {type: "answer", question: failed.question, trace: neuron}).partial).toBe(false);
  });
  it("change nothing when another question has been asked since", () => {
    const state = stateOf({problem: problem("no")});
    expect(reduce(state, {type: "partial", question: {...QUESTION, source: "y"}, trace: neuron})).toBe(state);
  });
});
