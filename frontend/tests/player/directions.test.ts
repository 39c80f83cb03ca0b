// @vitest-environment happy-dom
/** Forward mode and the backward graph on the picture, and on the tape. */
import {describe, expect, it} from "vitest";
import {timelineOf} from "../../src/player/animate/timeline";
import {tip} from "../../src/player/draw/wires";
import {createStage} from "../../src/player/element/stage";
import {frame} from "../../src/player/model/frame";
import {numbersOf, place} from "../../src/player/model/numbers";
import {renewText} from "../../src/player/model/step-text";
import {evaluate} from "../../src/player/model/tape";
import {flatten, type Trace} from "../../src/shared/contract";
import {traceOf} from "../traces";

const leavesOf = (trace: Trace): Record<string, number[]> =>
  Object.fromEntries(Object.entries(trace.values).map(([name, value]) => [name, flatten(value)]));

describe("forward mode", () => {
  const trace = traceOf("tangents");

  it("shows no tangent before the direction is given, then those of the inputs", () => {
    expect(frame(trace, 0).wires.every(({tangents}) => tangents === null)).toBe(true);
    const first = frame(trace, 1);
    const moving = first.wires.filter(({tangents}) => tangents !== null).map(({edge}) => edge.source);
    const leaves = trace.nodes.filter(({kind}) => kind === "leaf").map(({id}) => id);
    expect(new Set(moving)).toEqual(new Set(leaves));
  });

  it("shows every tangent at the end, and no gradient at all", () => {
    const end = frame(trace, trace.steps.length);
    expect(end.wires.every(({tangents, done}) => tangents !== null && done === "tangent")).toBe(true);
    expect(end.wires.every(({gradient}) => gradient === null)).toBe(true);
  });

  it("says the engine's tangents when its tape is run", () => {
    const numbers = evaluate(trace, leavesOf(trace));
    for (const {id, tangent} of trace.edges) expect(numbers.edges[id]?.tangent).toBeCloseTo(tangent as number, 12);
    const last = trace.steps.length;
    const step = trace.steps[last - 1];
    expect(renewText(step?.words ?? "", trace, numbers, last)).toBe(step?.text);
    expect(place(`${trace.output}.tangent`, trace, numbersOf(trace), last)).toBe(trace.tangent);
  });

  it("moves tokens of the tangent's colour along the wires", () => {
    const at = trace.steps.findIndex(({kind}) => kind === "tangent") + 1;
    const looks = timelineOf(trace, frame(trace, at))?.clips.map((clip) => ("look" in clip ? clip.look : clip.line));
    expect(new Set(looks)).toEqual(new Set(["tangent"]));
  });
});

describe("a backward graph", () => {
  const trace = traceOf("halves");
  const begin = trace.steps.findIndex(({kind}) => kind === "seed") + 1;

  it("has nothing red before its backward half begins", () => {
    const before = frame(trace, begin - 1);
    expect(before.wires.every(({gradient, locals}) => gradient === null && locals === null)).toBe(true);
    const seed = trace.steps[begin - 1]?.nodes[0];
    const after = frame(trace, begin).wires.filter(({gradient}) => gradient !== null);
    expect(new Set(after.map(({edge}) => edge.source))).toEqual(new Set([seed]));
  });

  it("shows values, local gradients and gradients as what they are", () => {
    const end = frame(trace, trace.steps.length);
    const node = new Map(trace.nodes.map((one) => [one.id, one]));
    for (const {edge, values, gradients, locals} of end.wires) {
      const shown = {value: values, gradient: gradients, local: locals};
      const carries = node.get(edge.source)?.carries ?? "value";
      expect(Object.entries(shown).filter(([, array]) => array !== null)).toEqual([[carries, edge.value]]);
    }
  });

  it("ends in the gradients of the program", () => {
    const ends = trace.nodes.filter(({kind, backward_of}) => kind === "output" && backward_of !== null);
    expect(ends.length).toBe(Object.keys(trace.gradients).length);
    for (const {label, value} of ends) expect(value).toBeCloseTo(trace.gradients[label.slice(1)] as number, 12);
  });

  it("is drawn again over the bytes of its saved values", () => {
    const stage = createStage(document.createElement("div"), {buttons: false});
    const saved = (): number => stage.element.querySelectorAll(".saved-bytes").length;
    const counts = [trace.steps.length, 0, begin, trace.steps.length].map((step) => {
      void stage.show(trace, frame(trace, step), {animate: false});
      const twice = {...frame(trace, step), wires: frame(trace, step).wires.map((wire) => ({...wire, partial: true}))};
      void stage.show(trace, twice, {animate: false});
      return saved();
    });
    stage.destroy();
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[3]).toBe(counts[0]);
  });

  it("follows a slider", () => {
    const numbers = evaluate(trace, {...leavesOf(trace), w0: [1]});
    const end = trace.nodes.find(({label}) => label === "dx0");
    const f = 1 / (1 + Math.exp(-(-1 + 6 - 3)));
    expect(numbers.nodes[end?.id ?? ""]?.value).toBeCloseTo(f * (1 - f), 12);
  });

  it("has arrow heads that point where its wires lead", () => {
    expect(
      tip([
        [0, 5],
        [20, 5],
      ]),
    ).toContain("l-7,");
    expect(
      tip([
        [20, 5],
        [0, 5],
      ]),
    ).toContain("l7,");
  });
});
