import {expect, test} from "vitest";
import {textOf, widened} from "../../src/page/panes/widths";

test.each([
  {open: true, width: null},
  {open: false, width: null},
  {open: true, width: 500},
  {open: false, width: 500},
])("a panel comes back as it was left: %j", (pane) => {
  expect(widened("left", textOf(pane))).toEqual(pane);
});

test("of what cannot be read, or is too wide, the panel is as usual", () => {
  for (const kept of [null, "", "wide", "12", "5000"]) expect(widened("left", kept)).toEqual({open: true, width: null});
});
