/** Every sentence of the page comes from the catalogue. `node sentences.mjs --wrap` writes `tr` around one that does not. */

import {relative} from "node:path";
import {expect, test} from "vitest";
import {scan, sourceFiles} from "../../sentences.mjs";

const scanned = sourceFiles().map((path) => ({path: relative(process.cwd(), path), ...scan(path)}));

test("no sentence stands outside the catalogue", () => {
  const outside = scanned.flatMap(({path, bare}) => bare.map(({line, text}) => `${path}:${line} ${text}`));
  expect(outside).toEqual([]);
});

test("a sentence outside the catalogue is seen where it is read, and a class or a key is not", () => {
  const source = `
    h("p", {class: "fine print"}, "Nothing is computed yet.");
    button.title = \`Copy \${name}\`;
    h("button", {type: "button", "aria-label": "Close"}, tr("Close"));
    const row = {heading: "router", target: "some place"};
    if (event.key === "Page Down") classes.add("is open");`;
  const {bare, keys} = scan("x.ts", source);
  expect(bare.map(({text}) => text)).toEqual(["Nothing is computed yet.", "Copy {0}", "Close", "router"]);
  expect(keys).toEqual(["Close"]);
});
