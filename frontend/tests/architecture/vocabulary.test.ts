/** The field's words in identifiers, file names and CSS classes: the words that once stood for them do not come back. */
import {readdirSync, readFileSync} from "node:fs";
import {join, relative} from "node:path";
import {expect, it} from "vitest";

const SOURCES = join(__dirname, "..", "..", "src");

/** Parts of names, as `createAsker` has "asker", each with what stands for it now. */
const RETIRED: Readonly<Record<string, string>> = {
  asker: "trace client",
  codeview: "code view",
  cue: "clip",
  cues: "clips",
  deed: "action",
  encore: "loop pause",
  entrywords: "entry text",
  ghost: "exiting",
  ghosts: "exiting",
  glide: "transition",
  hands: "interactions",
  healthfar: "health outlines",
  misfit: "shape error",
  morph: "tween",
  motorway: "bypass lane",
  pill: "closed function",
  pills: "closed functions",
  productscard: "array products card",
  sitting: "session",
  stagehand: "animation context",
  standin: "counterpart",
  torn: "conflicting",
  zoombar: "zoom bar",
};

/** Whole names: as part of a longer one the word may be right. */
const RETIRED_NAMES: Readonly<Record<string, string>> = {
  arrive: "finishTransition",
  asked: "the noun of the thing",
  attention: "focusState",
  calm: "prefersReducedMotion",
  carry: "mapStep",
  drawn: "the noun of the thing",
  dress: "applyStyles",
  found: "the noun of the thing",
  given: "the noun of the thing",
  held: "the noun of the thing",
  judged: "the noun of the thing",
  keepGone: "keepExiting",
  kept: "the noun of the thing",
  known: "the noun of the thing",
  looks: "appearance",
  made: "the noun of the thing",
  music: "timeline",
  ownNumbers: "numbersOf",
  placed: "the noun of the thing",
  Question: "TraceRequest",
  Reach: "EffectContext",
  Room: "FocusArea",
  said: "the noun of the thing",
  seen: "the noun of the thing",
  shown: "the noun of the thing",
  spoken: "the noun of the thing",
  standIn: "counterpart",
  standIns: "counterparts",
  taken: "the noun of the thing",
  told: "the noun of the thing",
  tried: "the noun of the thing",
  wanted: "the noun of the thing",
  written: "the noun of the thing",
};

function filesIn(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? [] : filesIn(path);
    return /\.(ts|css)$/.test(entry.name) ? [path] : [];
  });
}

const COMMENT_OR_TEXT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"/g;

const TEMPLATE = /`[^`]*`/g;
const HOLE = /\$\{[^}]*\}/g; // of a template: its text is no code

/** The names in a file: identifiers of a module, classes of a style sheet. */
function namesIn(path: string): readonly string[] {
  const text = readFileSync(path, "utf8");
  if (path.endsWith(".css"))
    return [...text.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name as string);
  const code = text
    .replace(COMMENT_OR_TEXT, "")
    .replace(TEMPLATE, (template) => (template.match(HOLE) ?? []).join(" "));
  return code.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

/** The words that a name is made of: `misfitOf` -> misfit, of; `zoom-bar` -> zoom, bar. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/);
}

/** The fault of a name; null if it has none. */
function faultOf(name: string): string | null {
  if (Object.hasOwn(RETIRED_NAMES, name)) return `${name} is now ${RETIRED_NAMES[name]}`;
  const word = wordsOf(name).find((part) => Object.hasOwn(RETIRED, part));
  return word === undefined ? null : `${name}: ${word} is now ${RETIRED[word]}`;
}

it("no name has a retired word in it", () => {
  const faults = filesIn(SOURCES).flatMap((path) => {
    const file = relative(SOURCES, path).replaceAll("\\", "/");
    const names = new Set([...namesIn(path), ...file.replace(/\.\w+$/, "").split("/")]);
    return [...names].flatMap((name) => faultOf(name) ?? []).map((fault) => `${file}: ${fault}`);
  });
  expect(faults).toEqual([]);
});

/** First words of a question or an inversion: a function's doc comment begins with a verb, any other with a noun. */
const INVERTED = /\/\*\*[\s*]*(?:What|Whether|Where|Which|How|Of|Who|That)\b[^\n]*/g;

it("no doc comment begins with a question or an inversion", () => {
  const files = filesIn(SOURCES);
  const faults = files.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(INVERTED)].map(([start]) => `${relative(SOURCES, path)}: ${start}`),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(faults).toEqual([]);
});

it("the check of doc comments sees one line and several, and no other first word", () => {
  const firsts = ["/** What it is. */", "/**\n * Whether it holds.\n */", "  /** Of a node, the id. */"];
  expect(firsts.map((text) => text.match(INVERTED)?.length)).toEqual([1, 1, 1]);
  expect("/** Return what a box shows. */ /* What */ // Which".match(INVERTED)).toBeNull();
  expect("/** Whatever. Of it. */".match(INVERTED)).toBeNull();
});

it("the check sees words in camel case, in files and in classes, and nothing in other words", () => {
  expect(faultOf("createAsker")).toContain("trace client");
  expect(faultOf("zoombar")).toContain("zoom bar");
  expect(faultOf("standIns")).toContain("counterparts");
  expect(faultOf("looksAt")).toBeNull();
  expect(faultOf("ghostwriter")).toBeNull();
});
