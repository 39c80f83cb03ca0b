/** The backward pass in an order of the user's own: which gates can go next, and the steps of those that went. Pure. */

import {plan} from "../../player/model/plan";
import type {Step, SumTerm, Trace, TraceEdge, TraceNode} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import type {Quiz} from "./quiz";
import type {Choice} from "./solutions";

const isGate = ({kind, form}: TraceNode): boolean => (kind === "gate" || kind === "function") && form !== "copy";

/** The gates that use a value, past the copies that hand it on. */
function consumers(trace: Trace, id: string): readonly {gate: string; wire: TraceEdge}[] {
  const {outOf, node} = plan(trace);
  const uses: {gate: string; wire: TraceEdge}[] = [];
  const todo = [...(outOf.get(id) ?? [])];
  for (let wire = todo.pop(); wire !== undefined; wire = todo.pop()) {
    const target = node.get(wire.target);
    if (target?.form === "copy") todo.push(...(outOf.get(target.id) ?? []));
    else if (target !== undefined && target.kind !== "output") uses.push({gate: target.id, wire});
  }
  return uses;
}

/** The gates that have had their turn, off the whole trace: its own order, and from the first blank on the user's. */
export function turnsOf(trace: Trace, quiz: Quiz): readonly string[] {
  const backward = trace.steps.filter(({kind}) => kind === "backward");
  const orders = quiz.blanks.filter(({kind}) => kind === "order");
  const turns: string[] = [];
  let at = 0;
  for (const {id, step} of orders) {
    for (const own of backward.filter(({index}) => index >= at && index < step)) {
      const gate = [own, ...backward].map(({nodes}) => nodes[0] ?? "").find((each) => !turns.includes(each));
      if (gate !== undefined) turns.push(gate);
    }
    const order = quiz.solutions[id] ?? (quiz.marks[id]?.right ? quiz.answers[id] : undefined);
    if (order === undefined) return turns;
    turns.push(order);
    at = step + 1;
  }
  return turns;
}

/** The gates that a turn can be asked of, in the order of the formula. */
const gatesOf = (trace: Trace): readonly TraceNode[] => trace.nodes.filter(isGate);

/** The gates that have not handed their gradient to this one yet, with the wires it would come along. */
export function owedTo(trace: Trace, gate: string, done: ReadonlySet<string>): readonly {gate: string; wire: string}[] {
  return consumers(trace, gate)
    .filter((each) => !done.has(each.gate))
    .map((each) => ({gate: each.gate, wire: each.wire.id}));
}

/** The gates that have not had their turn, as what can be chosen. */
export function choosable(trace: Trace, done: ReadonlySet<string>): readonly Choice[] {
  return gatesOf(trace)
    .filter(({id}) => !done.has(id))
    .map((gate) => ({answer: gate.id, text: nameOfGate(trace, gate)}));
}

/** Return the terms that a gate still waits for, as a sentence. */
export function owedSentence(trace: Trace, missingGates: readonly {gate: string}[]): string {
  const {node} = plan(trace);
  const gates = [...new Set(missingGates.map(({gate}) => gate))].map((id) => tr`the ${node.get(id)?.label ?? ""} gate`);
  return tr`Still owed: what comes back from ${gates.join(" and ")}.`;
}

/** A gate by its sign, and by the name of what it gives. */
function nameOfGate(trace: Trace, {id, label, name}: TraceNode): string {
  const letter = name ?? plan(trace).outOf.get(id)?.[0]?.letter ?? "";
  return letter === "" || letter === label ? tr`the ${label} gate` : tr`the ${label} gate that gives ${letter}`;
}

/** The first gate of the trace's own order that has not had its turn: nothing is owed to it. */
export function nextGate(trace: Trace, done: ReadonlySet<string>): string | null {
  const gates = trace.steps.filter(({kind}) => kind === "backward").map(({nodes}) => nodes[0] ?? "");
  return gates.find((gate) => !done.has(gate)) ?? null;
}

/** The trace with the backward steps of these gates and no more, in this order; the gradients are those it has. */
export function inOrder(trace: Trace, order: readonly string[]): Trace {
  const {inputs, node} = plan(trace);
  const steps: Step[] = trace.steps.filter(({phase}) => phase === "forward");
  const forward = steps.length;
  const terms = new Map<string, SumTerm[]>();
  const positions = new Map<string, number>(); // edge -> the step that its gradient comes with
  const add = (kind: Step["kind"], nodes: readonly string[], edges: readonly string[], text: string): void => {
    const empty = {math: "", why: ""};
    steps.push({index: steps.length, phase: "backward", kind, nodes, edges, text, words: text, ...empty});
  };
  const output = trace.nodes.find(({kind}) => kind === "output");
  if (output !== undefined)
    add(
      "seed",
      [output.id],
      (inputs.get(output.id) ?? []).map(({id}) => id),
      "The backward pass starts at the output.",
    );
  for (const id of order) {
    const wires = inputs.get(id) ?? [];
    const label = node.get(id)?.label ?? "";
    add(
      "backward",
      [id],
      wires.map((wire) => wire.id),
      `The ${label} gate hands its gradient back.`,
    );
    for (const wire of wires) positions.set(wire.id, steps.length);
    for (const wire of wires) addTerm(wire);
  }
  if (output !== undefined) for (const wire of inputs.get(output.id) ?? []) positions.set(wire.id, forward + 1);
  return {
    ...trace,
    steps,
    nodes: trace.nodes.map((box) => ({...box, terms: terms.get(box.id) ?? [], gradient_step: stepOf(box)})),
    edges: trace.edges.map((edge) => ({...edge, gradient_step: positions.get(edge.id) ?? null})),
  };

  /** A box has its gradient once every wire that leaves it has its own. */
  function stepOf(box: TraceNode): number | null {
    const wires = box.kind === "output" ? (inputs.get(box.id) ?? []) : (plan(trace).outOf.get(box.id) ?? []);
    const all = wires.map(({id}) => positions.get(id) ?? null);
    return all.length === 0 || all.includes(null) ? null : Math.max(...(all as number[]));
  }

  /** One more term at the copy that a wire comes from; the last one goes on to the copy before it. */
  function addTerm(first: TraceEdge): void {
    let wire: TraceEdge | undefined = first;
    while (wire !== undefined && node.get(wire.source)?.form === "copy") {
      const copy: string = wire.source;
      const uses = plan(trace).outOf.get(copy)?.length ?? 0;
      const there: SumTerm[] = [...(terms.get(copy) ?? []), {step: steps.length + 1, edge: wire.id}];
      terms.set(copy, there);
      const inward: TraceEdge | undefined = there.length === uses ? inputs.get(copy)?.[0] : undefined;
      const edges = inward === undefined ? [wire.id] : [wire.id, inward.id];
      add("accumulate", [copy], edges, `Term ${there.length} of ${uses} is added at the copy.`);
      if (inward !== undefined) positions.set(inward.id, steps.length);
      wire = inward;
    }
  }
}
