/** Help with a named mistake: the place that pulses, and the small exercise of its kind. Pure. */

import {plan} from "../../player/model/plan";
import type {Blank, Trace} from "../../shared/contract";
import type {ExerciseFields} from "../../shared/request";
import {type Exercise, requestFrom} from "./exercise";

/** Place of a mistake, seen from the blank. */
type Place = "copy" | "fork" | "other input" | "upstream" | "gate" | "inputs";

type Drill = Readonly<{source: string; ask: ExerciseFields["ask"]}>;

const DRILLS = {
  copy: {source: "f = x*y + x*z", ask: ["term", {kind: "downstream", name: "x"}]},
  product: {source: "f = (x*y)*z", ask: ["downstream"]},
  router: {source: "f = max(x, y)*z", ask: ["downstream"]},
  add: {source: "f = (x + y)*z", ask: ["downstream"]},
  chain: {source: "f = (x**2 + y)*z", ask: ["downstream"]},
  slope: {source: "f = x**2 + 1/y", ask: ["local"]},
  slopes: {source: "f = (x*y)/z", ask: ["local"]},
  sign: {source: "f = (x - y)*z", ask: ["downstream"]},
  value: {source: "f = (x - y)*z", ask: ["value"]},
  shape: {source: "f = sum(W @ x)", ask: ["shape"]},
  pattern: {source: "f = max(x, y)*z + x", ask: ["pattern"]},
  order: {source: "f = (x*y + x)*exp(y)", ask: ["order"]},
  line: {source: "x = 2.0\nw = 3.0\nz = w*x\nL = z**2\ndz = 2*z\ndw = dz*w\ndx = dz*w", ask: ["wrong_line"]},
  rule: {source: "x = 2.0\nw = 3.0\nz = w*x\nL = z**2\ndz = 2*z\ndw = dz*x\ndx = dz*w", ask: ["line"]},
  layer: {
    source:
      "W = np.array([[1.0, -2.0], [0.5, 3.0]])\nx = np.array([2.0, -1.0])\nz = W @ x\nL = np.sum(z**2)\n" +
      "dz = 2*z\ndW = np.outer(dz, x)\ndx = W.T @ dz",
    ask: ["line"],
  },
  paths: {source: "x = 3.0\ny = x**2\nL = x*y\ndy = x\ndx = y + dy*2*x", ask: ["line"]},
} as const satisfies Readonly<Record<string, Drill>>;

type Row = Readonly<{place: Place; drill: keyof typeof DRILLS}>;

