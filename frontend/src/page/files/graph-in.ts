/** Content of a file for the page: a program, a notebook's program, a saved trace, or a table of values. */
import {DEFAULT_REQUEST} from "../../shared/default-request";
import {tr} from "../../shared/i18n/tr";
import {readLink, requestOfLink} from "../../shared/link";
import {REVERSE, type TraceRequest, type Values} from "../../shared/request";

/** `values` alone belong to the program that is there. */
export type FileContent = Readonly<{request: TraceRequest} | {values: Values} | {refused: string}>;

export function contentOf(name: string, text: string): FileContent {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  const read = READERS[ending];
  if (read === undefined)
    return PROGRAMS.has(ending) ? graphContent(text, {}) : {refused: tr`${name} is no file that can be opened here.`};
  try {
    return read(text);
  } catch {
    return {refused: tr`${name} could not be read as a file of its kind.`};
  }
}

const PROGRAMS: ReadonlySet<string> = new Set(["py", "m", "jl", "r", "js", "ts", "tex"]);

const EMPTY = {source: "", values: {}, output: null, upstream: null, view: "gates", open: [], closed: []} as const;

const graphContent = (source: string, values: Values): FileContent => ({
  request: {...EMPTY, ...REVERSE, source, values},
});

const READERS: Readonly<Record<string, (text: string) => FileContent>> = {
  ipynb: notebook,
  json: savedTrace,
  csv: table,
};

type Cell = Readonly<{cell_type: string; source: string | readonly string[]}>;

/** The code cells, one after the other: names go on from cell to cell. */
function notebook(text: string): FileContent {
  const {cells} = JSON.parse(text) as {cells: readonly Cell[]};
  const code = cells.filter(({cell_type}) => cell_type === "code").map(({source}) => [source].flat().join(""));
  if (code.length === 0) return {refused: tr("This notebook has no code cell.")};
  return graphContent(code.join("\n\n"), {});
}

/** A saved request, or the document that the API answers (`chainrule trace --json`), in which what was asked for stands. */
function savedTrace(text: string): FileContent {
  const trace = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const {source, loop} = trace;
  if (typeof source === "string" && Array.isArray(trace.open)) return {request: savedRequest(trace)};
  if (typeof source !== "string") return {refused: tr("This JSON is no trace: it has no `source`.")};
  const query = new URLSearchParams({source});
  for (const name of ["view", "mode", "graph"]) if (typeof trace[name] === "string") query.set(name, trace[name]);
  for (const name of ["values", "direction", "shapes_only"])
    if (trace[name] != null) query.set(name, JSON.stringify(trace[name]));
  const round = (loop as {round?: unknown} | null | undefined)?.round;
  if (round !== undefined) query.set("round", String(round));
  return {request: requestOfLink(readLink({search: query.toString(), hash: ""}), DEFAULT_REQUEST)};
}

/** The fields of a request, as Share saves them and the API takes them. Others are not ours. */
function savedRequest(fields: Readonly<Record<string, unknown>>): TraceRequest {
  const names = Object.keys({...EMPTY, ...REVERSE, round: 1, shapes_only: null});
  const ours = Object.entries(fields).filter(([name]) => names.includes(name));
  return {...EMPTY, ...REVERSE, ...Object.fromEntries(ours)} as TraceRequest;
}

/**
 * A column of numbers for each name of the first line. What parts the names parts the numbers; where that is no comma,
 * a comma may stand for the decimal point, as spreadsheets write it in many countries.
 */
function table(text: string): FileContent {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const between = ["\t", ";"].find((sign) => lines[0]?.includes(sign)) ?? ",";
  const [head = [], ...rows] = lines.map((line) => line.split(between).map((cell) => cell.trim()));
  const numberOf = (cell: string): number =>
    cell === "" ? NaN : Number(between === "," ? cell : cell.replace(",", "."));
  const values = Object.fromEntries(
    head.map((name, at) => [name, rows.map((row) => (row.length === head.length ? numberOf(row[at] as string) : NaN))]),
  );
  const isTable =
    head.every((name) => /^[\p{L}_]\w*$/u.test(name)) && Object.values(values).flat().every(Number.isFinite);
  if (rows.length === 0 || !isTable)
    return {refused: tr("A table of values has names in its first line, and numbers below.")};
  return {
    values: Object.fromEntries(
      Object.entries(values).map(([name, column]) => [name, column.length === 1 ? (column[0] as number) : column]),
    ),
  };
}
