// @vitest-environment happy-dom
import {expect, test} from "vitest";
import {blocks} from "../../src/player/element/formula-blocks";

const row = (first: string, second: string): string => `<mtr><mtd>${first}</mtd><mtd>${second}</mtd></mtr>`;
const local = "<mfrac><mi>b</mi><mi>a</mi></mfrac>";
const whole = `<mrow class="d" data-of="a">${local}</mrow>`;
const input = row(local, "<mn>1</mn>") + row(whole, "<mn>2</mn>") + row("", "<mn>3</mn>");
const math = (rows: string): string => `<math display="block"><mtable class="lines">${rows}</mtable></math>`;

test("each input of a gate has a formula of its own", () => {
  const found = blocks(math(input + input), false);
  expect(found.map((one) => one.querySelectorAll("mtr").length)).toEqual([3, 3]);
  expect(found.map((one) => one.textContent)).toEqual(["ba1ba23", "ba1ba23"]);
});

test("one input, a formula without lines, and what is none", () => {
  expect(blocks(math(input), false).length).toBe(1);
  expect(blocks("<math><mi>x</mi></math>", false).length).toBe(1);
  expect(blocks("", false)).toEqual([]);
  expect(blocks("<p>no</p>", true)).toEqual([]);
});

test("in a low frame a line that only goes on stands behind the line before it", () => {
  const found = blocks(math(input + input), true);
  expect(found.map((one) => one.querySelectorAll("mtr").length)).toEqual([2, 2]);
  expect(found.map((one) => one.textContent)).toEqual(["ba1ba23", "ba1ba23"]);
});

test("the gradients of a product of matrices, with their shapes below, stand side by side", () => {
  const shaped = `<munder>${whole}<mtext>(2)</mtext></munder>`;
  expect(blocks(math(row(shaped, "<mi>W</mi>") + row(shaped, "<mi>x</mi>")), false).length).toBe(2);
});
