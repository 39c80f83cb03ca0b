/** The same formula drawn two ways: who stands in one picture for what stands in the other. */

import type {Phase, Trace, TraceFunction} from "../../shared/contract";
import {plan} from "./plan";

/** Return the boxes of the other picture that correspond to a box of one: one or several, or none.
 *
 * A gate whose function was closed is that closed function; one that was opened is all of its gates.
 */
export function counterparts(id: string, from: Trace, to: Trace): readonly string[] {
  if (has(to, id)) return [id];
  const one = owners(to).get(id);
  if (one !== undefined) return [one];
  const closed = closedOver(id, from, to);
  if (closed !== null) return [closed];
  const inside = frame(to, id)?.nodes ?? plan(from).node.get(id)?.members ?? [];
  return [...new Set(inside.flatMap((node) => (has(to, node) ? [node] : (owners(to).get(node) ?? []))))];
}

/** The position in `next` where the same gate has just done the same thing.
 *
 * Start stays start and end stays end. What is closed away is done when its closed function is; one that was opened is done
 * when the last of its gates is. Null: the pictures have nothing in common there.
 */
export function correspondingStep(before: Trace, next: Trace, step: number): number | null {
  if (!sameGraph(before, next)) return null;
  if (step <= 0) return 0;
  const last = before.steps[step - 1];
  if (last === undefined || step >= before.steps.length) return next.steps.length;
  if (last.kind === "seed") return shifted(next.steps.findIndex(({kind}) => kind === "seed"));
  const gate = last.nodes[0] ?? "";
  const boxes = counterparts(gate, before, next);
  if (last.kind === "accumulate" && boxes[0] === gate) return shifted(sameTerm(before, next, step, gate));
  // The order of the gates may be another: what was done stays done.
  const done = before.steps.slice(0, step).filter(({phase, kind}) => phase === last.phase && kind === last.kind);
  const gates = new Set(done.flatMap(({nodes}) => nodes.slice(0, 1)));
  return shifted(
    lastAbout(next, [...boxes, ...[...gates].flatMap((id) => counterparts(id, before, next))], last.phase),
  );
}

/** Return whether the ids of both mean the same things; the unit view and the backward graph are other graphs. */
export function sameGraph(a: Trace, b: Trace): boolean {
  return a.source === b.source && a.graph === b.graph && (a.view === "units") === (b.view === "units");
}

const shifted = (index: number): number | null => (index < 0 ? null : index + 1);

function lastAbout(trace: Trace, boxes: readonly string[], phase: Phase): number {
  const boxIds = new Set(boxes);
  for (let i = trace.steps.length - 1; i >= 0; i--) {
    const step = trace.steps[i];
    if (step?.phase === phase && step.kind !== "seed" && boxIds.has(step.nodes[0] ?? "")) return i;
  }
  return -1;
}

/** The same term of a copy's sum: by where it comes from, for a picture with fewer terms has fewer `+=`. */
function sameTerm(before: Trace, next: Trace, step: number, copy: string): number {
  const giver = (trace: Trace, index: number): string | undefined => {
    const ids = trace.steps[index]?.edges ?? [];
    return trace.edges.find((edge) => edge.source === copy && ids.includes(edge.id))?.target;
  };
  const terms = next.steps.flatMap((other, i) => (other.kind === "accumulate" && other.nodes[0] === copy ? [i] : []));
  const target = giver(before, step - 1);
  const targets = target === undefined ? [] : counterparts(target, before, next);
  const same = terms.filter((i) => targets.includes(giver(next, i) ?? ""));
  return same[same.length - 1] ?? terms[terms.length - 1] ?? -1;
}

const ids = new WeakMap<Trace, ReadonlySet<string>>();

const members = new WeakMap<Trace, ReadonlyMap<string, string>>();

/** Box -> the box that stands for it and others alike. */
function owners(trace: Trace): ReadonlyMap<string, string> {
  let owner = members.get(trace);
  if (!owner) {
    owner = new Map(trace.nodes.flatMap((node) => (node.members ?? []).map((id) => [id, node.id] as const)));
    members.set(trace, owner);
  }
  return owner;
}

function has(trace: Trace, id: string): boolean {
  let idsOfTrace = ids.get(trace);
  if (!idsOfTrace) {
    idsOfTrace = new Set(trace.nodes.map((node) => node.id));
    ids.set(trace, idsOfTrace);
  }
  return idsOfTrace.has(id);
}

function frame(trace: Trace, id: string): TraceFunction | undefined {
  return trace.functions.find((item) => item.id === id && item.open);
}

/** The closed function of `to` that hides a box of `from`: the innermost of the functions round the box that is one there. */
function closedOver(id: string, from: Trace, to: Trace): string | null {
  const byId = new Map(from.functions.map((item) => [item.id, item]));
  const around = from.functions
    .filter((item) => item.nodes.includes(id))
    .sort((a, b) => a.nodes.length - b.nodes.length);
  for (const start of around)
    for (let at: TraceFunction | undefined = start; at; at = at.parent === null ? undefined : byId.get(at.parent))
      if (has(to, at.id)) return at.id;
  return null;
}
