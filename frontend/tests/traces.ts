/** Traces as the engine writes them; tests/trace_fixtures.py in the folder above says of what. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {Trace} from "../src/shared/contract";

export const NAMES = [
  "neuron",
  "collapsed",
  "repeated",
  "shared",
  "matmul",
  "windows",
  "units",
  "lectures-functions",
  "lectures-gates",
  "lectures-units",
] as const;
/** In forward mode, and as a backward graph: their steps hand no gradient back. */
type Ways = "tangents" | "halves";

export function traceOf(name: (typeof NAMES)[number] | Ways): Trace {
  return JSON.parse(readFileSync(join(__dirname, "traces", `${name}.json`), "utf8")) as Trace;
}
