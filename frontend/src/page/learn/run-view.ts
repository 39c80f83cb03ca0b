/** A place of a run in the panel: the loss with its cursor, the table, the words, and the marks in the picture. */

import type {RunFields} from "../../shared/api";
import type {Num, Run} from "../../shared/contract";
import {byId, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {State} from "../state";
import {cliffHandles} from "./cliffs";
import {lossCurve, scalesOf} from "./curve";
import type {Rectangle} from "./mark-places";
import type {createPanel} from "./panel";
import {dropOf, entriesOf, lossAt, lossesOf, promisedChange} from "./run-numbers";
import {rowsOf} from "./run-table";
import {cliffsOf} from "./schedules";
import {staircaseParts} from "./staircase";
import {across, type Place} from "./timeline";
import {drawUpdateMarks, updateMarks} from "./update-marks";

type Parts = ReturnType<typeof createPanel>;

/** `fields`: what the run was asked for; `onSchedule`: its cliffs were moved. */
export function showPlace(
  parts: Parts,
  run: Run,
  {index, act: isAct}: Place,
  fields: RunFields | string,
  onSchedule: (schedule: RunFields["schedule"]) => void,
): void {
  const {figure, logarithmic, slider, drop, stairs, table, act} = parts;
  const predictedLoss = isAct ? promisedChange(run, index) : null;
  const loss = predictedLoss === null ? null : lossAt(run, index) + predictedLoss;
  slider.value = String(index);
  const entries = entriesOf(run);
  const runFields = typeof fields === "string" ? null : fields;
  const cliffs = runFields === null ? null : cliffsOf(runFields.schedule, runFields.iterations);
  const isLogarithmic = logarithmic.checked;
  const curve = lossCurve(entries, {
    index,
    logarithmic: isLogarithmic,
    predictedLoss: loss,
    rates: cliffs !== null,
    losses: lossesOf(run),
  });
  const lr = runFields?.settings.lr ?? entries[0]?.rate ?? 0;
  if (cliffs !== null)
    cliffHandles(curve, entries, scalesOf(entries, isLogarithmic).x, {
      cliffs,
      lr,
      last: run.iterations[run.iterations.length - 1] as number,
      onSet: onSchedule,
    });
  renew(figure, curve);
  const isKnown = !Number.isNaN(lossAt(run, index));
  const words = tr`update ${run.iterations[index]}, loss ${number(run.loss[index] as Num)}`;
  slider.setAttribute("aria-valuetext", isKnown ? words : tr`update ${run.iterations[index]}`);
  table.replaceChildren(...rowsOf(run, index));
  write(drop, dropOf(run, index));
  stairs.replaceChildren(...staircaseParts(run, index));
  act.setAttribute("aria-pressed", String(isAct));
  act.title = index + 1 < run.iterations.length ? tr`Update ${run.iterations[index + 1]} of ${run.of}` : run.text;
  write(act, tr`update ${run.iterations[Math.min(index + 1, run.iterations.length - 1)]}`);
}

/** Another plot in the place of the last one; the handle that has the focus keeps it. */
function renew(figure: HTMLElement, curve: SVGSVGElement): void {
  const focusedHandle = figure.querySelector<SVGElement>("[data-handle]:focus")?.dataset.handle;
  figure.replaceChildren(curve);
  if (focusedHandle !== undefined) curve.querySelector<SVGElement>(`[data-handle="${focusedHandle}"]`)?.focus();
}

/** Nothing of a run is left in the panel. */
export function clearPlace({slider, act, fast, leaves, figure, table, words, drop, stairs}: Parts): void {
  slider.max = slider.value = "0";
  act.hidden = fast.hidden = true;
  drawUpdateMarks(byId("stage"), []);
  for (const each of [leaves, figure, table, words, drop, stairs]) each.replaceChildren();
}

export function drawMarks(run: Run | null, place: Place, state: State | null): void {
  const stage = byId("stage");
  const isDrawn = place.act && run !== null && state?.trace != null;
  drawUpdateMarks(stage, isDrawn ? updateMarks(run, place.index, state.trace, windowOf(stage)) : []);
}

/** The part of the picture that the stage shows, in the picture's units; null where nothing is drawn. */
function windowOf(stage: HTMLElement): Rectangle | null {
  const viewport = stage.querySelector<SVGGraphicsElement>(".viewport");
  const toScreen = viewport?.getScreenCTM();
  const area = viewport?.ownerSVGElement?.getBoundingClientRect();
  if (!toScreen || !area || area.width === 0) return null;
  const toPicture = toScreen.inverse();
  const [start, end] = [
    new DOMPoint(area.left, area.top).matrixTransform(toPicture),
    new DOMPoint(area.right, area.bottom).matrixTransform(toPicture),
  ];
  return {left: start.x, top: start.y, right: end.x, bottom: end.y};
}

/** The buttons of the transport lead across the borders of a pass. */
export function openEnds(run: Run, place: Place, step: number, last: number): void {
  for (const [name, by] of [
    ["next", 1],
    ["back", -1],
  ] as const) {
    const leads = across(place, by, step, last, run.iterations.length) !== null;
    if (leads) byId("transport").querySelector(`.cr-button.${name}`)?.setAttribute("aria-disabled", "false");
  }
}
