/** Name of a file that is made of a graph: the service names its answers by the same rule (`export/file_name.py`). */

import type {TraceRequest} from "../../shared/request";

const LONGEST = 40;

/** Without its ending: the names of the last line, in ASCII, behind `prefix`. */
export function fileStem({source, output}: Pick<TraceRequest, "source" | "output">, prefix = "chainrule"): string {
  const line = source
    .split(/\r\n|[\n\r]/)
    .filter((text) => /^[^\s#%]/.test(text))
    .at(-1);
  let result = prefix;
  for (const word of new Set([...wordsOf(output ?? ""), ...wordsOf(line?.split("#")[0] ?? "")])) {
    const longer = `${result}-${word.replaceAll("_", "-").replace(/^-+|-+$/g, "")}`;
    if (longer.length > prefix.length + LONGEST) break;
    result = longer;
  }
  return result;
}

const wordsOf = (text: string): readonly string[] => text.match(/[A-Za-z][A-Za-z0-9_]*/g) ?? [];

/** A name that the user gave, as a file's; null where nothing of it can be one. */
export function slug(name: string): string | null {
  const text = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join("-");
  return text?.slice(0, LONGEST).replace(/-$/, "") ?? null;
}

/** Formats that hold one step, unless they are asked for all. */
const STILLS: ReadonlySet<string> = new Set(["svg", "png", "pdf", "tex"]);

type Kind = Readonly<{format: string; look?: Readonly<Record<string, unknown>>; part?: string}>;

/** A file's whole name. A picture of one step says which, so that those of several steps lie side by side. */
export function fileName({format, look, part}: Kind, {stem, still}: Readonly<{stem: string; still: number}>): string {
  const isStill = STILLS.has(format) && look?.step !== "all" && look?.animate !== true;
  return `${[stem, ...(isStill ? ["step", String(still)] : []), ...(part === undefined ? [] : [part])].join("-")}.${format}`; // a token, no sentence
}

/** The request as a file that the API takes, and that the page opens again. */
export const requestFile = (request: TraceRequest): Blob =>
  new Blob([JSON.stringify(request, null, 2)], {type: "application/json"});
