/** Test whether a straight line separates two sets of points in a plane. Pure. */

export type Place = readonly [number, number];

/** Exact: the hulls do not touch. False where a set is empty or a place is no number. */
export function separable(first: readonly Place[], second: readonly Place[]): boolean {
  if (first.length === 0 || second.length === 0) return false;
  if (![...first, ...second].every((place) => place.every(Number.isFinite))) return false;
  const hulls = [hullOf(first), hullOf(second)] as const;
  // If two convex sets are apart, a side of one of them has all of the other beyond it.
  const axes = hulls.flatMap((hull) =>
    hull.flatMap(([a, b], k): Place[] => {
      const [c, d] = hull[(k + 1) % hull.length] as Place;
      const side: Place = [c - a, d - b];
      return hull.length > 2 ? [[-side[1], side[0]]] : [[-side[1], side[0]], side]; // a line has no inside
    }),
  );
  const [from, to] = [hulls[0][0] as Place, hulls[1][0] as Place];
  return [...axes, [to[0] - from[0], to[1] - from[1]] as Place].some((axis) => isApart(axis, hulls));
}

function isApart([u, v]: Place, hulls: readonly [readonly Place[], readonly Place[]]): boolean {
  const [one, other] = hulls.map((hull) => hull.map(([a, b]) => a * u + b * v)) as [number[], number[]];
  return Math.max(...one) < Math.min(...other) || Math.max(...other) < Math.min(...one);
}

/** Corners of the convex hull, counterclockwise; points on its sides are left out. */
function hullOf(places: readonly Place[]): Place[] {
  const sorted = [...places].sort(([a, b], [c, d]) => a - c || b - d);
  const half = (all: readonly Place[]): Place[] => {
    const places: Place[] = [];
    for (const place of all) {
      while (
        places.length > 1 &&
        turn(places[places.length - 2] as Place, places[places.length - 1] as Place, place) <= 0
      )
        places.pop();
      places.push(place);
    }
    return places.slice(0, -1);
  };
  const hull = [...half(sorted), ...half([...sorted].reverse())];
  return hull.length > 0 ? hull : [sorted[0] as Place];
}

const turn = ([a, b]: Place, [c, d]: Place, [e, f]: Place): number => (c - a) * (f - b) - (d - b) * (e - a);
