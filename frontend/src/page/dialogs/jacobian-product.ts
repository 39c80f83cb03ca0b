/** The upstream gradient times the Jacobian, column by column: each column gives one entry of what is handed back. */

import {type Arr, flatten, float, isAbstract, isLarge, type Num} from "../../shared/contract";
import {h, prefersReducedMotion} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";

const BEAT = 900; // ms for a column
const TERMS = 6; // written out of a sum

/** Both vectors, in the order of the rows and of the columns. */
export type Product = Readonly<{upstream: readonly number[]; downstream: readonly number[]}>;

/** Null where they are not known in full, or are not those of this matrix: a slider may have moved meanwhile. */
export function productOf(
  upstream: Arr | null,
  downstream: Arr | null,
  matrix: readonly (readonly Num[])[],
): Product | null {
  const entries = (value: Arr | null): readonly number[] | null => {
    if (value === null || isAbstract(value) || (typeof value === "object" && isLarge(value))) return null;
    return flatten(value);
  };
  const [up, down] = [entries(upstream), entries(downstream)];
  if (up === null || down === null || up.length !== matrix.length || down.length !== matrix[0]?.length) return null;
  const product = {upstream: up, downstream: down};
  return down.every((entry, column) => isNear(sum(matrix, up, column), entry)) ? product : null;
}

const sum = (matrix: readonly (readonly Num[])[], upstream: readonly number[], column: number): number =>
  matrix.reduce((total, row, i) => total + (upstream[i] ?? 0) * float(row[column] ?? 0), 0);

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

/** The sum that gives one entry: "4 × 0 + …"; terms in which the matrix is 0 are left out. */
export function sumOf(matrix: readonly (readonly Num[])[], {upstream, downstream}: Product, column: number): string {
  const signed = (text: string): string => (text.startsWith("\u2212") ? `(${text})` : text);
  const terms = matrix.flatMap((row, i) => {
    const local = float(row[column] ?? 0);
    return local === 0 ? [] : [`${signed(number(upstream[i] ?? 0))} × ${signed(number(local))}`];
  });
  const visibleTerms = terms.length > TERMS ? [...terms.slice(0, TERMS - 1), "…"] : terms;
  return `${visibleTerms.length > 0 ? visibleTerms.join(" + ") : "0"} = ${number(downstream[column] ?? 0)}`;
}

/** Lights a column of the drawing and says its sum; the first time it goes through all of them by itself. */
export function playProduct(
  figure: HTMLElement,
  matrix: readonly (readonly Num[])[],
  product: Product,
  nameOf: (column: number) => string,
): HTMLElement {
  const line = h("p", {class: "jacobian-sum"});
  const columns = product.downstream.length;
  let now = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** `last`: the entries up to this one are there. */
  function show(column: number, last = columns - 1): void {
    now = Math.max(0, Math.min(columns - 1, column));
    for (const cell of figure.querySelectorAll<SVGElement>("[data-column]")) {
      const at = Number(cell.dataset.column);
      cell.classList.toggle("lit", at === now);
      cell.classList.toggle("to-come", cell.classList.contains("result") && at > last);
    }
    line.textContent = `${nameOf(now)} = ${sumOf(matrix, product, now)}`;
  }

  function sweep(column: number): void {
    if (!figure.isConnected && column > 0) return;
    show(column, column);
    if (column + 1 < columns) timer = setTimeout(() => sweep(column + 1), BEAT);
  }

  const choose = (column: number): void => {
    clearTimeout(timer);
    show(column);
  };
  figure.addEventListener("pointerover", (event) => {
    const column = (event.target as Element).closest<SVGElement>("[data-column]")?.dataset.column;
    if (column !== undefined) choose(Number(column));
  });
  figure.addEventListener("keydown", (event) => {
    const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (by === undefined) return;
    event.preventDefault();
    choose(now + by);
  });
  if (prefersReducedMotion(figure.ownerDocument.defaultView)) show(0);
  else sweep(0);
  return h(
    "div",
    {class: "jacobian-product"},
    h("p", {class: "fine"}, tr("upstream × this matrix = downstream, column by column:")),
    line,
  );
}
