/** Opens the table of an array: from the page where its numbers are here, from the server where they did not travel. */

import {wireName} from "../../player/draw/entry-text";
import {plan} from "../../player/model/plan";
import {type Answer, fetchArray} from "../../shared/api";
import {type Arr, isLarge} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import type {State} from "../state";
import {createTable} from "./table";

export type OpenArray = (id: string, what: "value" | "gradient") => void;

/** `id` is that of a wire or of a box. */
export function createWhole(state: () => State): OpenArray {
  let table: ReturnType<typeof createTable> | null = null;
  return (id, what) => {
    const {trace, live, traceRequest, request} = state();
    if (trace === null) return;
    const edge = plan(trace).edge.get(id);
    const node = plan(trace).node.get(id);
    const item = edge ?? node;
    if (item === undefined) return;
    const numbers = edge ? (live?.edges[id] ?? edge) : (live?.nodes[id] ?? node);
    const field = what === "value" ? "value" : edge ? "downstream" : "gradient";
    const value = (numbers as unknown as Readonly<Record<string, Arr>>)[field] ?? 0;
    const name = edge ? wireName(trace, edge) : (node?.name ?? node?.label ?? "");
    const load = (): Promise<Answer<Arr>> =>
      isLarge(value) ? fetchArray(traceRequest ?? request, id, field) : Promise.resolve({ok: true, value});
    table ??= createTable();
    void table.open({
      title: what === "value" ? name : tr`Gradient of ${name}`,
      tone: what,
      shape: item.shape,
      load,
    });
  };
}
