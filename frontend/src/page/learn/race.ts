/** A race of optimizers from one start, each with its learning rate; moved start or rates run all of them again. */

import {fetchRun} from "../../shared/api";
import {float, type Num, type Run} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {OPTIMIZERS} from "../../shared/run-fields";
import {element} from "../../shared/svg";
import type {LearnContext} from "./context";
import {drawMap} from "./contour";
import {type Curve, lossCurves} from "./curves";
import {polyline, round} from "./plot";
import {endOf, type Field, legendOf, RACERS, type Race, type Row} from "./race-legend";
import {bestRate, runRule, type Track} from "./rule-run";
import {vectorOf} from "./run-numbers";
import {startHandle} from "./start-handle";
import {optimizers} from "./tables";
import {updateCount} from "./update-count";

const MOST_WORK = 2e6; // ops of all runs together that the browser does at once
const KEPT = 200; // entries of a run that the server does

/** Settings of the races, by program: they stay while the program does. */
const races = new Map<string, Race>();

function raceOf({start}: LearnContext): Race {
  const existing = races.get(start.source);
  if (existing) return existing;
  const race = {racers: [...RACERS], rates: {}, out: new Set<string>(), start: null};
  races.clear();
  races.set(start.source, race);
  return race;
}

export async function racePicture(place: HTMLElement, context: LearnContext, isCurrent: () => boolean): Promise<void> {
  const table = await optimizers();
  if (!isCurrent()) return;
  const race = raceOf(context);
  const rows = race.racers.flatMap((id) => table.find(({name}) => name === id) ?? []);
  for (const {name} of rows) race.rates[name] ??= OPTIMIZERS.find(({id}) => id === name)?.lr ?? 0.05;
  const swap = (): void => void racePicture(place, context, isCurrent);
  const field: Field = {rows, race, table, swap};
  const {tape, fields} = context;
  if (tape === null || tape.ops * fields.iterations * rows.length > MOST_WORK)
    await raceOnServer(place, context, field, isCurrent);
  else await raceHere(place, context, field, isCurrent);
}

/** All of it in the browser: a race of small graphs takes less than a frame. */
async function raceHere(
  place: HTMLElement,
  context: LearnContext,
  {rows, race, table, swap}: Field,
  isCurrent: () => boolean,
): Promise<void> {
  const {run, tape, fields, index} = context;
  if (tape === null) return;
  const updates = fields.iterations;
  const begin = (): ArrayLike<number> => race.start ?? vectorOf(run, 0);
  const settingsOf = (row: Row): Record<string, number> => ({...row.settings, lr: race.rates[row.name] as number});
  const flat = tape.size === 2;
  const done = raced.get(run) ?? new Map<string, Track>();
  raced.set(run, done);
  if (done.size > MOST_TRACKS) done.clear();

  /** The runs of those that race, each once. */
  const tracksOf = (): (Track & {row: Row; look: number})[] =>
    rows.flatMap((row, look) => {
      if (race.out.has(row.name) || row.tape === null) return [];
      const key = JSON.stringify([row.name, race.rates[row.name], updates, Array.from(begin())]);
      const track = done.get(key) ?? runRule(tape, row.tape, settingsOf(row), begin(), updates);
      done.set(key, track);
      return [{...track, row, look}];
    });

  const drawing = flat ? await drawMap(context, "race-map", tracksOf().flatMap(nearPoints)) : "";
  if (!isCurrent()) return;
  const map = typeof drawing === "string" ? null : drawing;
  const trails = element("g", {});
  map?.inside.append(trails);
  const curves = h("div", {});
  const legend = h("div", {class: "race-legend"});
  const words = h("p", {class: "fine", role: "status"});

  function draw(): void {
    const tracks = tracksOf();
    const raceCurves: Curve[] = tracks.map(({row, look, losses, diverged}) => ({
      name: row.title,
      look,
      losses,
      diverged,
    }));
    const cursor = run.iterations[index] as number;
    curves.replaceChildren(lossCurves(raceCurves, cursor, raceWords(raceCurves, updates)));
    trails.replaceChildren(...(map === null ? [] : tracks.flatMap((track) => trail(track, cursor, map.at))));
    for (const {row, losses, diverged} of tracks) endOf(legend, row.name, losses, diverged);
  }

  legend.append(...legendOf({rows, race, table, swap}, draw));
  const sweep = h("button", {type: "button", class: "button"}, tr("Best η for each"));
  sweep.addEventListener("click", () => {
    for (const row of rows) {
      const best = row.tape === null ? null : bestRate(tape, row.tape, settingsOf(row), begin(), updates);
      if (best !== null) race.rates[row.name] = best;
    }
    for (const field of legend.querySelectorAll<HTMLInputElement>("input[type=number]"))
      field.value = String(race.rates[field.name]);
    words.textContent = tr`Of 25 rates from 10⁻⁴ to 100 each has the one with the smallest loss after ${updateCount(updates)}.`;
    draw();
  });
  draw();
  place.replaceChildren(
    ...(map === null ? [] : [map.svg]),
    curves,
    legend,
    h("div", {class: "learn-bar"}, sweep, again(race, context)),
    words,
    h(
      "p",
      {class: "fine"},
      tr`All examples in every update, constant η.${flat ? tr(" Drag the square: all start there.") : ""}`,
    ),
  );
  if (map !== null) {
    const {svg, at, invert} = map;
    svg.append(
      startHandle(svg, at(begin()), {
        name: tr("Start of the race: drag it, or use the arrow keys"),
        onMove: ([left, top]) => {
          race.start = Float64Array.from(invert(left, top));
          draw();
        },
      }),
    );
  }
}

