/** The blanks in the picture: each a slot in the place of its number. Where and what is pure; the drawing is below. */

import {outline} from "../../player/draw/boxes";
import {ABOVE, BELOW} from "../../player/draw/labels";
import {pathData} from "../../player/draw/path";
import {plan} from "../../player/model/plan";
import type {Blank, Point, Trace, TraceEdge, TraceNode} from "../../shared/contract";
import {element} from "../../shared/svg";
import {KINDS, positionOf} from "./exercise";
import {isOpen, type Quiz} from "./quiz";

type Slot = Readonly<{
  id: string;
  at: Point; // its middle
  tone: "value" | "gradient" | "local";
  state: "open" | "focus" | "right" | "follows" | "wrong" | "note";
  text: string;
}>;

const CHARACTER = 7.9; // px: the numbers are set in a mono font of 13 px
const HEIGHT = 19;
const CLEAR = 3; // px: the name of the value stands on the wire
const MIDDLE = 4.5; // of a digit, above its baseline
const BESIDE = 14; // px from the middle of the right number to that of the one that was typed
const NUMBER = 44; // px: the width of a number on a wire
const LINE = 14; // px between the middles of two numbers, one above the other
const BY_GATE = 5; // px between a gate and the slots above and below it

/** The middle of the number that a blank stands for; null for what has no place in the picture. */
export function placeOf(trace: Trace, blank: Blank): Point | null {
  const {edge, node, inputs, outOf} = plan(trace);
  if (blank.kind === "pattern") {
    const gate = node.get(blank.node ?? "");
    return gate === undefined ? null : [gate.x, gate.y - gate.height / 2 - HEIGHT / 2 - 5];
  }
  const wire = blank.kind === "value" ? outOf.get(blank.node ?? "")?.[0] : edge.get(blank.edge ?? "");
  if (wire === undefined) return null;
  const [x, y] = wire.label;
  if (blank.kind === "value") return [x, y + ABOVE - MIDDLE - CLEAR];
  if (blank.kind !== "local") return [x, y + BELOW - MIDDLE + (node.get(wire.source)?.form === "copy" ? 0 : CLEAR)];
  const gate = node.get(wire.target);
  return gate === undefined ? null : besideGate(gate, inputs.get(gate.id) ?? [], wire);
}

/** A local gradient belongs to a gate and one of its inputs: the upper ones stand above the gate, the others below it. */
function besideGate(gate: TraceNode, wires: readonly TraceEdge[], wire: TraceEdge): Point {
  const at = wires.indexOf(wire);
  const upper = Math.floor(wires.length / 2);
  const row = at < upper ? upper - at : at - upper + 1;
  const away = gate.height / 2 + BY_GATE - HEIGHT / 2 + row * HEIGHT;
  return [gate.x, gate.y + (at < upper ? -away : away)];
}

/** Return the slots once `position` steps are done. A wrong answer stays beside the right number, in grey. */
export function slotsOf(trace: Trace, quiz: Quiz, position: number): readonly Slot[] {
  return quiz.blanks.flatMap((blank): Slot[] => {
    const at = placeOf(trace, blank);
    if (at === null || positionOf(blank) > position) return [];
    const {id} = blank;
    const {tone} = KINDS[blank.kind];
    const mark = quiz.marks[id];
    const answer = quiz.answers[id];
    if (!isOpen(quiz, id)) {
      if (mark === undefined || mark.right || answer === undefined) return [];
      const away = blank.kind === "value" ? -BESIDE : BESIDE - CLEAR; // from the wire
      return [{id, at: besideNumber(trace, at, away, answer.length), tone, state: "note", text: signed(answer)}];
    }
    const text = quiz.drafts[id] ?? answer ?? "";
    const isJudged = mark?.answered === true && answer !== undefined && !(id in quiz.drafts);
    const verdict = mark?.follows ? "follows" : mark?.right ? "right" : "wrong";
    const state = quiz.focus === id ? "focus" : isJudged ? verdict : "open";
    return [{id, at, tone, state, text: text === "" ? "?" : SIGNS[state] + signed(text)}];
  });
}

