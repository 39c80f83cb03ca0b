/** A run taken elsewhere: the program that reproduces it, its curves as a drawing, its numbers as a table. */

import {fetchRunCode} from "../../shared/api";
import {type Code, float, type Num, type Run} from "../../shared/contract";
import {h, withCode, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {MOST_KEPT, OWN_LINES} from "../../shared/run-fields";
import type {LearnContext} from "./context";
import {entryName} from "./plane";
import {vectorOf} from "./run-numbers";

const LANGUAGES = [
  {id: "numpy", name: "NumPy"},
  {id: "torch", name: "PyTorch"},
] as const;

const codeCache = new WeakMap<Run, Map<string, Code>>();

type Draw = (place: HTMLElement, context: LearnContext, isCurrent: () => boolean) => Promise<void>;

/** The picture, which keeps the language that was chosen from run to run. */
export function createTakeAlong(): Draw {
  let language: string = LANGUAGES[0].id;
  const runs = new WeakMap<HTMLElement, Run>();
  const draw: Draw = async (place, context, isCurrent) => {
    const {run} = context;
    const isShown = (): boolean => place.dataset.shows === language && runs.get(place) === run;
    if (isShown()) return; // another update, the same program
    place.dataset.shows = language; // until another picture stands there
    runs.set(place, run);
    const choose = (chosen: string): void => {
      language = chosen;
      void draw(place, context, isCurrent);
    };
    await takeAlong(place, context, language, () => isCurrent() || runs.get(place) === run, choose);
  };
  return draw;
}

async function takeAlong(
  place: HTMLElement,
  context: LearnContext,
  language: string,
  isCurrent: () => boolean,
  choose: (language: string) => void,
): Promise<void> {
  const {run, start, fields} = context;
  const codes = codeCache.get(run) ?? new Map<string, Code>();
  codeCache.set(run, codes);
  const words = h("p", {class: "fine", role: "status"});
  const text = h("pre", {class: "run-code", tabindex: "0", role: "region", "aria-label": tr("Program of this run")});
  const copy = button(tr("Copy"), async () => {
    const done = await navigator.clipboard.writeText(text.textContent ?? "").then(
      () => true,
      () => false,
    );
    write(words, done ? tr("Copied.") : tr("The browser did not let the page copy: select the text instead."));
  });
  const download = button(tr("Download"), () => {
    const code = codes.get(language);
    if (code) offer(code.text, "text/x-python", code.file);
  });
  const languages = h("div", {class: "segments small", role: "group", "aria-label": tr("Language")});
  for (const {id, name} of LANGUAGES) {
    const choice = h("button", {type: "button", "aria-pressed": String(id === language)}, name);
    choice.addEventListener("click", () => choose(id));
    languages.append(choice);
  }
  const curves = button(tr("Curves, SVG"), () => {
    const svg = document.querySelector<SVGSVGElement>("#learn .loss-curve");
    if (svg) offer(standalone(svg), "image/svg+xml", "run.svg");
  });
  const numbers = button(tr("Numbers, CSV"), () => offer(tableOf(run), "text/csv", "run.csv"));
  place.replaceChildren(
    h("div", {class: "learn-bar"}, languages, copy, download),
    words,
    text,
    h("div", {class: "learn-bar"}, curves, numbers),
  );
  if (fields.optimizer === OWN_LINES) {
    text.hidden = copy.hidden = download.hidden = languages.hidden = true;
    write(words, tr("The text itself is the program of this run: its own lines are the optimizer."));
    return;
  }
  const cachedCode = codes.get(language);
  if (cachedCode) {
    text.textContent = cachedCode.text;
    return;
  }
  const keep = Math.min(MOST_KEPT, fields.iterations + 1); // as many as the run has: there its loss is that of all data
  const answer = await fetchRunCode(start, {...fields, parameters: run.parameters, keep}, language);
  if (!isCurrent()) return;
  if (answer.ok) {
    codes.set(answer.value.language, answer.value);
    text.textContent = answer.value.text;
    return;
  }
  const {detail, hint} = answer.problem;
  text.hidden = copy.hidden = download.hidden = true;
  words.replaceChildren(...withCode([detail, hint ?? ""].join(" ").trim()));
}

function button(name: string, act: () => void): HTMLButtonElement {
  const element = h("button", {type: "button", class: "button"}, name);
  element.addEventListener("click", act);
  return element;
}

function offer(text: string, type: string, file: string): void {
  const address = URL.createObjectURL(new Blob([text], {type}));
  h("a", {href: address, download: file}).click();
  window.setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** A row for each kept update: how many are done, loss, learning rate, every entry of the parameters. */
function tableOf(run: Run): string {
  const size = vectorOf(run, 0).length;
  const head = ["update", "loss", "learning_rate", ...Array.from({length: size}, (_, k) => entryName(run, k))];
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = run.iterations.map((update, k) =>
    [update, float(run.loss[k] as Num), float(run.learning_rate[k] as Num), ...vectorOf(run, k)].join(","),
  );
  return `${[head.map(quoted).join(","), ...rows].join("\n")}\n`;
}

const LOOKS = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "fill-opacity",
  "font-size",
  "font-family",
  "text-anchor",
] as const;

/** The drawing with the looks that the page gives it, so that it stands alone. */
function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll("*")];
  const to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((element, k) => {
    const computed = getComputedStyle(element);
    for (const name of LOOKS) to[k]?.setAttribute(name, computed.getPropertyValue(name));
  });
  for (const handle of copy.querySelectorAll(".cliff, .cliff-level, .cliff-preview")) handle.remove();
  const {width, height} = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return new XMLSerializer().serializeToString(copy);
}
