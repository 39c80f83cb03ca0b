/** The picture of the landing page: the lectures' neuron, known without asking anybody. */

import {REVERSE, type TraceRequest} from "./request";

export const DEFAULT_REQUEST: TraceRequest = {
  source: "1/(1+exp(-(w0*x0+w1*x1+w2)))",
  values: {w0: 2, x0: -1, w1: -3, x1: -2, w2: -3},
  view: "gates",
  open: [],
  closed: [],
  output: null,
  upstream: null,
  ...REVERSE,
};