/** Return the button that moves the start of a race, once it was dragged away, back to that of the run. */
function again(race: Race, {start}: LearnContext): HTMLElement {
  const button = h("button", {type: "button", class: "button"}, tr("As at first"));
  button.addEventListener("click", () => {
    races.delete(start.source);
    race.start = null;
    document.querySelector<HTMLElement>("[data-picture=race]")?.click();
  });
  return button;
}

/** Return how many points of a path come before it only flies off. */
function nearCount(losses: readonly number[]): number {
  const wild = losses.findIndex((loss) => !(loss <= 4 * Math.abs(losses[0] as number)));
  return wild < 0 ? losses.length : wild;
}

const nearPoints = ({points, losses}: Track): readonly ArrayLike<number>[] => points.slice(0, nearCount(losses));

function trail(
  {points, look, losses}: Track & {look: number},
  cursor: number,
  at: (point: ArrayLike<number>) => readonly [number, number],
): SVGElement[] {
  const here = points[Math.min(cursor, losses.length - 1)];
  const end = nearCount(losses);
  const marks = [polyline(`race race-${look}`, points.slice(0, end + 1).map(at))];
  const [x, y] = here === undefined ? [Number.NaN, 0] : at(here);
  if (Number.isFinite(x) && Number.isFinite(y))
    marks.push(element("circle", {class: `race-dot race-${look}`, cx: round(x), cy: round(y), r: 4}));
  return marks;
}

function raceWords(curves: readonly Curve[], updates: number): string {
  const ends = curves.map(({name, losses, diverged}) =>
    diverged === null
      ? tr`${name} ends at ${number(losses[losses.length - 1] as number)}`
      : tr`${name} diverges at update ${diverged}`,
  );
  return tr`The losses over ${updateCount(updates)}: ${ends.join(", ")}.`;
}

/** A graph too large for the browser: the server runs each. */
async function raceOnServer(
  place: HTMLElement,
  context: LearnContext,
  {rows, race, table, swap}: Field,
  isCurrent: () => boolean,
): Promise<void> {
  const {run, start, fields, index} = context;
  const curves = h("div", {});
  const legend = h("div", {class: "race-legend"});
  const runs = new Map<string, Run>();
  async function draw(): Promise<void> {
    for (const row of rows) {
      const key = `${row.name} ${race.rates[row.name]}`;
      if (race.out.has(row.name) || runs.has(key)) continue;
      const settings = {lr: race.rates[row.name] as number};
      const request = {
        ...fields,
        optimizer: row.name,
        settings,
        schedule: null,
        batch: null,
        parameters: run.parameters,
      };
      const answer = await fetchRun(start, request, KEPT);
      if (!isCurrent()) return;
      if (answer.ok) runs.set(key, answer.value);
    }
    const raceCurves: Curve[] = rows.flatMap((row, look) => {
      const done = runs.get(`${row.name} ${race.rates[row.name]}`);
      if (done === undefined || race.out.has(row.name)) return [];
      const losses = done.loss.map((loss) => float(loss as Num));
      const diverged = done.ended === "diverged" ? (done.iterations[done.iterations.length - 1] as number) : null;
      endOf(legend, row.name, losses, diverged);
      return [{name: row.title, look, losses, updates: done.iterations, diverged}];
    });
    curves.replaceChildren(
      lossCurves(raceCurves, run.iterations[index] as number, raceWords(raceCurves, fields.iterations)),
    );
  }
  const cachedRuns = serverRaces.get(run);
  if (cachedRuns) for (const [key, done] of cachedRuns) runs.set(key, done);
  serverRaces.set(run, runs);
  legend.append(...legendOf({rows, race, table, swap}, () => void draw()));
  place.replaceChildren(curves, legend, h("p", {class: "fine"}, tr("All examples in every update, constant η.")));
  await draw();
}

const MOST_TRACKS = 200;
const raced = new WeakMap<Run, Map<string, Track>>();
const serverRaces = new WeakMap<Run, Map<string, Run>>();
