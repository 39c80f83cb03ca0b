// Sentences of the page: which are read from the catalogue (`tr`), and which stand outside it.
//   node sentences.mjs          lists the sentences outside the catalogue, and keys without a German sentence
//   node sentences.mjs --wrap   writes `tr` around the former
// What is a sentence: text of several words, or with a capital, where a person reads it; never a class, a selector or a key.

import {readdirSync, readFileSync, realpathSync, statSync, writeFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import ts from "typescript";

const here = dirname(fileURLToPath(import.meta.url));
const CATALOGUE = join(here, "src", "shared", "i18n");

/** Classes, paths, tokens and code that look like sentences. */
const NO_SENTENCE =
  /^(cr-|kink c|curve c|point c|mark-cell |far \{|band \{|lit \{|whole \{|grade \{|status \{|cell |button primary|error chosen|fold (close|open)|frame wide|leaf literal|hand on|other input|focus| focus| first-wrong|---|M\{|true$|<)|^[\w, ]+ = \w+\(|seed=/;
/** Files whose texts are code for other programs, fonts, drawings or tests of a language, and no sentences. */
const NO_SENTENCES =
  /generated\/(ops|schema)|shared\/(i18n|link-words|icons|mathml|special)|share\/snippets|element\/fonts|draw\/arrays\.ts/;
/** Names that are the same in every language. */
const NAMES =
  /^(NumPy|PyTorch|LaTeX|Keras|JAX|MATLAB|GitHub|Moodle( XML)?|Notion|Quarto|Marp|Slidev|PowerPoint|Keynote|Google Slides|LaTeX Beamer|Typst|Word|Obsidian|Observable|React|Jupyter|Python|Nesterov|Adagrad|Adam|AdamW|Momentum|Rosenbrock|ChainRule\.vue|Arrow\w+|Page(Down|Up)|Escape|Mod-.*|NaN|Activity|ChainRule|Bearer .*|Jacobian|DejaVu.*|STIX.*|max|Home|End|Enter|Delete|Backspace|Tab|Boolean)$/;
const TEXT_ATTRIBUTES =
  /^"?(title|aria-label|placeholder|alt|aria-valuetext|aria-description|aria-roledescription|label)"?$/;
/** Properties of objects that hold no sentence. */
const NO_TEXT = new Set(
  "class d viewBox type rel transform style font id for rows points target key code name role look tone kind source autocomplete".split(
    " ",
  ),
);
/** Properties of tables whose single words are read. */
const WORD_PROPERTIES = /^(heading|says|words?|title|text|label|symbol|plural|tip|detail|hint|help|placeholder|note)$/;
/** Functions whose arguments are no sentences. */
const NO_TEXT_CALLS =
  /^(querySelector|querySelectorAll|closest|matches|is|add|remove|toggle|contains|addEventListener|removeEventListener|matchMedia|getElementById|byId|setProperty|Error|TypeError|RangeError|select|selectAll|getPropertyValue|dispatchEvent|createElement|createElementNS|startsWith|endsWith|includes|split|join|replace|replaceAll|classed|style|getItem|setItem|assert|test|fetch|get|has|animate|raise|parseCss|replaceSync|CustomEvent|Set|Map|RegExp|polyline|press|theme|shape|stateClass|icon|frameSvg|make|insertAdjacentHTML|on)$/;
/** Functions of which only the arguments from this place on are sentences. */
const TEXT_FROM = {make: 2, frameSvg: 1, button: 0, on: 9, shape: 9, polyline: 9, slider: 0, small: 0};
const READ_CALLS = /^(write|say|announce|text|withCode|withWords|menuItem|menuGroup)$/;

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path);
    return path.endsWith(".ts") && !NO_SENTENCES.test(path) ? [path] : [];
  });
}

export const sourceFiles = () => files(join(here, "src")).sort();

/** The key of a text, with its places numbered, or null where a node is no text. */
function keyOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map((span, at) => `{${at}}${span.literal.text}`).join("");
}

const calledName = (call) => call.expression.getText().split(".").pop() ?? "";

/** Where a text stands: `null` where none is read, else what is known of its place. */
function placeOf(node) {
  const {parent} = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return null;
  if (ts.isCaseClause(parent) || ts.isElementAccessExpression(parent)) return null;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return null;
  if (ts.isBinaryExpression(parent) && /^[!=<>]==?$|^in$/.test(parent.operatorToken.getText())) return null;
  if (ts.isCallExpression(parent) && parent.expression.getText() === "import") return null;
  const place = {call: "", span: false, conditional: false, property: false};
  for (let child = node, above = parent, depth = 0; above && depth < 8; child = above, above = above.parent, depth++) {
    if (ts.isTemplateSpan(above)) place.span = place.conditional;
    if (ts.isConditionalExpression(above)) {
      if (above.condition === child) return null;
      place.conditional = true;
    }
    if (ts.isPropertyAssignment(above)) {
      const name = above.name.getText();
      const call = above.parent.parent;
      if (
        ts.isCallExpression(call) &&
        /^h$|^make$|^button$|^input$/.test(calledName(call)) &&
        !TEXT_ATTRIBUTES.test(name)
      )
        return null;
      if (WORD_PROPERTIES.test(name) && depth < 3) place.property = true;
      if (NO_TEXT.has(name.replaceAll('"', ""))) return null;
    }
    if ((ts.isCallExpression(above) || ts.isNewExpression(above)) && above.arguments?.includes(child)) {
      const name = calledName(above);
      const at = above.arguments.indexOf(child);
      if (name in TEXT_FROM ? at < TEXT_FROM[name] : NO_TEXT_CALLS.test(name)) return null;
      if (/^(attr|setAttribute)$/.test(name)) {
        const attribute = above.arguments.slice(0, at).at(-1)?.getText() ?? "";
        if (!TEXT_ATTRIBUTES.test(attribute)) return null;
      }
      if (name === "h" && at === 0) return null;
      place.call = name;
      return place;
    }
    if (ts.isArrowFunction(above) || ts.isBlock(above)) return place;
  }
  return place;
}

function isSentence(key, place) {
  const plain = key.replace(/\{\d+\}/g, "§");
  if (
    NAMES.test(plain) ||
    NO_SENTENCE.test(key) ||
    /\.(js|zip|tgz|vue)$/.test(key) ||
    key === "templates" ||
    !/[a-z]{2}/i.test(plain.replaceAll("§", ""))
  )
    return false;
  if (/[<>{}=]{1}\S*"|^[.#[]|^\S+\/\S+$|rgb\(|translate|var\(--|px\b|^[a-z]+-[a-z-]+$|^M\{/.test(plain)) return false;
  if (/[\p{L}§'’,:.)]\s+[\p{L}§(×|]/u.test(plain) && /[a-z]{2}/.test(plain.replaceAll("§", ""))) return true;
  if (/^[A-Z][a-z]+/.test(plain)) return true;
  if (place.call === "h" || READ_CALLS.test(place.call)) return /^[a-z ]+$/.test(plain) || / /.test(plain);
  return (place.span || place.property) && !/^[\w.]+\(/.test(plain) && /[a-z]{2}/.test(plain);
}

/**
 * The keys that a file reads from the catalogue, and its texts outside it.
 * @returns {{keys: string[], bare: {text: string, line: number, start: number, end: number, tagged: boolean}[]}}
 */
export function scan(path, source = readFileSync(path, "utf8")) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const keys = [];
  const bare = [];
  const visit = (node) => {
    const key = keyOf(node);
    if (key !== null) {
      const {parent} = node;
      const tagged = ts.isTaggedTemplateExpression(parent) && parent.tag.getText() === "tr";
      const called = ts.isCallExpression(parent) && parent.expression.getText() === "tr";
      const place = placeOf(node);
      if (tagged || called) keys.push(key);
      else if (place && isSentence(key, place) && !/no sentence/.test(lineAbove(source, node.getStart()))) {
        const start = node.getStart();
        const line = file.getLineAndCharacterOfPosition(start).line + 1;
        bare.push({text: key, line, start, end: node.getEnd(), tagged: ts.isTemplateExpression(node)});
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return {keys, bare};
}

/** The line of a place and the one above it: a comment there says that its text is no sentence. */
function lineAbove(source, start) {
  const end = source.indexOf("\n", start);
  const before = source.slice(0, start).split("\n").slice(-2).join("\n");
  return before + source.slice(start, end < 0 ? undefined : end);
}

function wrap(path) {
  const source = readFileSync(path, "utf8");
  const {bare} = scan(path, source);
  if (bare.length === 0) return;
  const edits = bare.flatMap(({start, end, tagged}) =>
    tagged
      ? [[start, "tr"]]
      : [
          [start, "tr("],
          [end, ")"],
        ],
  );
  let text = source;
  for (const [at, added] of edits.sort((a, b) => b[0] - a[0])) text = text.slice(0, at) + added + text.slice(at);
  if (!/import .*\btr\b.* from/.test(source)) {
    const from = relative(dirname(path), join(CATALOGUE, "tr")).replaceAll("\\", "/");
    const line = `import {tr} from "${from.startsWith(".") ? from : `./${from}`}";\n`;
    const last = [...text.matchAll(/^import [^;]*;\n/gm)].at(-1);
    const doc = /^\/\*\*[\s\S]*?\*\/\n\n?/.exec(text);
    const at = last ? last.index + last[0].length : doc ? doc[0].length : 0;
    text = text.slice(0, at) + line + (last ? "" : "\n") + text.slice(at);
  }
  writeFileSync(path, text);
}

/** The German catalogue: the English sentence, and the German one. */
export const german = () => JSON.parse(readFileSync(join(CATALOGUE, "de.json"), "utf8"));

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const catalogue = german();
  for (const path of sourceFiles()) {
    const {keys, bare} = scan(path);
    const name = relative(here, path);
    if (process.argv.includes("--wrap")) wrap(path);
    else for (const {text, line} of bare) console.log(`${name}:${line} outside: ${text}`);
    for (const key of keys) if (!(key in catalogue)) console.log(`${name} no German: ${key}`);
  }
}
