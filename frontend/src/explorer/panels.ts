/** Panels round the charts: the curves to choose from, the numbers at x, and the words about the one in focus. */

import {h, write} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {buildMath} from "../shared/mathml";
import {number} from "../shared/number";
import {element} from "../shared/svg";
import {type Activation, type Sample, type Settings, statusAt} from "./data";
import {MOST, namesOf, type State} from "./state";

export type Row = Readonly<{of: Activation; slot: number; now: Sample; focus: boolean; settings: Settings}>;

type Acts = Readonly<{
  onToggle: (name: string) => void;
  onFocus: (name: string) => void;
  onSet: (name: string, parameter: string, value: number) => void;
}>;

/** The playground, as seen from /activations or from /embed/activations; the service may stand below any prefix. */
const playground = (): string => (document.body.classList.contains("embedded") ? "../" : "./");

export const link = (source: string, values: Readonly<Record<string, number>> = {}): string => {
  const words = new URLSearchParams({source});
  if (Object.keys(values).length > 0) words.set("values", JSON.stringify(values));
  return `${playground()}?${words}`;
};

/** A short piece of the curve's line: colour and dashes. */
function swatch(slot: number | null): SVGSVGElement {
  const svg = element("svg", {class: "swatch", viewBox: "0 0 26 8", "aria-hidden": "true"});
  svg.append(element("path", {class: slot === null ? "none" : `curve c${slot}`, d: "M1,4H25"}));
  return svg;
}

export function createChips(host: HTMLElement, all: readonly Activation[], acts: Acts): {show(state: State): void} {
  const buttons = all.map(({name, title}) => {
    const button = h("button", {type: "button", class: "chip", "data-name": name}, swatch(null), title);
    button.addEventListener("click", () => acts.onToggle(name));
    return button;
  });
  const limit = h("p", {class: "fine", role: "status"});
  host.replaceChildren(...buttons, limit);
  return {
    show(state) {
      const full = namesOf(state).length >= MOST;
      write(limit, full ? tr`No more than ${MOST} curves can be told apart: take one away for another.` : "");
      for (const button of buttons) {
        const slot = state.names.indexOf(button.dataset.name ?? "");
        button.setAttribute("aria-pressed", String(slot >= 0));
        button.querySelector(".swatch")?.replaceWith(swatch(slot < 0 ? null : slot));
        button.disabled = full && slot < 0;
      }
    },
  };
}

/** The numbers at x. Its rows stay while the same curves are shown, so that the focus does not jump. */
export function createFacts(host: HTMLElement, acts: Acts): {show(rows: readonly Row[]): void} {
  let shownName = "";
  return {
    show(rows) {
      const names = rows.map(({of}) => of.name).join();
      if (names !== shownName) {
        shownName = names;
        host.replaceChildren(h("thead", {}, head()), h("tbody", {}, ...rows.map((row) => factRow(row, acts))));
      }
      rows.forEach((row, i) => {
        fill(host.querySelectorAll("tbody tr")[i], row);
      });
    },
  };
}

function head(): HTMLElement {
  const columns = ["", "f(x)", "f′(x)", tr("a gradient here"), tr("gates"), tr("costly"), ""];
  const says: Readonly<Record<string, string>> = {
    gates: tr("gates of its graph"),
    costly: tr("of them such as exp, log or tanh, which cost many multiplications"),
  };
  return h(
    "tr",
    {},
    ...columns.map((name, i) =>
      h(
        "th",
        {scope: "col", title: says[name]},
        name || h("span", {class: "sr"}, i === 0 ? tr("function") : tr("use it")),
      ),
    ),
  );
}

