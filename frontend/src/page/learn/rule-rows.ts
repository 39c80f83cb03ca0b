/** The lines of an optimizer's rule with the numbers of one update, for each entry of the parameters. Pure. */

import {compile} from "../../player/model/tape";
import {float, type Num, type Run} from "../../shared/contract";
import {number} from "../../shared/number";
import {entryName} from "./plane";
import type {RuleTape} from "./rule-run";
import {rowOf} from "./run-numbers";

const MOST_ROWS = 12;

export type RuleRow = Readonly<{
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
    const stateRows = states.map((state) => [state, rowOf(run.state[state]?.[name], index)] as const);
    for (let entry = 0; entry < w.length && rows.length < most; entry++, k++) {
      const now = Object.fromEntries(stateRows.map(([state, values]) => [state, values[entry] as number]));
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
    const text = exact !== null && Number.isInteger(exact) ? String(exact) : settingText(word, value);
    return value < 0 ? `(${text})` : text;
  });
  return pretty(text);
}

/** Settings stand as they were given; what was computed is rounded. */
const COMPUTED = new Set(["w", "g"]);
function settingText(word: string, value: number): string {
  const exact = String(value);
  return !COMPUTED.has(word) && exact.length <= 6 ? exact.replace("-", "−") : number(value);
}

export const pretty = (text: string): string =>
  text
    .replace(/\s*\*\*\s*2\b/g, "²")
    .replace(/\s*\*\*\s*/g, "^")
    .replace(/\s*\*\s*/g, "·")
    .replace(/sqrt\(/g, "√(")
    .replace(/ - /g, " − ");
