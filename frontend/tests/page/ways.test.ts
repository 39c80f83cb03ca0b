import {describe, expect, it} from "vitest";
import {linkOf} from "../../src/page/address";
import {orderOf, passOf} from "../../src/page/directions/jacobian-order";
import {reduce} from "../../src/page/reduce";
import {questionOf, readLink, writeLink} from "../../src/shared/link";
import {QUESTION, stateOf} from "./samples";

describe("the ways to differentiate", () => {
  const state = stateOf({question: {...QUESTION, open: ["f0"]}});
  const forward = reduce(state, {type: "ways", mode: "forward", graph: "forward", direction: {w0: 1}});
  const backward = reduce(state, {type: "ways", mode: "reverse", graph: "backward", direction: {w0: 1}});

  it("stand in the address and come back from it", () => {
    for (const {question} of [forward, backward]) {
      const link = readLink({search: writeLink(linkOf(stateOf({question}))), hash: ""});
      expect(questionOf(link, QUESTION)).toEqual(question);
    }
  });

  it("keep a direction in forward mode only", () => {
    expect(forward.question.direction).toEqual({w0: 1});
    expect(backward.question.direction).toBeNull();
  });

  it("close what was opened when another graph is drawn, whose functions have other ids", () => {
    expect(forward.question.open).toEqual(["f0"]);
    expect(backward.question.open).toEqual([]);
  });

  it("begin anew with a formula of its own, and forget a direction when names may be gone", () => {
    expect(reduce(backward, {type: "edit", source: "sin(a)"}).question).toMatchObject({
      graph: "forward",
      mode: "reverse",
    });
    expect(reduce(forward, {type: "edit", source: `${QUESTION.source} + 1`}).question).toMatchObject({
      mode: "forward",
      direction: null,
    });
  });
});

describe("filling a Jacobian", () => {
  it("goes by rows in reverse mode and by columns in forward mode", () => {
    expect(orderOf("reverse", 2, 2).map(String)).toEqual(["0,0", "0,1", "1,0", "1,1"]);
    expect(orderOf("forward", 2, 2).map(String)).toEqual(["0,0", "1,0", "0,1", "1,1"]);
  });

  it("takes a pass for each row, or for each column", () => {
    const passes = (mode: "reverse" | "forward"): number =>
      new Set(orderOf(mode, 2, 3).map(([row, column]) => passOf(mode, row, column))).size;
    expect([passes("reverse"), passes("forward")]).toEqual([2, 3]);
  });
});