/** Help by the code of the mistake. */
const MISTAKES: Readonly<Record<string, Row>> = {
  "overwrote-at-copy": {place: "copy", drill: "copy"},
  "path-left-out": {place: "copy", drill: "copy"},
  "mean-at-copy": {place: "copy", drill: "copy"},
  "product-at-copy": {place: "copy", drill: "copy"},
  "difference-at-copy": {place: "copy", drill: "copy"},
  "count-at-copy": {place: "copy", drill: "copy"},
  "other-term": {place: "fork", drill: "copy"},
  "sum-for-term": {place: "fork", drill: "copy"},
  "swapped-nothing": {place: "other input", drill: "product"},
  "sent-to-both": {place: "other input", drill: "router"},
  "blocked-winner": {place: "gate", drill: "router"},
  "split-at-add": {place: "upstream", drill: "add"},
  "exponent-left-out": {place: "gate", drill: "chain"},
  "local-only": {place: "upstream", drill: "chain"},
  "upstream-only": {place: "gate", drill: "chain"},
  "added-instead": {place: "upstream", drill: "chain"},
  "divided-instead": {place: "upstream", drill: "chain"},
  "own-value": {place: "other input", drill: "slopes"},
  "turned-round": {place: "inputs", drill: "value"},
  "other-operand": {place: "gate", drill: "product"},
  "sign-lost": {place: "gate", drill: "sign"},
  "output-as-slope": {place: "gate", drill: "slope"},
  "slope-at-output": {place: "inputs", drill: "slope"},
  "inverse-slope": {place: "gate", drill: "slope"},
  "value-for-gradient": {place: "upstream", drill: "chain"},
  "other-gate": {place: "gate", drill: "value"},
  "gradient-for-value": {place: "inputs", drill: "value"},
  "rounded-too-early": {place: "upstream", drill: "chain"},
  "factor-two": {place: "gate", drill: "chain"},
  "shape-of-output": {place: "gate", drill: "shape"},
  "wrong-shape": {place: "gate", drill: "shape"},
  "wrong-pattern": {place: "gate", drill: "pattern"},
  "too-early": {place: "upstream", drill: "order"},
  "done-already": {place: "gate", drill: "order"},
  "inherited-line": {place: "gate", drill: "line"},
  "right-line": {place: "gate", drill: "line"},
  "later-line": {place: "gate", drill: "line"},
  "other-line": {place: "gate", drill: "line"},
  "number-for-rule": {place: "gate", drill: "rule"},
  "altered-gate": {place: "gate", drill: "rule"},
  "softmax-entrywise": {place: "gate", drill: "rule"},
  "updated-first": {place: "gate", drill: "rule"},
  "wrong-entries": {place: "gate", drill: "rule"},
  "wrong-operation": {place: "gate", drill: "rule"},
  "wrong-order-of-axes": {place: "gate", drill: "rule"},
  "wrong-part": {place: "gate", drill: "rule"},
  "wrong-reduction": {place: "gate", drill: "rule"},
  "wrong-winner": {place: "gate", drill: "rule"},
  "by-chance": {place: "gate", drill: "rule"},
  // of lines of a backward pass: they have their place in the program
  sign: {place: "gate", drill: "rule"},
  "missing-sum": {place: "gate", drill: "layer"},
  "summed-over-wrong-axis": {place: "gate", drill: "layer"},
  "mean-for-sum": {place: "gate", drill: "layer"},
  "sum-for-mean": {place: "gate", drill: "layer"},
  "forgot-upstream": {place: "gate", drill: "rule"},
  factor: {place: "gate", drill: "rule"},
  transpose: {place: "gate", drill: "layer"},
  overwrote: {place: "gate", drill: "paths"},
  "overwrote-rounds": {place: "gate", drill: "paths"},
  "wrong-mask": {place: "gate", drill: "layer"},
  "mask-missing": {place: "gate", drill: "layer"},
  "missing-scale": {place: "gate", drill: "layer"},
  "forgot-local": {place: "gate", drill: "rule"},
  "wrong-operand": {place: "gate", drill: "rule"},
  "label-entry": {place: "gate", drill: "layer"},
  "another-step": {place: "gate", drill: "paths"},
  "wrong-addend": {place: "gate", drill: "paths"},
  swapped: {place: "gate", drill: "rule"},
  "extra-factor": {place: "gate", drill: "rule"},
  "wrong-number": {place: "gate", drill: "rule"},
  "missing-factor": {place: "gate", drill: "rule"},
  "wrong-slope": {place: "gate", drill: "rule"},
  "missing-path": {place: "gate", drill: "paths"},
  "wrong-term": {place: "gate", drill: "paths"},
  shape: {place: "gate", drill: "layer"},
};

/** Ids of the boxes and wires at which a mistake happens; none for one that has no place in the picture. */
export function placesOf(trace: Trace, blank: Blank, code: string): readonly string[] {
  const row = MISTAKES[code];
  if (row === undefined) return [];
  const {edge, inputs: incoming, outOf} = plan(trace);
  const gate = blank.node ?? edge.get(blank.edge ?? "")?.target;
  if (gate === undefined) return [];
  const inputs = (incoming.get(gate) ?? []).map(({id}) => id);
  const fork = edge.get(blank.edge ?? "")?.source ?? "";
  const places: Readonly<Record<Place, readonly string[]>> = {
    copy: [gate, ...(outOf.get(gate) ?? []).map(({id}) => id)],
    fork: (outOf.get(fork) ?? []).map(({id}) => id),
    gate: [gate],
    inputs,
    "other input": inputs.filter((id) => id !== blank.edge),
    upstream: (outOf.get(gate) ?? []).map(({id}) => id),
  };
  return places[row.place];
}

/** A small exercise of the kind of a mistake, with other numbers for each seed; null where there is no such kind. */
export function drillFor(code: string | null, seed: number): Exercise | null {
  const row = code === null ? undefined : MISTAKES[code];
  if (row === undefined) return null;
  const {source, ask} = DRILLS[row.drill];
  return {
    request: requestFrom({source}),
    fields: {ask, seed, count: null, digits: null, significant: null},
  };
}
