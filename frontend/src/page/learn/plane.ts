/** A plane through the space of all parameters: the parameters themselves where there are two, else through start, end
 * and the place of the run that lies farthest off the line between them. Pure. */

import type {Run} from "../../shared/contract";
import {placeOf} from "./update-marks";

export interface Plane {
  readonly origin: readonly number[];
  readonly along: readonly [readonly number[], readonly number[]]; // of length 1 each, at right angles
  /** Return the place of a point on the plane, and its distance from it. */
  project(point: readonly number[]): {readonly s: number; readonly t: number; readonly off: number};
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, k) => sum + x * (b[k] as number), 0);
const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, k) => x - (b[k] as number));

/** Null where the run never left one line, or never moved. */
export function planeOf(points: readonly (readonly number[])[]): Plane | null {
  const finite = points.filter((point) => point.every(Number.isFinite));
  const [start, end] = [finite[0], finite[finite.length - 1]];
  if (start === undefined || end === undefined) return null;
  if (start.length === 2) return plane([0, 0], [1, 0], [0, 1]);
  const first = unit(minus(end, start));
  if (first === null) return null;
  const offs = finite.map((point) => {
    const from = minus(point, start);
    const along = dot(from, first);
    return from.map((x, k) => x - along * (first[k] as number));
  });
  const farthest = offs.reduce((best, off) => (dot(off, off) > dot(best, best) ? off : best));
  const second = unit(farthest) ?? perpendicular(first);
  return plane(start, first, second);
}

function plane(origin: readonly number[], u: readonly number[], v: readonly number[]): Plane {
  return {
    origin,
    along: [u, v],
    project(point) {
      const from = minus(point, origin);
      const [s, t] = [dot(from, u), dot(from, v)];
      return {s, t, off: Math.hypot(...from.map((x, k) => x - s * (u[k] as number) - t * (v[k] as number)))};
    },
  };
}

function unit(vector: readonly number[]): number[] | null {
  const length = Math.hypot(...vector);
  return length > 1e-12 && Number.isFinite(length) ? vector.map((x) => x / length) : null;
}

/** Any direction at a right angle, for a run along a straight line. */
function perpendicular(u: readonly number[]): number[] {
  const least = u.reduce((best, x, k) => (Math.abs(x) < Math.abs(u[best] as number) ? k : best), 0);
  const from = u.map((x, k) => (k === least ? 1 : 0) - x * (u[least] as number));
  return unit(from) ?? from;
}

/** The name of entry k of all parameters together: w, or W[0,1]. */
export function entryName(run: Run, k: number): string {
  let left = k;
  for (const name of run.parameters) {
    const shape = run.leaves.find((leaf) => leaf.name === name)?.shape ?? [];
    const size = shape.reduce((a, b) => a * b, 1);
    if (left < size) return shape.length === 0 ? name : `${name}[${placeOf(left, shape).join(",")}]`;
    left -= size;
  }
  return "";
}
