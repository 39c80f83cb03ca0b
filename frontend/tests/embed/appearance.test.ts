import {expect, test} from "vitest";
import {type Appearance, readAppearance, USUAL, writeAppearance} from "../../src/shared/appearance";

test("what is written is read again, and what is usual is left out", () => {
  const appearance: Appearance = {
    theme: "dark",
    font: 1.9,
    controls: false,
    autoplay: true,
    loop: true,
    editable: true,
    xapi: true,
    live: "K7QF",
  };
  expect(readAppearance(new URLSearchParams(writeAppearance(appearance)))).toEqual(appearance);
  expect(writeAppearance(USUAL)).toEqual([]);
});

test("what is not understood is as usual", () => {
  expect(readAppearance(new URLSearchParams("theme=red&font=99&controls=maybe&autoplay=&other=1"))).toEqual({
    ...USUAL,
    autoplay: true,
  });
  expect(readAppearance(new URLSearchParams("font=&controls=0&editable=true"))).toEqual({
    ...USUAL,
    controls: false,
    editable: true,
  });
});
