/** Snippets to paste: each function writes one kind of text for one kind of place, so that it works there unchanged. */
import {language} from "../../shared/i18n/tr";
import {embedAddress, pageAddress, pictureAddress, runAttributes, type Shared} from "./sharing";

/** Return a text as an attribute of HTML takes it. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A label as LaTeX and Markdown take it. */
export const plain = (text: string): string => text.replace(/[[\]\\`*_{}<>#|~^$%&]/g, " ").replace(/\s+/g, " ");

/** The frame of the picture. */
export const iframe = (shared: Shared): string => frame(shared, embedAddress(shared));

/** The frame of an address. */
export function frame(shared: Shared, address: string): string {
  return `<iframe src="${escaped(address)}"
  title="${escaped(shared.title)}" width="960" height="540"
  style="border:0;width:100%;height:auto;aspect-ratio:16/9"
  sandbox="allow-scripts" allow="fullscreen" loading="lazy" referrerpolicy="no-referrer"></iframe>`;
}

/** A picture that moves by itself, and stands still for users who want no motion. A click opens the playground. */
export function movingPicture(shared: Shared): string {
  return `<a href="${escaped(pageAddress(shared))}"><picture>
  <source media="(prefers-reduced-motion: reduce)" srcset="${escaped(pictureAddress(shared, "svg"))}">
  <img src="${escaped(pictureAddress(shared, "svg", {animate: true}))}" alt="${escaped(shared.title)}" width="960">
</picture></a>`;
}

/** The picture as Markdown shows it. */
export const markdownPicture = (shared: Shared, format: string): string =>
  `![${plain(shared.title)}](${pictureAddress(shared, format, format === "svg" ? {} : {scale: 2})})`;

/** Signs that may stand in an attribute, and between a shortcode's single quotes, without another meaning. */
const LITERAL = /^[\p{L}\p{N} _.,;:()[\]+\-*/=#@^|!?~]*$/u;

/** All other signs percent-encoded. Character references would not do: Quarto and the text area of a Markdown slide
 * read them once, Markdown ends HTML at a blank line, and editors of learning platforms write them anew. */
function encoded(text: string): string {
  const one = (sign: string): string => (LITERAL.test(sign) ? sign : encodeURIComponent(sign).replace("'", "%27"));
  return [...text.replace(/\r|\p{Cs}/gu, "")].map(one).join("");
}

/** JSON is easier to read in single quotes. */
function attribute(name: string, value: string): string {
  if (value === "") return name;
  if (name === "source" && !LITERAL.test(value)) return `encoded="${encoded(value)}"`;
  const json = value.includes('"') && !value.includes("'");
  return json ? `${name}='${escaped(value).replaceAll("&quot;", '"')}'` : `${name}="${escaped(value)}"`;
}

/** The element, on one line. */
export function element({attributes}: Shared, more: readonly string[], tag = "chain-rule"): string {
  const words = attributes.map(([name, value]) => attribute(name, value));
  return `<${tag} ${[...words, ...more].join(" ")}></${tag}>`;
}

/** A script of the service, of this build, which speaks the language of this page. */
export const script = ({base, build}: Shared, name: string): string =>
  `${base}/${name}?${language() === "en" ? "" : `lang=${language()}&`}v=${build}`;

/** The language as an attribute or argument. */
const spoken = (): readonly (readonly [string, string])[] => (language() === "en" ? [] : [["lang", language()]]);

/** The player as an element, with the script that defines it. */
export const component = (
  shared: Shared,
): string => `<script type="module" src="${script(shared, "player.js")}"></script>
${element(shared, [`server="${shared.base}"`])}`;

/** The player on a slide of Slidev, moved by its clicks. */
export function slidev(shared: Shared): string {
  const clicks = shared.last - shared.step;
  return element(
    {...shared, attributes: [...shared.attributes, ...spoken()]},
    [`:clicks="${clicks}"`, `server="${shared.base}"`],
    "ChainRule",
  );
}

/** A Python literal. JSON is one, but for text on several lines, which Python writes better. */
function python(text: string): string {
  const simple = !/["\\]/.test(text) && text.includes("\n");
  return simple ? `"""\n${text}\n"""` : JSON.stringify(text);
}

/** The widget of a notebook, as lines of Python. */
export function widget({request, step, notation, appearance}: Shared): string {
  const words = [
    python(request.source),
    `values=${JSON.stringify(request.values)}`,
    request.output === null ? "" : `output=${JSON.stringify(request.output)}`,
    request.upstream === null ? "" : `upstream=${JSON.stringify(request.upstream)}`,
    request.view === "gates" ? "" : `view="${request.view}"`,
    request.open.length > 0 ? `open=${JSON.stringify(request.open)}` : "",
    request.closed.length > 0 ? `closed=${JSON.stringify(request.closed)}` : "",
    request.mode === "reverse" ? "" : `mode="${request.mode}"`,
    request.direction === null ? "" : `direction=${JSON.stringify(request.direction)}`,
    request.graph === "forward" ? "" : `graph="${request.graph}"`,
    request.round === undefined ? "" : `round=${request.round}`,
    step > 0 ? `step=${step}` : "",
    notation === "partial" ? "" : `notation="${notation}"`,
    appearance.theme === "auto" ? "" : `theme="${appearance.theme}"`,
    appearance.editable ? "editable=True" : "",
    ...spoken().map(([name, value]) => `${name}="${value}"`),
  ];
  return `# pip install 'chainrule[notebook]'
from chainrule.notebook import Widget

Widget(${words.filter((word) => word !== "").join(", ")})`;
}

/** Calls of the library; what is as usual is left out. */
export function checkInPython({request, check}: Shared): string {
  const {source, values, output, upstream} = request;
  const shared = [
    output === null ? "" : `output=${JSON.stringify(output)}`,
    upstream === null ? "" : `upstream=${JSON.stringify(upstream)}`,
  ];
  const {fault, kind} = check;
  const own = [
    kind === "central" ? "" : `kind="${kind}"`,
    fault === null ? "" : `fault=("${fault.node}", "${fault.kind}")`,
    fault === null || request.view === "gates" ? "" : `view="${request.view}"`,
  ];
  const call = (name: string, words: readonly string[]): string =>
    `print(chainrule.${name}(${["source", "values", ...words].filter((word) => word !== "").join(", ")}))`;
  return `import chainrule

source = ${python(source)}
values = ${JSON.stringify(values)}
${call("gradcheck", [...shared, ...own])}
${call("hessian", shared)}`;
}

/** A word of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The gradient check as a command. */
export function checkInShell({request, check}: Shared): string {
  const {source, values, output, upstream} = request;
  const shared = [
    quoted(source),
    ...Object.entries(values).map(([name, value]) => `--set ${quoted(`${name}=${JSON.stringify(value)}`)}`),
    output === null ? "" : `--output ${quoted(output)}`,
    upstream === null ? "" : `--upstream ${quoted(JSON.stringify(upstream))}`,
  ];
  const own = [
    check.kind === "central" ? "" : `--kind ${check.kind}`,
    check.fault === null ? "" : `--break ${check.fault.node}=${check.fault.kind}`,
    check.fault === null || request.view === "gates" ? "" : `--view ${request.view}`,
  ];
  const call = (name: string, words: readonly string[]): string =>
    ["chainrule", name, ...words].filter((word) => word !== "").join(" ");
  return `${call("check", [...shared, ...own])}\n${call("hessian", shared)}`;
}

/** The shortcode of Quarto. */
export function shortcode({attributes, base}: Shared): string {
  const source = attributes.find(([name]) => name === "source")?.[1] ?? "";
  const words = [...attributes, ...spoken()]
    .filter(([name]) => name !== "source")
    .map(([name, value]) => `${name}='${value === "" ? "true" : value}'`);
  const program = LITERAL.test(source) && source !== "" ? `'${source}'` : `encoded='${encoded(source)}'`;
  return `{{< chainrule ${[program, ...words, `server="${base}"`].join(" ")} >}}`;
}

/** Snippet for a deck made with reveal.js: the slide, and the deck's start, for which a template has its own line. */
export function revealSlide(shared: Shared): string {
  return element(shared, ["data-fragments", `server="${shared.base}"`, 'style="height:500px"']);
}

/** A run on a slide of reveal.js, with the script that plays it: a click on the deck is the next slide, not an update. */
export const runSlide = (
  shared: Shared,
): string => `<script type="module" src="${script(shared, "player.js")}"></script>
${element({...shared, attributes: runAttributes(shared)}, [`server="${shared.base}"`, 'style="height:500px"'])}`;

/** It stands where reveal.js' own template starts the deck, whose plugins, the speaker view among them, go on. Plugins
 * start in their order: what Markdown writes must stand before the pictures in it are looked for. */
export const revealScript = (
  shared: Shared,
): string => `<script src="${script(shared, "reveal-chainrule.iife.js")}"></script>
<script>
  Reveal.initialize({
    hash: true,
    plugins: [window.RevealMarkdown, window.RevealHighlight, window.RevealNotes, RevealChainrule].filter(Boolean),
  });
</script>`;

/** The script that starts reveal.js with the plugin. */
export const revealModule = (shared: Shared): string => `<script type="module">
  import Chainrule from "${script(shared, "reveal-chainrule.js")}";
  Reveal.initialize({hash: true, plugins: [Chainrule]});
</script>`;

/** The pages of a PDF as overlays of a frame of Beamer. */
export const beamerPages = ({last, stem}: Shared): string => `% \\usepackage{tikz}
\\begin{frame}{Backpropagation}
  \\foreach \\k in {1,...,${last + 1}} {\\includegraphics<\\k>[page=\\k,width=\\textwidth]{${stem}.pdf}}
\\end{frame}`;

export const beamerTikz = ({stem}: Shared): string => `% \\usepackage{tikz,amsmath,amssymb}
\\begin{frame}{Backpropagation}
  \\centering\\resizebox{\\textwidth}{!}{\\input{${stem}.tex}}
\\end{frame}`;

/** The picture as Markdown, a link to the page. */
export const linkedPicture = (shared: Shared): string =>
  `[${markdownPicture(shared, "svg")}](${pageAddress(shared).replaceAll("(", "%28").replaceAll(")", "%29")})`;

/** A text in Typst's double quotes. */
const typstText = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** The picture as a figure of Typst. */
export const typst = ({title, stem, still}: Shared): string => `#figure(
  image("${stem}-step-${still}.svg", width: 100%, alt: ${typstText(title)}),
  caption: [Backpropagation],
)`;

/** The frame as a directive of MyST. */
export const mystFrame = (shared: Shared): string => `:::{iframe} ${embedAddress(shared)}
:width: 100%
:title: ${plain(shared.title)}
:::`;

/** The picture as a directive of MyST. */
export const mystFigure = (shared: Shared): string => `:::{figure} ${pictureAddress(shared, "svg")}
:alt: ${plain(shared.title)}
:width: 100%

Backpropagation
:::`;

/** The command that installs the player from this server. */
export const packageInstall = ({base, version}: Shared): string =>
  `npm install ${base}/chainrule-player-${version}.tgz`;

/** One expression: a cell of an Observable notebook, and a block of JavaScript in Observable Framework. */
export const observable = (shared: Shared): string => `(
  await import("${script(shared, "player.js")}"),
  html\`${element(shared, [`server="${shared.base}"`])}\`
)`;

/** JSX takes JavaScript in braces: a program on several lines is a string in it. */
export function react(shared: Shared): string {
  const {request, step, notation, appearance, base} = shared;
  const words = [
    `source={${JSON.stringify(request.source)}}`,
    `values={${JSON.stringify(request.values)}}`,
    request.output === null ? "" : `output=${JSON.stringify(request.output)}`,
    request.upstream === null ? "" : `upstream={${JSON.stringify(request.upstream)}}`,
    request.view === "gates" ? "" : `view="${request.view}"`,
    request.open.length > 0 ? `open={${JSON.stringify(request.open)}}` : "",
    request.closed.length > 0 ? `closed={${JSON.stringify(request.closed)}}` : "",
    request.mode === "reverse" ? "" : `mode="${request.mode}"`,
    request.direction === null ? "" : `direction={${JSON.stringify(request.direction)}}`,
    request.graph === "forward" ? "" : `graph="${request.graph}"`,
    request.round === undefined ? "" : `round={${request.round}}`,
    step > 0 ? `step={${step}}` : "",
    notation === "partial" ? "" : `notation="${notation}"`,
    appearance.theme === "auto" ? "" : `theme="${appearance.theme}"`,
    appearance.controls ? "controls" : "",
    appearance.editable ? "editable" : "",
    `server="${base}"`,
  ];
  const catalogue = spoken().map(([, name]) => `import "chainrule-player/${name}";\n`);
  return `${catalogue}import {ChainRule} from "chainrule-player/react";

export const Graph = () => (
  <ChainRule
    ${words.filter((word) => word !== "").join("\n    ")}
  />
);`;
}
