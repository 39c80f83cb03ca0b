// @vitest-environment happy-dom
import {encode} from "uqr";
import {expect, test} from "vitest";
import {qrCode} from "../../src/shared/live/qr";

test("the path covers the dark modules and nothing else", () => {
  const {data, size} = encode("https://chainrule.test/live/K7QF", {ecc: "M", border: 4});
  const svg = qrCode("https://chainrule.test/live/K7QF", "QR code");
  const drawn = Array.from({length: size}, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of (svg.querySelector("path")?.getAttribute("d") ?? "").matchAll(
    /M(\d+) (\d+)h(\d+)v1h-\d+z/g,
  ))
    for (let at = 0; at < Number(width); at++) (drawn[Number(y)] as boolean[])[Number(x) + at] = true;
  expect(drawn).toEqual(data);
  expect(svg.getAttribute("viewBox")).toBe(`0 0 ${size} ${size}`);
  expect(data.slice(0, 4).flat().includes(true)).toBe(false);
});
