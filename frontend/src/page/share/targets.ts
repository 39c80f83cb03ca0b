/** Targets of a picture that is shared: one row for each. A new target is a new row. */

import {tr} from "../../shared/i18n/tr";
import type {PaperId} from "./papers";
import {
  checkAddress,
  embedAddress,
  type Fields,
  isTooSmall,
  pageAddress,
  pictureAddress,
  runAttributes,
  type Shared,
} from "./sharing";
import * as snippets from "./snippets";

/**
 * A file that the service draws. `look`: fields of the render API over those of the dialog; `table`: of these numbers;
 * `part`: what its name ends with, beside others of its format; `request`: what was asked for, to be opened again.
 */
export type File = Readonly<{
  label: string;
  format: string;
  look?: Fields;
  table?: "gradcheck" | "hessian";
  part?: string;
  request?: true;
}>;

/** A text to paste. `label`: what it is for, where a target has several. */
export type Snippet = Readonly<{label?: string; text: string}>;

export type Target = Readonly<{
  id: string;
  title: string;
  group: string;
  how: string; // what to do with it, in a sentence or two
  run?: true; // of the run that is open, where one is
  lesson?: true; // of the lesson that is open, where one is
  live: boolean; // it plays and has controls; else it is a picture
  snippets?: (shared: Shared) => readonly Snippet[];
  files?: readonly File[];
  extras?: readonly Readonly<{label: string; path: string}>[]; // files of the service that are the same for all
  needsFile?: true; // nothing works without its file: it comes before the text to paste
  shortens?: boolean; // its address can be a short link
  exercise?: boolean; // its files are of an exercise
  paper?: PaperId; // where it is looked at; one row where that is not known
  moving?: boolean; // the preview of a picture moves
  plain?: boolean; // its user chooses the looks
  frame?: (shared: Shared) => string; // the address that the preview shows; else that of the graph
  linked?: boolean; // the snippet needs an address that a server can read
  fetchedBy?: string; // who fetches the address from the internet, so that this machine's own does not do
  instead?: string; // what to do where that is so
}>;

const PNG: File = {label: tr("PNG of this step"), format: "png", look: {scale: 2}};
const SVG: File = {label: tr("SVG of this step"), format: "svg"};
const GIF: File = {label: tr("GIF, moving"), format: "gif", look: {step: "all", scale: 2}};
const MP4: File = {label: tr("MP4, moving"), format: "mp4", look: {step: "all", scale: 2}};
const PDF_ALL: File = {label: tr("PDF, a page for each step"), format: "pdf", look: {step: "all"}};

const PPTX: File = {
  label: tr("PPTX, shapes to edit"),
  format: "pptx",
  look: {step: "all", native: true, formula: true},
};
const PPTX_PICTURES: File = {
  label: tr("PPTX, pictures"),
  format: "pptx",
  part: "pictures",
  look: {step: "all", scale: 2, formula: true},
};

const one = (text: string): readonly Snippet[] => [{text}];

/** Return the reason why the snippet cannot work, and advice; null where it can. */
export function obstacle({linked, fetchedBy, instead}: Target, {tooLong, audience}: Shared): string | null {
  if (fetchedBy && audience === "this machine")
    return tr`${fetchedBy} fetches the address from the internet, and this one is only known on this machine. ${instead ?? ""}`.trim();
  return linked && tooLong ? tr("This program is too long for an address that other services can read.") : null;
}

/** Return a warning for a text that works on this machine and nowhere else; null where it works everywhere. */
export function reservation({audience, base}: Shared, texts: readonly Snippet[]): string | null {
  if (audience === "others" || !texts.some(({text}) => text.includes(base))) return null;
  return tr`${new URL(base).host} is this machine: others cannot open it, and here it works while Chainrule runs.`;
}

/** Digits too small for the paper, and what helps; null where they can be read. */
export function smallDigits(shared: Shared): string | null {
  const {digits, request} = shared;
  if (digits === null || !isTooSmall(shared)) return null;
  const height = Math.max(1, Math.round(digits));
  return request.view === "functions"
    ? tr`On this paper the digits of the whole graph are ${height} px high, too small to be read: a still shows the part at work, over a strip of the whole.`
    : tr`On this paper the digits of the whole graph are ${height} px high, too small to be read: a still shows the part at work, over a strip of the whole. With functions closed (View: Functions) there are fewer boxes.`;
}

