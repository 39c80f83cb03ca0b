// Written from the table of ops by `python -m chainrule.codegen.javascript`: edit the table, not this file.
import {argmax, argmin, argnth, chosen, chosenShare, digamma, erf, erfc, erfinv, floorDivide, largest, lgamma, modulo, nth, nthShare, over, power, roundEven, share, sinc, sincSlope, smallest, total, trigamma} from "../shared/special";

export type Numbers = readonly number[] | Float64Array;

/** One scalar op: its value, and d(value)/d(input `slot`). */
export interface ScalarOp {
  readonly symbol?: string; // on a gate that hands a gradient on, where that is not the name
  readonly forward: (x: Numbers) => number;
  readonly local: (x: Numbers, out: number, slot: number) => number;
  readonly stops?: (slot: number) => boolean; // whether nothing passes back to this input, not even 0
  readonly blocksInfinite?: boolean; // a local gradient of 0 stops the upstream gradient even where that is infinite
}

export const OPS: Readonly<Record<string, ScalarOp>> = {
  add: {
    symbol: "+",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a + b;
    },
    local: () => 1,
  },
  sub: {
    symbol: "−",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a - b;
    },
    local: (_x, _out, slot) => {
      if (slot === 0) return 1;
      return -1;
    },
  },
  mul: {
    symbol: "×",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a * b;
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return b;
      return a;
    },
  },
  div: {
    symbol: "÷",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a / b;
    },
    local: (x, out, slot) => {
      const b = x[1] as number;
      if (slot === 0) return 1 / b;
      return -out / b;
    },
  },
  pow: {
    symbol: "^",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return power(a, b);
    },
    local: (x, out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return b === 0 ? 0 : b * power(a, b - 1);
      return a === 0 && b >= 0 ? 0 : out * Math.log(a);
    },
  },
  neg: {
    symbol: "×−1",
    forward: (x) => {
      const a = x[0] as number;
      return -a;
    },
    local: () => -1,
  },
  addn: {
    symbol: "Σ",
    forward: (x) => total(x),
    local: () => 1,
  },
  abs: {
    symbol: "|x|",
    forward: (x) => {
      const a = x[0] as number;
      return Math.abs(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return Math.sign(a);
    },
  },
  sqrt: {
    symbol: "√",
    forward: (x) => {
      const a = x[0] as number;
      return Math.sqrt(a);
    },
    local: (_x, out) => 1 / (2 * out),
  },
  root: {
    symbol: "√",
    forward: (x) => {
      const a = x[0] as number;
      return Math.sqrt(a);
    },
    local: (_x, out) => out === 0 ? 0 : 1 / (2 * out),
    blocksInfinite: true,
  },
  exp: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.exp(a);
    },
    local: (_x, out) => out,
  },
  exp_finite: {
    symbol: "exp",
    forward: (x) => {
      const a = x[0] as number;
      return Math.exp(a);
    },
    local: (_x, out) => Math.min(out, Number.MAX_VALUE),
  },
  finite: {
    forward: (x) => {
      const a = x[0] as number;
      return a !== a ? a : Math.min(Math.max(a, -Number.MAX_VALUE), Number.MAX_VALUE);
    },
    local: (x) => {
      const a = x[0] as number;
      return Number.isFinite(a) ? 1 : 0;
    },
    blocksInfinite: true,
  },
  log: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.log(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1 / a;
    },
  },
  relu: {
    symbol: "ReLU",
    forward: (x) => {
      const a = x[0] as number;
      return a > 0 || a !== a ? a : 0;
    },
    local: (x) => {
      const a = x[0] as number;
      return a <= 0 ? 0 : 1;
    },
    blocksInfinite: true,
  },
  tanh: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.tanh(a);
    },
    local: (_x, out) => 1 - out * out,
  },
  sin: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.sin(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return Math.cos(a);
    },
  },
  cos: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.cos(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return -Math.sin(a);
    },
  },
  tan: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.tan(a);
    },
    local: (_x, out) => 1 + out * out,
  },
  arcsin: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.asin(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1 / Math.sqrt(1 - a * a);
    },
  },
  arccos: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.acos(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return -1 / Math.sqrt(1 - a * a);
    },
  },
  arctan: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.atan(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1 / (1 + a * a);
    },
  },
  sinh: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.sinh(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return Math.cosh(a);
    },
  },
  cosh: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.cosh(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return Math.sinh(a);
    },
  },
  arcsinh: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.asinh(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1 / Math.sqrt(a * a + 1);
    },
  },
  sinc: {
    forward: (x) => {
      const a = x[0] as number;
      return sinc(a);
    },
    local: (x, out) => {
      const a = x[0] as number;
      return sincSlope(a, out);
    },
  },
  erf: {
    forward: (x) => {
      const a = x[0] as number;
      return erf(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1.1283791670955126 * Math.exp(-(a * a));
    },
  },
  log1p: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.log1p(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1 / (a + 1);
    },
  },
  expm1: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.expm1(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return Math.exp(a);
    },
  },
  log2: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.log2(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1 / (a * 0.6931471805599453);
    },
  },
  log10: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.log10(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1 / (a * 2.302585092994046);
    },
  },
  sign: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.sign(a);
    },
    local: () => 0,
    blocksInfinite: true,
  },
  hypot: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return Math.hypot(a, b);
    },
    local: (x, out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return a / out;
      return b / out;
    },
  },
  xlogy: {
    symbol: "x log y",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a === 0 && b === b ? 0 : a * Math.log(b);
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return a === 0 && b <= 0 ? 0 : Math.log(b);
      return a / b;
    },
  },
  exp2: {
    forward: (x) => {
      const a = x[0] as number;
      return power(2, a);
    },
    local: (_x, out) => out * Math.LN2,
  },
  cbrt: {
    symbol: "∛",
    forward: (x) => {
      const a = x[0] as number;
      return Math.cbrt(a);
    },
    local: (_x, out) => 1 / (3 * out * out),
  },
  arccosh: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.acosh(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1 / Math.sqrt(a * a - 1);
    },
  },
  arctanh: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.atanh(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return 1 / (1 - a * a);
    },
  },
  erfc: {
    forward: (x) => {
      const a = x[0] as number;
      return erfc(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return -1.1283791670955126 * Math.exp(-(a * a));
    },
  },
  erfinv: {
    forward: (x) => {
      const a = x[0] as number;
      return erfinv(a);
    },
    local: (_x, out) => 0.8862269254527579 * Math.exp(out * out),
  },
  ndtr: {
    symbol: "Φ",
    forward: (x) => {
      const a = x[0] as number;
      return 0.5 * erfc(-a / Math.SQRT2);
    },
    local: (x) => {
      const a = x[0] as number;
      return Math.exp(-(a * a) / 2) / Math.sqrt(2 * Math.PI);
    },
  },
  lgamma: {
    symbol: "log Γ",
    forward: (x) => {
      const a = x[0] as number;
      return lgamma(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return digamma(a);
    },
  },
  digamma: {
    symbol: "ψ",
    forward: (x) => {
      const a = x[0] as number;
      return digamma(a);
    },
    local: (x) => {
      const a = x[0] as number;
      return trigamma(a);
    },
  },
  floor: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.floor(a);
    },
    local: () => 0,
    blocksInfinite: true,
  },
  ceil: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.ceil(a);
    },
    local: () => 0,
    blocksInfinite: true,
  },
  trunc: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.trunc(a);
    },
    local: () => 0,
    blocksInfinite: true,
  },
  round: {
    forward: (x) => {
      const a = x[0] as number;
      return roundEven(a);
    },
    local: () => 0,
    blocksInfinite: true,
  },
  mod: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return modulo(a, b);
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return 1;
      return -floorDivide(a, b);
    },
  },
  fmod: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a % b;
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return 1;
      return -Math.trunc(a / b);
    },
  },
  floor_divide: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return floorDivide(a, b);
    },
    local: () => 0,
    blocksInfinite: true,
  },
  arctan2: {
    symbol: "atan2",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return Math.atan2(a, b);
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return over(b, Math.hypot(a, b));
      return over(-a, Math.hypot(a, b));
    },
  },
  maximum: {
    symbol: "max",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return Math.max(a, b);
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return a > b ? 1 : a < b ? 0 : a === b ? 0.5 : 1;
      return b > a ? 1 : b < a ? 0 : a === b ? 0.5 : 1;
    },
    blocksInfinite: true,
  },
  minimum: {
    symbol: "min",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return Math.min(a, b);
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return a < b ? 1 : a > b ? 0 : a === b ? 0.5 : 1;
      return b < a ? 1 : b > a ? 0 : a === b ? 0.5 : 1;
    },
    blocksInfinite: true,
  },
  clip: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      const c = x[2] as number;
      return Math.min(Math.max(a, b), c);
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      const c = x[2] as number;
      if (slot === 0) return a >= b && a <= c ? 1 : 0;
      if (slot === 1) return a < b && b < c ? 1 : 0;
      return a > c || b > c ? 1 : 0;
    },
    blocksInfinite: true,
  },
  where_gt: {
    symbol: "a>b?",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      const c = x[2] as number;
      const d = x[3] as number;
      return a > b ? c : d;
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return 0;
      if (slot === 1) return 0;
      if (slot === 2) return a > b ? 1 : 0;
      return a > b ? 0 : 1;
    },
    stops: (slot) => slot < 2,
    blocksInfinite: true,
  },
  where_ge: {
    symbol: "a≥b?",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      const c = x[2] as number;
      const d = x[3] as number;
      return a >= b ? c : d;
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return 0;
      if (slot === 1) return 0;
      if (slot === 2) return a >= b ? 1 : 0;
      return a >= b ? 0 : 1;
    },
    stops: (slot) => slot < 2,
    blocksInfinite: true,
  },
  where_lt: {
    symbol: "a<b?",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      const c = x[2] as number;
      const d = x[3] as number;
      return a < b ? c : d;
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return 0;
      if (slot === 1) return 0;
      if (slot === 2) return a < b ? 1 : 0;
      return a < b ? 0 : 1;
    },
    stops: (slot) => slot < 2,
    blocksInfinite: true,
  },
  where_le: {
    symbol: "a≤b?",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      const c = x[2] as number;
      const d = x[3] as number;
      return a <= b ? c : d;
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return 0;
      if (slot === 1) return 0;
      if (slot === 2) return a <= b ? 1 : 0;
      return a <= b ? 0 : 1;
    },
    stops: (slot) => slot < 2,
    blocksInfinite: true,
  },
  where_eq: {
    symbol: "a=b?",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      const c = x[2] as number;
      const d = x[3] as number;
      return a === b ? c : d;
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return 0;
      if (slot === 1) return 0;
      if (slot === 2) return a === b ? 1 : 0;
      return a === b ? 0 : 1;
    },
    stops: (slot) => slot < 2,
    blocksInfinite: true,
  },
  where_ne: {
    symbol: "a≠b?",
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      const c = x[2] as number;
      const d = x[3] as number;
      return a !== b ? c : d;
    },
    local: (x, _out, slot) => {
      const a = x[0] as number;
      const b = x[1] as number;
      if (slot === 0) return 0;
      if (slot === 1) return 0;
      if (slot === 2) return a !== b ? 1 : 0;
      return a !== b ? 0 : 1;
    },
    stops: (slot) => slot < 2,
    blocksInfinite: true,
  },
  maxn: {
    symbol: "max",
    forward: (x) => largest(x),
    local: (x, out, slot) => share(x, out, slot),
  },
  minn: {
    symbol: "min",
    forward: (x) => smallest(x),
    local: (x, out, slot) => share(x, out, slot),
  },
  gt: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a > b ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  ge: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a >= b ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  lt: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a < b ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  le: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a <= b ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  eq: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a === b ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  ne: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a !== b ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  logical_and: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a !== 0 && b !== 0 ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  logical_or: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return a !== 0 || b !== 0 ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  logical_xor: {
    forward: (x) => {
      const a = x[0] as number;
      const b = x[1] as number;
      return (a !== 0) !== (b !== 0) ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  logical_not: {
    forward: (x) => {
      const a = x[0] as number;
      return a !== 0 ? 0 : 1;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  isnan: {
    forward: (x) => {
      const a = x[0] as number;
      return a !== a ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  isinf: {
    forward: (x) => {
      const a = x[0] as number;
      return Math.abs(a) === Number.POSITIVE_INFINITY ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  isfinite: {
    forward: (x) => {
      const a = x[0] as number;
      return Number.isFinite(a) ? 1 : 0;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  copy: {
    symbol: "•",
    forward: (x) => {
      const a = x[0] as number;
      return a;
    },
    local: () => 1,
  },
  stop: {
    forward: (x) => {
      const a = x[0] as number;
      return a;
    },
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  own: {
    symbol: "f′",
    forward: (x) => {
      const a = x[0] as number;
      return a;
    },
    local: (x, _out, slot) => {
      const c = x[2] as number;
      if (slot === 0) return 1;
      if (slot === 1) return c;
      return 0;
    },
    stops: (slot) => slot >= 2,
    blocksInfinite: true,
  },
  choose: {
    symbol: "a?",
    forward: (x) => chosen(x),
    local: (x, _out, slot) => chosenShare(x, slot),
    stops: (slot) => slot < 1,
    blocksInfinite: true,
  },
  argmaxn: {
    forward: (x) => argmax(x),
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  argminn: {
    forward: (x) => argmin(x),
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
  nth: {
    symbol: "sort",
    forward: (x) => nth(x),
    local: (x, _out, slot) => nthShare(x, slot),
    stops: (slot) => slot < 1,
    blocksInfinite: true,
  },
  argnth: {
    forward: (x) => argnth(x),
    local: () => 0,
    stops: () => true,
    blocksInfinite: true,
  },
};
