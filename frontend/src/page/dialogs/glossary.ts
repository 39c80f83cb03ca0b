/** The words of backpropagation, each with what it means in general and in the picture at hand. Pure. */

import {isSeen, plan} from "../../player/model/plan";
import type {Arr, EdgeNumbers, Numbers, Trace, TraceNode} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {gradientName, type Notation} from "../../shared/notation";
import {text} from "../../shared/number";
import {lossName} from "../inspector/output-name";
import {PATTERNS} from "../inspector/patterns";

export type WordId =
  | "upstream"
  | "local"
  | "downstream"
  | "gate"
  | "leaf"
  | "pattern"
  | "value"
  | "gradient"
  | PatternId;
type PatternId = `pattern-${string}`;

/** `title` heads the explanation, `says` is what the word means anywhere. */
type Word = Readonly<{id: WordId; title: string; says: string; pattern: RegExp}>;

/** Return the regular expression of a word in sentences, of whose forms the catalogue has its own. */
const spelled = (forms: string): RegExp => new RegExp(`(?<!\\p{L})(?:${forms})(?!\\p{L})`, "iu");

const BASIC: readonly Word[] = [
  {
    id: "upstream",
    title: tr("Upstream gradient"),
    says: tr(
      "What comes back to a gate from its output: how much the result changes when the gate's output changes a little.",
    ),
    pattern: spelled(tr("upstream( gradient)?")),
  },
  {
    id: "local",
    title: tr("Local gradient"),
    says: tr(
      "The gate's own slope: how much its output changes when one of its inputs changes a little. It needs nothing but the gate and its values.",
    ),
    pattern: spelled(tr("local( gradients?)?")),
  },
  {
    id: "downstream",
    title: tr("Downstream gradient"),
    says: tr(
      "What a gate hands back to an input: upstream × local. It is how much the result changes when that input changes a little.",
    ),
    pattern: spelled(tr("downstream( gradient)?")),
  },
  {
    id: "gate",
    title: tr("Gate"),
    says: tr(
      "A node that computes. Forward it takes the values of its inputs and gives one output; backward it hands each input its gradient.",
    ),
    pattern: spelled(tr("gates?")),
  },
  {
    id: "leaf",
    title: tr("Leaf"),
    says: tr("A node without inputs: a variable, or a number of the formula. Here the backward pass ends."),
    pattern: spelled(tr("leaf|leaves")),
  },
  {
    id: "pattern",
    title: tr("Pattern"),
    says: tr(
      "What a kind of gate does to the gradient on its way back: + distributes it, × swaps the values, a copy adds, max routes.",
    ),
    pattern: spelled(tr("patterns?")),
  },
  {
    id: "value",
    title: tr("Value"),
    says: tr("The result of the forward pass at a place; green, above the wire."),
    pattern: spelled(tr("forward value")),
  },
  {
    id: "gradient",
    title: tr("Gradient"),
    says: tr("How much the result changes when the value at this place changes a little; red, below the wire."),
    pattern: spelled(tr("gradients?")),
  },
];

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const OF_PATTERNS: readonly Word[] = Object.entries(PATTERNS).map(([pattern, {heading, says}]) => ({
  id: `pattern-${pattern}` as const,
  title: tr`Pattern: ${heading}`,
  says: tr`A gate of this pattern ${says}.`,
  pattern: spelled(heading),
}));

export const WORDS: readonly Word[] = [...BASIC, ...OF_PATTERNS];
/** Words that the help lists; the patterns have a table of their own. */
export const BASIC_WORDS = BASIC;

const byId = new Map(WORDS.map((word) => [word.id, word]));

/** Return the word of an id; null where there is none. */
export const wordOf = (id: string): Word | null => byId.get(id as WordId) ?? null;

/** A sentence in pieces: plain text, and the first mention of each of `among`. */
export function markWords(
  sentence: string,
  among: readonly Word[] = BASIC,
): readonly (string | Readonly<{id: WordId; text: string}>)[] {
  const pieces: (string | {id: WordId; text: string})[] = [];
  const left = new Set(among);
  let rest = sentence;
  for (;;) {
    let best: {word: Word; at: number; text: string} | null = null;
    for (const word of left) {
      const match = word.pattern.exec(rest);
      if (match && (best === null || match.index < best.at)) best = {word, at: match.index, text: match[0]};
    }
    if (best === null) break;
    if (best.at > 0) pieces.push(rest.slice(0, best.at));
    pieces.push({id: best.word.id, text: best.text});
    rest = rest.slice(best.at + best.text.length);
    left.delete(best.word);
  }
  return rest === "" ? pieces : [...pieces, rest];
}

