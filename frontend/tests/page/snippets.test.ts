// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {reachOf, type Shared, shared} from "../../src/page/share/sharing";
import * as snippets from "../../src/page/share/snippets";
import {obstacle, reservation, TARGETS} from "../../src/page/share/targets";
import {USUAL} from "../../src/shared/appearance";
import {neuron} from "../player/fixtures/index";
import {QUESTION, stateOf} from "./samples";

const PROGRAM = "# two layers\nh = np.maximum(0, W1 @ x)\n\nfor i in range(3):\n\th = h*'a' + 100%7 & 1 <2>\nf = \"σ\"";
const SERVER = {
  base: "https://chain.example.org/calc",
  formats: ["svg", "png", "gif"],
  shortens: false,
  version: "0.1.0",
  build: "5f3c2a9b1d0e",
};

const share = (change: {source?: string; step?: number | null; base?: string} = {}): Promise<Shared> => {
  const state = stateOf({request: {...QUESTION, source: change.source ?? QUESTION.source}, trace: neuron});
  const server = {...SERVER, base: change.base ?? SERVER.base};
  return shared(state, neuron, {step: change.step ?? null, appearance: USUAL}, server);
};
const target = (id: string) => TARGETS.find((one) => one.id === id) as (typeof TARGETS)[number];

describe("what is pasted", () => {
  it("holds a program with blank lines, comments and quotes on one line of HTML", async () => {
    const made = await share({source: PROGRAM});
    for (const text of [snippets.element(made, []), snippets.slidev(made), snippets.revealSlide(made)]) {
      expect(text).not.toMatch(/\n|&/);
      const page = new DOMParser().parseFromString(text.replaceAll("ChainRule", "chain-rule"), "text/html");
      const program = page.querySelector("chain-rule")?.getAttribute("encoded") ?? "";
      expect(decodeURIComponent(program)).toBe(PROGRAM);
    }
  });

  it("starts a deck with the plugins that reveal.js' template loads, and without them", async () => {
    const text = snippets.revealScript(await share());
    const start = /<script>([\s\S]*)<\/script>/.exec(text)?.[1] ?? "";
    const plugins = (loaded: object): unknown => {
      let given: unknown;
      const reveal = {initialize: (options: {plugins: unknown}) => (given = options.plugins)};
      new Function("Reveal", "RevealChainrule", "window", start)(reveal, "chainrule", loaded);
      return given;
    };
    // Ours comes last: it makes fragments of slides that RevealMarkdown has written by then.
    const loaded = {RevealNotes: "notes", RevealMarkdown: "markdown"};
    expect(plugins(loaded)).toEqual(["markdown", "notes", "chainrule"]);
    expect(plugins({})).toEqual(["chainrule"]);
  });

  it("names the build of each script, so that a browser keeps it for good", async () => {
    const made = await share();
    expect(snippets.component(made)).toContain(`src="${SERVER.base}/player.js?v=5f3c2a9b1d0e"`);
    expect(snippets.revealScript(made)).toContain(`/reveal-chainrule.iife.js?v=5f3c2a9b1d0e"`);
  });

  it("writes into a shortcode of Quarto nothing that it would read in another way", async () => {
    const text = snippets.shortcode(await share({source: PROGRAM}));
    const program = /encoded='([^']*)'/.exec(text)?.[1] ?? "";
    expect(decodeURIComponent(program)).toBe(PROGRAM);
    expect(program).toMatch(/^[^'"\\\n<>{}&$]*$/);
    expect(snippets.shortcode(await share())).toContain(`{{< chainrule '${QUESTION.source}' values='{"w0":2`);
  });

  it("gives Slidev the element by another name, with its step and its clicks", async () => {
    const text = snippets.slidev(await share({step: 3}));
    expect(text).toMatch(
      /^<ChainRule source=".*" values='.*' step="3" .*:clicks="\d+" server="https:.*"><\/ChainRule>$/,
    );
    expect(text).toContain(`:clicks="${neuron.steps.length - 3}"`);
  });

  it("shows in a picture the last step where nobody chose one", async () => {
    expect(snippets.markdownPicture(await share(), "svg")).toContain(`&step=${neuron.steps.length})`);
    expect(snippets.markdownPicture(await share({step: 2}), "svg")).toContain("&step=2)");
    expect(snippets.iframe(await share())).not.toContain("step=");
  });

  it("offers each way of a target by itself", async () => {
    const marp = target("marp").snippets?.(await share()) ?? [];
    expect(marp.map(({text}) => text.slice(0, 7))).toEqual(["<iframe", "![width"]);
    for (const {snippets: texts} of TARGETS)
      for (const {text} of texts?.(await share({source: PROGRAM})) ?? []) expect(text).not.toContain("undefined");
  });
});

describe("where a snippet cannot work", () => {
  it("tells this machine's addresses from others", () => {
    const here = [
      "http://127.0.0.1:8000",
      "http://localhost",
      "http://[::1]:8000",
      "http://192.168.1.4",
      "http://172.20.0.2",
    ];
    for (const base of here) expect(reachOf(base)).toBe("this machine");
    for (const base of ["https://chain.example.org", "http://172.32.0.1", "http://100.1.2.3"])
      expect(reachOf(base)).toBe("others");
  });

  it("says what to do instead of giving an address that nobody can fetch", async () => {
    const here = await share({base: "http://127.0.0.1:8000"});
    for (const id of ["notion", "google", "readme"]) {
      expect(obstacle(target(id), here)).toMatch(/^\S.* fetches the address from the internet.*\. [A-Z].*\.$/);
      expect(obstacle(target(id), await share())).toBeNull();
    }
    expect(obstacle(target("iframe"), here)).toBeNull();
  });

  it("says of an address of this machine that it is one, and nothing of a text without", async () => {
    const here = await share({base: "http://127.0.0.1:8000"});
    expect(reservation(here, target("iframe").snippets?.(here) ?? [])).toContain("127.0.0.1:8000 is this machine");
    expect(reservation(here, target("jupyter").snippets?.(here) ?? [])).toBeNull();
    const there = await share();
    expect(reservation(there, target("iframe").snippets?.(there) ?? [])).toBeNull();
  });
});
