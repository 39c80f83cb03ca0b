/** Imports go one way, and no file reaches itself again. */
import {readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {describe, expect, it} from "vitest";

const SOURCES = join(__dirname, "..", "..", "src");

/** Lowest first. What stands in one row knows nothing of its neighbours; inside a folder all may be used. */
const LAYERS: readonly (readonly string[])[] = [
  ["generated", "shared"],
  ["player/model"],
  ["player/draw"],
  ["player/animate"],
  ["player/element"],
  ["player/check"],
  ["page", "embed", "explorer", "follow", "slides", "notebook", "offline", "exercise", "docs"],
];

/** These two share a row but not a subject: the table of ops calls its special functions. */
const NEIGHBOURS: ReadonlySet<string> = new Set(["generated shared", "shared generated"]);

const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

type Graph = ReadonlyMap<string, readonly string[]>;

function filesIn(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

/** Every file with the files it imports, types and `import()` among them. */
function importsOf(root: string): Graph {
  const name = (path: string): string => relative(root, path).replaceAll("\\", "/").replace(/\.ts$/, "");
  return new Map(
    filesIn(root).map((path) => {
      const text = readFileSync(path, "utf8");
      const targets = [...text.matchAll(IMPORT)].map(([, target]) => name(join(dirname(path), target as string)));
      return [name(path), targets.filter((target) => !target.includes(".css"))];
    }),
  );
}

const folderOf = (file: string): string =>
  LAYERS.flat().find((folder) => file.startsWith(`${folder}/`)) ?? `(no layer) ${file}`;
const layerOf = (file: string): number => LAYERS.findIndex((row) => row.includes(folderOf(file)));

function isAllowed(file: string, target: string): boolean {
  const [from, to] = [folderOf(file), folderOf(target)];
  return from === to || layerOf(file) > layerOf(target) || NEIGHBOURS.has(`${from} ${to}`);
}

/** One cycle of the graph, or null: depth first, without recursion. */
function cycleIn(graph: Graph): readonly string[] | null {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path: string[] = [];
    const waiting: (readonly [string, number])[] = [[start, 0]];
    while (waiting.length > 0) {
      const [file, depth] = waiting.pop() as readonly [string, number];
      for (const left of path.splice(depth)) done.add(left);
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) continue;
      path.push(file);
      for (const target of graph.get(file) ?? []) waiting.push([target, path.length]);
    }
    for (const left of path) done.add(left);
  }
  return null;
}

const graph = importsOf(SOURCES);

describe("the folders of the front end", () => {
  it("hold every file in a layer", () => {
    const outside = [...graph.keys()].filter((file) => layerOf(file) < 0);
    expect(outside).toEqual([]);
  });

  it("import only from below", () => {
    const upward = [...graph].flatMap(([file, targets]) =>
      targets.filter((target) => !isAllowed(file, target)).map((target) => `${file} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });

  it("have no cycle", () => {
    expect(cycleIn(graph)).toBeNull();
  });

  it("import files that are there, so that the graph is whole", () => {
    const missing = [...graph.values()].flat().filter((target) => !graph.has(target) && target !== "generated/schema");
    expect(missing).toEqual([]);
    expect(graph.size).toBeGreaterThan(100);
  });
});

describe("the check itself", () => {
  it("finds a cycle of three and passes a diamond", () => {
    const diamond: [string, string[]][] = [
      ["a", ["b", "c"]],
      ["b", ["d"]],
      ["c", ["d"]],
      ["d", []],
    ];
    expect(cycleIn(new Map(diamond))).toBeNull();
    expect(cycleIn(new Map([...diamond, ["d", ["b"]]]))).toEqual(["d", "b", "d"]);
  });

  it("refuses an arrow upward and one to a neighbour", () => {
    expect(isAllowed("player/draw/wires", "player/model/plan")).toBe(true);
    expect(isAllowed("player/draw/wires", "player/animate/clips")).toBe(false);
    expect(isAllowed("page/main", "embed/embed")).toBe(false);
  });
});
