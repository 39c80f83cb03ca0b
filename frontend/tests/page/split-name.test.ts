// @vitest-environment happy-dom
import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {setNames} from "../../src/shared/set-names";
import {nameLength, namePieces, splitName} from "../../src/shared/split-name";
import {traceOf} from "../traces";

type Case = readonly [name: string, base: string, sub: string];
const CASES = JSON.parse(readFileSync("../tests/split_names.json", "utf-8")) as readonly Case[];

describe("a name", () => {
  it.each(CASES)("%s is %s with the subscript %j", (name, base, sub) => {
    expect(splitName(name)).toEqual({base, sub});
  });

  it("is as wide as it is set, not as it is typed", () => {
    const lengths = ["alpha", "x_hat", "W_f", "learning_rate"].map((name) => nameLength(namePieces(name)));
    expect(lengths).toEqual([1, 1, 1.85, 13]);
  });

  it("of several together is set by both its ends", () => {
    expect(namePieces("w0…w11")).toEqual([
      {base: "w", sub: "0"},
      {base: "…w", sub: "11"},
    ]);
  });

  it("stands before the index of an entry", () => {
    const text = document.createElement("p");
    text.textContent = "Raise w0[1,2] by 0.01";
    setNames(text, traceOf("neuron"));
    expect(text.innerHTML).toBe('Raise <i class="name">w<sub>0</sub></i>[1,2] by 0.01');
  });

  it("keeps the bar of its gradient", () => {
    const text = document.createElement("p");
    text.textContent = "w\u03040 = 2";
    setNames(text, traceOf("neuron"));
    expect(text.innerHTML).toBe('<i class="name">w\u0304<sub>0</sub></i> =&nbsp;2');
  });

  it("is set in a sentence, but not within code or a longer word", () => {
    const trace = traceOf("neuron");
    const text = document.createElement("p");
    text.innerHTML = "w0 gets ∂f/∂w0; w00 and <code>w0</code> do not";
    setNames(text, trace);
    expect(text.innerHTML).toBe(
      '<i class="name">w<sub>0</sub></i> gets ∂f<span class="unbroken" style="white-space: nowrap;">/∂</span>' +
        '<i class="name">w<sub>0</sub></i>; w00 and <code>w0</code> do not',
    );
  });

  it("and its formula keep their line: it ends before an operator, and in no derivative", () => {
    const text = document.createElement("p");
    text.textContent = "It gets 0.88 + 2.24 = 3.12, a - b or ∂f/∂a; + alone";
    for (const _ of ["first", "again"]) setNames(text, traceOf("matmul"));
    expect(text.textContent).toBe("It gets 0.88 +\u00a02.24 =\u00a03.12, a - b or ∂f/∂a; +\u00a0alone");
    expect([...text.querySelectorAll(".unbroken")].map((part) => part.textContent)).toEqual(["/∂"]);
  });
});
