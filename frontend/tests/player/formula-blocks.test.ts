// @vitest-environment happy-dom
import {expect, test} from "vitest";
import {blocks} from "../../src/player/element/formula-blocks";

const row = (first: string, second: string): string => `<mtr><mtd>${first}</mtd><mtd>${second}</mtd></mtr>`;
const local = "<mfrac><mi>b</mi><mi>a</mi></mfrac>";
const whole = `<mrow class="d" data-of="a">${local}</mrow>`;
const input = row(local, "<mn>1</mn>") + row(whole, "<mn>2</mn>") + row("", "<mn>3</mn>");
const math = (rows: string): string => `<math display="block"><mtable class="lines">${rows}</mtable></math>`;

test("each input of a gate has a formula of its own", () => {
  const found = blocks(math(input + input));
  expect(found.map((one) => one.querySelectorAll("mtr").length)).toEqual([3, 3]);
  expect(found.map((one) => one.textContent)).toEqual(["ba1ba23", "ba1ba23"]);
});

test("one input, a formula without lines, and what is none", () => {
  expect(blocks(math(input)).length).toBe(1);
  expect(blocks("<math><mi>x</mi></math>").length).toBe(1);
  expect(blocks("")).toEqual([]);
  expect(blocks("<p>no</p>")).toEqual([]);
});
