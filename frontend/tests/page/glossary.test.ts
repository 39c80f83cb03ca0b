// @vitest-environment happy-dom
import {beforeEach, describe, expect, it, vi} from "vitest";
import {createExplainWords, withWords} from "../../src/page/dialogs/explain-words";
import {gateInHand, markWords, meaningOf, type Scene, WORDS, wordOf} from "../../src/page/dialogs/glossary";
import {matchingWords} from "../../src/page/dialogs/search";
import {PATTERNS} from "../../src/page/inspector/patterns";
import {numbersOf} from "../../src/player/model/numbers";
import {plan} from "../../src/player/model/plan";
import {neuron, shared} from "../player/fixtures/index";

const last = neuron.steps.length;
const at = (gate: string, position = last, trace = neuron): Scene => ({
  trace,
  live: numbersOf(trace),
  notation: "partial",
  position,
  gate: plan(trace).node.get(gate) ?? null,
});

describe("the glossary", () => {
  it("has a word for each pattern of the table", () => {
    for (const pattern of Object.keys(PATTERNS)) expect(wordOf(`pattern-${pattern}`)?.says).toContain("gate");
  });

  it("finds the first mention of each word in a sentence, and leaves the sentence as it is", () => {
    const sentence = "The gate hands its upstream gradient to both gates; upstream stays.";
    const pieces = markWords(sentence);
    expect(pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece.id]))).toEqual(["gate", "upstream"]);
    expect(pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("")).toBe(sentence);
    expect(withWords("Nothing here.").length).toBe(1);
  });

  it("means the wires and boxes of this very picture", () => {
    expect(meaningOf("upstream", at("n10")).wires).toEqual(
      plan(neuron)
        .outOf.get("n10")
        ?.map(({id}) => id),
    );
    expect(meaningOf("downstream", at("n6")).wires).toEqual(
      plan(neuron)
        .inputs.get("n6")
        ?.map(({id}) => id),
    );
    expect(meaningOf("local", at("n10")).nodes).toEqual(["n10"]);
    expect(meaningOf("leaf", at("n10")).nodes).toEqual(["n0", "n1", "n3", "n4", "n7"]);
    expect(meaningOf("pattern-swap", at("n10")).nodes).toEqual(["n2", "n5"]);
    expect(meaningOf("pattern", at("n2")).nodes).toEqual(["n2", "n5"]);
    expect(meaningOf("pattern-adder", at("c0", 99, shared)).nodes).toEqual(["c0"]);
    expect(meaningOf("pattern-router", at("n10")).says).toBe("No gate here is a router.");
  });

  it("says the numbers of the gate in hand, once they have arrived", () => {
    expect(meaningOf("upstream", at("n10")).says).toBe("At the exp gate: −0.53.");
    expect(meaningOf("local", at("n10")).says).toContain("0.37");
    expect(meaningOf("downstream", at("n10")).says).toContain("−0.20");
    expect(meaningOf("upstream", at("n10", 5)).says).toBe("The backward pass has not come to the exp gate yet.");
    expect(meaningOf("local", at("n10", 0)).says).toBe("");
  });

  it("explains at the chosen gate, at the one at work, or at the last one", () => {
    expect(gateInHand(neuron, "n2", 9)?.id).toBe("n2");
    expect(gateInHand(neuron, null, 1)?.id).toBe(neuron.steps[0]?.nodes[0]);
    expect(gateInHand(neuron, "n0", 0)?.id).toBe("n14");
  });

  it("is found by the search", () => {
    expect(matchingWords("upstr")).toMatchObject([{id: "upstream", word: true}]);
    expect(matchingWords("router").map(({id}) => id)).toEqual(["pattern-router"]);
    expect(matchingWords("")).toEqual([]);
    for (const {title} of WORDS) expect(matchingWords(title).length).toBeGreaterThan(0);
  });
});

describe("a word on the page", () => {
  beforeEach(() => {
    document.body.innerHTML =
      '<section id="stage"><svg><g class="wires"></g><g class="boxes"><g class="node" data-id="n0"></g>' +
      '<g class="node" data-id="n10"></g></g></svg></section><p id="text"></p>';
  });
  const card = (): HTMLElement => document.getElementById("word-card") as HTMLElement;
  const meant = (): (string | undefined)[] =>
    [...document.querySelectorAll<SVGElement>("[data-meant]")].map((part) => part.dataset.id);

  it("explains itself on focus, lights up what it means, and is quiet again", () => {
    const words = createExplainWords();
    words.show({trace: neuron, live: numbersOf(neuron), notation: "partial", position: 0}, null);
    document.getElementById("text")?.append(...withWords("A leaf has no input."));
    const word = document.querySelector<HTMLElement>("[data-word]");
    word?.dispatchEvent(new FocusEvent("focusin", {bubbles: true}));
    expect(card().textContent).toContain("A node without inputs");
    expect(card().textContent).toContain("This picture has 5 leaves.");
    expect(word?.getAttribute("aria-describedby")).toBe("word-card");
    expect(meant()).toEqual(["n0"]);
    word?.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
    expect(card().hidden).toBe(true);
    expect(meant()).toEqual([]);
  });

  it("stays explained after a tap until something else is tapped", () => {
    createExplainWords();
    document.getElementById("text")?.append(...withWords("A gate."));
    document.querySelector<HTMLElement>("[data-word]")?.click();
    document.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
    expect(card().hidden).toBe(false);
    document.body.click();
    expect(card().hidden).toBe(true);
  });

  it("is explained without being pointed at when the search or the help asks", () => {
    vi.useFakeTimers();
    createExplainWords().open("local");
    vi.runAllTimers();
    expect(card().textContent).toContain("Local gradient");
    vi.useRealTimers();
  });
});