/** The place of so many characters beside the number at `at`: on its far side from the wire, or where nothing stands. */
function besideNumber(trace: Trace, [x, y]: Point, away: number, characters: number): Point {
  const width = CHARACTER * characters;
  const aside = (NUMBER + width) / 2 + CLEAR;
  const far: Point = [x, y + away];
  const places: readonly Point[] = [far, [x - aside, y], [x + aside, y]];
  const numbers = trace.edges.flatMap(({label: [at, wire]}): Point[] => [
    [at, wire + ABOVE - MIDDLE],
    [at, wire + BELOW - MIDDLE],
  ]);
  const others = numbers.filter((each) => Math.hypot(each[0] - x, each[1] - y) > 2 * CLEAR);
  const isFree = ([left, top]: Point): boolean =>
    !others.some((each) => Math.abs(each[0] - left) < (NUMBER + width) / 2 && Math.abs(each[1] - top) < LINE) &&
    !trace.nodes.some(
      (box) => Math.abs(box.x - left) < (box.width + width) / 2 && Math.abs(box.y - top) < (box.height + LINE) / 2,
    );
  return places.find(isFree) ?? far;
}

const signed = (text: string): string => text.replaceAll("-", "\u2212");

/** Signs that tell the states apart without colour; a wrong answer has none: nobody is crossed out. */
const SIGNS: Readonly<Record<Slot["state"], string>> = {
  open: "",
  focus: "",
  right: "✓ ",
  follows: "↳ ",
  wrong: "",
  note: "",
};

const widthOf = (text: string): number => Math.max(30, CHARACTER * text.length + 14);

type SlotLayer = Readonly<{
  draw(trace: Trace, slots: readonly Slot[], pulsing: readonly string[]): void;
}>;

/** A layer above the whole picture of a stage; a click on a slot is told, and nothing below it hears of it. */
export function createSlotLayer(stage: Element, onPick: (id: string) => void): SlotLayer {
  const layer = element("g", {class: "slots", "aria-hidden": "true"});
  layer.addEventListener("click", (event) => {
    const id = (event.target as Element).closest<SVGElement>(".slot")?.dataset.blank;
    if (id === undefined) return;
    event.stopPropagation();
    onPick(id);
  });
  let shownKey = "";

  return {
    draw(trace, slots, pulsing) {
      const viewport = stage.querySelector(".cr-svg > .viewport");
      if (viewport !== null && layer.parentNode !== viewport) viewport.append(layer);
      const now = JSON.stringify([slots, pulsing]);
      if (now === shownKey) return;
      shownKey = now;
      layer.replaceChildren(...pulsing.flatMap((id) => pulse(trace, id)), ...slots.map(slot));
    },
  };

  function slot({id, at, tone, state, text}: Slot): SVGElement {
    const width = widthOf(text);
    const group = element("g", {
      class: `slot ${tone} is-${state}`,
      "data-blank": id,
      transform: `translate(${at[0]},${at[1]})`,
    });
    if (state !== "note") {
      const [x, y] = [-width / 2, -HEIGHT / 2];
      group.append(element("rect", {x: `${x}`, y: `${y}`, width: `${width}`, height: `${HEIGHT}`, rx: "6"}));
    }
    const words = element("text", {y: String(MIDDLE)});
    words.textContent = text;
    group.append(words);
    return group;
  }

  function pulse(trace: Trace, id: string): SVGElement[] {
    const {node, edge} = plan(trace);
    const box = node.get(id);
    if (box !== undefined)
      return [element("path", {class: "look-here", d: outline(box, 6), transform: `translate(${box.x},${box.y})`})];
    const wire = edge.get(id);
    return wire === undefined ? [] : [element("path", {class: "look-here", d: pathData(wire.path)})];
  }
}
