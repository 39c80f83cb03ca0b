// @vitest-environment happy-dom
import {beforeEach, describe, expect, it, vi} from "vitest";
import {createCode, LANGUAGES, litLines} from "../../src/page/code/code";
import {commandOf} from "../../src/page/keys";
import type {Code} from "../../src/shared/contract";
import {neuron} from "../player/fixtures/index";
import {stateOf} from "./samples";

const CODE: Code = {
  language: "numpy",
  title: "NumPy, line by line",
  file: "backprop.py",
  text: "x = 1.0\ny = 2.0\nf = x * y\n\ndf = 1.0\ndx = 0.0\ndx += df * y\n",
  lines: [
    {number: 3, steps: [0]},
    {number: 5, steps: [1]},
    {number: 7, steps: [2, 3]},
  ],
};
const STEPS = [{phase: "forward"}, {phase: "backward"}, {phase: "backward"}, {phase: "backward"}] as const;

describe("the lines of a step", () => {
  it("are those of the step that was done last", () => {
    expect(litLines(CODE, STEPS, 0)).toEqual({lines: [], phase: "forward"});
    expect(litLines(CODE, STEPS, 1)).toEqual({lines: [3], phase: "forward"});
    expect(litLines(CODE, STEPS, 4)).toEqual({lines: [7], phase: "backward"});
    expect(litLines(CODE, STEPS, 9)).toEqual({lines: [], phase: "forward"});
  });
});

describe("the code panel", () => {
  const asked: Record<string, unknown>[] = [];
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 320));
  const panel = (): HTMLElement => document.getElementById("code") as HTMLElement;

  beforeEach(() => {
    localStorage.clear();
    asked.length = 0;
    document.body.removeAttribute("data-code");
    document.body.innerHTML =
      '<div id="tools"><button id="code-button"></button></div><nav id="tabs"></nav><main id="main"></main>';
    vi.stubGlobal("fetch", async (_: string, options: RequestInit) => {
      asked.push(JSON.parse(String(options.body)));
      return new Response(JSON.stringify(CODE));
    });
    vi.stubGlobal("matchMedia", () => ({matches: false}));
  });

  it("asks for nothing until it is opened, and once for what it shows", async () => {
    const code = createCode();
    const state = stateOf({trace: neuron});
    code.show(state);
    await settled();
    expect(asked).toEqual([]);
    expect(panel().hidden).toBe(true);
    code.toggle();
    code.show({...state, player: {...state.player, step: 1}});
    await settled();
    expect(asked.length).toBe(1);
    expect(asked[0]).toMatchObject({language: "numpy", defaults: true});
    expect(panel().hidden).toBe(false);
    expect(document.getElementById("code-button")?.getAttribute("aria-expanded")).toBe("true");
  });

  it("asks anew in another language and remembers it", async () => {
    const code = createCode();
    code.show(stateOf({trace: neuron}));
    code.toggle();
    await settled();
    panel().querySelector<HTMLElement>("[data-language=latex]")?.click();
    await settled();
    expect(asked.map(({language}) => language)).toEqual(["numpy", "latex"]);
    expect(panel().querySelector("[aria-pressed=true]")?.textContent).toBe("LaTeX");
    expect(localStorage.getItem("chainrule.code")).toBe("latex");
  });

  it("keeps the last good code and says why there is no new one", async () => {
    const code = createCode();
    code.show(stateOf({trace: neuron}));
    code.toggle();
    await settled();
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify({detail: "No."}), {status: 422}));
    panel().querySelector<HTMLElement>("[data-language=torch]")?.click();
    await settled();
    expect(panel().querySelector(".code-words")?.textContent).toBe("No.");
    expect(panel().querySelector(".stale")).not.toBeNull();
  });

  it("closes by Escape and gives the focus back", () => {
    const code = createCode();
    code.show(stateOf({trace: neuron}));
    code.toggle();
    panel().dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
    expect(panel().hidden).toBe(true);
    expect(document.activeElement?.id).toBe("code-button");
  });

  it("has a key, and a name and a sentence for every language", () => {
    expect(commandOf(new KeyboardEvent("keydown", {key: "c"}))).toBe("code");
    expect(commandOf(new KeyboardEvent("keydown", {key: "c", ctrlKey: true}))).toBeNull();
    expect(new Set(LANGUAGES.map(({name}) => name)).size).toBe(LANGUAGES.length);
  });
});
