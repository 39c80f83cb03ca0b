/** Nine networks beside one another: more units bend more, a stronger penalty smooths. One click takes its numbers. */

import {fetchField, fetchRun} from "../../shared/api";
import {type Field, float, type Num, type Run} from "../../shared/contract";
import {h} from "../../shared/dom";
import {number} from "../../shared/number";
import type {LearnContext} from "./context";
import {fieldSvg, parametersAt} from "./field";
import {fieldTape, rightOnes} from "./field-tape";
import type {Frame} from "./plot";
import {DIALS, dialIn, turned} from "./source-dials";

const FRAME: Frame = {width: 140, height: 120, left: 1, right: 1, top: 1, bottom: 1};
const GRID = 20;
const UNITS = [3, 6, 20];
const PENALTIES = [0.001, 0.01, 0.1];

export const hasDials = ({start}: LearnContext): boolean =>
  dialIn(start.source, DIALS.units) !== null || dialIn(start.source, DIALS.penalty) !== null;

type Cell = Readonly<{source: string; units: number | null; penalty: number | null}>;

/** The programs of the strip, row by row: units to the right, the penalty downward. */
export function stripOf(source: string): readonly (readonly Cell[])[] {
  const [units, penalty] = [dialIn(source, DIALS.units), dialIn(source, DIALS.penalty)];
  return (penalty === null ? [null] : PENALTIES).map((lam) =>
    (units === null ? [null] : UNITS).map((count) => {
      const wide = count === null ? source : turned(source, DIALS.units, count);
      return {source: lam === null ? wide : turned(wide, DIALS.penalty, lam), units: count, penalty: lam};
    }),
  );
}

type Trained = Readonly<{run: Run; field: Field}>;
const trained = new Map<string, Trained>();

async function train(cell: Cell, {start, fields, run: {parameters}}: LearnContext): Promise<Trained | string> {
  const key = JSON.stringify([cell.source, fields, parameters]);
  const kept = trained.get(key);
  if (kept) return kept;
  const question = {...start, source: cell.source};
  const run = await fetchRun(question, {...fields, parameters}, 2);
  if (!run.ok) return run.problem.detail;
  const field = await fetchField(question, run.value.parameters);
  if (!field.ok) return field.problem.detail;
  const made = {run: run.value, field: field.value};
  if (trained.size > 60) trained.clear();
  trained.set(key, made);
  return made;
}

export async function stripPicture(place: HTMLElement, context: LearnContext, isCurrent: () => boolean): Promise<void> {
  const rows = stripOf(context.start.source);
  const key = JSON.stringify([context.start.source, context.fields]);
  if (place.dataset.strip === key && place.querySelector(".strip-cell svg") !== null) return; // it shows the ends of runs
  place.dataset.strip = key;
  const grid = h("div", {class: "strip"});
  grid.style.setProperty("--columns", String(rows[0]?.length ?? 1));
  place.replaceChildren(
    grid,
    h(
      "p",
      {class: "fine"},
      "Each trained from the same seed with the settings above; a click takes its numbers into the program.",
    ),
  );
  const cells = rows.flat().map((cell) => {
    const name = [
      cell.units === null ? "" : `${cell.units} units`,
      cell.penalty === null ? "" : `λ ${cell.penalty}`,
    ].filter((part) => part !== "");
    const made = h("button", {type: "button", class: "strip-cell"}, h("span", {}, name.join(", ")));
    made.addEventListener("click", () => context.edit(cell.source));
    grid.append(made);
    return {cell, made};
  });
  for (const [k, {cell, made}] of cells.entries()) {
    const found = await train(cell, context);
    if (!isCurrent() && !place.contains(made)) return;
    if (typeof found === "string") {
      made.append(found);
      continue;
    }
    const {run, field} = found;
    const last = run.iterations.length - 1;
    const tape = fieldTape(field);
    tape.take({...context.start.values, ...parametersAt(run, last)});
    const right = `${rightOnes(tape, field)} of ${field.points.length}, loss ${number(float(run.loss[last] as Num))}`;
    made.append(fieldSvg(field, tape, FRAME, `strip-${k}`, GRID, false), h("span", {class: "fine"}, right));
  }
}
