// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {equations} from "../../src/page/hall/equations";
import {highlightedSource} from "../../src/page/hall/highlighted-source";
import {traceOf} from "../traces";

const text = (parts: readonly (Node | string)[]): string =>
  parts.map((part) => (typeof part === "string" ? part : `[${part.textContent}]`)).join("");

describe("the formula of the hall", () => {
  it("lights the part at work", () => {
    const lit = {line: 2, column: 4, end_line: 2, end_column: 9};
    expect(text(highlightedSource("q = x + y\nf = q * z\n", lit))).toBe("q = x + y\nf = [q * z]");
    expect(text(highlightedSource("q = x", null))).toBe("q = x");
  });

  it("shows three lines of a long program, the one at work among them", () => {
    const source = Array.from({length: 20}, (_, i) => `a${i + 1}`).join("\n");
    const at = (line: number): string =>
      text(highlightedSource(source, {line, column: 0, end_line: line, end_column: 9}));
    expect(text(highlightedSource(source, null))).toBe("a1\na2\na3");
    expect(at(11)).toBe("a10\n[a11]\na12");
    expect(at(20)).toBe("a18\na19\n[a20]");
  });

  it("lights a part that goes on to another line as far as its own line goes", () => {
    const lit = {line: 1, column: 4, end_line: 2, end_column: 2};
    expect(text(highlightedSource("a = f(x,\n y)", lit))).toBe("a = [f(x,]\n y)");
  });
});

describe("the equation of the hall", () => {
  const {steps} = traceOf("neuron");

  it("is one line for a forward step", () => {
    const [line, ...more] = equations(steps[0]?.math ?? "").map(({textContent}) => textContent);
    expect(line).toMatch(/=.*=/);
    expect(more).toEqual([]);
  });

  it("is one line for each gradient that a backward step hands back", () => {
    const last = equations(steps.at(-1)?.math ?? "");
    expect(last.length).toBe(2);
    for (const line of last) expect(line.querySelector(".d")).not.toBeNull();
  });

  it("is none where there is no formula", () => {
    expect(equations("")).toEqual([]);
  });
});
