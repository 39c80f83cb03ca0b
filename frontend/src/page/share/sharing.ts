/** Data of a shared picture: its question, step and appearance, and every address and attribute made of them. */
import {LEAST_TYPE} from "../../player/draw/camera";
import {type Appearance, USUAL, writeAppearance} from "../../shared/appearance";
import {pack} from "../../shared/compressed-link";
import type {Trace, Value} from "../../shared/contract";
import {isLarge} from "../../shared/contract";
import {language, tr} from "../../shared/i18n/tr";
import {
  type DifferenceKind,
  type Fault,
  FIRST_CHECK,
  type Link,
  readLink,
  requestOfLink,
  writeLink,
} from "../../shared/link";
import type {Notation} from "../../shared/notation";
import {REVERSE, type TraceRequest, type Values} from "../../shared/request";
import {readFields, serverFields} from "../../shared/run-fields";
import {linkOf} from "../address";
import type {State} from "../state";
import {fileStem} from "./file-name";
import {fitOn, type PaperId} from "./papers";

/** Longer than that, and an address is packed; longer packed, and it stays behind the `#`, which no server sees. */
const LONGEST = {plain: 1_800, packed: 12_000};

export type Fields = Readonly<Record<string, string | number | boolean>>;

/** Everything a target needs to write its snippet. All strings are plain text: whoever writes HTML escapes. */
export type Shared = Readonly<{
  base: string; // of the service, without a slash at its end
  request: TraceRequest; // with a value for every name that has one
  title: string;
  step: number; // where what plays begins
  still: number; // which step a picture shows
  last: number;
  notation: Notation;
  appearance: Appearance;
  aspect: number | null; // of a picture in rows
  digits: number | null; // their height in px on its paper
  paper?: PaperId; // that it is looked at on
  audience: Audience; // who can open the address
  formats: readonly string[]; // what the server can draw
  shortens: boolean; // it keeps short links
  version: string; // of the server, in the address of its packages
  build: string; // of its scripts, in their addresses
  query: string; // the request in a query, whatever its length
  address: string; // what identifies the request in a query: `source=...`, or `z=...`
  check: Check;
  run?: string | null; // the address of the run that is open
  training?: Training | null; // that run: the program with the values it began with, its fields, the open update
  stem: string; // of the names of its files
  tooLong: boolean; // no address can hold it: `address` belongs behind a `#`
  attributes: readonly (readonly [string, string])[]; // of a <chain-rule> that shows it
}>;

/** `step`: null where nobody chose one: the page's, but for a picture the last rather than one without any number. */
type Wishes = Readonly<{
  step: number | null;
  appearance: Appearance;
  run?: Partial<Link> | null;
  paper?: PaperId;
  stem?: string;
  inRows?: (aspect: number) => Promise<Trace | null>; // the same graph in rows of that aspect
}>;

/** Choices in the numerical check: what is not as usual, for an address; the gate that is broken. */
type Check = Readonly<{words: readonly (readonly [string, string])[]; kind: DifferenceKind; fault: Fault | null}>;

/** `fields`: as the service takes them. `frame`: the address that shows it inside another page. */
type Training = Readonly<{
  request: TraceRequest;
  fields: Readonly<Record<string, unknown>>;
  t: number;
  frame: string;
}>;

type Audience = "this machine" | "others";

/** Return who can open an address: only this machine, or only this network, or others too. */
export function reachOf(base: string): Audience {
  const {hostname} = new URL(base);
  const here =
    /^(localhost|.*\.localhost|.*\.local|127\..*|0\.0\.0\.0|10\..*|192\.168\..*|169\.254\..*|\[.*\])$/.test(hostname) ||
    /^172\.(1[6-9]|2\d|3[01])\./.test(hostname);
  return here ? "this machine" : "others"; // a token, no sentence
}

