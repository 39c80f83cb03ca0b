/** The optimizer at work: its lines with the numbers in, and what it remembers of each parameter. */

import type {Run} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {number} from "../../shared/number";
import type {LearnContext} from "./context";
import {pretty, ruleRows, withNumbers} from "./rule-rows";
import {optimizers} from "./tables";

/** PyTorch's call with the settings of the run. */
const filled = (call: string, {settings}: Run): string =>
  call.replace(/\{(\w+)\}/g, (_, name: string) => String(settings[name] ?? 0));

export async function rulePicture(
  place: HTMLElement,
  context: Pick<LearnContext, "run" | "index" | "open" | "opening" | "onGraph">,
  isCurrent: () => boolean,
): Promise<void> {
  const {run, index, open, opening, onGraph} = context;
  const rule = run.rule_tape;
  if (rule == null) return;
  const rows = ruleRows(run, rule, index);
  const first = rows[0];
  if (first === undefined) return;
  const selectedRow = rows.find(({name}) => name === place.dataset.entry) ?? first;
  const optimizerRow = (await optimizers()).find(({name}) => name === run.optimizer);
  if (!isCurrent()) return;
  const lines = rule.statements.map(({name, text}, k) =>
    h(
      "div",
      {class: "rule-line"},
      h("code", {}, `${name} = ${pretty(text)}`),
      h(
        "code",
        {class: "numbers"},
        `= ${withNumbers(rule, selectedRow, k)} ≈ ${number(selectedRow.lines[k] as number)}`,
      ),
    ),
  );
  const states = Object.keys(rule.becomes).filter((name) => name !== "w");
  const columns = rule.statements.map(({name}, k) => ({name, k})).filter(({name}) => name !== "w");
  const last = rule.statements.length - 1;
  const head = ["", "w", "g", ...columns.map(({name}) => name), tr("new w")];
  const body = rows.map((row) => {
    const choose = h("button", {type: "button", "aria-pressed": String(row === selectedRow)}, row.name);
    choose.addEventListener("click", () => {
      place.dataset.entry = row.name;
      void rulePicture(place, context, isCurrent);
    });
    return h(
      "tr",
      {},
      h("th", {scope: "row"}, choose),
      h("td", {class: "value"}, number(row.before.w as number)),
      h("td", {class: "gradient"}, number(row.before.g as number)),
      ...columns.map(({k}) => h("td", {}, number(row.lines[k] as number))),
      h("td", {class: "update"}, number(row.lines[last] as number)),
    );
  });
  const t = (run.iterations[index] as number) + 1;
  const remembers =
    states.length === 0 ? tr("It remembers nothing.") : tr`It remembers ${states.join(", ")}, 0 at the start.`;
  const graph = h("button", {type: "button", class: "button"}, tr("As a graph"));
  const openGraph = async (entry: string): Promise<void> => {
    const {openRuleGraph} = await import("./rule-graph");
    void openRuleGraph({run, rule, index, entry, title: optimizerRow?.title ?? tr("The rule"), open, onGraph});
  };
  graph.addEventListener("click", () => void openGraph(selectedRow.name));
  const linked = rows.find(({name}) => name === opening.graph);
  opening.graph = null;
  if (linked !== undefined) void openGraph(linked.name);
  place.replaceChildren(
    h("div", {class: "learn-bar"}, graph),
    h("p", {class: "fine"}, tr`Update ${t}, for ${selectedRow.name}. ${remembers}`),
    ...lines,
    h(
      "div",
      {class: "wide-table"},
      h(
        "table",
        {class: "learn-table"},
        h("thead", {}, h("tr", {}, ...head.map((name) => h("th", {scope: "col"}, name)))),
        h("tbody", {}, ...body),
      ),
    ),
    ...(optimizerRow?.differs ? [h("p", {class: "fine"}, optimizerRow.differs)] : []),
    ...(optimizerRow?.torch
      ? [
          h(
            "p",
            {class: "fine"},
            tr("The numbers of "),
            h("code", {}, `torch.optim.${filled(optimizerRow.torch, run)}`),
          ),
        ]
      : []),
  );
}
