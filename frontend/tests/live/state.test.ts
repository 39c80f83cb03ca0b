import {expect, test} from "vitest";
import {type LiveState, readHistogram, readState} from "../../src/shared/live/state";
import {REVERSE} from "../../src/shared/request";

const STATE: LiveState = {
  request: {
    source: "x*y",
    values: {x: 2, y: [1, 2]},
    view: "units",
    open: [],
    closed: ["g1"],
    output: null,
    upstream: 3,
    mode: "forward",
    direction: {x: 1},
    graph: "backward",
    round: 4,
  },
  step: 4,
  notation: "delta",
  prediction: {
    blank: "q1",
    exercise: {source: "x*y", ask: ["downstream"]},
    id: "b1",
    kind: "downstream",
    edge: "e1",
    node: null,
    step: 5,
    label: "The gradient of x",
    choices: [{answer: "router", text: "router"}],
    phase: "shown",
    answered: 2,
    histogram: {
      answered: 2,
      right: 1,
      marks: [{answer: "1", count: 2, right: false, mistake: "local-only", sentence: "That is the local gradient."}],
    },
  },
};

test("a state comes back as it was sent", () => {
  expect(readState(JSON.parse(JSON.stringify(STATE)))).toEqual(STATE);
});

test("what is no state is none, and a part that is wrong is as usual", () => {
  for (const data of [null, [], "x", {}, {request: {}}, {request: {source: "x"}}, {request: {source: "x"}, step: -1}])
    expect(readState(data)).toBeNull();
  const odd = {request: {source: "x", values: {x: "2", y: 1}, view: "all", open: [1, "g"]}, step: 0, notation: "?"};
  expect(readState({...odd, prediction: {blank: 1}})).toEqual({
    request: {
      source: "x",
      values: {y: 1},
      view: "gates",
      open: ["g"],
      closed: [],
      output: null,
      upstream: null,
      ...REVERSE,
    },
    step: 0,
    notation: "partial",
    prediction: null,
  });
});

test("answers that were not marked make no histogram", () => {
  expect(readHistogram({answered: 3, values: [["1", 3]], mistakes: {}})).toBeNull();
});
