/** Content of an offline exercise, as `assessments/offline.py` writes it. */
import type {Trace} from "../shared/contract";

/** A right or wrong answer as centre and half width. */
type Interval = readonly [number, number];

interface Argument {
  readonly entry: number | null;
  readonly constant: number;
}

/** Rule by which one number of the picture follows from others: the rows of `exercises/dependencies.py`. */
export interface Entry {
  readonly kind: "constant" | "same" | "gate" | "slope" | "product" | "sum";
  readonly constant: number;
  readonly op: string;
  readonly arguments: readonly Argument[];
  readonly slot: number;
  readonly of: readonly number[];
  readonly blocks_infinite: boolean;
}

interface WrongAnswer {
  readonly code: string;
  readonly sentence: string;
  readonly interval: Interval;
}

export interface Blank {
  readonly id: string;
  readonly label: string;
  readonly entry: number | null; // of a number that follows from others
  readonly place: Readonly<{x: number; y: number; width: number; height: number}> | null;
  readonly answer: string;
  readonly intervals: readonly Interval[];
  readonly texts: readonly string[];
  readonly choices: readonly string[];
  readonly wrong: readonly WrongAnswer[];
}

export interface Rule {
  readonly digits: number | null;
  readonly significant: number | null;
  readonly sentence: string;
}

export interface Variant {
  readonly title: string;
  readonly source: string;
  readonly rule: Rule;
  readonly picture: string; // SVG
  readonly width: number;
  readonly height: number;
  readonly alternative: string;
  readonly blanks: readonly Blank[];
  readonly entries: readonly Entry[];
  readonly solution: Trace;
}

export interface Content {
  readonly variants: readonly Variant[];
}
