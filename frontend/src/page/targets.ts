/** Where a picture can go: one row for each. A new target is a new row. */
import {embedAddress, type Fields, pageAddress, pictureAddress, type Shared} from "./sharing";

/** A file that the service draws. `look`: fields of the render API over those of the dialog. */
export type File = Readonly<{label: string; format: string; look?: Fields}>;

export type Target = Readonly<{
  id: string;
  title: string;
  group: string;
  how: string; // what to do with it, in a sentence or two
  live: boolean; // it plays and has controls; else it is a picture
  snippet?: (shared: Shared) => string;
  files?: readonly File[];
  extras?: readonly Readonly<{label: string; path: string}>[]; // files of the service that are the same for all
  moving?: boolean; // the preview of a picture moves
  plain?: boolean; // its reader chooses the looks
  linked?: boolean; // the snippet needs an address that a server can read
}>;

const PNG: File = {label: "PNG of this step", format: "png", look: {scale: 2}};
const SVG: File = {label: "SVG of this step", format: "svg"};
const GIF: File = {label: "GIF, moving", format: "gif", look: {step: "all", scale: 2}};
const MP4: File = {label: "MP4, moving", format: "mp4", look: {step: "all", scale: 2}};
const PDF_ALL: File = {label: "PDF, a page for each step", format: "pdf", look: {step: "all"}};

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function iframe(shared: Shared): string {
  return `<iframe src="${escaped(embedAddress(shared))}"
  title="${escaped(shared.title)}" width="960" height="540"
  style="border:0;width:100%;height:auto;aspect-ratio:16/9"
  sandbox="allow-scripts" allow="fullscreen" loading="lazy" referrerpolicy="no-referrer"></iframe>`;
}

/** JSON is easier to read in single quotes. */
function quoted(value: string): string {
  const json = value.includes('"') && !value.includes("'");
  return json ? `'${escaped(value).replaceAll("&quot;", '"')}'` : `"${escaped(value)}"`;
}

/** The element; a formula on several lines keeps them, since an attribute may hold line ends. */
function element({attributes}: Shared, more: readonly string[], leave: readonly string[] = []): string {
  const words = attributes
    .filter(([name]) => !leave.includes(name))
    .map(([name, value]) => (value === "" ? name : `${name}=${quoted(value)}`));
  return `<chain-rule ${[...words, ...more].join(" ")}></chain-rule>`;
}

/** A Python literal. JSON is one, but for text on several lines, which Python writes better. */
function python(text: string): string {
  const simple = !/["\\]/.test(text) && text.includes("\n");
  return simple ? `"""\n${text}\n"""` : JSON.stringify(text);
}

function widget({question, step, notation, looks}: Shared): string {
  const words = [
    python(question.source),
    `values=${JSON.stringify(question.values)}`,
    question.output === null ? "" : `output=${JSON.stringify(question.output)}`,
    question.upstream === null ? "" : `upstream=${JSON.stringify(question.upstream)}`,
    question.view === "gates" ? "" : `view="${question.view}"`,
    question.open.length > 0 ? `open=${JSON.stringify(question.open)}` : "",
    question.closed.length > 0 ? `closed=${JSON.stringify(question.closed)}` : "",
    step > 0 ? `step=${step}` : "",
    notation === "partial" ? "" : `notation="${notation}"`,
    looks.theme === "auto" ? "" : `theme="${looks.theme}"`,
    looks.editable ? "editable=True" : "",
  ];
  return `# pip install 'chainrule[notebook]'
from chainrule.notebook import Widget

Widget(${words.filter((word) => word !== "").join(", ")})`;
}

/** In a shortcode single quotes hold everything but themselves, and a line end becomes a semicolon. */
function shortcode({attributes, base}: Shared): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "’").replace(/\s*\n\s*/g, "; ")}'`;
  const words = attributes
    .filter(([name]) => name !== "source")
    .map(([name, value]) => `${name}=${quoted(value === "" ? "true" : value)}`);
  const source = attributes.find(([name]) => name === "source")?.[1] ?? "";
  return `{{< chainrule ${[quoted(source), ...words, `server="${base}"`].join(" ")} >}}`;
}