export const TARGETS: readonly Target[] = [
  {
    id: "link",
    title: tr("Link"),
    group: tr("On the web"),
    how: tr("Opens the playground with this graph, these values, this view and this step."),
    live: true,
    plain: true,
    shortens: true,
    snippets: (shared) =>
      shared.run == null
        ? one(pageAddress(shared))
        : [
            {label: tr("With the run, at this update"), text: shared.run},
            {label: tr("The graph alone, with the values of this update"), text: pageAddress(shared)},
          ],
  },
  {
    id: "file",
    title: tr("File to open again"),
    group: tr("On the web"),
    how: tr(
      "Dropped on this page, or opened by the Examples menu, it is this graph with its values and its view. The API takes it as it is.",
    ),
    live: false,
    plain: true,
    files: [{label: tr("JSON file"), format: "json", request: true}],
  },
  {
    id: "run",
    title: tr("Run"),
    group: tr("On the web"),
    how: tr(
      "The run that is open: the graph update by update, with its curves. The frame and the element have play and step.",
    ),
    live: true,
    run: true,
    snippets: (shared) => [
      {label: tr("In a frame"), text: snippets.frame(shared, shared.training?.frame ?? "")},
      {
        label: tr("As a web component"),
        text: `<script type="module" src="${snippets.script(shared, "player.js")}"></script>
${snippets.element({...shared, attributes: runAttributes(shared)}, [`server="${shared.base}"`])}`,
      },
      {
        label: tr("On a slide of reveal.js: the run's own buttons play it"),
        text: snippets.runSlide(shared),
      },
    ],
    files: [
      {label: tr("GIF, update by update"), format: "gif"},
      {label: tr("MP4, update by update"), format: "mp4"},
      {label: tr("PowerPoint, a slide for each update"), format: "pptx", look: {native: true}},
      {label: tr("PDF, a page for each update"), format: "pdf"},
      {label: tr("SVG of the curves"), format: "svg", look: {with_graph: false}},
      {label: tr("HTML file"), format: "html"},
    ],
  },
  {
    id: "iframe",
    title: tr("Web page"),
    group: tr("On the web"),
    how: tr("Paste into the HTML of any page. The frame takes neither focus nor arrow keys until it is clicked."),
    live: true,
    snippets: (shared) => one(snippets.iframe(shared)),
  },
  {
    id: "check",
    title: tr("Numerical check, Hessian"),
    group: tr("On the web"),
    how: tr("The graph, below it every gradient beside its difference quotient, and the Hessian with its eigenvalues."),
    live: true,
    frame: checkAddress,
    snippets: (shared) => [
      {label: tr("In a frame"), text: snippets.frame(shared, checkAddress(shared))},
      {label: tr("In Python"), text: snippets.checkInPython(shared)},
      {label: tr("In a shell"), text: snippets.checkInShell(shared)},
    ],
    files: [
      {label: tr("Check as CSV"), format: "csv", table: "gradcheck"},
      {label: tr("Check as SVG"), format: "svg", table: "gradcheck"},
      {label: tr("Hessian as CSV"), format: "csv", table: "hessian"},
      {label: tr("Hessian as SVG"), format: "svg", table: "hessian"},
    ],
  },
  {
    id: "component",
    title: tr("Web component"),
    group: tr("On the web"),
    how: tr("One script defines <chain-rule>; style it with CSS. For pages opened from disk use player.iife.js."),
    live: true,
    snippets: (shared) => one(snippets.component(shared)),
    extras: [
      {label: tr("player.js (ES module)"), path: "/player.js"},
      {label: tr("player.iife.js (classic script)"), path: "/player.iife.js"},
    ],
  },
  {
    id: "moodle",
    title: "Moodle",
    group: tr("On the web"),
    how: tr("In the editor choose View → HTML and paste. Canvas, ILIAS and WordPress take the same."),
    live: true,
    snippets: (shared) => one(snippets.iframe(shared)),
  },
  {
    id: "notion",
    title: "Notion",
    group: tr("On the web"),
    how: tr("Type /embed and paste the address."),
    live: true,
    snippets: (shared) => one(embedAddress(shared)),
    linked: true,
    fetchedBy: "Notion",
    instead: tr("Open Chainrule at an address that others can reach, or insert the GIF as a picture."),
    files: [GIF],
  },
  {
    id: "readme",
    title: "README",
    group: tr("On the web"),
    how: tr("A picture that moves by itself, and stands still for users who want no motion. Click it to play."),
    live: false,
    paper: "column",
    moving: true,
    linked: true,
    fetchedBy: "GitHub",
    instead: tr("Save the moving SVG beside the README and write ![graph](NAME.svg), with its name."),
    snippets: (shared) => one(snippets.movingPicture(shared)),
    files: [{label: tr("SVG, moving"), format: "svg", look: {animate: true}}, SVG],
  },
  {
    id: "reveal",
    title: "reveal.js",
    group: tr("In a deck"),
    how: tr("Each step is a fragment: clickers, speaker view, deep links and PDF export just work. reveal.js 5 and 6."),
    live: true,
    snippets: (shared) => [
      {label: tr("On a slide"), text: snippets.revealSlide(shared)},
      {
        label: tr("At the end, in place of the script that calls Reveal.initialize"),
        text: snippets.revealScript(shared),
      },
      {label: tr("The same in a deck that loads plugins as modules"), text: snippets.revealModule(shared)},
    ],
    extras: [
      {label: tr("reveal-chainrule.js (ES module)"), path: "/reveal-chainrule.js"},
      {label: tr("reveal-chainrule.iife.js (classic script)"), path: "/reveal-chainrule.iife.js"},
    ],
  },
  {
    id: "quarto",
    title: "Quarto",
    group: tr("In a deck"),
    how: tr("Unpack the extension beside the document. In PDF and Word the same line becomes a picture."),
    live: true,
    snippets: (shared) => [
      {label: tr("At the top of the document"), text: "---\nformat: revealjs\nrevealjs-plugins: [chainrule]\n---"},
      {label: tr("On a slide"), text: snippets.shortcode(shared)},
    ],
    needsFile: true,
    extras: [{label: "quarto-chainrule.zip", path: "/quarto-chainrule.zip"}],
  },
  {
    id: "marp",
    title: "Marp",
    group: tr("In a deck"),
    how: tr("With `marp --html` the frame plays. The picture is for decks without HTML, and for PDF and PPTX."),
    live: true,
    paper: "slide",
    snippets: (shared) => [
      {label: tr("With marp --html"), text: snippets.iframe(shared)},
      {label: tr("A still picture"), text: `![width:1000px](${pictureAddress(shared, "svg")})`},
    ],
  },
  {
    id: "slidev",
    title: "Slidev",
    group: tr("In a deck"),
    how: tr(
      "Put ChainRule.vue into the folder components/ beside slides.md, and the line on a slide: one click is one step.",
    ),
    live: true,
    snippets: (shared) => one(snippets.slidev(shared)),
    needsFile: true,
    extras: [{label: "ChainRule.vue", path: "/static/integrations/slidev/ChainRule.vue"}],
  },
  {
    id: "powerpoint",
    title: "PowerPoint",
    group: tr("In a deck"),
    how: tr("A slide for each step: its sentence as title and in the notes, boxes, wires and numbers as shapes."),
    live: false,
    paper: "slide",
    files: [
      PPTX,
      PPTX_PICTURES,
      GIF,
      MP4,
      {label: tr("PNG of this step, transparent"), format: "png", look: {scale: 3, transparent: true}},
    ],
  },
  {
    id: "keynote",
    title: "Keynote",
    group: tr("In a deck"),
    how: tr("Drag the file onto a slide. The PPTX opens in Keynote too."),
    live: false,
    paper: "slide",
    files: [GIF, MP4, PDF_ALL, PPTX],
  },
  {
    id: "google",
    title: "Google Slides",
    group: tr("In a deck"),
    how: tr("Insert → Image → By URL."),
    live: false,
    paper: "slide",
    linked: true,
    fetchedBy: "Google Slides",
    instead: tr("Save the PNG or the GIF and choose Insert → Image → Upload from computer, or import the PPTX."),
    snippets: (shared) => [
      {label: tr("Still"), text: pictureAddress(shared, "png", {scale: 2})},
      {label: tr("Moving"), text: pictureAddress(shared, "gif", {step: "all", scale: 2})},
    ],
    files: [PNG, GIF, PPTX_PICTURES],
  },
  {
    id: "beamer",
    title: "LaTeX Beamer",
    group: tr("In a document"),
    how: tr("The PDF has a page for each step, the TikZ an overlay. Put the file beside the deck."),
    live: false,
    paper: "slide",
    snippets: (shared) => [
      {label: tr("With the PDF"), text: snippets.beamerPages(shared)},
      {label: tr("With the TikZ picture"), text: snippets.beamerTikz(shared)},
    ],
    files: [
      PDF_ALL,
      {label: tr("TikZ picture, with overlays"), format: "tex", look: {step: "all", fragment: true, transparent: true}},
      {label: tr("TikZ picture of this step"), format: "tex", look: {fragment: true, transparent: true}},
      {label: tr("A whole document"), format: "tex", look: {step: "all"}, part: "document"},
    ],
  },
  {
    id: "typst",
    title: "Typst",
    group: tr("In a document"),
    how: tr("Put the file beside the document."),
    live: false,
    paper: "page",
    snippets: (shared) => one(snippets.typst(shared)),
    files: [SVG, {label: tr("PDF of this step"), format: "pdf"}],
  },
  {
    id: "word",
    title: "Word",
    group: tr("In a document"),
    how: tr(
      "Insert → Pictures. The SVG stays sharp at any size, and Convert to Shape makes it editable. Then Alt Text: paste.",
    ),
    live: false,
    paper: "page",
    snippets: (shared) => [{label: tr("Alternative text"), text: shared.title}],
    files: [SVG, {label: tr("PNG of this step"), format: "png", look: {scale: 3}}],
  },
  {
    id: "myst",
    title: tr("Jupyter Book, Sphinx"),
    group: tr("In a document"),
    how: tr("MyST Markdown. For an article as PDF take the picture."),
    live: true,
    paper: "page",
    snippets: (shared) => [
      {label: tr("Sphinx with MyST"), text: snippets.iframe(shared)},
      {label: tr("Jupyter Book 2 and mystmd"), text: snippets.mystFrame(shared)},
      {label: tr("A picture, for PDF too"), text: snippets.mystFigure(shared)},
    ],
    files: [SVG, PNG],
  },
  {
    id: "obsidian",
    title: "Obsidian",
    group: tr("In a document"),
    how: tr("Paste into a note. In reading view the frame plays."),
    live: true,
    snippets: (shared) => [
      {label: tr("Plays"), text: snippets.iframe(shared)},
      {label: tr("A picture that leads to it"), text: snippets.linkedPicture(shared)},
    ],
  },
  {
    id: "react",
    title: "React",
    group: tr("On the web"),
    how: tr("The package holds the element, its types, the React component and the reveal.js plugin."),
    live: true,
    snippets: (shared) => [
      {label: tr("In a shell"), text: snippets.packageInstall(shared)},
      {label: tr("In a component"), text: snippets.react(shared)},
    ],
    extras: [{label: "chainrule-player.tgz", path: "/chainrule-player.tgz"}],
  },
  {
    id: "observable",
    title: "Observable",
    group: tr("In a document"),
    how: tr("A cell of a notebook, or a page of Observable Framework. An app with npm takes what stands under React."),
    live: true,
    snippets: (shared) => [
      {label: tr("A cell, or a block of JavaScript"), text: snippets.observable(shared)},
      {label: tr("In the Markdown of a page"), text: snippets.component(shared)},
    ],
  },
  {
    id: "jupyter",
    title: "Jupyter",
    group: tr("In a document"),
    how: tr(
      "Paste into a cell and run it: JupyterLab, Notebook, VS Code, Colab and marimo. On GitHub and in PDF it is a picture.",
    ),
    live: true,
    snippets: (shared) => one(snippets.widget(shared)),
  },
  {
    id: "picture",
    title: tr("Picture"),
    group: tr("In a document"),
    how: tr("For papers and handouts. In the PDF the text can be selected."),
    live: false,
    paper: "page",
    linked: true,
    snippets: (shared) => [
      {label: tr("Markdown, Pandoc to PDF and Word"), text: snippets.markdownPicture(shared, "png")},
      {label: tr("Markdown on the web"), text: snippets.markdownPicture(shared, "svg")},
      {label: tr("The same, and a click leads to the playground"), text: snippets.linkedPicture(shared)},
    ],
    files: [SVG, PNG, {label: tr("PDF of this step"), format: "pdf"}, PDF_ALL],
  },
  {
    id: "exercise",
    title: tr("Exercise"),
    group: tr("In a course"),
    how: tr(
      "The graph with numbers left out. The files hold the answers and say which mistake an answer is: they are for teachers.",
    ),
    live: false,
    plain: true,
    exercise: true,
    files: [
      {label: "Moodle XML", format: "moodle.xml"},
      {label: "QTI 2.1", format: "qti.zip"},
      {label: "SCORM 1.2", format: "scorm.zip"},
      {label: tr("PDF worksheet, with answers"), format: "pdf"},
      {label: tr("HTML file that marks itself"), format: "html"},
      {label: "JSON", format: "json"},
    ],
  },
  {
    id: "lesson",
    title: tr("This lesson"),
    group: tr("In a course"),
    how: tr("The whole lesson: each scene with its sentence and its graph, its questions as blanks to be filled."),
    live: false,
    plain: true,
    lesson: true,
    files: [
      {label: tr("reveal.js slides in one file"), format: "html"},
      {label: "PowerPoint", format: "pptx"},
      {label: tr("PDF handout, with answers"), format: "pdf"},
      {label: tr("Markdown for Marp"), format: "md"},
    ],
  },
  {
    id: "offline",
    title: tr("Offline file"),
    group: tr("In a document"),
    how: tr("One HTML file with player, numbers and fonts inside: steps and sliders work without a network."),
    live: true,
    files: [{label: tr("HTML file"), format: "html"}],
  },
];
