import {describe, expect, it} from "vitest";
import {linkOf} from "../../src/page/address";
import {fills, isThere, passesOf, passOf, requestOf} from "../../src/page/directions/jacobian-fill";
import {reduce} from "../../src/page/reduce";
import type {Trace} from "../../src/shared/contract";
import {readLink, requestOfLink, writeLink} from "../../src/shared/link";
import {QUESTION, stateOf} from "./samples";

describe("the ways to differentiate", () => {
  const state = stateOf({request: {...QUESTION, open: ["f0"]}});
  const forward = reduce(state, {type: "ways", mode: "forward", graph: "forward", direction: {w0: 1}});
  const backward = reduce(state, {type: "ways", mode: "reverse", graph: "backward", direction: {w0: 1}});

  it("stand in the address and come back from it", () => {
    for (const {request} of [forward, backward]) {
      const link = readLink({search: writeLink(linkOf(stateOf({request}))), hash: ""});
      expect(requestOfLink(link, QUESTION)).toEqual(request);
    }
  });

  it("keep a direction in forward mode only", () => {
    expect(forward.request.direction).toEqual({w0: 1});
    expect(backward.request.direction).toBeNull();
  });

  it("close what was opened when another graph is drawn, whose functions have other ids", () => {
    expect(forward.request.open).toEqual(["f0"]);
    expect(backward.request.open).toEqual([]);
  });

  it("begin anew with a formula of its own, and forget a direction when names may be gone", () => {
    expect(reduce(backward, {type: "edit", source: "sin(a)"}).request).toMatchObject({
      graph: "forward",
      mode: "reverse",
    });
    expect(reduce(forward, {type: "edit", source: `${QUESTION.source} + 1`}).request).toMatchObject({
      mode: "forward",
      direction: null,
    });
  });
});

describe("filling a Jacobian", () => {
  const entries = {rows: ["y[0]", "y[1]"], columns: ["x[0]", "x[1]", "b"]};
  const trace = (fields: Partial<Trace>): Trace =>
    ({
      mode: "reverse",
      graph: "forward",
      direction: null,
      output: "n3",
      steps: [1, 2, 3, 4],
      values: {x: [3, 4], b: 1},
      nodes: [
        {id: "n0", kind: "leaf", name: "x", gradient_step: 3},
        {id: "n1", kind: "leaf", name: "b", gradient_step: 4},
        {id: "n3", kind: "gate", name: "y", shape: [2], tangent_step: 3},
      ],
      ...fields,
    }) as unknown as Trace;

  it("takes a row a pass in reverse mode, chosen by the upstream gradient", () => {
    expect(passOf(trace({}), [0, 1], entries)).toEqual({mode: "reverse", index: 1});
    expect(passOf(trace({}), null, entries)).toBeNull();
    expect(passOf(trace({}), null, {...entries, rows: ["y"]})).toEqual({mode: "reverse", index: 0});
    expect([passesOf(entries, "reverse"), passesOf(entries, "forward")]).toEqual([2, 3]);
  });

  it("takes a column a pass in forward mode, chosen by the direction", () => {
    const forward = (direction: Trace["direction"]) => passOf(trace({mode: "forward", direction}), null, entries);
    expect(forward({x: [0, 1]})).toEqual({mode: "forward", index: 1});
    expect(forward({b: 1})).toEqual({mode: "forward", index: 2});
    expect(forward({x: [1, 1]})).toBeNull();
    expect(forward({b: 0.5})).toBeNull();
  });

  it("goes along with the timeline", () => {
    const row = {mode: "reverse", index: 0} as const;
    expect([2, 3, 4].map((position) => isThere(trace({}), position, row, "x[1]"))).toEqual([false, true, true]);
    expect([3, 4].map((position) => isThere(trace({}), position, row, "b"))).toEqual([false, true]);
    const column = {mode: "forward", index: 0} as const;
    expect([2, 3].map((position) => isThere(trace({}), position, column, "b"))).toEqual([false, true]);
    expect(fills(row, 0, 2) && !fills(row, 1, 2) && fills(column, 1, 0) && !fills(column, 1, 1)).toBe(true);
  });

  it("asks for the pass that was chosen", () => {
    expect(requestOf({mode: "forward", index: 1}, trace({}), entries)).toMatchObject({direction: {x: [0, 1]}});
    expect(requestOf({mode: "forward", index: 2}, trace({}), entries)).toMatchObject({direction: {b: 1}});
    expect(requestOf({mode: "reverse", index: 1}, trace({}), entries)).toMatchObject({upstream: [0, 1]});
    expect(requestOf({mode: "reverse", index: 0}, trace({}), {...entries, rows: ["y"]})).toMatchObject({
      upstream: null,
    });
  });
});

describe("a broken gate", () => {
  const state = stateOf({request: QUESTION, fault: {node: "n5", kind: "sign"}, recompute: ["n3"]});

  it("is mended when another view has other boxes, not when a number moves", () => {
    expect(reduce(state, {type: "view", view: "units"})).toMatchObject({fault: null, recompute: []});
    expect(reduce(state, {type: "value", name: "w0", value: 2}).fault).toEqual({node: "n5", kind: "sign"});
  });
});
