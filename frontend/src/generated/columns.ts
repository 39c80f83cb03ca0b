// Written from the table of ops by `python -m chainrule.codegen.javascript`: edit the table, not this file.
import {argmax, argmin, argnth, chosen, digamma, erf, erfc, erfinv, floorDivide, largest, lgamma, modulo, nth, power, roundEven, sinc, smallest, total} from "../shared/special";

/** Sets out[i] for each i < count, from the i-th number of each argument's column. */
export type Column = (out: Float64Array, from: readonly Float64Array[], count: number) => void;

export const COLUMNS: Readonly<Record<string, Column>> = {
  add: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a + b;
    }
  },
  sub: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a - b;
    }
  },
  mul: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a * b;
    }
  },
  div: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a / b;
    }
  },
  pow: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = power(a, b);
    }
  },
  neg: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = -a;
    }
  },
  addn: (out, from, count) => {
    const x = new Float64Array(from.length);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < x.length; k++) x[k] = (from[k] as Float64Array)[i] as number;
      out[i] = total(x);
    }
  },
  abs: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.abs(a);
    }
  },
  sqrt: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.sqrt(a);
    }
  },
  root: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.sqrt(a);
    }
  },
  exp: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.exp(a);
    }
  },
  exp_finite: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.exp(a);
    }
  },
  finite: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = a !== a ? a : Math.min(Math.max(a, -Number.MAX_VALUE), Number.MAX_VALUE);
    }
  },
  log: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.log(a);
    }
  },
  relu: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = a > 0 || a !== a ? a : 0;
    }
  },
  tanh: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.tanh(a);
    }
  },
  sin: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.sin(a);
    }
  },
  cos: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.cos(a);
    }
  },
  tan: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.tan(a);
    }
  },
  arcsin: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.asin(a);
    }
  },
  arccos: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.acos(a);
    }
  },
  arctan: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.atan(a);
    }
  },
  sinh: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.sinh(a);
    }
  },
  cosh: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.cosh(a);
    }
  },
  arcsinh: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.asinh(a);
    }
  },
  sinc: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = sinc(a);
    }
  },
  erf: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = erf(a);
    }
  },
  log1p: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.log1p(a);
    }
  },
  expm1: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.expm1(a);
    }
  },
  log2: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.log2(a);
    }
  },
  log10: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.log10(a);
    }
  },
  sign: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.sign(a);
    }
  },
  hypot: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = Math.hypot(a, b);
    }
  },
  xlogy: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a === 0 && b === b ? 0 : a * Math.log(b);
    }
  },
  exp2: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = power(2, a);
    }
  },
  cbrt: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.cbrt(a);
    }
  },
  arccosh: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.acosh(a);
    }
  },
  arctanh: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.atanh(a);
    }
  },
  erfc: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = erfc(a);
    }
  },
  erfinv: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = erfinv(a);
    }
  },
  ndtr: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = 0.5 * erfc(-a / Math.SQRT2);
    }
  },
  lgamma: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = lgamma(a);
    }
  },
  digamma: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = digamma(a);
    }
  },
  floor: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.floor(a);
    }
  },
  ceil: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.ceil(a);
    }
  },
  trunc: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.trunc(a);
    }
  },
  round: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = roundEven(a);
    }
  },
  mod: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = modulo(a, b);
    }
  },
  fmod: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a % b;
    }
  },
  floor_divide: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = floorDivide(a, b);
    }
  },
  arctan2: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = Math.atan2(a, b);
    }
  },
  maximum: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = Math.max(a, b);
    }
  },
  minimum: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = Math.min(a, b);
    }
  },
  clip: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    const C = from[2] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      const c = C[i] as number;
      out[i] = Math.min(Math.max(a, b), c);
    }
  },
  where_gt: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    const C = from[2] as Float64Array;
    const D = from[3] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      const c = C[i] as number;
      const d = D[i] as number;
      out[i] = a > b ? c : d;
    }
  },
  where_ge: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    const C = from[2] as Float64Array;
    const D = from[3] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      const c = C[i] as number;
      const d = D[i] as number;
      out[i] = a >= b ? c : d;
    }
  },
  where_lt: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    const C = from[2] as Float64Array;
    const D = from[3] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      const c = C[i] as number;
      const d = D[i] as number;
      out[i] = a < b ? c : d;
    }
  },
  where_le: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    const C = from[2] as Float64Array;
    const D = from[3] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      const c = C[i] as number;
      const d = D[i] as number;
      out[i] = a <= b ? c : d;
    }
  },
  where_eq: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    const C = from[2] as Float64Array;
    const D = from[3] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      const c = C[i] as number;
      const d = D[i] as number;
      out[i] = a === b ? c : d;
    }
  },
  where_ne: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    const C = from[2] as Float64Array;
    const D = from[3] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      const c = C[i] as number;
      const d = D[i] as number;
      out[i] = a !== b ? c : d;
    }
  },
  maxn: (out, from, count) => {
    const x = new Float64Array(from.length);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < x.length; k++) x[k] = (from[k] as Float64Array)[i] as number;
      out[i] = largest(x);
    }
  },
  minn: (out, from, count) => {
    const x = new Float64Array(from.length);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < x.length; k++) x[k] = (from[k] as Float64Array)[i] as number;
      out[i] = smallest(x);
    }
  },
  gt: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a > b ? 1 : 0;
    }
  },
  ge: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a >= b ? 1 : 0;
    }
  },
  lt: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a < b ? 1 : 0;
    }
  },
  le: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a <= b ? 1 : 0;
    }
  },
  eq: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a === b ? 1 : 0;
    }
  },
  ne: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a !== b ? 1 : 0;
    }
  },
  logical_and: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a !== 0 && b !== 0 ? 1 : 0;
    }
  },
  logical_or: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = a !== 0 || b !== 0 ? 1 : 0;
    }
  },
  logical_xor: (out, from, count) => {
    const A = from[0] as Float64Array;
    const B = from[1] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      const b = B[i] as number;
      out[i] = (a !== 0) !== (b !== 0) ? 1 : 0;
    }
  },
  logical_not: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = a !== 0 ? 0 : 1;
    }
  },
  isnan: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = a !== a ? 1 : 0;
    }
  },
  isinf: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Math.abs(a) === Number.POSITIVE_INFINITY ? 1 : 0;
    }
  },
  isfinite: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = Number.isFinite(a) ? 1 : 0;
    }
  },
  copy: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = a;
    }
  },
  stop: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = a;
    }
  },
  own: (out, from, count) => {
    const A = from[0] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = A[i] as number;
      out[i] = a;
    }
  },
  choose: (out, from, count) => {
    const x = new Float64Array(from.length);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < x.length; k++) x[k] = (from[k] as Float64Array)[i] as number;
      out[i] = chosen(x);
    }
  },
  argmaxn: (out, from, count) => {
    const x = new Float64Array(from.length);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < x.length; k++) x[k] = (from[k] as Float64Array)[i] as number;
      out[i] = argmax(x);
    }
  },
  argminn: (out, from, count) => {
    const x = new Float64Array(from.length);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < x.length; k++) x[k] = (from[k] as Float64Array)[i] as number;
      out[i] = argmin(x);
    }
  },
  nth: (out, from, count) => {
    const x = new Float64Array(from.length);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < x.length; k++) x[k] = (from[k] as Float64Array)[i] as number;
      out[i] = nth(x);
    }
  },
  argnth: (out, from, count) => {
    const x = new Float64Array(from.length);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < x.length; k++) x[k] = (from[k] as Float64Array)[i] as number;
      out[i] = argnth(x);
    }
  },
};
