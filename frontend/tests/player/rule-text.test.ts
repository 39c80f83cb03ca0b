import {expect, test} from "vitest";
import {ruleText, textPieces} from "../../src/player/animate/rule-text";
import {traceOf} from "../traces";

/** The rules of the one gate of this op, as its animation writes them. */
function rules(op: string): (string | null)[] {
  const trace = traceOf("matmul");
  const node = trace.nodes.find((each) => each.op === op) as (typeof trace.nodes)[number];
  const inputs = trace.edges.filter(({target}) => target === node.id).sort((a, b) => a.slot - b.slot);
  const outOf = trace.edges.filter(({source}) => source === node.id);
  const context = {trace, node, inputs, outOf} as unknown as Parameters<typeof ruleText>[1];
  return inputs.map(({rule}) => ruleText(rule, context));
}

test("a matrix gate's rules are written in the letters of the picture, never in those of the engine", () => {
  const found = rules("matmul");
  expect(found).toHaveLength(2);
  for (const text of found) expect(text).toMatch(/^(\S+ᵀ )?∂\w+\/∂\w+( \S+ᵀ)?$/);
  expect(found[0]).toMatch(/^∂.* xᵀ$/);
  expect(found[1]).toMatch(/^Wᵀ ∂/);
});

test("a rule that is no product is left to its arrays", () => {
  const context = {trace: traceOf("matmul"), node: {name: "y"}, inputs: [], outOf: []} as never;
  expect(ruleText("broadcast_to(g, (2,))", context)).toBeNull();
  expect(ruleText(null, context)).toBeNull();
});

test("a name with a number has it below", () => {
  const edge = (name: string) => ({name, letter: "", rule: "g @ b.T"});
  const context = {
    trace: {nodes: [], gradient_of: "L"},
    node: {name: "h1"},
    inputs: [edge("W1"), edge("x2")],
    outOf: [],
  } as never;
  expect(ruleText("g @ b.T", context)).toBe("∂L/∂h₁ x₂ᵀ");
});

test("a name on its way has its index below, and a number stays as it is", () => {
  expect(textPieces("∂L/∂h_t W_fᵀ").filter(({sub}) => sub !== "")).toEqual([
    {base: "h", sub: "t"},
    {base: "W", sub: "f"},
  ]);
  for (const number of ["−1.2e−7", "2×2", "[1.00, 0.00]", " += "])
    expect(
      textPieces(number)
        .map(({base, sub}) => base + sub)
        .join(""),
    ).toBe(number);
});
