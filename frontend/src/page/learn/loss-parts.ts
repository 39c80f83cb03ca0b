/** Parts of the loss at each update: the data's part, of the points learned from and of others; the penalty. */

import {fetchField} from "../../shared/api";
import {type Field, nest, type Run, type Value} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {LearnContext} from "./context";
import {type Curve, lossCurves} from "./curves";
import {meanLoss, type PointNetwork, pointNetwork} from "./point-network";
import {lossAt, valuesOf} from "./run-numbers";
import {otherPoints} from "./source-dials";

const MOST = 50; // entries at which they are worked out

export type LossParts = Readonly<{
  updates: readonly number[];
  data: readonly number[];
  heldOut: readonly number[] | null; // of as many other points of the same kind; null where there are none
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
export async function lossParts(
  {run, start}: LearnContext,
  field: Field,
  network: PointNetwork,
): Promise<LossParts | null> {
  const every = Math.max(1, Math.ceil(run.iterations.length / MOST));
  const entries = run.iterations.map((_, k) => k).filter((k) => k % every === 0 || k === run.iterations.length - 1);
  const at = <T>(each: PointNetwork, work: () => T): T[] =>
    entries.map((k) => {
      each.take({...start.values, ...parametersAt(run, k)});
      return work();
    });
  const [first] = at(network, () => meanLoss(network, field));
  const loss = lossAt(run, 0);
  if (first === undefined || !(Math.abs(first - loss) <= 1e-6 * Math.max(1, Math.abs(loss)))) return null;
  const costs = at(network, () => penaltyOf(network));
  const source = otherPoints(start.source);
  const answer = source === null ? null : await fetchField({...start, source}, run.parameters);
  let heldOut: number[] | null = null;
  if (answer?.ok) {
    const others = pointNetwork(answer.value);
    heldOut = at(others, () => meanLoss(others, answer.value) - penaltyOf(others));
  }
  return {
    updates: entries.map((k) => run.iterations[k] as number),
    data: entries.map((k, n) => lossAt(run, k) - (costs[n] as number)),
    heldOut,
    penalty: costs.some((cost) => cost !== 0) ? costs : null,
  };
}

const last = (all: readonly number[]): string => number(all[all.length - 1] as number);

/** The parts as curves with one cursor, and a sentence that says what each is. */
export function drawParts({updates, data, heldOut, penalty}: LossParts, update: number): HTMLElement[] {
  if (heldOut === null && penalty === null) return [];
  const curve = (name: string, look: number, losses: readonly number[]): Curve => ({
    name,
    look,
    losses,
    updates,
    diverged: null,
  });
  const curves = [curve("data", 0, data)];
  const sentences = [tr`Full: what the points cost that are learned from, at the end ${last(data)}.`];
  if (heldOut !== null) {
    curves.push(curve(tr("held out"), 1, heldOut));
    sentences.push(tr`Dashed: as many others of the same kind, held out, ${last(heldOut)}.`);
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
