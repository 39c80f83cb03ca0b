/** A wire's way-points as a curve: its SVG path and points along its length. No DOM, so tests and tokens share it. */
import type {Point} from "../../shared/contract";

const level = (a: Point, b: Point): boolean => Math.abs(a[1] - b[1]) < 0.5;

const round = (value: number): number => Math.round(value * 100) / 100;

/** Return the SVG path: between two way-points a line if level, else a cubic with level tangents. */
export function pathData(points: readonly Point[]): string {
  const start = points[0];
  if (!start) return "";
  let d = `M${round(start[0])},${round(start[1])}`;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Point;
    const b = points[i] as Point;
    const mid = round((a[0] + b[0]) / 2);
    const end = `${round(b[0])},${round(b[1])}`;
    d += level(a, b) ? `L${end}` : `C${mid},${round(a[1])} ${mid},${round(b[1])} ${end}`;
  }
  return d;
}

const PIECES = 16;

/** A curve that can be walked: `at(0)` is its start, `at(1)` its end, evenly by length. */
export interface Track {
  readonly points: readonly Point[];
  readonly length: number;
  at(t: number): Point;
}

function walk(points: readonly Point[]): Track {
  const lengths = [0];
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Point;
    const b = points[i] as Point;
    lengths.push((lengths[i - 1] as number) + Math.hypot(b[0] - a[0], b[1] - a[1]));
  }
  const length = lengths[lengths.length - 1] ?? 0;
  return {
    points,
    length,
    at(t) {
      const goal = Math.max(0, Math.min(1, t)) * length;
      let i = 1;
      while (i < points.length - 1 && (lengths[i] as number) < goal) i++;
      const a = points[i - 1] as Point;
      const b = points[i] ?? a;
      const before = lengths[i - 1] as number;
      const span = (lengths[i] ?? before) - before;
      const part = span > 0 ? (goal - before) / span : 0;
      return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
    },
  };
}

/** The walkable curve of a wire. */
export function track(waypoints: readonly Point[]): Track {
  const points: Point[] = waypoints.length > 0 ? [waypoints[0] as Point] : [[0, 0]];
  for (let i = 1; i < waypoints.length; i++) {
    const a = waypoints[i - 1] as Point;
    const b = waypoints[i] as Point;
    if (level(a, b)) {
      points.push(b);
      continue;
    }
    const mid = (a[0] + b[0]) / 2;
    for (let k = 1; k <= PIECES; k++) {
      const t = k / PIECES;
      const s = 1 - t;
      const x = s * s * s * a[0] + 3 * s * s * t * mid + 3 * s * t * t * mid + t * t * t * b[0];
      const y = (s * s * s + 3 * s * s * t) * a[1] + (3 * s * t * t + t * t * t) * b[1];
      points.push([x, y]);
    }
  }
  return walk(points);
}

/** The part of a track between two of its fractions; backwards if `from` is the greater. */
export function part(full: Track, from: number, to: number): Track {
  const low = Math.min(from, to) * full.length;
  const high = Math.max(from, to) * full.length;
  const inner: Point[] = [];
  let done = 0;
  for (let i = 1; i < full.points.length; i++) {
    const a = full.points[i - 1] as Point;
    const b = full.points[i] as Point;
    done += Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (done > low && done < high) inner.push(b);
  }
  const points = [full.at(Math.min(from, to)), ...inner, full.at(Math.max(from, to))];
  return walk(from <= to ? points : points.reverse());
}

/** The place so many px before a track's end, as a fraction of it. */
export const fraction = (full: Track, before: number): number => 1 - Math.min(0.9, before / Math.max(1, full.length));

/** Tracks one after another. */
export function join(...tracks: readonly Track[]): Track {
  return walk(tracks.flatMap((item) => item.points));
}

/** The fraction of the track that comes closest to a point. */
export function nearest(full: Track, point: Point): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k <= 64; k++) {
    const [x, y] = full.at(k / 64);
    const distance = Math.hypot(x - point[0], y - point[1]);
    if (distance < least) {
      least = distance;
      best = k / 64;
    }
  }
  return best;
}
