import {afterEach, describe, expect, it, vi} from "vitest";
import {collected, streamRun} from "../../src/page/learn/run-stream";

const HEAD = {
  parameters: ["w"],
  leaves: [{name: "w", shape: [], parameter: true, movable: true, free: true, classes: null}],
  optimizer: "momentum",
  rule: "v = momentum*v + g; w = w - lr*v",
  settings: {lr: 0.1},
  rule_tape: null,
  of: 100,
  notices: [],
};
const entry = (iteration: number, loss: number, arrays = true): Parameters<typeof collected>[1][number] => ({
  iteration,
  loss,
  learning_rate: 0.1,
  values: arrays ? {w: loss + 1} : {},
  gradients: arrays ? {w: loss} : {},
  state: arrays ? {v: {w: 2 * loss}} : {},
});
const END = {ended: "iterations" as const, iteration: 100, text: "All 100 updates are done."};

/** An answer whose lines come one at a time; after the last of them it waits until it is hung up on. */
function serving(lines: readonly unknown[], isEndless: boolean, onHangUp: () => void): void {
  vi.stubGlobal("fetch", (_: string, {signal}: {signal: AbortSignal}) => {
    const encoder = new TextEncoder();
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (at < lines.length) controller.enqueue(encoder.encode(`${JSON.stringify(lines[at++])}\n`));
        else if (!isEndless) controller.close();
        else
          await new Promise<void>((_done, fail) => {
            signal.addEventListener("abort", () => {
              onHangUp();
              fail(new DOMException("", "AbortError"));
            });
          });
      },
    });
    return Promise.resolve(new Response(body));
  });
}

afterEach(() => vi.unstubAllGlobals());

describe("a run line by line", () => {
  it("is collected as the service collects it", async () => {
    const told: number[] = [];
    serving([HEAD, entry(0, 9), entry(25, 5, false), entry(50, 4), entry(100, 1), END], false, () => {});
    const answer = await streamRun("{}", 10, new AbortController().signal, (update) => told.push(update));
    expect(told).toEqual([0, 25, 50, 100]);
    expect(answer).toEqual({
      ok: true,
      value: {
        ...HEAD,
        iterations: [0, 50, 100],
        loss: [9, 4, 1],
        curve: {iterations: [0, 25, 50, 100], loss: [9, 5, 4, 1]},
        learning_rate: [0.1, 0.1, 0.1],
        values: {w: [10, 5, 2]},
        gradients: {w: [9, 4, 1]},
        state: {v: {w: [18, 8, 2]}},
        ended: "iterations",
        text: END.text,
      },
    });
  });

  it("ends where it is stopped, with what has come, and hangs up", async () => {
    const hungUp = vi.fn();
    const mine = new AbortController();
    serving([HEAD, entry(0, 9), entry(50, 4)], true, hungUp);
    const answer = await streamRun("{}", 10, mine.signal, (update) => {
      if (update === 50) setTimeout(() => mine.abort());
    });
    expect(hungUp).toHaveBeenCalledOnce();
    expect(answer).toMatchObject({ok: true, value: {ended: "stopped", iterations: [0, 50]}});
    if (answer.ok) expect(answer.value.text).toBe("The run was stopped after 50 updates.");
  });

  it("has no run where it is stopped before the first update, or breaks off", async () => {
    const mine = new AbortController();
    serving([HEAD], true, () => {});
    setTimeout(() => mine.abort(), 10);
    await expect(streamRun("{}", 10, mine.signal, () => {})).rejects.toThrow();
    serving([HEAD, entry(0, 9)], false, () => {});
    expect(await streamRun("{}", 10, new AbortController().signal, () => {})).toMatchObject({ok: false});
  });

  it("keeps no more entries than asked for, the first and the last among them", () => {
    const lines = Array.from({length: 21}, (_, k) => entry(k, 21 - k));
    const {iterations} = collected(HEAD, lines, END, 5);
    expect(iterations).toEqual([0, 5, 10, 15, 20]);
  });

  it("has NaN where a parameter is no number of the graph yet", () => {
    const {values} = collected(HEAD, [{...entry(0, 3), values: {b: 1}}, entry(1, 2)], END, 5);
    expect(values).toEqual({w: ["NaN", 3]});
  });
});
