// Builds everything the server serves into backend/chainrule/static:
//   page.js + chunks/   the playground (ES modules; what is imported by `import()` is a lazy chunk)
//   page.css            src/page/page.css and what it imports
//   player.js           the web component alone (ES module); player.iife.js: the same as a classic script
//   reveal-chainrule.js the player and its reveal.js plugin, in both kinds too
//   explorer.js, .css   the activation explorer
//   live.js             live sessions for the component on any page
//   follow.js, .css     the page of a phone that follows a live session
//   embed.js, embed.css the page inside other people's frames;  widget.js: the player in a notebook
//   offline.js, sw.js   the service worker and what installs it;  icons/: of the installed page
//   exercise.iife.js    an exercise that marks itself, for one HTML file or a SCORM package
//   integrations/       files for other programs, copied as they are
//   reveal/             reveal.js itself, for lessons as slides in one file
//   npm/                what chainrule-player.tgz holds beside player.js and reveal-chainrule.js
//   client/             what chainrule-client.tgz holds: the HTTP API, typed
//   fonts/              woff2 subsets for browsers, TTF for images and PDF, metrics.json for the layout
//   de.js               the sentences of the page in German, loaded before the modules where they are wanted
//   tokens.css          the colours, read by the pictures (SVG, PDF, ...) so that they cannot differ from the page's
//   manifest.json       what was built: hash and sizes; its `version` is in the address of every file
// `node build.mjs --watch` rebuilds the bundles on each change.

import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {basename, dirname, join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import {gzipSync} from "node:zlib";
import * as esbuild from "esbuild";
import {minify} from "terser";
import {buildFonts} from "./fonts/build.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const served = join(here, "..", "backend", "chainrule", "static");
const watching = process.argv.includes("--watch");
// Built aside and moved into place at the end: a failed or half-done build never replaces a good one.
const out = watching ? served : join(here, ".build");

/** `import css from "./x.css?inline"`: the minified text of a style sheet and of what it imports. Vitest understands the same spelling. */
const inlineCss = {
  name: "inline-css",
  setup(build) {
    build.onResolve({filter: /\.css\?inline$/}, (args) => ({
      path: join(args.resolveDir, args.path.replace(/\?inline$/, "")),
      namespace: "inline-css",
    }));
    build.onLoad({filter: /.*/, namespace: "inline-css"}, async (args) => {
      const {outputFiles, metafile} = await esbuild.build({
        absWorkingDir: here,
        entryPoints: [args.path],
        bundle: true,
        minify: true,
        write: false,
        metafile: true,
        external: ["/static/*", "*.woff2"],
      });
      const watchFiles = Object.keys(metafile.inputs).map((path) => join(here, path));
      return {contents: outputFiles[0].text, loader: "text", watchFiles};
    });
  },
};

/**
 * d3-ease and d3-interpolate make functions with settings at their top level (`var lab = spline(basis)`). No bundler can
 * know that such a call does nothing else, so it is marked, and what nobody imports is left out.
 */
const pureCalls = {
  name: "pure-calls",
  setup(build) {
    build.onLoad({filter: /node_modules\/d3-[a-z]+\/.*\.m?js$/}, async ({path}) => {
      const text = await readFile(path, "utf8");
      return {contents: text.replace(/^((?:var|let|const) [\w$]+ = )(?=[\w$(])/gm, "$1/* @__PURE__ */ "), loader: "js"};
    });
  },
};

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  sourcemap: "linked",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  legalComments: "linked",
  external: ["/static/*", "*.woff2"],
  alias: {
    "d3-color": join(here, "stubs", "d3-color.mjs"),
    "d3-interpolate": join(here, "stubs", "d3-interpolate.mjs"),
  },
  logLevel: "warning",
  plugins: [inlineCss, pureCalls],
};

const entry = (path) => (existsSync(join(here, path)) ? path : null);
const given = (entries) => Object.fromEntries(Object.entries(entries).filter(([, path]) => path !== null));

const modules = {
  ...common,
  entryPoints: given({page: entry("src/page/main.ts")}),
  outdir: out,
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
};
// Each of these is one file that can be copied anywhere, so without chunks.
const whole = {
  ...common,
  entryPoints: given({
    player: entry("src/player/element/element.ts"),
    embed: entry("src/embed/embed.ts"),
    docs: entry("src/docs/main.ts"),
    explorer: entry("src/explorer/main.ts"),
    follow: entry("src/follow/main.ts"),
    offline: entry("src/offline/register.ts"),
    sw: entry("src/offline/worker.ts"),
    "reveal-chainrule": entry("src/slides/reveal.ts"),
    live: entry("src/slides/live-element.ts"),
    widget: entry("src/notebook/widget.ts"),
  }),
  outdir: out,
  format: "esm",
};
// A classic script has no import.meta: it knows its address by document.currentScript.
const classic = {...common, outdir: out, format: "iife", logOverride: {"empty-import-meta": "silent"}};
const classicPlayer = {
  ...classic,
  entryPoints: given({"player.iife": entry("src/player/element/element.ts")}),
  globalName: "Chainrule",
};
const classicReveal = {
  ...classic,
  entryPoints: given({"reveal-chainrule.iife": entry("src/slides/reveal.ts")}),
  globalName: "RevealChainrule",
  // reveal.js and Quarto want the plugin itself as the global.
  footer: {js: "RevealChainrule=RevealChainrule.default;"},
};
const classicExercise = {...classic, entryPoints: given({"exercise.iife": entry("src/exercise/main.ts")})};
const styles = {
  ...common,
  entryPoints: given({
    page: entry("src/page/page.css"),
    embed: entry("src/embed/embed.css"),
    explorer: entry("src/explorer/explorer.css"),
    follow: entry("src/follow/follow.css"),
  }),
  outdir: out,
};

async function files(folder) {
  const found = [];
  for (const item of await readdir(folder, {withFileTypes: true})) {
    const path = join(folder, item.name);
    if (item.isDirectory()) found.push(...(await files(path)));
    else if (item.name !== "manifest.json" && !item.name.startsWith(".")) found.push(path);
  }
  return found.sort();
}

async function manifest() {
  const all = createHash("sha256");
  const rows = {};
  for (const path of await files(out)) {
    const content = await readFile(path);
    const name = relative(out, path).replaceAll("\\", "/");
    const sha256 = createHash("sha256").update(content).digest("hex");
    all.update(`${name} ${sha256}\n`);
    rows[name] = {sha256, bytes: content.length, gzip: gzipSync(content, {level: 9}).length};
  }
  const version = all.digest("hex").slice(0, 12);
  await writeFile(join(out, "manifest.json"), `${JSON.stringify({version, files: rows}, null, 1)}\n`);
  return rows;
}

/** Minify what esbuild wrote once more: terser finds a twentieth of the gzipped bytes that esbuild leaves. */
async function tighten() {
  const scripts = (await files(out)).filter((path) => path.endsWith(".js") && existsSync(`${path}.map`));
  for (const path of scripts) {
    const map = `${path}.map`;
    const {code, map: combined} = await minify(await readFile(path, "utf8"), {
      module: !path.endsWith(".iife.js"),
      // Nothing here reads a function's length, counts on a getter's effect or makes objects by an anonymous function.
      compress: {
        ecma: 2020,
        passes: 3,
        keep_fargs: false,
        pure_getters: true,
        unsafe_arrows: true,
        unsafe_methods: true,
      },
      format: {ecma: 2020, comments: /^!/},
      sourceMap: {content: await readFile(map, "utf8"), url: basename(map)},
    });
    await writeFile(path, code);
    await writeFile(map, combined);
  }
}

/** The package of the HTTP API: its operations are those of the OpenAPI document. */
async function client() {
  const {paths} = JSON.parse(await readFile(join(here, "src", "generated", "openapi.json"), "utf8"));
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, {responses}]) => !responses[200]?.content["text/event-stream"]) // EventSource reads those
      .map(([method, {operationId}]) => [operationId, [method.toUpperCase(), path]]),
  );
  await cp(join(here, "client"), join(out, "client"), {recursive: true});
  await copyFile(join(here, "src", "generated", "schema.d.ts"), join(out, "client", "schema.d.ts"));
  const text = `export const OPERATIONS = ${JSON.stringify(Object.fromEntries(rows), null, 1)};\n`;
  await writeFile(join(out, "client", "operations.js"), text);
}