function factRow({of, slot}: Row, acts: Acts): HTMLElement {
  const name = h("button", {type: "button", class: "name-button"}, swatch(slot), of.title);
  name.addEventListener("click", () => acts.onFocus(of.name));
  const gates = Object.values(of.gates).reduce((sum, count) => sum + count, 0);
  const insert = h("a", {class: "link", "data-insert": "", href: link(of.insert)}, tr("Insert"));
  insert.setAttribute("aria-label", tr`Insert ${of.title} into a formula: ${of.insert}`);
  return h(
    "tr",
    {"data-name": of.name},
    h("th", {scope: "row"}, name),
    h("td", {class: "value"}),
    h("td", {class: "slope"}),
    h("td", {class: "status"}),
    h("td", {}, String(gates)),
    h("td", {}, String(of.expensive)),
    h("td", {}, insert),
  );
}

function fill(line: Element | undefined, {of, now, focus, settings}: Row): void {
  if (!line) return;
  line.classList.toggle("focus", focus);
  line.querySelector(".name-button")?.setAttribute("aria-pressed", String(focus));
  const [value, slope, status] = [".value", ".slope", ".status"].map((selector) => line.querySelector(selector));
  if (value) write(value, number(now.value));
  if (slope) write(slope, number(now.slope));
  const {word, tone} = statusAt(of, now, Object.keys(settings).length > 0);
  if (status) {
    write(status, word);
    status.className = `status ${tone}`;
  }
}

export function createAbout(host: HTMLElement, acts: Acts): {show(row: Row): void} {
  let shownName = "";
  return {
    show(row) {
      if (shownName !== row.of.name) {
        shownName = row.of.name;
        host.replaceChildren(...about(row, acts));
      }
      for (const {name, value} of row.of.parameters) {
        const field = host.querySelector<HTMLInputElement>(`input[data-parameter="${name}"]`);
        const setting = row.settings[name] ?? value;
        if (field && Number(field.value) !== setting) field.value = String(setting);
        const output = host.querySelector(`output[data-parameter="${name}"]`);
        if (output) write(output, number(setting));
      }
      const graph = host.querySelector<HTMLAnchorElement>("a[data-graph]");
      const values = Object.fromEntries(row.of.parameters.map(({name, value}) => [name, row.settings[name] ?? value]));
      if (graph) graph.href = link(row.of.source, {x: row.now.x, ...values});
    },
  };
}

function about({of}: Row, acts: Acts): HTMLElement[] {
  const formulas: [string, string][] = [["f", of.textbook || of.formula]];
  if (of.textbook !== "") formulas.push([tr("as computed"), of.formula]);
  const slope = buildMath(of.local_math);
  const slopeRow = slope === null ? [] : [h("dt", {}, "f′"), h("dd", {class: "slope-formula"}, slope)];
  const gates = Object.entries(of.gates).map(([op, count]) => (count > 1 ? `${op} ×${count}` : op));
  return [
    h("h2", {}, of.title),
    h("p", {class: "lead"}, of.why),
    h(
      "dl",
      {},
      ...formulas.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, h("code", {}, text))]),
      ...slopeRow,
    ),
    ...(of.stable === "" ? [] : [h("p", {class: "fine"}, of.stable)]),
    ...of.parameters.map(({name, value}) => parameter(of, name, value, acts)),
    h(
      "ul",
      {class: "marks"},
      ...(of.marks.length === 0 ? [h("li", {}, tr("No kink, and it never dies."))] : []),
      ...of.marks.map(({kind, text}) => h("li", {class: kind}, text)),
    ),
    h("p", {class: "fine"}, tr`Gates: ${gates.join(", ")}.`),
    h(
      "p",
      {class: "links"},
      h("a", {class: "button", "data-graph": "", href: link(of.source)}, tr("See its graph")),
      insertButton(of),
    ),
  ];
}

const insertButton = (of: Activation): HTMLElement =>
  h("a", {class: "button primary", href: link(of.insert)}, tr("Insert into a formula"));

function parameter(of: Activation, name: string, value: number, acts: Acts): HTMLElement {
  const field = h("input", {type: "range", min: -0.5, max: 2, step: 0.01, value, "data-parameter": name});
  field.addEventListener("input", () => acts.onSet(of.name, name, Number(field.value)));
  return h("label", {class: "parameter"}, h("i", {}, name), field, h("output", {"data-parameter": name}));
}
