/** The statements of a program as far as it takes to see which names each sets. Pure. */

type Statement = Readonly<{from: number; to: number; targets: readonly string[]; text: string; plain: boolean}>;

const OPENING = "([{";
const CLOSING = ")]}";
const TARGETS = /^([\p{L}_][\p{L}\p{N}_]*(?:\s*,\s*[\p{L}_][\p{L}\p{N}_]*)*)\s*([-+*/@%]?)=(?!=)/u;

/** Statements at the margin, split at line ends and semicolons outside brackets; `to` is the end of what it says. */
function statementsOf(source: string): Statement[] {
  const statements: Statement[] = [];
  let [from, depth, k] = [0, 0, 0];
  let comment = -1; // where one began in this statement
  const close = (to: number): void => {
    const text = source.slice(from, comment < 0 ? to : comment);
    const start = from + (text.length - text.trimStart().length);
    const match = TARGETS.exec(text.trimStart());
    const margin = from === 0 || source[from - 1] === ";" || !/^[ \t]/.test(text);
    if (match !== null)
      statements.push({
        from: start,
        to: from + text.trimEnd().length,
        targets: (match[1] as string).split(",").map((name) => name.trim()),
        text: text.trimStart().slice(match[0].length).trim(),
        plain: match[2] === "" && margin,
      });
    from = to + 1;
    comment = -1;
  };
  for (; k < source.length; k++) {
    const sign = source[k] as string;
    if (comment >= 0 && sign !== "\n") continue;
    if (sign === "'" || sign === '"') {
      const end = source.indexOf(sign, k + 1);
      if (end > 0) k = end;
    } else if (sign === "#") comment = k;
    else if (OPENING.includes(sign)) depth++;
    else if (CLOSING.includes(sign)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && (sign === "\n" || sign === ";")) close(k);
    if (sign === "\n" && depth > 0) comment = -1;
  }
  close(source.length);
  return statements;
}

/**
 * The program without the statements that set these names, so that their values can be given beside it; null where one
 * of them is set together with another name, more than once, or by something that `allowed` refuses.
 */
export function withoutNames(
  source: string,
  names: ReadonlySet<string>,
  allowed: (lefts: string) => boolean = () => true,
): string | null {
  const statements = statementsOf(source);
  const setting = statements.filter(({targets}) => targets.some((name) => names.has(name)));
  const set = setting.flatMap(({targets}) => targets);
  if (new Set(set).size !== set.length) return null;
  for (const {targets, text, plain} of setting)
    if (!plain || !targets.every((name) => names.has(name)) || !allowed(text)) return null;
  let rest = source;
  for (const {from, to} of [...setting].reverse()) {
    const [before, after] = [rest.slice(0, from), rest.slice(to)];
    const alone = /(^|\n)[ \t]*$/.test(before) && /^[ \t]*(\n|$)/.test(after);
    rest = alone
      ? before.replace(/[ \t]*$/, "") + after.replace(/^[ \t]*\n?/, "")
      : before + after.replace(/^\s*;\s*/, "");
  }
  return rest;
}
