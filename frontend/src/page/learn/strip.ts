/** Nine networks beside one another: more units bend more, a stronger penalty smooths. One click takes its numbers. */

import {fetchField, fetchRun} from "../../shared/api";
import {type Field, float, type Num, type Run} from "../../shared/contract";
import {h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {LearnContext} from "./context";
import {createFieldView, type FieldView, relabel} from "./field-view";
import {parametersAt} from "./loss-parts";
import {type Frame, nearest} from "./plot";
import {type PointNetwork, pointNetwork} from "./point-network";
import {DIALS, dialIn, withDial} from "./source-dials";

const FRAME: Frame = {width: 140, height: 120, left: 1, right: 1, top: 1, bottom: 1};
const GRID = 22;
const KEPT = 100; // entries of each run: nine travel
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
      const widenedSource = count === null ? source : withDial(source, DIALS.units, count);
      return {
        source: lam === null ? widenedSource : withDial(widenedSource, DIALS.penalty, lam),
        units: count,
        penalty: lam,
      };
    }),
  );
}

type Trained = Readonly<{run: Run; field: Field; network: PointNetwork}>;
const trained = new Map<string, Trained>();

async function train(cell: Cell, {start, fields, run: {parameters}}: LearnContext): Promise<Trained | string> {
  const key = JSON.stringify([cell.source, start.values, fields, parameters]);
  const cachedRun = trained.get(key);
  if (cachedRun) return cachedRun;
  const request = {...start, source: cell.source};
  const run = await fetchRun(request, {...fields, parameters}, KEPT);
  if (!run.ok) return run.problem.detail;
  const field = await fetchField(request, run.value.parameters);
  if (!field.ok) return field.problem.detail;
  const trainedCell = {run: run.value, field: field.value, network: pointNetwork(field.value)};
  if (trained.size > 60) trained.clear();
  trained.set(key, trainedCell);
  return trainedCell;
}

/** One network of the strip, once it is trained. */
type TrainedView = Readonly<{view: FieldView; words: HTMLElement; button: HTMLElement; name: string} & Trained>;
type Strip = Readonly<{key: string; element: HTMLElement; views: TrainedView[]}>;
const strips = new WeakMap<HTMLElement, Strip>();

export async function stripPicture(place: HTMLElement, context: LearnContext, isCurrent: () => boolean): Promise<void> {
  const key = JSON.stringify([context.start.source, context.start.values, context.fields]);
  const strip = strips.get(place);
  const update = context.run.iterations[context.index] as number;
  cursors.set(place, update);
  if (strip?.key === key && strip.element.parentElement === place) {
    for (const each of strip.views) draw(each, context, update);
    return;
  }
  await make(place, key, context, isCurrent);
}

async function make(place: HTMLElement, key: string, context: LearnContext, isCurrent: () => boolean): Promise<void> {
  const rows = stripOf(context.start.source);
  const grid = h("div", {class: "strip"});
  grid.style.setProperty("--columns", String(rows[0]?.length ?? 1));
  const words = tr(
    "Each trained from the same seed with the settings above, and shown at the same update; a click takes its numbers into the program.",
  );
  const element = h("div", {}, grid, h("p", {class: "fine"}, words));
  const strip: Strip = {key, element, views: []};
  strips.set(place, strip);
  place.replaceChildren(element);
  const cells = rows.flat().map((cell) => {
    const name = [
      cell.units === null ? "" : tr`${cell.units} units`,
      cell.penalty === null ? "" : `λ ${cell.penalty}`,
    ].filter((part) => part !== "");
    const button = h("button", {type: "button", class: "strip-cell"}, h("span", {}, name.join(", ")));
    button.addEventListener("click", () => context.edit(cell.source));
    grid.append(button);
    return {cell, button, name: name.join(", ")};
  });
  for (const [k, {cell, button, name}] of cells.entries()) {
    const answer = await train(cell, context);
    if (strips.get(place) !== strip || !(isCurrent() || place.contains(button))) return;
    if (typeof answer === "string") {
      button.append(answer);
      continue;
    }
    const {field, network} = answer;
    const options = {frame: FRAME, id: `strip-${k}`, grid: GRID, named: false, folds: false};
    const view = createFieldView(field, network, options);
    const entry: TrainedView = {...answer, view, words: h("span", {class: "fine"}), button, name};
    button.append(view.element, entry.words);
    strip.views.push(entry);
    draw(entry, context, cursors.get(place) as number);
  }
}

/** Place of the cursor while the strip is still being made. */
const cursors = new WeakMap<HTMLElement, number>();

function draw(
  {view, words, button, name, run, field, network}: TrainedView,
  {start}: LearnContext,
  update: number,
): void {
  const index = nearest(run.iterations, update);
  network.take({...start.values, ...parametersAt(run, index)});
  const right = view.update().filter(Boolean).length;
  const sentence = tr`${right} of ${field.points.length}, loss ${number(float(run.loss[index] as Num))}`;
  write(words, sentence);
  relabel(button, tr`${name}: ${sentence}. Take its numbers into the program.`);
}
