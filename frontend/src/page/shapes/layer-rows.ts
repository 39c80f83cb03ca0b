/** The rows of the table of costs: their order, their words, and the box of the picture that each belongs to. Pure. */

import type {CostRow, Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";

export type Column = "parameters" | "multiply_adds" | "activation_bytes" | "jacobian_bytes";

export const COLUMNS: readonly Readonly<{id: Column; word: string; title: string; bytes: boolean}>[] = [
  {id: "parameters", word: tr("parameters"), title: tr("Numbers that an update moves"), bytes: false},
  {id: "multiply_adds", word: "multiply-adds", title: tr("Of matrix products and convolutions, forward"), bytes: false},
  {id: "activation_bytes", word: tr("activations"), title: tr("Values that the backward pass keeps"), bytes: true},
  {id: "jacobian_bytes", word: "Jacobian", title: tr("What the Jacobian would take, which nobody forms"), bytes: true},
];

/** The most expensive first; `null`: as the program has them. */
export function sorted(rows: readonly CostRow[], by: Column | null): readonly CostRow[] {
  return by === null ? rows : [...rows].sort((a, b) => b[by] - a[by]);
}

export const countText = (count: number): string => count.toLocaleString("en");

const UNITS = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB"] as const;

/** 1536 -> "1.5 kB": thousands, as torchinfo has them. */
export function bytesText(count: number): string {
  if (count < 1000) return `${count} B`;
  let size = count;
  let at = -1;
  while (size >= 1000 && at < UNITS.length - 1) {
    size /= 1000;
    at++;
  }
  return `${size.toFixed(1)} ${UNITS[at]}`;
}

/** The box that is drawn for a gate or a call: itself, or the collapsed function around it. */
export function drawnBox(trace: Trace, id: string): string | null {
  if (trace.nodes.some((node) => node.id === id)) return id;
  const frame = trace.functions.find((item) => item.id === id);
  return frame?.nodes[frame.nodes.length - 1] ?? null;
}
