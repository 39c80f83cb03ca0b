import {expect, test} from "vitest";
import {adoptFonts} from "../../src/player/element/fonts";

function page(...families: string[]): {document: Document; added: string[]} {
  const added: string[] = [];
  class FontFace {
    constructor(
      readonly family: string,
      source: string,
    ) {
      added.push(`${family} ${source}`);
    }
  }
  const fonts = Object.assign(new Set(families.map((family) => ({family}))), {});
  return {document: {defaultView: {FontFace}, fonts} as unknown as Document, added};
}

test("fonts come from the server of the script, and only those that the page lacks", () => {
  const {document, added} = page('"DejaVu Sans Mono"');
  adoptFonts(document, "https://host");
  expect(added.length).toBe(4);
  expect(added[0]).toBe('DejaVu Sans url("https://host/static/fonts/DejaVuSans.woff2") format("woff2")');
  adoptFonts(document, "https://host");
  expect(added.length).toBe(4);
});

test("without a server, and without a FontFace, nothing happens", () => {
  const {document, added} = page();
  adoptFonts(document, "");
  adoptFonts({defaultView: {}, fonts: null} as unknown as Document, "https://host");
  expect(added).toEqual([]);
});
