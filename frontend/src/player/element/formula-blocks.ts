/** A step's formula for a wide and low place: what belongs to one input stands together, the inputs side by side. */
import {buildMath} from "../../shared/mathml";

const derivative = (row: Element): boolean => row.firstElementChild?.querySelector(".d") != null;
const opens = (row: Element): boolean => (row.firstElementChild?.childElementCount ?? 0) > 0;

/** A line that only goes on, `= 2 × 3 = 6`, stands behind the line before it. */
function joinLines(table: Element): void {
  for (const row of [...table.children])
    if (!opens(row) && row.previousElementSibling !== null) {
      row.previousElementSibling.lastElementChild?.append(...(row.lastElementChild?.childNodes ?? []));
      row.remove();
    }
}

/** The MathML as one formula for each input, in as few lines as there are where it is `low`; empty for other text. */
export function blocks(math: string, low: boolean): Element[] {
  const formula = buildMath(math);
  if (formula === null) return [];
  const table = formula.querySelector(":scope > mtable.lines");
  if (low && table !== null) joinLines(table);
  const groups: Element[][] = [];
  for (const row of table?.children ?? []) {
    const group = groups[groups.length - 1];
    if (group === undefined || (opens(row) && group.some(derivative))) groups.push([row]);
    else group.push(row);
  }
  if (table === null || groups.length < 2) return [formula];
  return groups.map((rows) => {
    const one = formula.cloneNode(false) as Element;
    const lines = table.cloneNode(false) as Element;
    lines.append(...rows);
    one.append(lines);
    return one;
  });
}
