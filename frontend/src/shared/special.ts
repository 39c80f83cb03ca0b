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

/** Return the largest of the numbers; NaN if one is. */
export function largest(x: ArrayLike<number>): number {
  let maximum = x[0] as number;
  for (let i = 1; i < x.length; i++) maximum = Math.max(maximum, x[i] as number);
  return maximum;
}

/** Return the smallest of the numbers; NaN if one is. */
export function smallest(x: ArrayLike<number>): number {
  let minimum = x[0] as number;
  for (let i = 1; i < x.length; i++) minimum = Math.min(minimum, x[i] as number);
  return minimum;
}

/** Return the share of the gradient of the input `slot` when the inputs equal to `out` share it evenly. */
export function share(x: ArrayLike<number>, out: number, slot: number): number {
  let winners = 0;
  for (let i = 0; i < x.length; i++) if (x[i] === out) winners++;
  return (x[slot] === out ? 1 : 0) / winners;
}

/** The entry that x[0] names among the others, counted from the end if negative; NaN where there is none. */
export function chosen(x: ArrayLike<number>): number {
  const place = placeOf(x);
  return place < 0 ? Number.NaN : (x[place + 1] as number);
}

/** 1 for the input `slot` that is chosen, 0 for the others. */
export function chosenShare(x: ArrayLike<number>, slot: number): number {
  return slot > 0 && placeOf(x) === slot - 1 ? 1 : 0;
}

/** x[0] as a place among the others: from 0, or -1 where there is no such place. */
function placeOf(x: ArrayLike<number>): number {
  const count = x.length - 1;
  const place = x[0] as number;
  if (!Number.isInteger(place) || place < -count || place >= count) return -1;
  return place < 0 ? place + count : place;
}

/** Return whether a stands before b in order: NaN stands last. */
function before(a: number, b: number): boolean {
  return a < b || (Number.isNaN(b) && !Number.isNaN(a));
}

/** Return the index of the entry at place x[0] among x[1], x[2], ... in order, equal ones as they come; else NaN. */
export function argnth(x: ArrayLike<number>): number {
  const place = placeOf(x);
  if (place < 0) return Number.NaN;
  for (let i = 1; i < x.length; i++) {
    let rank = 0;
    for (let j = 1; j < x.length; j++) {
      const equal = !before(x[i] as number, x[j] as number) && !before(x[j] as number, x[i] as number);
      if (before(x[j] as number, x[i] as number) || (equal && j < i)) rank++;
    }
    if (rank === place) return i - 1;
  }
  return Number.NaN;
}

/** Return the entry that stands at place x[0] when the others are in order. */
export function nth(x: ArrayLike<number>): number {
  const index = argnth(x);
  return Number.isNaN(index) ? index : (x[index + 1] as number);
}

/** 1 for the input `slot` that stands at place x[0] in order, 0 for the others. */
export function nthShare(x: ArrayLike<number>, slot: number): number {
  return slot > 0 && argnth(x) === slot - 1 ? 1 : 0;
}

/** The place of the largest; of equal ones the first, and of any NaN the first. */
export function argmax(x: ArrayLike<number>): number {
  return argFirst(x, 1);
}

/** Return the position of the first smallest number. */
export function argmin(x: ArrayLike<number>): number {
  return argFirst(x, -1);
}

function argFirst(x: ArrayLike<number>, sign: number): number {
  let index = 0;
  for (let i = 0; i < x.length; i++) {
    const entry = x[i] as number;
    if (Number.isNaN(entry)) return i;
    if (sign * entry > sign * (x[index] as number)) index = i;
  }
  return index;
}

/** The nearest whole number; of two the even one. */
export function roundEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

/** The remainder with the sign of the divisor. */
export function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** Return how often b goes into a, rounded down; exact where a / b is not. */
export function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const quotient = (a - modulo(a, b)) / b;
  const low = Math.floor(quotient);
  return quotient - low > 0.5 ? low + 1 : low;
}

/** a / b / b, and 0 where b is 0: the slope of an angle at distance b. */
export function over(a: number, b: number): number {
  return b === 0 ? 0 : a / b / b;
}

/** 1 - erf(x), exact far right too: there a continued fraction. */
export function erfc(x: number): number {
  if (x < 1.5) return 1 - erf(x);
  if (x > 28) return Number.isNaN(x) ? x : 0;
  let tail = x;
  for (let k = 200; k > 0; k--) tail = x + k / 2 / tail;
  return Math.exp(-x * x) / (tail * Math.sqrt(Math.PI));
}

/** The inverse of erf: a rough start, then Halley's steps, on erfc where erf is almost 1. */
export function erfinv(a: number): number {
  const size = Math.abs(a);
  if (!(size < 1)) return size === 1 ? Math.sign(a) * Number.POSITIVE_INFINITY : Number.NaN;
  const log = Math.log1p(-size * size);
  const half = 2 / (Math.PI * 0.147) + log / 2;
  let x = Math.sqrt(Math.max(Math.sqrt(half * half - log / 0.147) - half, 0));
  for (let k = 0; k < 3; k++) {
    const error = size > 0.5 ? 1 - size - erfc(x) : erf(x) - size;
    const step = ((error * Math.sqrt(Math.PI)) / 2) * Math.exp(x * x);
    x -= step / (1 + x * step);
  }
  return Math.sign(a) * x;
}

/** Return whether the gamma function has a pole at a. */
function pole(a: number): boolean {
  return a <= 0 && a === Math.floor(a);
}

/** log |gamma(a)|: Stirling's series far right, from there back by log gamma(a) = log gamma(a + 1) - log a. */
export function lgamma(a: number): number {
  if (a === 1 || a === 2) return 0;
  if (pole(a) || a === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (a < 0) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * (a - Math.round(a))))) - lgamma(1 - a);
  let x = a;
  let product = 1;
  while (x < 15) {
    product *= x;
    x++;
  }
  const y = 1 / x / x;
  const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - (y * 691) / 360360))))) / x;
  return x * (Math.log(x) - 1) - 0.5 * Math.log(x) + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** The slope of lgamma. */
export function digamma(a: number): number {
  if (a === 0) return Object.is(a, -0) ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (pole(a)) return Number.NaN;
  if (a < 0) return digamma(1 - a) - Math.PI / Math.tan(Math.PI * (a - Math.round(a)));
  let x = a;
  let sum = 0;
  while (x < 10) {
    sum -= 1 / x;
    x++;
  }
  const y = 1 / x / x;
  const tail = 1 / 132 - y * (691 / 32760 - y / 12);
  return sum + Math.log(x) - 0.5 / x - y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * tail))));
}

/** The slope of digamma. */
export function trigamma(a: number): number {
  if (pole(a)) return Number.POSITIVE_INFINITY;
  if (a < 0) return (Math.PI / Math.sin(Math.PI * (a - Math.round(a)))) ** 2 - trigamma(1 - a);
  let x = a;
  let sum = 0;
  while (x < 10) {
    sum += 1 / x / x;
    x++;
  }
  const y = 1 / x / x;
  const tail = 5 / 66 - y * (691 / 2730 - (y * 7) / 6);
  return sum + 1 / x + y / 2 + (y * (1 / 6 - y * (1 / 30 - y * (1 / 42 - y * (1 / 30 - y * tail))))) / x;
}
