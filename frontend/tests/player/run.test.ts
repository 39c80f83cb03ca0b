// @vitest-environment happy-dom
import {afterEach, expect, test, vi} from "vitest";
import {type ChainRule, TAG} from "../../src/player/element/element";
import type {Run} from "../../src/shared/contract";
import {neuron} from "./fixtures";

const RUN = {
  parameters: ["w0"],
  leaves: [{name: "w0", shape: [], parameter: true, movable: true, free: true, classes: null}],
  optimizer: "sgd",
  iterations: [0, 5, 10],
  loss: [4, 1, 0.25],
  learning_rate: [0.1, 0.1, 0.1],
  values: {w0: [2, 1.5, -3.25]},
  gradients: {w0: [1, 1, 1]},
  ended: "iterations",
  text: "All 10 updates are done.",
  notices: [],
} as unknown as Run;

const inside = (element: ChainRule, selector: string): HTMLElement =>
  element.shadowRoot?.querySelector(selector) as HTMLElement;
const words = (element: ChainRule): string => inside(element, ".cr-run-words").textContent ?? "";

function shown(attributes: Readonly<Record<string, string>> = {}): ChainRule {
  const element = document.createElement(TAG) as ChainRule;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  element.trace = neuron;
  element.step = neuron.steps.length;
  return element;
}

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a run steps, and the picture has the parameters of its update", () => {
  const element = shown({t: "4"});
  expect(inside(element, ".cr-run").hidden).toBe(true);
  const told: unknown[] = [];
  element.addEventListener("updatechange", (event) => told.push((event as CustomEvent).detail));
  element.run = RUN;
  expect(inside(element, ".cr-run").hidden).toBe(false);
  expect(element.update).toBe(5); // the nearest that is kept
  inside(element, ".cr-run .next").click();
  expect(words(element)).toBe("Update 10 of 10: loss 0.25");
  expect(element.shadowRoot?.querySelector(".cr-svg")?.textContent).toContain("−3.25");
  inside(element, ".cr-run .next").click(); // the last one stays
  inside(element, ".cr-run .back").click();
  expect(told).toEqual([
    {update: 5, last: 10, loss: 1},
    {update: 10, last: 10, loss: 0.25},
    {update: 5, last: 10, loss: 1},
  ]);
});

test("a run plays to its end and begins again", () => {
  vi.useFakeTimers();
  const element = shown();
  element.run = RUN;
  inside(element, ".cr-run .play").click();
  vi.advanceTimersByTime(5_000);
  expect(element.update).toBe(10);
  expect(inside(element, ".cr-run .play").getAttribute("aria-label")).toBe("Play the run");
  inside(element, ".cr-run .play").click();
  expect(element.update).toBe(0);
});

test("the fields of an attribute are asked for with the formula and its values", async () => {
  const answer = (data: unknown): Response => new Response(JSON.stringify(data));
  const fetched = vi.fn(async (url: string, _init?: RequestInit) => answer(url.includes("/train") ? RUN : neuron));
  vi.stubGlobal("fetch", fetched);
  const element = document.createElement(TAG) as ChainRule;
  element.setAttribute("source", neuron.source);
  element.setAttribute("values", '{"w0": 2}');
  element.setAttribute("train", '{"optimizer": "adam", "iterations": 10}');
  const begun = new Promise((resolve) => element.addEventListener("updatechange", resolve, {once: true}));
  document.body.append(element);
  await begun;
  const [, init] = fetched.mock.calls.find(([url]) => url.includes("/train")) as [string, RequestInit];
  const body = JSON.parse(String(init.body));
  expect(body).toMatchObject({source: neuron.source, values: {w0: 2}, optimizer: "adam", iterations: 10});
  expect(element.step).toBe(neuron.steps.length); // a run shows its numbers
});

test("an update that has a document of its own shows it, and one without says so", async () => {
  vi.stubGlobal("fetch", vi.fn());
  const element = document.createElement(TAG) as ChainRule;
  const json = (name: string, data: unknown): string =>
    `<script type="application/json" ${name}>${JSON.stringify(data)}</script>`;
  element.innerHTML = [
    json("", neuron),
    json('class="run"', {...RUN, optimizer: "program"}),
    json('class="run-traces"', [neuron, {...neuron, value: 42}, null]),
  ].join("");
  const begun = new Promise((resolve) => element.addEventListener("updatechange", resolve, {once: true}));
  document.body.append(element);
  await begun;
  element.update = 5;
  expect(element.trace?.value).toBe(42);
  expect(words(element)).toBe("Update 5 of 10: loss 1.00");
  element.update = 10;
  expect(element.trace?.value).toBe(42);
  expect(words(element)).toContain("behind the last round");
});
