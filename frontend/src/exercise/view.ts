/** The exercise on the page: the picture with fields in it, the list of blanks, what is said of them, the solution. */
import {type ChainRule, TAG} from "../player/element/element";
import {tr} from "../shared/i18n/tr";
import type {Blank, Variant} from "./content";
import {grade, type Mark} from "./grade";
import type {Visit} from "./scorm";

const SIGNS = {right: "✓", wrong: "✗", open: "·"} as const;

type Field = HTMLInputElement | HTMLSelectElement;

/** Builds the page of one variant inside `root`. Answers of an earlier visit are put back and marked. */
export function show(root: HTMLElement, variant: Variant, visit: Visit): void {
  const fields = new Map<string, readonly Field[]>();
  const rows = new Map<string, HTMLLIElement>();
  const status = make("p", {className: "status"});
  status.setAttribute("role", "status");
  const check = make("button", {type: "button", textContent: tr("Check")});
  const reveal = make("button", {
    type: "button",
    textContent: tr("Show the solution"),
    className: "quiet",
    hidden: true,
  });
  const solution = make("section", {className: "solution", hidden: true});
  const form = make("form", {noValidate: true});
  const answers = (): Map<string, string> =>
    new Map(variant.blanks.map(({id}) => [id, fields.get(id)?.find(({value}) => value !== "")?.value ?? ""]));

  form.append(
    make("h1", {textContent: variant.title}),
    program(variant.source),
    picture(variant, fields),
    make("p", {className: "rule", textContent: variant.rule.sentence}),
    list(variant, fields, rows),
    bar(check, reveal, status),
    solution,
  );
  // A frame that is sandboxed submits no form, so nothing here waits for that.
  check.addEventListener("click", mark);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    mark();
  });
  reveal.addEventListener("click", () => {
    solution.hidden = !solution.hidden;
    reveal.textContent = solution.hidden ? tr("Show the solution") : tr("Hide the solution");
    if (!solution.hidden && solution.childElementCount === 0) solution.append(play(variant));
  });
  for (const group of fields.values())
    for (const field of group)
      field.addEventListener("input", () => {
        for (const twin of group) if (twin !== field) twin.value = field.value;
      });
  root.replaceChildren(form);

  function mark(): void {
    const textsByName = answers();
    const marks = grade(variant, textsByName);
    for (const each of marks) applyMark(each, fields.get(each.id) ?? [], rows.get(each.id));
    const right = marks.filter((each) => each.right).length;
    const where = visit.reports
      ? tr("Your score is reported.")
      : tr("There is no learning system here: the score stays on this page.");
    status.textContent = tr`${right} of ${marks.length} right. ${where}`;
    reveal.hidden = false;
    visit.report(right, marks.length, textsByName);
  }

  const savedAnswers = visit.answers;
  if (savedAnswers.size === 0) return;
  for (const [id, text] of savedAnswers) for (const field of fields.get(id) ?? []) field.value = text;
  mark();
}

function program(source: string): HTMLElement {
  const lines = source.split("\n");
  if (lines.length === 1) return make("code", {className: "source", textContent: source});
  const list = make("ol", {className: "source"});
  list.append(...lines.map((line) => wrap("li", make("code", {textContent: line}))));
  return list;
}

/** The picture in its own size, which scrolls where it does not fit; a field lies on each place. */
function picture(variant: Variant, fields: Map<string, readonly Field[]>): HTMLElement {
  const frame = make("div", {className: "frame"});
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", variant.alternative);
  frame.style.width = `${variant.width}px`;
  const image = make("div", {className: "picture"});
  image.setAttribute("aria-hidden", "true");
  image.innerHTML = variant.picture; // drawn by the engine, which escapes every text in it
  frame.append(image);
  variant.blanks.forEach((blank, index) => {
    if (!blank.place) return;
    const field = input(blank, `${index + 1}: ${blank.label}`);
    field.placeholder = String(index + 1);
    Object.assign(field.style, {
      left: `${blank.place.x - 1}px`,
      top: `${blank.place.y - 1}px`,
      width: `${blank.place.width + 2}px`,
      height: `${blank.place.height + 2}px`,
    });
    add(fields, blank, field);
    frame.append(field);
  });
  return wrap("div", frame, "scroll");
}

function list(variant: Variant, fields: Map<string, readonly Field[]>, rows: Map<string, HTMLLIElement>): HTMLElement {
  const element = make("ol", {className: "blanks"});
  for (const blank of variant.blanks) {
    const label = make("label", {textContent: blank.label});
    const field = blank.choices.length > 0 ? menu(blank) : input(blank);
    field.id = `blank-${blank.id}`;
    label.htmlFor = field.id;
    const remark = make("p", {className: "remark", id: `remark-${blank.id}`});
    field.setAttribute("aria-describedby", remark.id);
    const row = make("li");
    row.append(label, field, remark);
    add(fields, blank, field);
    rows.set(blank.id, row);
    element.append(row);
  }
  return element;
}

function add(fields: Map<string, readonly Field[]>, {id}: Blank, field: Field): void {
  fields.set(id, [...(fields.get(id) ?? []), field]);
}

function input({intervals}: Blank, label?: string): HTMLInputElement {
  const field = make("input", {type: "text", autocomplete: "off", maxLength: 60});
  if (intervals.length > 0) field.inputMode = "text"; // a phone's number pad has no minus sign
  if (label) field.setAttribute("aria-label", label);
  return field;
}

function menu({choices}: Blank): HTMLSelectElement {
  const field = make("select");
  field.append(...["", ...choices].map((choice) => make("option", {value: choice, textContent: choice})));
  return field;
}

/** Show the mark by sign, colour and words, so that no colour alone says it. */
function applyMark(mark: Mark, group: readonly Field[], row: HTMLLIElement | undefined): void {
  const state = mark.right === null ? "open" : mark.right ? "right" : "wrong";
  for (const field of group) {
    field.dataset.state = state;
    field.setAttribute("aria-invalid", String(mark.right === false));
  }
  const remark = row?.querySelector<HTMLElement>(".remark");
  if (!remark) return;
  remark.textContent = `${SIGNS[state]} ${mark.sentence}`;
  remark.dataset.state = state;
}

function bar(...items: readonly HTMLElement[]): HTMLElement {
  const element = make("div", {className: "bar"});
  element.append(...items);
  return element;
}

/** The whole graph, to be stepped through. */
function play(variant: Variant): HTMLElement {
  const player = document.createElement(TAG) as ChainRule;
  player.toggleAttribute("controls", true);
  player.setAttribute("step", String(variant.solution.steps.length));
  player.trace = variant.solution;
  return player;
}

function wrap(tag: "div" | "li", child: HTMLElement, className = ""): HTMLElement {
  const wrapper = make(tag, {className});
  wrapper.append(child);
  return wrapper;
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), properties);
}