/** A label as LaTeX and Markdown take it. */
const plain = (text: string): string => text.replace(/[[\]\\`*_{}<>#|~^$%&]/g, " ").replace(/\s+/g, " ");

export const TARGETS: readonly Target[] = [
  {
    id: "link",
    title: "Link",
    group: "On the web",
    how: "Opens the playground with this graph, these values, this view and this step.",
    live: true,
    plain: true,
    snippet: pageAddress,
  },
  {
    id: "iframe",
    title: "Web page",
    group: "On the web",
    how: "Paste into the HTML of any page. The frame takes neither focus nor arrow keys until it is clicked.",
    live: true,
    snippet: iframe,
  },
  {
    id: "component",
    title: "Web component",
    group: "On the web",
    how: "One script defines <chain-rule>; style it with CSS. For pages opened from disk use player.iife.js.",
    live: true,
    snippet: (shared) =>
      `<script type="module" src="${shared.base}/player.js"></script>\n${element(shared, [`server="${shared.base}"`])}`,
    extras: [
      {label: "player.js (ES module)", path: "/player.js"},
      {label: "player.iife.js (classic script)", path: "/player.iife.js"},
    ],
  },
  {
    id: "moodle",
    title: "Moodle",
    group: "On the web",
    how: "In the editor choose View → HTML and paste. Canvas, ILIAS and WordPress take the same.",
    live: true,
    snippet: iframe,
  },
  {
    id: "notion",
    title: "Notion",
    group: "On the web",
    how: "Type /embed and paste the address.",
    live: true,
    snippet: (shared) => embedAddress(shared),
    linked: true,
  },
  {
    id: "readme",
    title: "README",
    group: "On the web",
    how: "A picture that moves by itself, and stands still for readers who want no motion. Click it to play.",
    live: false,
    moving: true,
    linked: true,
    snippet: (shared) =>
      `<a href="${escaped(pageAddress(shared))}"><picture>
  <source media="(prefers-reduced-motion: reduce)" srcset="${escaped(pictureAddress(shared, "svg"))}">
  <img src="${escaped(pictureAddress(shared, "svg", {animate: true}))}" alt="${escaped(shared.title)}" width="960">
</picture></a>`,
    files: [{label: "SVG, moving", format: "svg", look: {animate: true}}, SVG],
  },
  {
    id: "reveal",
    title: "reveal.js",
    group: "In a deck",
    how: "Each step is a fragment: clickers, speaker view, deep links and PDF export just work. reveal.js 5 and 6.",
    live: true,
    snippet: (shared) =>
      `<!-- on a slide -->
${element(shared, ["data-fragments", `server="${shared.base}"`, 'style="height:500px"'])}

<!-- where the deck starts -->
<script type="module">
  import Reveal from "reveal.js"; // or the path of your copy
  import Chainrule from "${shared.base}/reveal-chainrule.js";
  new Reveal({hash: true, plugins: [Chainrule]}).initialize();
</script>`,
    extras: [
      {label: "reveal-chainrule.js (ES module)", path: "/reveal-chainrule.js"},
      {label: "reveal-chainrule.iife.js (classic script)", path: "/reveal-chainrule.iife.js"},
    ],
  },
  {
    id: "quarto",
    title: "Quarto",
    group: "In a deck",
    how: "Unpack the extension beside the document. In PDF and Word the same line becomes a picture.",
    live: true,
    snippet: (shared) => `---
format: revealjs
revealjs-plugins: [chainrule]
---

## Backpropagation

${shortcode(shared)}`,
    extras: [{label: "quarto-chainrule.zip", path: "/quarto-chainrule.zip"}],
  },
  {
    id: "marp",
    title: "Marp",
    group: "In a deck",
    how: "Convert with `marp --html`. The second line is a still picture for decks without HTML.",
    live: true,
    snippet: (shared) => `${iframe(shared)}\n\n![width:1000px](${pictureAddress(shared, "svg")})`,
  },
  {
    id: "slidev",
    title: "Slidev",
    group: "In a deck",
    how: "Put ChainRule.vue into components/: one click is one step.",
    live: true,
    snippet: (shared) => `---
clicks: ${shared.last - shared.step}
---

${element(shared, [...(shared.step > 0 ? [`:from="${shared.step}"`] : []), `server="${shared.base}"`], ["step"])
  .replace("<chain-rule ", "<ChainRule ")
  .replace("></chain-rule>", " />")}`,
    extras: [{label: "ChainRule.vue", path: "/static/integrations/slidev/ChainRule.vue"}],
  },
  {
    id: "powerpoint",
    title: "PowerPoint",
    group: "In a deck",
    how: "A slide for each step, with its sentence in the speaker notes. Or insert the film as a picture or video.",
    live: false,
    files: [
      {label: "PPTX, a slide for each step", format: "pptx", look: {step: "all", scale: 2}},
      GIF,
      MP4,
      {label: "PNG of this step, transparent", format: "png", look: {scale: 3, transparent: true}},
    ],
  },
  {
    id: "keynote",
    title: "Keynote",
    group: "In a deck",
    how: "Drag the file onto a slide. The PPTX opens in Keynote too.",
    live: false,
    files: [GIF, MP4, PDF_ALL, {label: "PPTX, a slide for each step", format: "pptx", look: {step: "all", scale: 2}}],
  },
  {
    id: "google",
    title: "Google Slides",
    group: "In a deck",
    how: "Insert → Image → By URL. The first address stands still, the second one moves.",
    live: false,
    linked: true,
    snippet: (shared) =>
      `${pictureAddress(shared, "png", {scale: 2})}\n${pictureAddress(shared, "gif", {step: "all", scale: 2})}`,
    files: [PNG, GIF],
  },
  {
    id: "beamer",
    title: "LaTeX Beamer",
    group: "In a document",
    how: "The TikZ file has an overlay for each step. Or page through the PDF.",
    live: false,
    snippet: ({last}) => `% \\usepackage{tikz}
\\begin{frame}{Backpropagation}
  \\foreach \\k in {1,...,${last + 1}} {\\includegraphics<\\k>[page=\\k,width=\\textwidth]{chainrule.pdf}}
\\end{frame}`,
    files: [
      PDF_ALL,
      {label: "TikZ, with overlays", format: "tex", look: {step: "all"}},
      {label: "TikZ of this step", format: "tex"},
    ],
  },
  {
    id: "jupyter",
    title: "Jupyter",
    group: "In a document",
    how: "JupyterLab, Notebook, VS Code, Colab and marimo. On GitHub and in PDF it is a picture.",
    live: true,
    snippet: widget,
  },
  {
    id: "picture",
    title: "Picture",
    group: "In a document",
    how: "For papers and handouts. In the PDF the text can be selected.",
    live: false,
    linked: true,
    snippet: (shared) => `![${plain(shared.title)}](${pictureAddress(shared, "svg")})`,
    files: [SVG, PNG, {label: "PDF of this step", format: "pdf"}, PDF_ALL],
  },
  {
    id: "offline",
    title: "Offline file",
    group: "In a document",
    how: "One HTML file with player, numbers and fonts inside: steps and sliders work without a network.",
    live: true,
    files: [{label: "HTML file", format: "html"}],
  },
];
