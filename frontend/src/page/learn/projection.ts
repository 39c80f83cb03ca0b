/** Two directions in the space of a hidden layer, in which the points are looked at. Pure. */

export type Directions = readonly [Float64Array, Float64Array];

/**
 * Return two directions for rows of several numbers: the one in which `score` grows (by least squares), and at a right
 * angle to it the one in which the rows scatter most. `before`: the last ones, which settle the sign of the second.
 */
export function directionsOf(
  rows: readonly Float64Array[],
  score: ArrayLike<number>,
  before: Directions | null,
): Directions {
  const size = rows[0]?.length ?? 0;
  const mean = new Float64Array(size);
  for (const row of rows)
    for (let k = 0; k < size; k++) mean[k] = (mean[k] as number) + (row[k] as number) / rows.length;
  const covariance = Array.from({length: size}, () => new Float64Array(size));
  const toScore = new Float64Array(size);
  const middle = Array.from(score).reduce((sum, value) => sum + value, 0) / rows.length;
  rows.forEach((row, n) => {
    const off = row.map((value, k) => value - (mean[k] as number));
    const by = (score[n] as number) - middle;
    for (let i = 0; i < size; i++) {
      toScore[i] = (toScore[i] as number) + (off[i] as number) * by;
      const line = covariance[i] as Float64Array;
      for (let j = 0; j < size; j++) line[j] = (line[j] as number) + (off[i] as number) * (off[j] as number);
    }
  });
  const along = unit(solved(covariance, toScore)) ?? widest(covariance, null);
  const across = widest(covariance, along);
  const sign = before === null || before[1].length !== size || dot(before[1], across) >= 0 ? 1 : -1;
  return [along, across.map((value) => sign * value)];
}

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
};

function unit(vector: Float64Array): Float64Array | null {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 && Number.isFinite(length) ? vector.map((value) => value / length) : null;
}

/** A x = b by elimination; units that never move are held at 0 by a little on the diagonal. */
function solved(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const trace = matrix.reduce((sum, row, k) => sum + (row[k] as number), 0);
  const rows = matrix.map((row, k) => {
    const line = Float64Array.of(...row, right[k] as number);
    line[k] = (line[k] as number) + 1e-9 * (trace || 1);
    return line;
  });
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let r = k + 1; r < size; r++)
      if (Math.abs(rows[r]?.[k] as number) > Math.abs(rows[best]?.[k] as number)) best = r;
    const pivot = rows[best] as (typeof rows)[number];
    rows[best] = rows[k] as (typeof rows)[number];
    rows[k] = pivot;
    for (let r = 0; r < size; r++) {
      if (r === k) continue;
      const line = rows[r] as Float64Array;
      const factor = (line[k] as number) / (pivot[k] as number);
      for (let c = k; c <= size; c++) line[c] = (line[c] as number) - factor * (pivot[c] as number);
    }
  }
  return Float64Array.from(rows, (row, k) => (row[size] as number) / (row[k] as number));
}

/** The direction of the largest scatter, at a right angle to another one: by powers of the matrix. */
function widest(matrix: readonly Float64Array[], other: Float64Array | null): Float64Array {
  const size = matrix.length;
  const within = (vector: Float64Array): Float64Array =>
    other === null ? vector : vector.map((value, k) => value - dot(vector, other) * (other[k] as number));
  let direction = unit(within(Float64Array.from({length: size}, (_, k) => 1 + 0.37 * k)));
  if (direction === null) direction = unit(within(Float64Array.from({length: size}, (_, k) => (k === 0 ? 1 : 0))));
  for (let round = 0; round < 60 && direction !== null; round++) {
    const from: Float64Array = direction;
    const next = unit(within(Float64Array.from(matrix, (row) => dot(row, from))));
    if (next === null) break;
    direction = next;
  }
  return direction ?? new Float64Array(size);
}
