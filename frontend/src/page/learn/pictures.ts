/** The pictures of learning, one row each: when it applies, and how it is drawn. All follow the one cursor. */

import {isCarried} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import type {LearnContext} from "./context";
import {contourPicture} from "./contour";
import {createFanPicture} from "./fan";
import {fieldPicture} from "./field";
import {overTime} from "./over-time";
import {racePicture} from "./race";
import {ratesPicture} from "./rates";
import {rulePicture} from "./rule-table";
import {vectorOf} from "./run-numbers";
import {slopePicture} from "./slope";
import {hasDials, stripPicture} from "./strip";
import {createTakeAlong} from "./take-along";

type Picture = Readonly<{
  id: string;
  name: string;
  applies: (context: LearnContext) => boolean;
  /** Draws into an empty place, at once or when what it needs has come; `isCurrent` tells whether it still matters. */
  draw: (place: HTMLElement, context: LearnContext, isCurrent: () => boolean) => void | Promise<void>;
}>;

const hasMoved = (all: LearnContext): boolean => !isCarried(all.run) && hasValues(all);

const hasValues = ({run}: LearnContext): boolean =>
  run.iterations.length > 1 && run.parameters.every((name) => run.values[name] !== undefined);

const parametersOf = ({run}: LearnContext): number => vectorOf(run, 0).length;

/** With minibatches the gradient of an update is not the one that is kept. */
const hasRule = ({run, fields}: LearnContext): boolean =>
  (run.rule_tape?.statements.length ?? 0) > 0 && fields.batch === null;

/** An array of points in a plane that does not move. */
const hasPlane = ({run}: LearnContext): boolean =>
  run.leaves.some(
    ({shape, parameter}) => !parameter && shape.length === 2 && shape[1] === 2 && (shape[0] as number) > 2,
  );

/** Beside the plane stand the labels of its points. */
function hasLabels({run}: LearnContext): boolean {
  const data = run.leaves.filter(({parameter, shape}) => !parameter && shape.length > 0);
  const plane = data.find(({shape}) => shape.length === 2 && shape[1] === 2);
  return data.some((leaf) => leaf !== plane && leaf.classes != null);
}

/** An array that does not move, with several rows. */
const hasExamples = ({run}: LearnContext): boolean =>
  run.leaves.some(({shape, parameter}) => !parameter && (shape[0] ?? 0) > 3);

export const PICTURES: readonly Picture[] = [
  {
    id: "field",
    name: tr("Data"),
    applies: (all) => hasMoved(all) && hasPlane(all) && hasLabels(all),
    draw: fieldPicture,
  },
  {
    id: "strip",
    name: tr("Nine networks"),
    applies: (all) => hasMoved(all) && hasPlane(all) && hasLabels(all) && hasDials(all),
    draw: stripPicture,
  },
  {id: "slope", name: tr("Curve"), applies: (all) => hasMoved(all) && all.tape?.size === 1, draw: slopePicture},
  {id: "contour", name: tr("Map"), applies: (all) => hasMoved(all) && parametersOf(all) === 2, draw: contourPicture},
  {id: "plane", name: tr("Plane"), applies: (all) => hasMoved(all) && parametersOf(all) > 2, draw: contourPicture},
  {id: "rule", name: tr("Optimizer"), applies: (all) => hasMoved(all) && hasRule(all), draw: rulePicture},
  {id: "race", name: tr("Race"), applies: hasMoved, draw: racePicture},
  {
    id: "rates",
    name: tr("Rates"),
    applies: (all) => hasMoved(all) && all.run.rule_tape != null,
    draw: ratesPicture,
  },
  {id: "fan", name: tr("Minibatches"), applies: (all) => hasMoved(all) && hasExamples(all), draw: createFanPicture()},
  {id: "time", name: tr("Gradients"), applies: hasMoved, draw: overTime},
  {id: "values", name: tr("Values"), applies: (all) => isCarried(all.run) && hasValues(all), draw: overTime},
  {id: "code", name: tr("Code"), applies: hasMoved, draw: createTakeAlong()},
];
