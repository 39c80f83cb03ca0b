/** Every sentence of the page comes from the catalogue. `node sentences.mjs --wrap` writes `tr` around one that does not. */

import {relative} from "node:path";
import {expect, test} from "vitest";
import {german, scan, sourceFiles} from "../../sentences.mjs";
import {language, tr} from "../../src/shared/i18n/tr";

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
    const row = {heading: "router", symbol: "copy", target: "some place"};
    if (event.key === "Page Down") classes.add("is open");`;
  const {bare, keys} = scan("x.ts", source);
  expect(bare.map(({text}) => text)).toEqual(["Nothing is computed yet.", "Copy {0}", "Close", "router", "copy"]);
  expect(keys).toEqual(["Close"]);
});

test("every sentence has a German one with the same places", () => {
  const places = (text: string): string => (text.match(/\{\d+\}/g) ?? []).sort().join();
  const catalogue = german();
  const keys = [...new Set(scanned.flatMap(({keys}) => keys))];
  expect(keys.filter((key) => catalogue[key] === undefined)).toEqual([]);
  expect(Object.keys(catalogue).filter((key) => !keys.includes(key))).toEqual([]);
  const edge = (text: string): string => `${/^\s/.test(text)}${/\s$/.test(text)}`;
  const other = keys.filter((key) => {
    const sentence = catalogue[key] ?? "";
    return places(key) !== places(sentence) || edge(key) !== edge(sentence);
  });
  expect(other).toEqual([]);
});

test("a sentence is read from the catalogue, its places where the other language has them", () => {
  Object.assign(globalThis, {
    chainruleCatalogue: {language: "de", sentences: {"Step {0} of {1}": "{1} sind es, dies: {0}"}},
  });
  try {
    expect(tr`Step ${3} of ${17}`).toBe("17 sind es, dies: 3");
    expect(tr`Round ${3}`).toBe("Round 3");
    expect(language()).toBe("de");
  } finally {
    Reflect.deleteProperty(globalThis, "chainruleCatalogue");
  }
  expect(tr`Step ${3} of ${17}`).toBe("Step 3 of 17");
  expect(language()).toBe("en");
});
