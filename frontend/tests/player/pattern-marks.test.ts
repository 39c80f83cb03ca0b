// @vitest-environment happy-dom
import {afterEach, describe, expect, test} from "vitest";
import type {TokenClip} from "../../src/player/animate/clips";
import {timelineOf} from "../../src/player/animate/timeline";
import {createStage} from "../../src/player/element/stage";
import type {Stage} from "../../src/player/element/stage-types";
import {frame} from "../../src/player/model/frame";
import type {Point, Trace} from "../../src/shared/contract";
import {traceOf} from "../traces";

const shared = traceOf("shared"); // max(x*y, x+z): a copy, a swap, a distributor and a router
const stages: Stage[] = [];

function shown(trace: Trace, position: number): Element {
  const stage = createStage(document.createElement("div"), {buttons: false});
  stages.push(stage);
  void stage.show(trace, frame(trace, position), {animate: false});
  return stage.element;
}

afterEach(() => {
  for (const stage of stages.splice(0)) stage.destroy();
});

const gate = (pattern: string): string => shared.nodes.find((node) => node.pattern === pattern)?.id ?? "";
const marks = (element: Element, pattern: string): string[] =>
  [...element.querySelectorAll(`.pattern-mark[data-id="${gate(pattern)}"] path`)].map(
    (path) => path.getAttribute("class") ?? "",
  );

describe("what a gate did to the gradient stays to be seen", () => {
  const last = shared.steps.length;

  test("no mark before the backward pass", () => {
    const forward = shared.steps.filter(({phase}) => phase === "forward").length;
    expect(shown(shared, forward).querySelector(".pattern-mark")).toBeNull();
  });

  test("a router's lever lies on the winner, and the loser's contact is open, its wire grey and dashed", () => {
    const element = shown(shared, last);
    expect(marks(element, "router").sort()).toEqual(["contact", "lever", "open"]);
    const lost = [...element.querySelectorAll(".wire.lost")].map((wire) => wire.getAttribute("data-id"));
    const zero = shared.edges.filter(({target, downstream}) => target === gate("router") && downstream === 0);
    expect(lost).toEqual(zero.map(({id}) => id));
  });

  test("a swap leaves its X, a distributor its bar", () => {
    const element = shown(shared, last);
    expect(marks(element, "swap")).toEqual(["cross", "cross"]);
    expect(marks(element, "distributor")).toEqual(["fork"]);
  });

  test("a copy has a socket for each term, filled once it has arrived", () => {
    const first = shared.steps.findIndex(({kind}) => kind === "accumulate") + 1;
    expect(marks(shown(shared, first), "adder").sort()).toEqual(["socket", "term"]);
    expect(marks(shown(shared, last), "adder")).toEqual(["term", "term"]);
  });

  test("a mark is of the gates whose gradients have arrived alone", () => {
    const seed = shared.steps.findIndex(({kind}) => kind === "seed") + 1;
    expect(marks(shown(shared, seed), "swap")).toEqual([]);
  });
});

test("arrow heads point back where the gradient has come", () => {
  const heads = (position: number): number =>
    [...shown(shared, position).querySelectorAll(".wire .tip")].filter((tip) => tip.getAttribute("d")?.includes("l7,"))
      .length;
  expect(heads(0)).toBe(0);
  expect(heads(shared.steps.length)).toBe(shared.edges.length);
});

test("a wire's width tells its part of the greatest gradient", () => {
  const flows = new Map(frame(shared, shared.steps.length).wires.map(({edge, flow}) => [edge.id, flow]));
  const size = ({downstream}: {downstream: unknown}): number => Math.abs(Number(downstream));
  const sorted = [...shared.edges].sort((a, b) => size(a) - size(b));
  expect(flows.get(sorted.at(-1)?.id ?? "")).toBe(1);
  const widths = sorted.map(({id}) => flows.get(id) ?? -1);
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
});

test("the values of a swap cross slowly, side by side, before the gate", () => {
  const step = shared.steps.findIndex(({kind, nodes}) => kind === "backward" && nodes[0] === gate("swap")) + 1;
  const clips = timelineOf(shared, frame(shared, step))?.clips ?? [];
  const values = clips.filter((clip): clip is TokenClip => clip.kind === "token" && clip.look === "value");
  const box = shared.nodes.find(({id}) => id === gate("swap"));
  const left = (box?.x ?? 0) - (box?.width ?? 0) / 2;
  const at = (clip: TokenClip | undefined, t: number): Point => clip?.track.at(t) ?? [0, 0];
  const shares = Array.from({length: 50}, (_, i) => i / 50);
  for (const clip of values) {
    const between = shares.filter((t) => Math.abs(at(clip, t)[1] - (box?.y ?? 0)) < 20).length / 50;
    expect(clip.even).toBe(true);
    expect(between * (clip.end - clip.begin)).toBeGreaterThan(250); // ms
    expect(Math.max(...shares.map((t) => at(clip, t)[0]))).toBeLessThan(left - 16);
  }
  const meeting = shares.filter((t) => Math.abs(at(values[0], t)[1] - at(values[1], t)[1]) < 8);
  expect(meeting.length).toBeGreaterThan(0);
  for (const t of meeting) expect(Math.abs(at(values[0], t)[0] - at(values[1], t)[0])).toBeGreaterThan(12);
});

test("nothing turns red before its number has arrived", async () => {
  const stage = createStage(document.createElement("div"), {buttons: false});
  stages.push(stage);
  const position = shared.steps.findIndex(({kind, nodes}) => kind === "backward" && nodes[0] === gate("swap")) + 1;
  void stage.show(shared, frame(shared, position - 1), {animate: false});
  const playing = stage.show(shared, frame(shared, position), {animate: true, speed: 100});
  const into = shared.edges.filter(({target}) => target === gate("swap")).map(({id}) => id);
  const pending = [...stage.element.querySelectorAll(".wire.pending")].map((wire) => wire.getAttribute("data-id"));
  expect(pending.sort()).toEqual(into.sort());
  const sockets = [...stage.element.querySelectorAll(".term.pending")].map((path) => path.getAttribute("data-wire"));
  expect(sockets).toEqual(into.filter((id) => shared.edges.find((edge) => edge.id === id)?.source === gate("adder")));
  await playing;
  expect(stage.element.querySelector(".pending")).toBeNull();
});
