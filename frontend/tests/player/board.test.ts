import {expect, it} from "vitest";
import {board} from "../../src/player/animate/board";
import type {AnimationContext} from "../../src/player/animate/clips";
import {NAMES, traceOf} from "../traces";

const LINES = ["∂L/∂y xᵀ", "Wᵀ ∂L/∂y"];

it.each(NAMES)("rules beside a gate of %s hide neither boxes nor numbers", (name) => {
  const trace = traceOf(name);
  for (const node of trace.nodes.filter(({kind}) => kind === "gate")) {
    const tracks = board({trace, node} as unknown as AnimationContext, LINES);
    tracks.forEach((track, row) => {
      const [x, y] = track.points[0] as [number, number];
      const half = 4 * (LINES[row] as string).length;
      for (const box of trace.nodes) {
        const isBeside = Math.abs(box.x - x) >= box.width / 2 + half || Math.abs(box.y - y) >= box.height / 2 + 9;
        expect(isBeside, `${node.id} over ${box.id}`).toBe(true);
      }
    });
  }
});
