/** The optimizer at work: its lines with the numbers in, and what it remembers of each parameter. */

import {compile} from "../../player/model/tape";
import {float, type Num, type Run} from "../../shared/contract";
import {h} from "../../shared/dom";
import {number} from "../../shared/number";
import type {LearnContext} from "./context";
import {entryName} from "./plane";
import type {RuleTape} from "./rule-run";
import {rowOf} from "./run-numbers";
import {optimizers} from "./tables";

const MOST_ROWS = 12;

type RuleRow = Readonly<{
  name: string; // of the entry
  before: Readonly<Record<string, number>>; // every name that the rule reads
  lines: readonly number[]; // what each line of the rule makes
}>;

/** The rule at each entry of the parameters, for the update after kept entry `index`. */
export function ruleRows(run: Run, rule: RuleTape, index: number, most = MOST_ROWS): RuleRow[] {
  const tape = compile({...rule, output: [], upstream: []});
  const states = Object.keys(rule.becomes).filter((name) => name !== "w");
  const fixed = {
    ...run.settings,
    lr: float(run.learning_rate[index] as Num),
    t: (run.iterations[index] as number) + 1,
    T: run.of,
  };
  const rows: RuleRow[] = [];
  let k = 0;
  for (const name of run.parameters) {
    const [w, g] = [rowOf(run.values[name], index), rowOf(run.gradients[name], index)];
    const kept = states.map((state) => [state, rowOf(run.state[state]?.[name], index)] as const);
    for (let entry = 0; entry < w.length && rows.length < most; entry++, k++) {
      const now = Object.fromEntries(kept.map(([state, values]) => [state, values[entry] as number]));
      const before: Record<string, number> = {...fixed, w: w[entry] as number, g: g[entry] as number, ...now};
      for (const [leaf, value] of Object.entries(before)) tape.place(leaf, [value]);
      tape.forward();
      rows.push({
        name: entryName(run, k),
        before,
        lines: rule.statements.map(({entry: at}) => tape.value[at] as number),
      });
    }
  }
  return rows;
}

/** A line of the rule with the numbers in place of its names: those that earlier lines have set are the new ones. */
export function withNumbers(rule: RuleTape, row: RuleRow, line: number): string {
  const names: Record<string, number> = {...row.before};
  rule.statements.slice(0, line).forEach(({name}, k) => {
    names[name] = row.lines[k] as number;
  });
  const text = (rule.statements[line]?.text ?? "").replace(/[A-Za-z_]\w*/g, (word) => {
    if (!Object.hasOwn(names, word)) return word;
    const value = names[word] as number;
    const exact = ["t", "T"].includes(word) || Object.hasOwn(row.before, word) === false ? value : null;
    const shown = exact !== null && Number.isInteger(exact) ? String(exact) : settingText(word, value);
    return value < 0 ? `(${shown})` : shown;
  });
  return pretty(text);
}

/** Settings stand as they were given; what was computed is rounded. */
const COMPUTED = new Set(["w", "g"]);
function settingText(word: string, value: number): string {
  const exact = String(value);
  return !COMPUTED.has(word) && exact.length <= 6 ? exact.replace("-", "−") : number(value);
}

const pretty = (text: string): string =>
  text
    .replace(/\s*\*\*\s*2\b/g, "²")
    .replace(/\s*\*\*\s*/g, "^")
    .replace(/\s*\*\s*/g, "·")
    .replace(/sqrt\(/g, "√(")
    .replace(/ - /g, " − ");

/** PyTorch's call with the settings of the run. */
const filled = (call: string, {settings}: Run): string =>
  call.replace(/\{(\w+)\}/g, (_, name: string) => String(settings[name] ?? 0));

export async function rulePicture(
  place: HTMLElement,
  {run, index}: LearnContext,
  isCurrent: () => boolean,
): Promise<void> {
  const rule = run.rule_tape;
  if (rule == null) return;
  const rows = ruleRows(run, rule, index);
  const first = rows[0];
  if (first === undefined) return;
  const chosen = rows.find(({name}) => name === place.dataset.entry) ?? first;
  const known = (await optimizers()).find(({name}) => name === run.optimizer);
  if (!isCurrent()) return;
  const lines = rule.statements.map(({name, text}, k) =>
    h(
      "div",
      {class: "rule-line"},
      h("code", {}, `${name} = ${pretty(text)}`),
      h("code", {class: "numbers"}, `= ${withNumbers(rule, chosen, k)} ≈ ${number(chosen.lines[k] as number)}`),
    ),
  );
  const states = Object.keys(rule.becomes).filter((name) => name !== "w");
  const made = rule.statements.map(({name}, k) => ({name, k})).filter(({name}) => name !== "w");
  const last = rule.statements.length - 1;
  const head = ["", "w", "g", ...made.map(({name}) => name), "new w"];
  const body = rows.map((row) => {
    const choose = h("button", {type: "button", "aria-pressed": String(row === chosen)}, row.name);
    choose.addEventListener("click", () => {
      place.dataset.entry = row.name;
      void rulePicture(place, {run, index} as LearnContext, isCurrent);
    });
    return h(
      "tr",
      {},
      h("th", {scope: "row"}, choose),
      h("td", {class: "value"}, number(row.before.w as number)),
      h("td", {class: "gradient"}, number(row.before.g as number)),
      ...made.map(({k}) => h("td", {}, number(row.lines[k] as number))),
      h("td", {class: "update"}, number(row.lines[last] as number)),
    );
  });
  const t = (run.iterations[index] as number) + 1;
  const remembers =
    states.length === 0 ? "It remembers nothing." : `It remembers ${states.join(" and ")}, 0 at the start.`;
  place.replaceChildren(
    h("p", {class: "fine"}, `Update ${t}, for ${chosen.name}. ${remembers}`),
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
    ...(known?.differs ? [h("p", {class: "fine"}, known.differs)] : []),
    ...(known?.torch
      ? [h("p", {class: "fine"}, "The numbers of ", h("code", {}, `torch.optim.${filled(known.torch, run)}`))]
      : []),
  );
}
