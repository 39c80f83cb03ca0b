import {expect, test} from "vitest";
import {actionOf, type FocusState} from "../../src/embed/keys";

const press = (key: string, focusState: FocusState, step = 1, last = 3, more = {}) =>
  actionOf({key, keyCode: 65, typing: false, button: false, ...more}, focusState, step, last);

test("asleep, no key is taken", () => {
  for (const key of ["ArrowRight", "PageDown", " ", "Home", "Escape"]) expect(press(key, "asleep")).toBeNull();
});

test("awake, the keys move the picture and stop at its ends", () => {
  expect(press("ArrowRight", "awake")).toEqual({do: "move", move: "next"});
  expect(press("PageUp", "awake")).toEqual({do: "move", move: "prev"});
  expect(press(" ", "awake")).toEqual({do: "move", move: "toggle"});
  expect(press("PageDown", "awake", 3)).toEqual({do: "move", move: "next"});
  expect(press("Escape", "awake")).toBeNull();
});

test("in a deck the step after the last is the deck's, and so are its own keys", () => {
  expect(press(" ", "deck")).toEqual({do: "move", move: "next"});
  expect(press("PageDown", "deck", 3)).toEqual({do: "hand on", method: "next"});
  expect(press("ArrowLeft", "deck", 0)).toEqual({do: "hand on", method: "prev"});
  expect(press("Escape", "deck")).toEqual({do: "key", code: 65});
  expect(press("Tab", "deck")).toBeNull();
});

test("on a slide that was left the keys go on to the deck", () => {
  expect(press("PageDown", "left", 1)).toEqual({do: "hand on", method: "next"});
  expect(press("PageUp", "left", 1)).toEqual({do: "hand on", method: "prev"});
});

test("what is typed into a field, and Space on a button, stays there", () => {
  expect(press("ArrowRight", "deck", 1, 3, {typing: true})).toBeNull();
  expect(press(" ", "deck", 1, 3, {button: true})).toBeNull();
});
