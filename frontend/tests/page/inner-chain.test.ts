import {expect, it} from "vitest";
import {chainInside} from "../../src/page/inspector/inner-chain";
import * as tapeFunctions from "../../src/player/model/tape";
import {provideTape} from "../../src/player/model/tape-later";
import {documentNumbers, type Tape, type Trace, type TraceEdge} from "../../src/shared/contract";
import {neuron} from "../player/fixtures/index";

provideTape(tapeFunctions);

/** 1/(1 + exp(-x)), closed to one gate f0 with the wire e0; entries 1 and 2 are its constants. */
const tape: Tape = {
  ops: ["", "", "", "neg", "exp_finite", "add", "div"],
  args: [[], [], [], [0], [3], [2, 4], [1, 5]],
  initial: [1, 1, 1, 0, 0, 0, 0],
  leaves: {x: [0]},
  output: [6],
  upstream: [1],
  guards: [],
  nodes: {},
  edges: {e0: {value: [0], down: [[0]], up: [6], local: []}},
};
const edge: TraceEdge = {...(neuron.edges[0] as TraceEdge), id: "e0", target: "f0"};
const of = (change: Partial<Tape>): Trace => ({...neuron, nodes: [], edges: [edge], tape: {...tape, ...change}});

it("the local gradients inside a closed sigmoid multiply to its own", () => {
  const trace = of({});
  const chain = chainInside(trace, documentNumbers(trace), edge) ?? [];
  expect(chain.map(({op}) => op)).toEqual(["×−1", "exp", "+", "÷"]);
  const s = 1 / (1 + Math.exp(-1));
  expect(chain.reduce((product, {local}) => product * local, 1)).toBeCloseTo((1 - s) * s, 12);
});

it("what is used twice inside, or comes without a tape, is no chain", () => {
  const twice = of({ops: ["", "", "", "neg", "exp", "mul", "add"], args: [[], [], [], [0], [3], [3, 4], [5, 4]]});
  expect(chainInside(twice, documentNumbers(twice), edge)).toBeNull();
  const none: Trace = {...of({}), tape: null};
  expect(chainInside(none, documentNumbers(none), edge)).toBeNull();
});
