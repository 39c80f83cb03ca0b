/** Functions that a user opened and closed, beside those of the view. Pure. */

export interface Folds {
  readonly open: readonly string[];
  readonly closed: readonly string[];
}

/** The same choice with one function opened or closed. */
export function toggled({open, closed}: Folds, id: string, opens: boolean): Folds {
  const without = (ids: readonly string[]): string[] => ids.filter((other) => other !== id);
  return opens
    ? {open: [...without(open), id], closed: without(closed)}
    : {open: without(open), closed: [...without(closed), id]};
}

/** The ids in an attribute: "f1,r9". */
export const idsIn = (text: string | null): readonly string[] => (text ?? "").split(",").filter((id) => id !== "");