/** The picture as the explanations see it after `position` steps: `gate` is the one that was chosen, or is at work. */
export type Scene = Readonly<{
  trace: Trace;
  live: Numbers;
  notation: Notation;
  position: number;
  gate: TraceNode | null;
}>;

/** Meaning of a word here: boxes and wires that light up, and a sentence with their numbers. */
export type Meaning = Readonly<{nodes: readonly string[]; wires: readonly string[]; says: string}>;

/** Return what a word means in this picture, and the boxes and wires that show it. */
export function meaningOf(id: WordId, scene: Scene): Meaning {
  if (id.startsWith("pattern-")) return ofPattern(id.slice("pattern-".length), scene);
  switch (id) {
    case "gate":
      return ofNodes(scene, isGate, "gate");
    case "leaf":
      return ofNodes(scene, ({kind}) => kind === "leaf", "leaf");
    case "pattern":
      return ofPattern(scene.gate?.pattern ?? "", scene);
    case "value":
      return {nodes: [], wires: scene.trace.edges.map((edge) => edge.id), says: ""};
    default:
      return atGate(id, scene);
  }
}

const isGate = ({kind}: TraceNode): boolean => kind === "gate" || kind === "function";

function ofNodes({trace}: Scene, belongs: (node: TraceNode) => boolean, word: "gate" | "leaf"): Meaning {
  const nodes = trace.nodes.filter(belongs).map((node) => node.id);
  return {
    nodes,
    wires: [],
    says:
      word === "leaf"
        ? nodes.length === 1
          ? tr("This picture has one leaf.")
          : tr`This picture has ${nodes.length} leaves.`
        : nodes.length === 1
          ? tr("This picture has one gate.")
          : tr`This picture has ${nodes.length} gates.`,
  };
}

function ofPattern(pattern: string, {trace}: Scene): Meaning {
  const nodes = trace.nodes.filter((node) => isGate(node) && node.pattern === pattern);
  const heading = PATTERNS[pattern]?.heading;
  if (heading === undefined) return {nodes: [], wires: [], says: ""};
  const labels = [...new Set(nodes.map(({label}) => label))].join(", ");
  const says = nodes.length === 0 ? tr`No gate here is a ${heading}.` : tr`${capital(heading)} here: ${labels}.`;
  return {nodes: nodes.map(({id}) => id), wires: [], says};
}

/** Upstream is on the wire that leaves the gate, downstream on those that enter it, local in the gate itself. */
function atGate(id: WordId, scene: Scene): Meaning {
  const {trace, live, notation, position, gate} = scene;
  if (gate === null) return {nodes: [], wires: [], says: ""};
  const {inputs: incoming, outOf} = plan(trace);
  const inputs = incoming.get(gate.id) ?? [];
  const name = tr`the ${gate.label} gate`;
  const isPassedOn = inputs.every((edge) => isSeen(edge.gradient_step, position));
  const later = tr`The backward pass has not come to ${name} yet.`;
  const each = (value: (numbers: EdgeNumbers) => Arr | null, word: string): string =>
    inputs
      .flatMap((edge) => {
        const number = value(live.edges[edge.id] ?? edge);
        const of = edge.name || edge.letter || "";
        return number === null ? [] : [of === "" ? text(number) : `${word} ${of} ${text(number)}`];
      })
      .join(", ");
  const says = (numbers: string): string => (numbers === "" ? "" : tr`At ${name}: ${numbers}.`);
  if (id === "local") {
    const computed = isSeen(gate.value_step, position);
    return {nodes: [gate.id], wires: [], says: computed ? says(each(({local}) => local, tr("for"))) : ""};
  }
  if (id === "upstream") {
    const wires = (outOf.get(gate.id) ?? []).map((edge) => edge.id);
    const upstream = inputs[0] && (live.edges[inputs[0].id] ?? inputs[0]).upstream;
    return {nodes: [], wires, says: isPassedOn ? says(upstream === undefined ? "" : text(upstream)) : later};
  }
  const sign = id === "gradient" ? tr` It is written ${gradientName("v", notation, lossName(trace))}.` : "";
  const down = isPassedOn ? says(each(({downstream}) => downstream, tr("to"))) : later;
  return {nodes: [], wires: inputs.map((edge) => edge.id), says: `${down}${sign}`};
}

/** The gate that the words are explained at: the chosen one, else the one at work, else the last before the output. */
export function gateInHand(trace: Trace, selected: string | null, position: number): TraceNode | null {
  const {node} = plan(trace);
  for (const id of [selected, trace.steps[position - 1]?.nodes[0]]) {
    const gate = node.get(id ?? "");
    if (gate !== undefined && isGate(gate)) return gate;
  }
  return trace.nodes.filter(isGate).at(-1) ?? null;
}
