// @vitest-environment happy-dom
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {numbersOf} from "../../src/player/model/numbers";
import {renewMath, renewText} from "../../src/player/model/step-text";
import {evaluate} from "../../src/player/model/tape";
import {gradientName, notate} from "../../src/shared/notation";
import {traceOf} from "../traces";
import {must, OPS, repeated} from "./fixtures";

const moved = evaluate(repeated, {x: [5]}, undefined, OPS);
const end = repeated.steps.length;
const first = must(repeated.steps.find((step) => step.kind === "accumulate"));
const term = must(first.edges[0]);

test("a sentence's places get the numbers of the pass", () => {
  expect(renewText("{n0.value} times {n0.value} is {n1.value}.", repeated, numbersOf(repeated), end)).toBe(
    "3.00 times 3.00 is 9.00.",
  );
  expect(renewText("{n0.value} times {n0.value} is {n1.value}.", repeated, moved, end)).toBe(
    "5.00 times 5.00 is 25.00.",
  );
});

test("a sum's place speaks of the terms so far", () => {
  expect(renewText(`{${term}.downstream} so far {${term}.sum}`, repeated, moved, first.index + 1)).toBe(
    "5.00 so far 5.00",
  );
  expect(renewText(`so far {${term}.sum}`, repeated, moved, end)).toBe("so far 10.00");
});

test("braces that are no place are left alone", () => {
  expect(renewText("{nobody.value} {x.colour} {}", repeated, moved, end)).toBe("{nobody.value} {x.colour} {}");
});

test("marked numbers in a formula are renewed, others are not", () => {
  const math =
    '<math><mn data-n="n1.value">9.00</mn><mo>=</mo><mn class="v" data-n="n0.gradient">6.00</mn><mn>2</mn></math>';
  expect(renewMath(math, repeated, moved, end)).toBe(
    '<math><mn data-n="n1.value">25.00</mn><mo>=</mo><mn class="v" data-n="n0.gradient">10.00</mn><mn>2</mn></math>',
  );
});

test("a number of the backward half is marked as the gradient that it is", () => {
  const halves = traceOf("halves");
  const wire = must(
    halves.edges.find(({source}) => halves.nodes.some((n) => n.id === source && n.carries === "gradient")),
  );
  const saved = must(
    halves.edges.find(({source}) => halves.nodes.some((n) => n.id === source && n.carries === "value")),
  );
  const math = (id: string): string => `<math><mn data-n="${id}.value">1</mn></math>`;
  const end = halves.steps.length;
  expect(renewMath(math(wire.id), halves, numbersOf(halves), end)).toContain(' data-carries="gradient"');
  expect(renewMath(math(saved.id), halves, numbersOf(halves), end)).not.toContain("data-carries");
});

const fraction =
  '<math><mrow class="d" data-of="w0"><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow><mo>=</mo><mn>2</mn></math>';

test("the notation swaps the marked symbols and nothing else", () => {
  expect(notate(fraction, "partial")).toBe(fraction);
  const bar = notate(fraction, "bar");
  expect(bar).toContain("<msub><mi>w</mi><mn>0</mn></msub>");
  expect(bar).toContain("mover");
  expect(bar).not.toContain("mfrac");
  expect(bar).toContain("<mn>2</mn>");
});

const slope = (name: string): string =>
  `<mrow class="d" data-of="${name}"><mfrac><mrow><mo>∂</mo><mi>L</mi></mrow><mrow><mo>∂</mo><mi>${name}</mi></mrow></mfrac></mrow>`;
interface DeltaCase {
  readonly rows: readonly (readonly [string, string])[];
  readonly text: string;
}
/** Held by the exports' notation, too; "@a" stands for the gradient of a. The net values are a and b. */
const DELTA_CASES: readonly DeltaCase[] = JSON.parse(
  readFileSync(join(__dirname, "../../../tests/error_terms.json"), "utf8"),
);
const written = (text: string): string => text.replace(/@(\w)/g, (_, name: string) => slope(name));

test.each(DELTA_CASES)("in error terms: $text", ({rows, text}) => {
  const lines = rows.map(
    ([left, right]) => `<mtr><mtd>${written(left)}</mtd><mtd><mo>=</mo>${written(right)}</mtd></mtr>`,
  );
  const page = document.createElement("div");
  page.innerHTML = notate(`<math><mtable>${lines.join("")}</mtable></math>`, "delta", ["a", "b"]);
  expect([...page.querySelectorAll("mtr")].map((row) => row.textContent).join("; ")).toBe(text);
});

test("a gradient beside its number is named as a derivative", () => {
  expect(gradientName("x", "delta", "L")).toBe("∂L/∂x");
});

test("net values go into activations, whether these are open or closed", () => {
  expect(traceOf("neuron").net_values).toEqual(traceOf("collapsed").net_values);
  expect(traceOf("neuron").net_values).toHaveLength(1);
  expect(traceOf("matmul").net_values).toEqual([]);
});

test("a name cannot bring elements into the formula", () => {
  const evil = '<math><mrow class="d" data-of="&lt;img src=x&gt;"><mi>a</mi></mrow></math>';
  expect(notate(evil, "bar")).not.toMatch(/<mi>\s*<img/);
});

test("after an operator a minus gets its brackets, and loses them with the minus", () => {
  const math = '<math><mn data-n="n0.value" class="signed">3.00</mn></math>';
  expect(renewMath(math, repeated, evaluate(repeated, {x: [-5]}, undefined, OPS), end)).toContain(">(−5.00)</mn>");
  expect(renewMath(math.replace("3.00", "(−5.00)"), repeated, moved, end)).toContain(">5.00</mn>");
});

test("a name that the formula already writes with a subscript keeps it", () => {
  const math =
    '<math><mrow class="d" data-of="w0"><mfrac><mrow><mo>∂</mo><mi>f</mi></mrow><mrow><mo>∂</mo><msub><mi>w</mi><mn>0</mn></msub></mrow></mfrac></mrow></math>';
  expect(notate(math, "bar")).toContain("<msub><mi>w</mi><mn>0</mn></msub>");
});
