/** A step's formula as one line for each input: ∂f/∂x = ∂f/∂q · ∂q/∂x = −4.00 × 1.00 = −4.00. */

import {buildMath} from "../../shared/mathml";
import {markRounded} from "../inspector/rounding";

const MATHML = "http://www.w3.org/1998/Math/MathML";
const MOST = 4; // inputs; more are in the panel

const opens = (row: Element): boolean => (row.firstElementChild?.childElementCount ?? 0) > 0;
const isGradient = (row: Element): boolean => row.firstElementChild?.querySelector(".d") != null;

/** The lines of the gradients that are handed back; the one line of a forward step. Empty for text that is none. */
export function equations(math: string): Element[] {
  const formula = buildMath(math);
  if (formula === null) return [];
  markRounded(formula);
  const rows = [...(formula.querySelector(":scope > mtable.lines")?.children ?? [])];
  if (rows.length === 0) return [formula];
  const lines: Element[][] = [];
  for (const row of rows) {
    if (opens(row) || lines.length === 0) lines.push([row]);
    else lines.at(-1)?.push(row);
  }
  const gradients = lines.filter(([row]) => row !== undefined && isGradient(row));
  return (gradients.length > 0 ? gradients : lines).slice(0, MOST).map(inOneLine);
}

function inOneLine(rows: readonly Element[]): Element {
  const line = document.createElementNS(MATHML, "math");
  line.setAttribute("displaystyle", "true");
  for (const row of rows)
    for (const cell of row.children) line.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
  return line;
}
