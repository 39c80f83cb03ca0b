/** Parts of the loss at each update: the data's part, of the points learned from and of others; the penalty. */

import {fetchField, fetchRun} from "../../shared/api";
import {type Field, nest, type Run, type Value} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import {OWN_LINES} from "../../shared/run-fields";
import type {LearnContext} from "./context";
import {type Curve, lossCurves} from "./curves";
import {type DataPoint, pointsOf, withPoints} from "./data-text";
import {meanLoss, type PointNetwork, pointNetwork} from "./point-network";
import {lossAt, valuesOf} from "./run-numbers";
import {otherPoints} from "./source-dials";

const MOST = 50; // entries at which they are worked out
const EVERY = 5; // one point in so many is held out where no others can be drawn

/** The loss of points that were not learned from. */
type HeldOut = Readonly<{
  updates: readonly number[];
  losses: readonly number[];
  isDrawn: boolean; // others of the same kind, with another seed; else a part of the points, of a run of its own
}>;

export type LossParts = Readonly<{
  updates: readonly number[];
  data: readonly number[];
  heldOut: HeldOut | null; // null where there are none
  penalty: readonly number[] | null; // null where the loss has none
}>;

/** The parameters at an entry, in their shapes. */
export function parametersAt(run: Run, index: number): Record<string, Value> {
  return Object.fromEntries(
    run.parameters.map((name) => {
      const shape = run.leaves.find((leaf) => leaf.name === name)?.shape ?? [];
      return [name, nest(valuesOf(run, name, index), shape) as Value];
    }),
  );
}

/** Return the cost of the network's weights by themselves. */
export function penaltyOf(network: PointNetwork): number {
  network.run([0], [0]);
  let sum = 0;
  for (let k = 0; k < network.size("penalty"); k++) sum += network.at("penalty", k, 0);
  return sum;
}

/** Null where the loss is not the mean over its points, so that others cannot be compared with it. */
export async function lossParts(context: LearnContext, field: Field, network: PointNetwork): Promise<LossParts | null> {
  const {run, start} = context;
  const entries = someEntries(run);
  const loss = lossAt(run, 0);
  const [first] = lossesAt(network, context, run, [0], () => meanLoss(network, field));
  if (first === undefined || !(Math.abs(first - loss) <= 1e-6 * Math.max(1, Math.abs(loss)))) return null;
  const costs = lossesAt(network, context, run, entries, () => penaltyOf(network));
  const source = otherPoints(start.source);
  return {
    updates: entries.map((k) => run.iterations[k] as number),
    data: entries.map((k, n) => lossAt(run, k) - (costs[n] as number)),
    heldOut: source === null ? await heldOutPart(context, field, network) : await otherPart(context, source, entries),
    penalty: costs.some((cost) => cost !== 0) ? costs : null,
  };
}

function someEntries(run: Run): number[] {
  const every = Math.max(1, Math.ceil(run.iterations.length / MOST));
  return run.iterations.map((_, k) => k).filter((k) => k % every === 0 || k === run.iterations.length - 1);
}

/** A number of the network with the parameters of a run, at each of these entries. */
const lossesAt = (
  network: PointNetwork,
  {start}: LearnContext,
  run: Run,
  entries: readonly number[],
  work: () => number,
): number[] =>
  entries.map((k) => {
    network.take({...start.values, ...parametersAt(run, k)});
    return work();
  });

/** As many other points, which the program draws with another seed. */
async function otherPart(context: LearnContext, source: string, entries: readonly number[]): Promise<HeldOut | null> {
  const {start, run} = context;
  const answer = await fetchField({...start, source}, run.parameters);
  if (!answer.ok) return null;
  const others = pointNetwork(answer.value);
  const losses = lossesAt(others, context, run, entries, () => meanLoss(others, answer.value) - penaltyOf(others));
  return {updates: entries.map((k) => run.iterations[k] as number), losses, isDrawn: true};
}

/** Every fifth point of each class, where they are by hand or pasted: of a run that learns from the others alone. */
async function heldOutPart(context: LearnContext, field: Field, network: PointNetwork): Promise<HeldOut | null> {
  const {start, run, fields} = context;
  if (run.optimizer === OWN_LINES) return null;
  const points = pointsOf(field);
  const isHeld = heldOutOf(points, field.names.length);
  if (!isHeld.includes(true)) return null;
  const program = withPoints(
    start,
    run,
    field,
    points.filter((_, k) => !isHeld[k]),
  );
  if (typeof program === "string") return null;
  const answer = await fetchRun({...start, ...program}, {...fields, parameters: run.parameters}, MOST);
  if (!answer.ok) return null;
  const heldOut = {
    ...field,
    points: field.points.filter((_, k) => isHeld[k]),
    classes: field.classes.filter((_, k) => isHeld[k]),
  };
  const entries = answer.value.iterations.map((_, k) => k);
  const losses = lossesAt(
    network,
    context,
    answer.value,
    entries,
    () => meanLoss(network, heldOut) - penaltyOf(network),
  );
  return {updates: answer.value.iterations, losses, isDrawn: false};
}

/** Return for each point whether it is held out: every fifth of its class, so that no class goes without. */
export function heldOutOf(points: readonly DataPoint[], classes: number): boolean[] {
  const count = new Array<number>(classes).fill(0);
  return points.map(({label}) => {
    const place = count[label] ?? 0;
    count[label] = place + 1;
    return place % EVERY === EVERY - 1;
  });
}

const last = (all: readonly number[]): string => number(all[all.length - 1] as number);

/** The parts as curves with one cursor, and a sentence that says what each is. */
export function drawParts({updates, data, heldOut, penalty}: LossParts, update: number): HTMLElement[] {
  if (heldOut === null && penalty === null) return [];
  const curve = (name: string, look: number, losses: readonly number[], at = updates): Curve => ({
    name,
    look,
    losses,
    updates: at,
    diverged: null,
  });
  const curves = [curve("data", 0, data)];
  const sentences = [tr`Full: what the points cost that are learned from, at the end ${last(data)}.`];
  if (heldOut !== null) {
    const end = last(heldOut.losses);
    curves.push(curve(tr("held out"), 1, heldOut.losses, heldOut.updates));
    sentences.push(
      heldOut.isDrawn
        ? tr`Dashed: as many others of the same kind, held out, ${end}.`
        : tr`Dashed: every fifth point of each class, held out from a second run that learns from the others alone, ${end}.`,
    );
  }
  if (penalty !== null) {
    curves.push(curve("penalty", 2, penalty));
    sentences.push(
      tr`Dotted: the penalty on the weights, ${last(penalty)}; with the full curve it adds up to the loss.`,
    );
  }
  return [
    lossCurves(curves, update, sentences.join(" ")) as unknown as HTMLElement,
    h("p", {class: "fine"}, sentences.join(" ")),
  ];
}

/** The loss as a bar of two parts. */
export function partsBar(loss: number, penalty: number): HTMLElement {
  const share = Math.max(0, Math.min(1, penalty / loss));
  const bar = h("div", {class: "loss-bar", "aria-hidden": "true"}, h("i", {}), h("b", {}));
  bar.style.setProperty("--share", String(Number.isFinite(share) ? share : 0));
  const words = tr`Loss ${number(loss)} = ${number(loss - penalty)} data + ${number(penalty)} penalty on the weights`;
  return h("div", {}, bar, h("p", {class: "fine"}, words));
}
