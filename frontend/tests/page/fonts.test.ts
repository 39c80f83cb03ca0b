/** The pages' fonts: the small file of a face has just the characters that its rule promises. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {BASIC} from "../../fonts/characters.mjs";

const CSS = readFileSync(join(__dirname, "..", "..", "src", "shared", "fonts.css"), "utf8");

function charactersOf(range: string): Set<number> {
  const parts = [...range.matchAll(/u\+([0-9a-f]+)(?:-([0-9a-f]+))?/g)];
  return new Set(
    parts.flatMap(([, first = "", last = first]) => {
      const from = Number.parseInt(first, 16);
      return Array.from({length: Number.parseInt(last, 16) - from + 1}, (_, i) => from + i);
    }),
  );
}

it("each small font is asked for the characters that it has, and for no others", () => {
  const faces = CSS.split("@font-face").filter((face) => face.includes(".basic.woff2"));
  const has = new Set([...BASIC].map((sign) => sign.codePointAt(0)));
  expect(faces).toHaveLength(5);
  for (const face of faces) expect(charactersOf(face.split("unicode-range:")[1] ?? "")).toEqual(has);
});

it("the small font of a face stands after the whole one, which is asked for the rest", () => {
  for (const [, name] of CSS.matchAll(/fonts\/([\w-]+)\.basic\.woff2/g))
    expect(CSS.indexOf(`${name}.woff2`)).toBeLessThan(CSS.indexOf(`${name}.basic.woff2`));
});
