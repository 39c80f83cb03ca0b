/** Zero line of a function over a grid: marching squares. Pure. */

/** Segments one after the other: x0, y0, x1, y1 each. `values` row by row of ys; beside what is no number there is none. */
export function zeroLine(values: ArrayLike<number>, xs: ArrayLike<number>, ys: ArrayLike<number>): number[] {
  const segments: number[] = [];
  const columnCount = xs.length;
  for (let row = 0; row + 1 < ys.length; row++)
    for (let column = 0; column + 1 < columnCount; column++) {
      const first = row * columnCount + column;
      const a = values[first] as number;
      const b = values[first + 1] as number;
      const c = values[first + columnCount + 1] as number;
      const d = values[first + columnCount] as number;
      const kind = Number(a > 0) + 2 * Number(b > 0) + 4 * Number(c > 0) + 8 * Number(d > 0);
      if (kind === 0 || kind === 15 || !Number.isFinite(a + b + c + d)) continue;
      const [x0, x1] = [xs[column] as number, xs[column + 1] as number];
      const [y0, y1] = [ys[row] as number, ys[row + 1] as number];
      const along = (from: number, to: number): number => from / (from - to);
      const bottom = [x0 + (x1 - x0) * along(a, b), y0] as const;
      const right = [x1, y0 + (y1 - y0) * along(b, c)] as const;
      const top = [x0 + (x1 - x0) * along(d, c), y1] as const;
      const left = [x0, y0 + (y1 - y0) * along(a, d)] as const;
      const add = (from: readonly number[], to: readonly number[]): void => {
        segments.push(...from, ...to);
      };
      const high = a + b + c + d > 0; // in the middle of a saddle
      switch (kind < 8 ? kind : 15 - kind) {
        case 1:
          add(left, bottom);
          break;
        case 2:
          add(bottom, right);
          break;
        case 3:
          add(left, right);
          break;
        case 4:
          add(right, top);
          break;
        case 5: {
          // a and c lie on one side, b and d on the other.
          const joined = kind === 5 ? high : !high;
          add(left, joined ? top : bottom);
          add(right, joined ? bottom : top);
          break;
        }
        case 6:
          add(bottom, top);
          break;
        default:
          add(left, top);
      }
    }
  return segments;
}

/** Places from the low to the high end, as far apart, as a typed array. */
export function places([low, high]: readonly [number, number], count: number): Float64Array {
  return Float64Array.from({length: count}, (_, k) => low + ((high - low) * k) / (count - 1));
}

/** All points of a grid as columns, row by row of ys. */
export function gridColumns(xs: Float64Array, ys: Float64Array): readonly [Float64Array, Float64Array] {
  const [a, b] = [new Float64Array(xs.length * ys.length), new Float64Array(xs.length * ys.length)];
  for (let row = 0; row < ys.length; row++) {
    a.set(xs, row * xs.length);
    b.fill(ys[row] as number, row * xs.length, (row + 1) * xs.length);
  }
  return [a, b];
}
