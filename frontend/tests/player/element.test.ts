// @vitest-environment happy-dom
import {afterEach, expect, test, vi} from "vitest";
import {type ChainRule, TAG} from "../../src/player/element/element";
import {address, serverOf} from "../../src/player/element/load";
import {neuron, repeated} from "./fixtures";

function make(attributes: Readonly<Record<string, string>> = {}, inline = ""): ChainRule {
  const element = document.createElement(TAG) as ChainRule;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (inline) element.innerHTML = `<script type="application/json">${inline}</script>`;
  return element;
}
const add = (element: ChainRule): ChainRule => document.body.appendChild(element);
const ready = (element: ChainRule): Promise<Event> =>
  new Promise((resolve) => element.addEventListener("ready", resolve, {once: true}));
const status = (element: ChainRule): string => element.shadowRoot?.querySelector("[aria-live]")?.textContent ?? "";

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

test("an inline document needs no network, and `step` says where to begin", async () => {
  const fetched = vi.fn();
  vi.stubGlobal("fetch", fetched);
  const element = make({step: "3", controls: ""}, JSON.stringify(neuron));
  const done = ready(element);
  add(element);
  await done;
  expect(element.step).toBe(3);
  expect(element.shadowRoot?.querySelectorAll("g.node").length).toBe(neuron.nodes.length);
  expect(status(element).replaceAll("\u00a0", " ")).toBe(neuron.steps[2]?.text);
  expect(fetched).not.toHaveBeenCalled();
});

test("a document given as a property is shown; steps are told outside the shadow", () => {
  const element = add(make());
  const told: unknown[] = [];
  document.body.addEventListener("stepchange", (event) => told.push((event as CustomEvent).detail));
  element.trace = repeated;
  element.next();
  element.step = 4;
  element.prev();
  element.go(99);
  const last = repeated.steps.length;
  expect(told).toEqual([1, 4, 3, last].map((step) => ({step, last})));
  expect(element.trace).toBe(repeated);
});

test("keys work inside the element", () => {
  const element = add(make());
  element.trace = repeated;
  const player = element.shadowRoot?.querySelector(".cr-player");
  for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft"])
    player?.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  expect(element.step).toBe(1);
});

test("an answer that is no trace is an error event, and the fallback stays", async () => {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({detail: "no such op"}), {status: 400}));
  const element = make({source: "nope(x)"});
  const failed = new Promise((resolve) =>
    document.body.addEventListener("error", (event) => resolve((event as unknown as CustomEvent).detail), {once: true}),
  );
  add(element);
  expect(await failed).toEqual({message: "no such op"});
  expect(element.shadowRoot?.querySelector("[role=alert]")?.textContent).toBe("no such op");
});

test("it can be taken out and put back", () => {
  const element = add(make());
  element.trace = repeated;
  element.go(2);
  element.remove();
  add(element);
  expect(element.step).toBe(2);
  expect(element.shadowRoot?.querySelectorAll("g.node").length).toBe(repeated.nodes.length);
});

test("the address of a formula carries its values", () => {
  const query = {source: "x*y", values: '{"x":2}', view: "units", output: null};
  const wanted = {src: null, query, overrides: {}, inline: null};
  expect(address(wanted, "https://example.org/")).toBe(
    "https://example.org/api/v1/trace?source=x*y&values=%7B%22x%22%3A2%7D&view=units&defaults=true&words=templates",
  );
  const moved = new URL(address({...wanted, overrides: {y: 3}}, "https://example.org") ?? "");
  expect(moved.searchParams.get("values")).toBe('{"x":2,"y":3}');
  expect(address({...wanted, src: "t.json"}, "")).toBe("t.json");
  expect(address({...wanted, query: {source: null}}, "")).toBeNull();
});

test("a program may stand percent-encoded in its attribute", async () => {
  const asked: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (url) => {
    asked.push(String(url));
    return new Response(JSON.stringify({detail: "no"}), {status: 422});
  };
  const element = document.createElement("chain-rule");
  element.setAttribute("encoded", "h %3D 100%25 x%0A%0Af %3D h");
  element.setAttribute("server", "https://example.org");
  document.body.append(element);
  await new Promise((resolve) => setTimeout(resolve, 20));
  globalThis.fetch = real;
  expect(new URL(asked[0] ?? "").searchParams.get("source")).toBe("h = 100% x\n\nf = h");
});

test("the server is the one the script came from", () => {
  const script = document.createElement("script");
  script.setAttribute("type", "text/plain");
  script.setAttribute("src", "https://example.org/static/player.js?v=1");
  document.body.append(script);
  expect(serverOf(document)).toBe("https://example.org");
  expect(serverOf(document, "https://one.example/sub/static/0123abcd/reveal-chainrule.js")).toBe(
    "https://one.example/sub",
  );
  expect(serverOf(document, "file:///talk/player.iife.js")).toBe("https://example.org");
});

test("functions of a formula open and close by asking the server, and the picture stays where it was", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return new Response(JSON.stringify(neuron));
  });
  const element = make({source: neuron.source});
  const done = ready(element);
  add(element);
  await done;
  element.go(4);
  const told: unknown[] = [];
  element.addEventListener("fold", (event) => told.push((event as CustomEvent).detail));
  const button = element.shadowRoot?.querySelector("g.fold");
  const again = ready(element);
  button?.dispatchEvent(new MouseEvent("click", {bubbles: true}));
  await again;
  const id = button?.getAttribute("data-function");
  expect(told).toEqual([{id, open: false}]);
  expect(asked.at(-1)).toContain(`closed=${id}`);
  expect(element.getAttribute("closed")).toBe(id);
  expect(element.step).toBe(4);
});

test("a trace of its own has no buttons unless somebody answers them; nor has a picture in a deck", () => {
  const buttons = (attributes: Readonly<Record<string, string>>): number => {
    const element = add(make(attributes));
    element.trace = neuron;
    return element.shadowRoot?.querySelectorAll("g.fold").length ?? 0;
  };
  expect(buttons({})).toBe(0);
  expect(buttons({folds: ""})).toBeGreaterThan(0);
  expect(buttons({folds: "", "data-fragments": ""})).toBe(0);
});

test("attributes set in a row ask the server once, with all of them", async () => {
  const asked: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (url) => {
    asked.push(String(url));
    return new Response(JSON.stringify({detail: "no"}), {status: 422});
  };
  const element = document.createElement("chain-rule");
  document.body.append(element);
  await new Promise((resolve) => setTimeout(resolve, 5));
  for (const [name, text] of Object.entries({source: "x*y", values: '{"x": 2}', server: "https://example.org"}))
    element.setAttribute(name, text);
  await new Promise((resolve) => setTimeout(resolve, 20));
  globalThis.fetch = real;
  expect(asked.map((url) => new URL(url).host + new URL(url).searchParams.get("values"))).toEqual([
    'example.org{"x": 2}',
  ]);
});
