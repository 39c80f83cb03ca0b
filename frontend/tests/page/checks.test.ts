import {beforeEach, describe, expect, it, vi} from "vitest";
import {createChecks} from "../../src/page/checks";
import {sizeWords, structureWords} from "../../src/page/jacobian";
import type {Trace} from "../../src/player/trace";
import {neuron} from "../player/fixtures/index";

const span = {line: 3, column: 0, end_line: 3, end_column: 9};
const graded: Trace = {
  ...neuron,
  checks: [
    {name: "grad_w0", of: "w0", equal: true, text: "grad_w0 is right.", span},
    {name: "grad_w1", of: "w1", equal: false, text: "grad_w1 is 2, but dL/dw1 is −2: the sign is wrong.", span},
  ],
  notices: [
    {code: "loop", text: "The loop runs 2,000 times.", span},
    {code: "update", text: "This line changes w0.", span: {...span, line: 5}},
    {code: "update", text: "This line changes w1.", span: {...span, line: 6}},
    {code: "kink", text: "elsewhere", span: null},
  ],
};

describe("hand-written gradients", () => {
  beforeEach(() => {
    document.body.innerHTML = '<div id="checks"></div>';
  });
  it("are listed with a mark, a name and what is wrong", () => {
    const onCheck = vi.fn();
    createChecks({onCheck}).show(graded);
    const rows = [...document.querySelectorAll(".check")];
    expect(rows.map((row) => row.querySelector(".tick")?.getAttribute("aria-label"))).toEqual(["right", "wrong"]);
    expect(rows[1]?.textContent).toContain("the sign is wrong");
    expect(document.querySelector("h3")?.textContent).toBe("Your gradients: 1 of 2 right");
    (rows[1] as HTMLElement).click();
    expect(onCheck).toHaveBeenCalledWith(span, "w1");
  });
  it("stand above what the loop and its update lines mean here", () => {
    createChecks({onCheck: () => undefined}).show(graded);
    const notes = [...document.querySelectorAll(".reading li")].map((note) => note.textContent);
    expect(notes).toEqual([
      "Line 3: The loop runs 2,000 times.",
      "Lines 5, 6 change the weights for the next round; this round is drawn before that.",
    ]);
  });
  it("leave nothing behind where there are none", () => {
    const panel = createChecks({onCheck: () => undefined});
    panel.show(graded);
    panel.show(neuron);
    expect(document.getElementById("checks")?.children.length).toBe(0);
  });
});

describe("a Jacobian", () => {
  it("is named by its structure and weighed as the lectures weigh it", () => {
    expect(structureWords({structure: "block", blocks: 2})).toBe("2 blocks, zero outside them");
    expect(structureWords({structure: "diagonal", blocks: 4})).toBe("diagonal");
    expect(sizeWords(2 ** 38)).toBe("256 GB");
    expect(sizeWords(384)).toBe("384 bytes");
  });
});
