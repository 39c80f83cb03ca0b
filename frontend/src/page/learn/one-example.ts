/** The program for one example of its data, so that the graph shows one point going through. Pure. */

import {type Field, flatten, nest, type Run, type Value} from "../../shared/contract";
import type {Values} from "../../shared/request";
import {withoutNames} from "./statements";

/** `source` leaves the data and the parameters free; the values of the parameters come from the run. */
export type OneExample = Readonly<{index: number; source: string; values: Values; label: string}>;

/** Null where the text works out the data or a parameter in a way that is not taken apart. */
export function oneExample(
  start: Readonly<{source: string; values: Values}>,
  run: Run,
  field: Field,
  index: number,
): OneExample | null {
  const constants = run.leaves.filter(({name, free}) => !free && run.parameters.includes(name)).map(({name}) => name);
  const source = withoutNames(start.source, new Set([field.points_name, field.labels_name, ...constants]));
  const point = field.points[index];
  const label = field.classes[index];
  if (source === null || point === undefined || label === undefined) return null;
  const shape = run.leaves.find(({name}) => name === field.labels_name)?.shape ?? [];
  const entries = flatten((field.labels[label] ?? []) as never);
  return {
    index,
    source,
    values: {
      ...start.values,
      [field.points_name]: [[...point] as Value],
      [field.labels_name]: [nest(entries, shape.slice(1)) as Value],
    },
    label: `${field.labels_name} = ${field.names[label]}`,
  };
}
