/** What is exported is imported by somebody: all else belongs to its file alone. */
import {readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {expect, it} from "vitest";

const FRONTEND = join(__dirname, "..", "..");

/** What pages and bundlers take from outside, and the table that the build writes calls for. */
const ENTRIES: ReadonlySet<string> = new Set([
  "src/player/element/element",
  "src/slides/reveal",
  "src/slides/live-element",
  "src/notebook/widget",
  "src/shared/special",
]);

const EXPORT = /^export (?:async )?(?:const|let|function|class|type|interface|enum) (\w+)/gm;
const IMPORT = /\b(?:import|export)\s+(?:type\s+)?([^;"]*?)\s*from\s*"(\.[^"]+)"/g;
const LAZY = /\bimport\("(\.[^"]+)"\)/g;

function filesIn(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? [] : filesIn(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

const name = (path: string): string => relative(FRONTEND, path).replaceAll("\\", "/").replace(/\.ts$/, "");

/** `file name` of each thing that a text imports; `file *` where it takes all of a file. */
function importedBy(text: string, file: string): readonly string[] {
  const target = (path: string): string => name(join(FRONTEND, dirname(file), path));
  const named = [...text.matchAll(IMPORT)].flatMap(([, names, path]) => {
    const from = target(path as string);
    if (!names?.includes("{")) return [`${from} *`];
    const list = names.replace(/[{}]/g, "").split(",");
    return list.map(
      (one) =>
        `${from} ${
          one
            .trim()
            .replace(/^type /, "")
            .split(" as ")[0]
        }`,
    );
  });
  return [...named, ...[...text.matchAll(LAZY)].map(([, path]) => `${target(path as string)} *`)];
}

it("no export is unused", () => {
  const sources = filesIn(join(FRONTEND, "src"));
  const used = new Set(
    [...sources, ...filesIn(join(FRONTEND, "tests"))].flatMap((path) =>
      importedBy(readFileSync(path, "utf8"), name(path)),
    ),
  );
  const dead = sources.flatMap((path) => {
    const file = name(path);
    if (ENTRIES.has(file) || used.has(`${file} *`)) return [];
    const exported = [...readFileSync(path, "utf8").matchAll(EXPORT)].map(([, item]) => `${file} ${item}`);
    return exported.filter((item) => !used.has(item));
  });
  expect(dead).toEqual([]);
});

it("the check reads imports of types, of other names, of everything and at need", () => {
  const text = `import {type A, b as c} from "../x/y";\nimport * as all from "./z";\nvoid import("./lazy");`;
  expect(importedBy(text, "src/p/q")).toEqual(["src/x/y A", "src/x/y b", "src/p/z *", "src/p/lazy *"]);
});
