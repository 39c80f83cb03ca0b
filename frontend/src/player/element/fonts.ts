/** The fonts that the server measured text with, for an element on somebody else's page. */

type Face = readonly [family: string, file: string, look?: FontFaceDescriptors];

const FACES: readonly Face[] = [
  ["DejaVu Sans Mono", "DejaVuSansMono"],
  ["DejaVu Sans Mono", "DejaVuSansMono-Bold", {weight: "700"}],
  ["DejaVu Sans", "DejaVuSans"],
  ["DejaVu Sans", "DejaVuSans-Bold", {weight: "700"}],
  ["DejaVu Serif", "DejaVuSerif-Italic", {style: "italic"}],
  ["STIX Two Math", "STIXTwoMath"],
];

/** Makes them known to the document unless it has them; a browser fetches one only when a letter of it is drawn. */
export function adoptFonts(document: Document, server: string): void {
  const Face = document.defaultView?.FontFace;
  if (server === "" || !Face || !document.fonts) return;
  const families = new Set([...document.fonts].map(({family}) => family.replaceAll('"', "")));
  for (const [family, file, look] of FACES) {
    if (families.has(family)) continue;
    const source = `url("${server}/static/fonts/${file}.woff2") format("woff2")`;
    document.fonts.add(new Face(family, source, {display: "swap", ...look}));
  }
}