/** `server`: its address without a slash at the end, the formats it can draw, whether it keeps short links, its versions. */
export async function shared(
  state: State,
  trace: Trace,
  wishes: Wishes,
  server: Pick<Shared, "base" | "formats" | "shortens" | "version" | "build">,
): Promise<Shared> {
  const request = {...state.request, values: valuesOf(state.request.values, trace)};
  const plainLink = {...linkOf({...state, request}), step: null, notation: null, speed: null};
  const plain = writeLink({...plainLink, panel: null, fault: null, check: FIRST_CHECK, recompute: []}).slice(1);
  const packed = plain.length > LONGEST.plain ? `z=${await pack(plain)}` : plain;
  const tooLong = packed.length > LONGEST.packed;
  // Behind the `#` no server unpacks it.
  const address = tooLong ? plain : packed;
  const last = trace.steps.length;
  const step = Math.max(0, Math.min(last, wishes.step ?? state.player.step));
  return {
    base: server.base,
    request,
    title: tr`Computational graph of ${oneLine(request.source)}`,
    step,
    still: wishes.step === null && step === 0 ? last : step,
    last,
    notation: state.notation,
    appearance: wishes.appearance,
    paper: wishes.paper ?? "row",
    ...(await fitOn(wishes.paper ?? "row", trace, wishes.inRows ?? (async () => null))),
    audience: reachOf(server.base),
    formats: server.formats,
    shortens: server.shortens,
    version: server.version,
    build: server.build,
    query: plain,
    address,
    check: {words: checkWords(state), kind: state.check.kind, fault: state.fault},
    run: wishes.run == null ? null : `${server.base}/${writeLink({...linkOf(state), ...wishes.run})}`,
    training:
      wishes.run == null
        ? null
        : trainingOf(state, trace, {run: wishes.run, appearance: wishes.appearance}, server.base),
    stem: wishes.stem ?? fileStem(request),
    tooLong,
    attributes: attributesOf(request, state.notation, step, wishes.appearance),
  };
}

/** The words of the page's address on the numerical check. */
function checkWords(state: State): [string, string][] {
  const {panel: _panel, fault, check} = linkOf(state);
  const nothing = {...readLink({search: "", hash: ""}), panel: "check"} as const;
  return [...new URLSearchParams(writeLink({...nothing, fault, check}))];
}

/** A run behind a link. */
function trainingOf(
  state: State,
  trace: Trace,
  {run, appearance}: Readonly<{run: Partial<Link>; appearance: Appearance}>,
  base: string,
): Training {
  const request = requestOfLink({...linkOf(state), ...run}, state.request);
  const fields = serverFields(readFields(run.train ?? {}), trace.loop?.rounds == null);
  const words = [...languageWords(), ...writeAppearance({...appearance, editable: false})];
  const question = writeLink({...linkOf(state), ...run, step: null, health: false});
  const frame = `${base}/embed${[question, ...words.map((word) => new URLSearchParams([word]))].join("&")}`;
  return {request, fields, t: run.t ?? 0, frame};
}

/** The run as the body of a POST; `look`: the fields of a file of it. */
export function runBody({training, appearance}: Shared, look: Fields = {}): string {
  const theme = appearance.theme === "dark" ? {theme: "dark"} : {};
  const lang = Object.fromEntries(languageWords());
  return JSON.stringify({...training?.request, defaults: true, ...training?.fields, ...theme, ...lang, ...look});
}

/** The attributes of a <chain-rule> that shows the run. */
export function runAttributes({training, notation, appearance}: Shared): (readonly [string, string])[] {
  if (training == null) return [];
  const still = {...appearance, editable: false};
  const attributes = attributesOf(training.request, notation, 0, still);
  const t: [string, string][] = training.t > 0 ? [["t", String(training.t)]] : [];
  return [...attributes, ["train", JSON.stringify(training.fields)], ...t];
}

/** The playground with the same graph, values, view and step. */
export function pageAddress(shared: Shared): string {
  return joined(shared, "/", shared.step > 0 ? [["step", String(shared.step)]] : []);
}

/** Return the query in a short link of the page. */
export function pageQuery({query, step, notation}: Shared): string {
  const rest = [...(step > 0 ? [`step=${step}`] : []), ...(notation === "partial" ? [] : [`notation=${notation}`])];
  return [query, ...rest].join("&");
}

/** Return the address of the frame that shows the picture; what is as usual is left out. */
export function embedAddress(
  shared: Shared,
  appearance: Partial<Appearance> = {},
  more: readonly (readonly [string, string])[] = [],
): string {
  const own: (readonly [string, string])[] = [...more];
  if (shared.step > 0) own.push(["step", String(shared.step)]);
  return joined(shared, "/embed", [
    ...own,
    ...languageWords(),
    ...writeAppearance({...shared.appearance, ...appearance}),
  ]);
}

/** The language of the page in an address; English needs no word. */
const languageWords = (): [string, string][] => (language() === "en" ? [] : [["lang", language()]]);

/** The graph with the numerical check below it, as the page shows it. */
export const checkAddress = (shared: Shared): string => embedAddress(shared, {}, shared.check.words);

