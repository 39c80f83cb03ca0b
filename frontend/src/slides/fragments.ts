/** The order of a slide's fragments, once the steps of a picture are fragments too. */

/** A fragment as it stands in the slide; `picture` says how many steps a picture needs at this place. */
export type Item = Readonly<{index: number | null; picture?: number}>;

/** Return the fragment indices of each item: one for a fragment, one per step for a picture.
 *
 * reveal.js shows fragments by their index, several of one index together, and those without one after all others in
 * the order of the document. Here the same order is kept, and a picture's steps follow what stands before it, or stand
 * where its own index says.
 */
export function arrange(items: readonly Item[]): readonly (readonly number[])[] {
  const indices = [...new Set(items.flatMap(({index}) => (index === null ? [] : [index])))].sort((a, b) => a - b);
  // A group is what appears at one press: items of one index, or one item without an index.
  const groups: number[][] = indices.map((place) =>
    items.flatMap((item, at) => (item.index === place && item.picture === undefined ? [at] : [])),
  );
  const byIndex = new Map(indices.map((place, at) => [place, groups[at] as number[]]));
  const order: number[][] = groups;
  items.forEach((item, at) => {
    if (item.picture === undefined) {
      if (item.index === null) order.push([at]);
      return;
    }
    const own = item.index === null ? undefined : byIndex.get(item.index);
    const before = order.reduce((last, group, place) => (group.some((other) => other < at) ? place : last), -1);
    order.splice(own === undefined ? before + 1 : order.indexOf(own), 0, [at]);
  });
  const result: number[][] = items.map(() => []);
  let next = 0;
  for (const group of order) {
    const picture = items[group[0] ?? -1]?.picture;
    if (picture !== undefined) {
      for (let step = 0; step < picture; step++) (result[group[0] as number] as number[]).push(next++);
    } else if (group.length > 0) {
      for (const at of group) (result[at] as number[]).push(next);
      next++;
    }
  }
  return result;
}
