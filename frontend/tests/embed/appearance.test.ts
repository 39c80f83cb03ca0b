import {expect, test} from "vitest";
import {type Looks, readLooks, USUAL, writeLooks} from "../../src/shared/appearance";

test("what is written is read again, and what is usual is left out", () => {
  const looks: Looks = {
    theme: "dark",
    font: 1.9,
    controls: false,
    autoplay: true,
    loop: true,
    editable: true,
    xapi: true,
  };
  expect(readLooks(new URLSearchParams(writeLooks(looks)))).toEqual(looks);
  expect(writeLooks(USUAL)).toEqual([]);
});

test("what is not understood is as usual", () => {
  expect(readLooks(new URLSearchParams("theme=red&font=99&controls=maybe&autoplay=&other=1"))).toEqual({
    ...USUAL,
    autoplay: true,
  });
  expect(readLooks(new URLSearchParams("font=&controls=0&editable=true"))).toEqual({
    ...USUAL,
    controls: false,
    editable: true,
  });
});
