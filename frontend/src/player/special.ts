/** The functions of the op table that JavaScript lacks, or has with other answers at the edges than IEEE 754's. */

/** The error function. Relative error under 2e-15: a series of positive terms inside, a continued fraction outside. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x); // 1 - erf(6) is 2e-17: it is 1 in double precision
  if (size > 2.5) {
    let tail = size;
    for (let k = 40; k > 0; k--) tail = size + k / 2 / tail;
    return Math.sign(x) * (1 - Math.exp(-size * size) / (tail * Math.sqrt(Math.PI)));
  }
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
    term *= (2 * x * x) / (2 * k + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** NumPy's sinc: sin(pi x) / (pi x), and 1 at 0. */
export function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The slope of sinc at x, where it is `out`. Near 0 a power series, since the closed form loses half its digits there. */
export function sincSlope(x: number, out: number): number {
  const t = Math.PI * x;
  if (!(Math.abs(t) < 0.5)) return (Math.PI * (Math.cos(t) - out)) / t;
  let power = t;
  let factorial = 6;
  let sum = 0;
  for (let k = 1; k < 9; k++) {
    sum += ((k % 2 === 0 ? 1 : -1) * 2 * k * power) / factorial;
    power *= t * t;
    factorial *= (2 * k + 2) * (2 * k + 3);
  }
  return Math.PI * sum;
}

/** a ** b as IEEE 754 has it: 1 to any power is 1, and so is -1 to an infinite one. JavaScript says NaN. */
export function power(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY) ? 1 : a ** b;
}

/** The sum, added from left to right as the engine does. */
export function total(x: ArrayLike<number>): number {
  let sum = x[0] as number;
  for (let i = 1; i < x.length; i++) sum += x[i] as number;
  return sum;
}

export function largest(x: ArrayLike<number>): number {
  let found = x[0] as number;
  for (let i = 1; i < x.length; i++) found = Math.max(found, x[i] as number);
  return found;
}

export function smallest(x: ArrayLike<number>): number {
  let found = x[0] as number;
  for (let i = 1; i < x.length; i++) found = Math.min(found, x[i] as number);
  return found;
}

/** What the input `slot` gets of the gradient when the inputs equal to `out` share it evenly. */
export function share(x: ArrayLike<number>, out: number, slot: number): number {
  let winners = 0;
  for (let i = 0; i < x.length; i++) if (x[i] === out) winners++;
  return (x[slot] === out ? 1 : 0) / winners;
}
