/** Feedback of an update to the next one, as wires from the rule's results back to its inputs. Pure. */

import type {Trace, TraceNode} from "../../shared/contract";

export type Feedback = Readonly<{
  name: string; // of what is fed back: a state, or w
  path: readonly (readonly [number, number])[]; // with its corners
  label: readonly [number, number];
}>;

const LANE = 22; // between two of these wires above or below the graph
const ASIDE = 16; // between a wire and the box that it leads to
const OFF = 5; // between a wire and the box that it comes from, whose number stands close by

/** The wires, and the room that they take above and below the graph. */
export function feedbackOf(trace: Trace, names: readonly string[]): {wires: Feedback[]; above: number; below: number} {
  const wires: Feedback[] = [];
  let [above, below] = [0, 0];
  for (const name of names) {
    const to = trace.nodes.find((node) => node.kind === "leaf" && node.name === name);
    const matchingNodes = trace.nodes.filter((node) => node.kind !== "leaf" && node.name === name);
    const from = matchingNodes.find(({kind}) => kind === "output") ?? matchingNodes[matchingNodes.length - 1];
    if (to === undefined || from === undefined) continue;
    const [start, end] = [from.x + from.width / 2, to.x - to.width / 2];
    const hits = (side: "above" | "below"): number =>
      crossed(trace, from, start + OFF, side) + crossed(trace, to, end - ASIDE, side);
    const isAbove = hits("above") < hits("below") || (hits("above") === hits("below") && above < below);
    if (isAbove) above += LANE;
    else below += LANE;
    const y = isAbove ? -above : trace.height + below;
    const path = [
      [start, from.y],
      [start + OFF, from.y],
      [start + OFF, y],
      [end - ASIDE, y],
      [end - ASIDE, to.y],
      [end, to.y],
    ] as const;
    wires.push({name, path, label: [(start + end) / 2, y]});
  }
  return {wires, above: above > 0 ? above + LANE / 2 : 0, below: below > 0 ? below + LANE / 2 : 0};
}

/** Return the number of boxes in the way of a vertical piece from a box to the edge of the graph. */
function crossed({nodes}: Trace, box: TraceNode, x: number, side: "above" | "below"): number {
  return nodes.filter((node) => {
    const beside = Math.abs(node.x - x) < node.width / 2 + 4;
    return node !== box && beside && (side === "above" ? node.y < box.y : node.y > box.y);
  }).length;
}

/** The rule with its fixed numbers in the place of their names, a statement a line, so that it is drawn as they have it. */
export function ruleSource(rule: string, settings: Readonly<Record<string, number>>): string {
  const lines = rule.replace(/;\s*/g, "\n");
  return lines.replace(/[A-Za-z_]\w*/g, (word) => {
    const value = word === "lr" ? undefined : settings[word];
    if (value === undefined) return word;
    return value < 0 ? `(${value})` : String(value);
  });
}
