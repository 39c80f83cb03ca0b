// Fonts: the files come from npm, never from this repository.
//   <name>.woff2   what browsers load, cut down to the characters that Chainrule can show
//   <name>.basic.woff2    those of them that nearly every page needs; fonts.css says which
//   <name>.picture.woff2  the few characters most graphs need: small enough to travel inside an SVG
//   <name>.ttf     what images and PDF embed, so that a picture looks the same on every machine
//   metrics.json   advance widths in em, {font: {character: width}}: the layout measures text with the same fonts

import {copyFile, mkdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import subsetFont from "subset-font";
import {advances} from "./advances.mjs";
import {BASIC, MATH, PICTURE, TEXT} from "./characters.mjs";

const DEJAVU = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSerif-Italic"];
const WEIGHTS = {wght: {min: 400, max: 700}}; // those that the style sheets use

async function buildDejaVu(folder, target, name, text) {
  const file = join(folder, `${name}.ttf`);
  const ttf = await readFile(file);
  await copyFile(file, join(target, `${name}.ttf`));
  await writeFile(join(target, `${name}.woff2`), await subsetFont(ttf, text, {targetFormat: "woff2", noHinting: true}));
  await writeFile(
    join(target, `${name}.basic.woff2`),
    await subsetFont(ttf, BASIC, {targetFormat: "woff2", noHinting: true}),
  );
  const few = name.includes("Mono") ? PICTURE.numbers : PICTURE.labels;
  await writeFile(
    join(target, `${name}.picture.woff2`),
    await subsetFont(ttf, few, {targetFormat: "woff2", noHinting: true}),
  );
  return advances(ttf, text);
}

export async function buildFonts(frontend, target) {
  await mkdir(target, {recursive: true});
  const modules = join(frontend, "node_modules");
  const metrics = {};
  for (const name of DEJAVU)
    metrics[name] = await buildDejaVu(join(modules, "dejavu-fonts-ttf", "ttf"), target, name, TEXT);
  await writeFile(join(target, "metrics.json"), JSON.stringify(metrics));
  const inter = join(modules, "@fontsource-variable", "inter", "files", "inter-latin-wght-normal.woff2");
  await copyFile(inter, join(target, "Inter.woff2"));
  await writeFile(
    join(target, "Inter.basic.woff2"),
    await subsetFont(await readFile(inter), BASIC, {targetFormat: "woff2", variationAxes: WEIGHTS}),
  );
  const stix = await readFile(
    join(modules, "@fontsource", "stix-two-math", "files", "stix-two-math-latin-400-normal.woff2"),
  );
  // ssty, dtls, flac: the forms a browser picks for scripts, dotless letters and flat accents in MathML.
  const options = {targetFormat: "woff2", noHinting: true, keepFeatures: ["ssty", "dtls", "flac"]};
  await writeFile(join(target, "STIXTwoMath.woff2"), await subsetFont(stix, MATH, options));
  await writeFile(join(target, "STIXTwoMath.picture.woff2"), await subsetFont(stix, PICTURE.math, options));
}
