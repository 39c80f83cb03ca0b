/** The network over the plane of its data, run in the browser: what it decides at a point, and how surely. */

import {type CompiledTape, compile} from "../../player/model/tape";
import {type Field, flatten, float, type Num} from "../../shared/contract";
import type {Values} from "../../shared/request";

export interface FieldTape {
  /** Takes the parameters that the network has. */
  take(values: Values): void;
  /** The loss of a point with each label. */
  losses(x: number, y: number): readonly number[];
  /** The sums of the first layer's units there; empty where the layer could not be told. */
  sums(x: number, y: number): readonly number[];
}

export function fieldTape(field: Field): FieldTape {
  const tapes = field.tapes.map((tape) => ({tape, compiled: compile({...tape, output: [], upstream: []})}));
  const at = (compiled: CompiledTape, x: number, y: number): void => {
    compiled.place(field.points_name, [x, y]);
    compiled.forward();
  };
  return {
    take(values) {
      for (const [name, value] of Object.entries(values)) {
        const entries = flatten(value as never);
        for (const {tape, compiled} of tapes)
          if (tape.leaves[name]?.length === entries.length) compiled.place(name, entries);
      }
    },
    losses(x, y) {
      return tapes.map(({tape, compiled}) => {
        at(compiled, x, y);
        return compiled.value[tape.outputs.loss?.[0] as number] as number;
      });
    },
    sums(x, y) {
      const first = tapes[0];
      const hidden = first?.tape.outputs.hidden;
      if (first === undefined || hidden === undefined) return [];
      at(first.compiled, x, y);
      return hidden.map((entry) => first.compiled.value[entry] as number);
    },
  };
}

/** How much less the second label costs, as a share: 1/2 where both cost the same. Of a cross-entropy it is p itself. */
export const shareOf = ([first, second]: readonly number[]): number =>
  1 / (1 + Math.exp((second as number) - (first as number)));

/** The label that costs least. */
export const decision = (losses: readonly number[]): number => losses.indexOf(Math.min(...losses));

/** How many of the points the network decides rightly. */
export function rightOnes(tape: FieldTape, field: Field): number {
  return field.points.filter(([x, y], k) => {
    const losses = tape.losses(float(x as Num), float(y as Num));
    return losses.every((loss) => !Number.isNaN(loss)) && decision(losses) === field.classes[k];
  }).length;
}
