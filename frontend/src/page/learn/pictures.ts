/** The pictures of learning, one row each: when it applies, and how it is drawn. All follow the one cursor. */

import type {LearnContext} from "./context";
import {contourPicture} from "./contour";
import {overTime} from "./over-time";
import {vectorOf} from "./run-numbers";
import {slopePicture} from "./slope";

type Picture = Readonly<{
  id: string;
  name: string;
  applies: (context: LearnContext) => boolean;
  /** Draws into an empty place, at once or when what it needs has come; `isCurrent` tells whether it still matters. */
  draw: (place: HTMLElement, context: LearnContext, isCurrent: () => boolean) => void | Promise<void>;
}>;

const moved = ({run}: LearnContext): boolean =>
  run.iterations.length > 1 && run.parameters.every((name) => run.values[name] !== undefined);

const parametersOf = ({run}: LearnContext): number => vectorOf(run, 0).length;

export const PICTURES: readonly Picture[] = [
  {id: "slope", name: "Curve", applies: (all) => moved(all) && all.tape?.size === 1, draw: slopePicture},
  {id: "contour", name: "Map", applies: (all) => moved(all) && parametersOf(all) === 2, draw: contourPicture},
  {id: "plane", name: "Plane", applies: (all) => moved(all) && parametersOf(all) > 2, draw: contourPicture},
  {id: "time", name: "Gradients", applies: moved, draw: overTime},
];
