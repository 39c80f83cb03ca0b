/** Named graphs: what the user keeps in this browser under a name of their own, until they delete it. */

import {REVERSE, sameGraph, type TraceRequest} from "../../shared/request";
import {recall, remember} from "../../shared/storage";

export type NamedGraph = Readonly<{
  name: string;
  at: number; // ms since 1970, when it was kept
  request: TraceRequest;
  step: number;
}>;

const KEY = "chainrule.named";
export const LONGEST_NAME = 60;

/** All of them by name. Whatever else stands in the storage is passed over. */
export function readNamed(): readonly NamedGraph[] {
  try {
    const list: unknown = JSON.parse(recall(KEY) ?? "[]");
    return Array.isArray(list) ? byName(list.flatMap(namedOf)) : [];
  } catch {
    return [];
  }
}

/** Keep a graph; one of the same name yields. Returns whether there was room. */
export const keepNamed = (graph: NamedGraph): boolean =>
  write([...readNamed().filter(({name}) => name !== graph.name), graph]);

export const deleteNamed = (name: string): boolean => write(readNamed().filter((graph) => graph.name !== name));

/** Give it another name. Returns false where that is taken, or there is no room. */
export function renameNamed(name: string, to: string): boolean {
  const graphs = readNamed();
  if (graphs.some((graph) => graph.name === to)) return false;
  return write(graphs.map((graph) => (graph.name === name ? {...graph, name: to} : graph)));
}

/** The name under which this very graph is kept; null for none. */
export const nameOf = (request: TraceRequest): string | null =>
  readNamed().find((graph) => sameGraph(graph.request, request))?.name ?? null;

/** A name as it is kept: of one line, and not too long. */
export const tidyName = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, LONGEST_NAME);

const write = (graphs: readonly NamedGraph[]): boolean => remember(KEY, JSON.stringify(graphs));

const byName = (graphs: readonly NamedGraph[]): readonly NamedGraph[] =>
  [...graphs].sort((a, b) => a.name.localeCompare(b.name, undefined, {numeric: true}));

function namedOf(entry: unknown): readonly NamedGraph[] {
  if (typeof entry !== "object" || entry === null) return [];
  const {name, at, request, step} = entry as Partial<NamedGraph>;
  if (typeof name !== "string" || typeof at !== "number" || typeof request?.source !== "string") return [];
  return [{name, at, request: {...REVERSE, ...request}, step: step ?? 0}];
}
