/** Curvature of a loss, from its gradients: it limits the learning rate of gradient descent. Pure. */

import type {LossTape} from "./loss-tape";

const MOST = 12; // parameters
const SAME = 1e-6; // of curvatures, relative: then the loss is a parabola

export type Curvature = Readonly<{
  largest: number;
  smallest: number;
  parabola: boolean; // the same everywhere, so that 2/largest is the exact limit
}>;

/** The largest curvature there; null where there are too many parameters, or a slope is no number. */
export function curvatureAt(tape: LossTape, at: readonly number[]): Curvature | null {
  if (tape.size > MOST) return null;
  const here = hessian(tape, at);
  const away = hessian(
    tape,
    at.map((x, k) => x + 1 + 0.37 * k),
  );
  const eigenvalues = symmetricEigenvalues(here);
  const largest = Math.max(...eigenvalues);
  if (!Number.isFinite(largest)) return null;
  const size = Math.max(...here.flat().map(Math.abs), 1e-300);
  const parabola = here.every((row, i) =>
    row.every((value, j) => Math.abs(value - (away[i]?.[j] ?? Number.NaN)) <= SAME * size),
  );
  return {largest, smallest: Math.min(...eigenvalues), parabola};
}

/** Central differences of the gradient: exact on a parabola, but for rounding. */
function hessian(tape: LossTape, at: readonly number[]): number[][] {
  const rows = at.map((x, k) => {
    const step = 1e-4 * Math.max(1, Math.abs(x));
    const slope = (by: number): number[] => [
      ...tape.slope(at.map((value, j) => (j === k ? value + by : value))).gradient,
    ];
    const [up, down] = [slope(step), slope(-step)];
    return up.map((value, j) => (value - (down[j] as number)) / (2 * step));
  });
  return rows.map((row, i) => row.map((value, j) => (value + (rows[j]?.[i] as number)) / 2));
}

/** Jacobi's rotations. */
export function symmetricEigenvalues(matrix: readonly (readonly number[])[]): number[] {
  const a = matrix.map((row) => [...row]);
  const n = a.length;
  const at = (i: number, j: number): number => a[i]?.[j] as number;
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        off += Math.abs(at(p, q));
        if (at(p, q) === 0) continue;
        const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        rotate(a, p, q, c, t * c);
      }
    if (!(off > 1e-14)) break;
  }
  return a.map((row, i) => row[i] as number);
}

function rotate(a: number[][], p: number, q: number, c: number, s: number): void {
  for (const row of a) {
    const [x, y] = [row[p] as number, row[q] as number];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  const [first, second] = [a[p] as number[], a[q] as number[]];
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [first[k] as number, second[k] as number];
    first[k] = c * x - s * y;
    second[k] = s * x + c * y;
  }
}
