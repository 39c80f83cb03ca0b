// Writes the types of the service's documents: `node types.mjs [where]`, by default src/generated/schema.d.ts.
//
// A schema that contains itself (nested lists) becomes a type of its own beside the rest: in a property TypeScript
// takes such a type for `any`.

import {writeFile} from "node:fs/promises";
import openapi, {astToString} from "openapi-typescript";

const here = new URL("src/generated/", import.meta.url);
const target = process.argv[2] ?? new URL("schema.d.ts", here);

const HEAD = "// Written by `python3 dev.py types` from openapi.json. Do not edit.\n\n";
const PROPERTY = /^ {8}(\w+): (.*components\["schemas"\]\["\1"\].*);$/gm;

const recursive = [];
const text = astToString(await openapi(new URL("openapi.json", here), {defaultNonNullable: false}));
const types = text.replace(PROPERTY, (_, name, type) => {
  recursive.push(`export type ${name} = ${type.replaceAll(`components["schemas"]["${name}"]`, name)};\n`);
  return `        ${name}: ${name};`;
});
await writeFile(target, [HEAD, types, ...recursive].join(""));
