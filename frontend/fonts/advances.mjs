// The advance width of each character in em, read from the tables of a TrueType file.

function tables(view) {
  const found = {};
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((j) => view.getUint8(at + j)));
    found[tag] = view.getUint32(at + 8);
  }
  return found;
}

/** Code point -> glyph, from the subtable of format 12 (every Unicode character). */
function glyphs(view, cmap) {
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const table = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(table) !== 12) continue;
    const map = new Map();
    for (let group = 0; group < view.getUint32(table + 12); group++) {
      const at = table + 16 + 12 * group;
      const [first, last, glyph] = [0, 4, 8].map((offset) => view.getUint32(at + offset));
      for (let code = first; code <= last; code++) map.set(code, glyph + code - first);
    }
    return map;
  }
  throw new Error("the font has no cmap of format 12");
}

/** {character: width} for the characters of `text` that the font has. */
export function advances(ttf, text) {
  const view = new DataView(ttf.buffer, ttf.byteOffset, ttf.byteLength);
  const at = tables(view);
  const unitsPerEm = view.getUint16(at.head + 18);
  const count = view.getUint16(at.hhea + 34);
  const map = glyphs(view, at.cmap);
  const widths = {};
  for (const character of [...new Set(text)].sort()) {
    const glyph = map.get(character.codePointAt(0));
    if (glyph === undefined) continue;
    const units = view.getUint16(at.hmtx + 4 * Math.min(glyph, count - 1));
    widths[character] = Number((units / unitsPerEm).toFixed(5));
  }
  return widths;
}
