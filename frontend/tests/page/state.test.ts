import {describe, expect, it} from "vitest";
import {reduce} from "../../src/page/reduce";
import {mapStep} from "../../src/player/model/map-step";
import {neuron, shared} from "../player/fixtures/index";
import {QUESTION, stateOf, withSteps} from "./samples";

const answered = reduce(stateOf(), {type: "answer", request: QUESTION, trace: neuron});

describe("the page's state", () => {
  it("keeps the last good picture while an error stands, and what was typed", () => {
    const problem = {code: "syntax", detail: "A bracket is not closed.", hint: null, span: null};
    const typed = reduce(answered, {type: "edit", source: "1/(1+"});
    const broken = reduce(typed, {type: "problem", problem});
    expect(broken.trace).toBe(neuron);
    expect(broken.request.source).toBe("1/(1+");
    expect(broken.problem).toBe(problem);
  });

  it("drops the error with the next good answer", () => {
    const problem = {code: "syntax", detail: "", hint: null, span: null};
    const broken = reduce(answered, {type: "problem", problem});
    expect(reduce(broken, {type: "answer", request: QUESTION, trace: neuron}).problem).toBeNull();
  });

  it("stands at the step a link asked for as soon as there is a trace", () => {
    const opened = stateOf({requestedStep: 11});
    expect(reduce(opened, {type: "answer", request: QUESTION, trace: neuron}).player.step).toBe(11);
    expect(
      reduce({...opened, requestedStep: 999}, {type: "answer", request: QUESTION, trace: neuron}).player.step,
    ).toBe(neuron.steps.length);
  });

  it("goes back to the values it was opened with", () => {
    const moved = reduce(answered, {type: "value", name: "w0", value: 4});
    expect(moved.request.values.w0).toBe(4);
    expect(reduce(moved, {type: "reset"}).request.values).toBe(QUESTION.values);
  });

  it("forgets the chosen output, the upstream and the open functions when the text changes", () => {
    const chosen = stateOf({request: {...QUESTION, output: "q", upstream: 2, open: ["f1"]}});
    const {request} = reduce(chosen, {type: "edit", source: "x*y"});
    expect(request).toMatchObject({output: null, upstream: null, open: []});
  });

  it("opens and closes a function without saying both of it", () => {
    const opened = reduce(answered, {type: "toggle", id: "f1", open: true});
    expect(opened.request).toMatchObject({open: ["f1"], closed: []});
    expect(reduce(opened, {type: "toggle", id: "f1", open: false}).request).toMatchObject({open: [], closed: ["f1"]});
  });

  it("shows the explanation of a node that is chosen", () => {
    expect(reduce({...answered, tab: "values"}, {type: "select", id: "w0"})).toMatchObject({
      selected: "w0",
      tab: "step",
    });
  });

  it("forgets a chosen node that the new picture does not have", () => {
    const chosen = reduce(answered, {type: "select", id: "w0"});
    expect(
      reduce(chosen, {type: "answer", request: {...QUESTION, source: "max(x*y, x+z)"}, trace: shared}).selected,
    ).toBe(null);
  });
});

describe("where a reader stands when the picture changes", () => {
  const last = neuron.steps.length;
  it("start stays start, end stays end", () => {
    expect(mapStep(neuron, shared, 0, false)).toBe(0);
    expect(mapStep(neuron, shared, last, false)).toBe(shared.steps.length);
    expect(mapStep(null, shared, 5, false)).toBe(0);
  });
  it("the same steps keep the place", () => {
    for (let step = 0; step <= last; step++) expect(mapStep(neuron, {...neuron}, step, true)).toBe(step);
  });
  it("a new source starts anew", () => {
    expect(mapStep(neuron, shared, 5, false)).toBe(0);
  });
  it("another view of the same source keeps the gate, or as far along", () => {
    expect(mapStep(neuron, withSteps(neuron, last - 1), 5, true)).toBe(5);
    const place = mapStep(neuron, shared, 10, true);
    expect(place).toBeGreaterThan(0);
    expect(place).toBeLessThanOrEqual(shared.steps.length);
  });
});
