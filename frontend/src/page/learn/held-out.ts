/** The loss of points that the run does not learn from: others of the same kind, at each update. */

import {fetchField} from "../../shared/api";
import {type Field, float, type Num, type Run} from "../../shared/contract";
import type {LearnContext} from "./context";
import type {Curve} from "./curves";
import {parametersAt} from "./field";
import {fieldTape} from "./field-tape";
import {lossAt} from "./run-numbers";
import {otherPoints} from "./source-dials";

const MOST = 50; // entries at which it is worked out

/** The mean loss of the points with their labels. */
export function meanLoss(field: Field, tape: ReturnType<typeof fieldTape>): number {
  const losses = field.points.map(
    ([x, y], k) => tape.losses(float(x as Num), float(y as Num))[field.classes[k] as number] as number,
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

const kept = new WeakMap<Run, Promise<readonly Curve[] | null>>();

/** Both curves; null where the data is not drawn by a function with a seed. */
export function heldOut(context: LearnContext): Promise<readonly Curve[] | null> {
  const found = kept.get(context.run) ?? curves(context);
  kept.set(context.run, found);
  return found;
}

async function curves({run, start}: LearnContext): Promise<readonly Curve[] | null> {
  const source = otherPoints(start.source);
  if (source === null) return null;
  const answer = await fetchField({...start, source}, run.parameters);
  if (!answer.ok) return null;
  const tape = fieldTape(answer.value);
  const every = Math.max(1, Math.ceil(run.iterations.length / MOST));
  const entries = run.iterations.map((_, k) => k).filter((k) => k % every === 0 || k === run.iterations.length - 1);
  const updates = entries.map((k) => run.iterations[k] as number);
  const losses = entries.map((k) => {
    tape.take({...start.values, ...parametersAt(run, k)});
    return meanLoss(answer.value, tape);
  });
  return [
    {name: "training", look: 0, losses: entries.map((k) => lossAt(run, k)), updates, diverged: null},
    {name: "held out", look: 1, losses, updates, diverged: null},
  ];
}