/** Catalogues of sentences as classic scripts, which stand before the modules that read them. */
async function catalogues() {
  const folder = join(here, "src", "shared", "i18n");
  for (const name of (await readdir(folder)).filter((name) => name.endsWith(".json"))) {
    const sentences = JSON.stringify(JSON.parse(await readFile(join(folder, name), "utf8")));
    const language = basename(name, ".json");
    const text = `globalThis.chainruleCatalogue={language:${JSON.stringify(language)},sentences:${sentences}};\n`;
    await writeFile(join(out, `${language}.js`), text);
  }
}

async function main() {
  if (!watching) await rm(out, {recursive: true, force: true});
  await mkdir(out, {recursive: true});
  await buildFonts(here, join(out, "fonts"));
  await copyFile(join(here, "src", "shared", "tokens.css"), join(out, "tokens.css"));
  for (const folder of ["icons", "integrations", "npm"])
    await cp(join(here, folder), join(out, folder), {recursive: true});
  await client();
  await catalogues();
  await mkdir(join(out, "reveal"));
  for (const name of ["dist/reveal.js", "dist/reveal.css", "LICENSE"])
    await copyFile(join(here, "node_modules", "reveal5", name), join(out, "reveal", basename(name)));
  const jobs = [modules, whole, classicPlayer, classicReveal, classicExercise, styles];
  if (watching) {
    const again = {name: "manifest", setup: (build) => build.onEnd(manifest)};
    for (const job of jobs) await (await esbuild.context({...job, plugins: [...job.plugins, again]})).watch();
    console.log("watching frontend/src");
    return;
  }
  for (const job of jobs) await esbuild.build(job);
  await tighten();
  const rows = await manifest();
  await rm(served, {recursive: true, force: true});
  await rename(out, served);
  for (const name of Object.keys(rows).filter((name) => /^[^/]+\.(js|css)$/.test(name)))
    if (rows[name]) console.log(`${name}  ${rows[name].bytes} bytes, ${rows[name].gzip} gzipped`);
}

await main();
