/** Order in which each mode fills a Jacobian: reverse mode a row in a pass, forward mode a column. Pure. */

import {tr} from "../../shared/i18n/tr";
import type {Mode} from "../../shared/request";

export type {Mode};

export const MODES: readonly Readonly<{id: Mode; label: string}>[] = [
  {id: "reverse", label: tr("Fill by rows: reverse")},
  {id: "forward", label: tr("Fill by columns: forward")},
];

/** The pass that fills an entry, from 0. */
export const passOf = (mode: Mode, row: number, column: number): number => (mode === "reverse" ? row : column);

/** All entries as [row, column], in the order in which they are filled. */
export function orderOf(mode: Mode, rows: number, columns: number): (readonly [number, number])[] {
  const all = Array.from({length: rows * columns}, (_, i) => [Math.floor(i / columns), i % columns] as const);
  return all.sort((a, b) => passOf(mode, ...a) - passOf(mode, ...b));
}
