// @vitest-environment happy-dom
import {beforeEach, expect, test} from "vitest";
import {createTransport, knobAt, positionAt, type Transport} from "../../src/player/element/controls";
import {type Action, STILL} from "../../src/player/model/transport";
import {repeated} from "./fixtures";

let actions: Action[] = [];
let transport: Transport;
const find = (selector: string): HTMLElement => {
  const found = transport.element.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(selector);
  return found;
};

beforeEach(() => {
  actions = [];
  document.body.replaceChildren();
  transport = createTransport(document.body, (action) => actions.push(action));
});

test("there is one cell for each step, coloured by its pass, done up to the position", () => {
  transport.show({trace: repeated, player: {...STILL, step: 2}});
  const cells = [...transport.element.querySelectorAll(".cr-cell")];
  expect(cells.map((cell) => cell.classList.contains("backward"))).toEqual(
    repeated.steps.map((step) => step.phase === "backward"),
  );
  expect(cells.filter((cell) => cell.classList.contains("done")).length).toBe(2);
});

test("the slider tells the step in words", () => {
  transport.show({trace: repeated, player: {...STILL, step: 3}});
  const slider = find("[role=slider]");
  expect(slider.getAttribute("aria-valuenow")).toBe("3");
  expect(slider.getAttribute("aria-valuemax")).toBe(String(repeated.steps.length));
  expect(slider.getAttribute("aria-valuetext")).toBe(`Step 3 of ${repeated.steps.length}. ${repeated.steps[2]?.text}`);
});

test("keys on the slider step, jump and reach the ends", () => {
  transport.show({trace: repeated, player: {...STILL, step: 2}});
  for (const key of ["ArrowRight", "ArrowLeft", "Home", "End", "a"])
    find("[role=slider]").dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  expect(actions).toEqual([
    {type: "move", by: 1},
    {type: "move", by: -1},
    {type: "seek", step: 0},
    {type: "seek", step: repeated.steps.length},
  ]);
});

test("buttons act, and rest at the ends", () => {
  transport.show({trace: repeated, player: STILL});
  for (const name of ["start", "back", "play", "next"]) find(`.${name}`).click();
  expect(actions).toEqual([{type: "toggle"}, {type: "move", by: 1}]);
  expect(find(".play").getAttribute("aria-label")).toBe("Play");
  transport.show({trace: repeated, player: {...STILL, playing: true}});
  expect(find(".play").getAttribute("aria-label")).toBe("Pause");
});

test("a long lesson has a bar for each pass", () => {
  const step = repeated.steps[0];
  if (!step) throw new Error("no step");
  const long = {
    ...repeated,
    steps: Array.from({length: 500}, (_, i) => ({...step, phase: i < 200 ? "forward" : "backward"}) as const),
  };
  transport.show({trace: long, player: {...STILL, step: 300}});
  const bars = [...transport.element.querySelectorAll<HTMLElement>(".cr-cell")];
  expect(bars.map((bar) => Number.parseFloat(bar.style.getPropertyValue("--done")).toFixed(3))).toEqual([
    "100.000",
    "33.333",
  ]);
});

test("the knob and the pointer agree", () => {
  expect(positionAt(0, 10)).toBe(0);
  expect(positionAt(1, 10)).toBe(10);
  for (let position = 0; position <= 10; position++) expect(positionAt(knobAt(position, 10) / 100, 10)).toBe(position);
});