/** A picture by address; `look` are the fields of the render API. */
export function pictureAddress(shared: Shared, format: string, look: Fields = {}): string {
  const words = Object.entries({...lookOf(shared), ...look}).map(([name, value]) => [name, String(value)] as const);
  return joined(shared, `/api/v1/render.${format}`, words);
}

/** The same picture as the body of a POST. */
export function pictureBody(shared: Shared, look: Fields = {}): string {
  return JSON.stringify({...shared.request, defaults: true, ...lookOf(shared), ...look});
}

/** The body of a call that makes a table of the check or of the Hessian. */
export function tableBody({request, check, appearance}: Shared, table: "gradcheck" | "hessian"): string {
  const theme = appearance.theme === "dark" ? {theme: "dark"} : {};
  const lang = language() === "en" ? {} : {lang: language()};
  const own = table === "gradcheck" ? {kind: check.kind, fault: check.fault} : {};
  return JSON.stringify({...request, ...REVERSE, defaults: true, ...theme, ...lang, ...own});
}

/** Returns whether a picture of the whole graph could not be read on its paper: a still then shows the part at work. */
export const isTooSmall = ({digits}: Shared): boolean => digits !== null && digits <= LEAST_TYPE - 0.5;

function lookOf(shared: Shared): Fields {
  const {still, appearance, notation, aspect, paper = "row"} = shared;
  return {
    step: still,
    ...(isTooSmall(shared) && paper !== "row" ? {paper} : {}),
    ...(aspect === null ? {} : {aspect}),
    ...(appearance.theme === "dark" ? {theme: "dark"} : {}),
    ...(appearance.font === USUAL.font ? {} : {font_size: Math.round(13 * appearance.font)}),
    ...(notation === "partial" ? {} : {notation}),
    ...(language() === "en" ? {} : {lang: language()}),
  };
}

function joined(shared: Shared, path: string, words: readonly (readonly [string, string])[]): string {
  const {base, address, tooLong, notation} = shared;
  const params: typeof words =
    notation === "partial" || words.some(([name]) => name === "notation") ? words : [...words, ["notation", notation]];
  const rest = new URLSearchParams(params.map(([name, text]) => [name, text])).toString();
  const mark = tooLong ? "#" : "?";
  const query = [address, rest].filter((part) => part !== "").join("&");
  // The link of the page can be read by people; the others stand in Markdown, where brackets end an address.
  const safe = path === "/" ? query : query.replaceAll("(", "%28").replaceAll(")", "%29");
  return `${base}${path}${mark}${safe}`;
}

/** Defaults are written out, so that a link shows the same numbers for ever. A large array stays the server's own. */
function valuesOf(overrides: Values, trace: Trace): Values {
  const defaults = trace.nodes.filter((node) => node.default && node.name !== null).map((node) => node.name as string);
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(trace.values)) {
    const mine = overrides[name];
    if (mine !== undefined) values[name] = mine;
    else if (defaults.some((source) => source === name || source.startsWith(`${name}[`)) && isPlain(value))
      values[name] = value as Value;
  }
  return values;
}

function isPlain(value: Trace["values"][string]): boolean {
  return typeof value === "number" || (typeof value === "object" && !isLarge(value));
}

function attributesOf(
  request: TraceRequest,
  notation: Notation,
  step: number,
  appearance: Appearance,
): [string, string][] {
  const {source, values, output, upstream, view, open, closed, round = 1} = request;
  const rows: [string, string | null][] = [
    ["source", source],
    ["values", Object.keys(values).length > 0 ? JSON.stringify(values) : null],
    ["output", output],
    ["upstream", upstream === null ? null : JSON.stringify(upstream)],
    ["view", view === "gates" ? null : view],
    ["open", open.join(",") || null],
    ["closed", closed.join(",") || null],
    ["mode", request.mode === "reverse" ? null : request.mode],
    ["direction", request.direction === null ? null : JSON.stringify(request.direction)],
    ["graph", request.graph === "forward" ? null : request.graph],
    ["round", round === 1 ? null : String(round)],
    ["step", step > 0 ? String(step) : null],
    ["theme", appearance.theme === "auto" ? null : appearance.theme],
    ["notation", notation === "partial" ? null : notation],
    ["font-size", appearance.font === USUAL.font ? null : String(appearance.font)],
    ["controls", appearance.controls ? "" : null],
    ["editable", appearance.editable ? "" : null],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== null);
}

/** The formula as a title has it. */
function oneLine(source: string): string {
  const line = source.trim().replace(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
