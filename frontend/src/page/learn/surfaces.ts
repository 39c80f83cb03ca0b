/** The surfaces of the lectures: each a loss of two parameters with a start, an optimizer and the map. A new one is a new row. */

import type {RunFields} from "../../shared/api";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {REVERSE, type TraceRequest, type Values} from "../../shared/request";
import {DEFAULTS} from "../../shared/run-fields";

export type Surface = Readonly<{
  id: string;
  name: string;
  shows: string; // what to look at
  request: TraceRequest;
  fields: RunFields;
}>;

const surface = (
  id: string,
  name: string,
  shows: string,
  source: string,
  values: Values,
  fields: Partial<RunFields>,
): Surface => ({
  id,
  name,
  shows,
  request: {source, values, output: null, upstream: null, view: "gates", open: [], closed: [], ...REVERSE},
  fields: {...DEFAULTS, ...fields, parameters: Object.keys(values)},
});

const SURFACES: readonly Surface[] = [
  surface(
    "bowl",
    tr("Bowl"),
    tr("The same curvature everywhere: against the gradient leads straight to the minimum."),
    "L = (w0**2 + w1**2)/2",
    {w0: -4, w1: 3},
    {optimizer: "sgd", settings: {lr: 0.1}, iterations: 50},
  ),
  surface(
    "ravine",
    tr("Ravine 1:50"),
    tr(
      "50 times as steep across as along: just below 2/50 gradient descent leaps from wall to wall and hardly gets on.",
    ),
    "L = (w0**2 + 50*w1**2)/2",
    {w0: -8, w1: 1},
    {optimizer: "sgd", settings: {lr: 0.038}, iterations: 80},
  ),
  surface(
    "saddle",
    tr("Saddle"),
    tr(
      "Down to (0, 0), where the gradient all but vanishes; only the 0.001 of w1 leads out again, to the minimum at w1 = 1.",
    ),
    "L = w0**2/2 - w1**2/2 + w1**4/4",
    {w0: -1.5, w1: 0.001},
    {optimizer: "sgd", settings: {lr: 0.1}, iterations: 120},
  ),
  surface(
    "rosenbrock",
    "Rosenbrock",
    tr("A bent valley: soon in it, long along it. The minimum is at (1, 1)."),
    "L = (1 - w0)**2 + 100*(w1 - w0**2)**2",
    {w0: -1.2, w1: 1},
    {optimizer: "momentum", settings: {lr: 0.001}, iterations: 400},
  ),
  surface(
    "noisy",
    tr("Noisy"),
    tr(
      "4 of 64 examples an update: each gradient is only roughly the right one, and near the minimum the path wanders.",
    ),
    "X, y = line(64, noise=1, seed=0)\nL = mean((w*X + b - y)**2)",
    {w: -2, b: 3},
    {optimizer: "sgd", settings: {lr: 0.1}, iterations: 100, batch: 4},
  ),
];

/** A menu of them. */
export function surfaceMenu(onChoose: (surface: Surface) => void): HTMLElement {
  const menu = h(
    "select",
    {"aria-label": tr("Surfaces of the lectures"), class: "surface-menu"},
    h("option", {value: ""}, tr("Surfaces …")),
    ...SURFACES.map(({id, name}) => h("option", {value: id}, name)),
  );
  menu.addEventListener("change", () => {
    const surface = SURFACES.find(({id}) => id === menu.value);
    menu.value = ""; // a menu, not a state: what it opened can be changed
    if (surface !== undefined) onChoose(surface);
  });
  return menu;
}
