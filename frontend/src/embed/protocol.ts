/** Messages of an embedded picture and the page around it, by postMessage. docs/embedding.md has the same table.
 *
 * Every message is an object with `v: 1`. Whatever is not understood is ignored, so that both sides can learn new words.
 */
import type {Theme} from "../shared/appearance";
import {isValue} from "../shared/link";
import {isNotation, type Notation} from "../shared/notation";

const VERSION = 1;
const NAME = "chainrule";

type Values = Readonly<Record<string, unknown>>;

/** One xAPI statement, without its actor. */
export type Statement = Readonly<{
  verb: Readonly<{id: string; display: Readonly<Record<string, string>>}>;
  object: Readonly<{
    objectType: "Activity";
    id: string;
    definition: Readonly<{type: string; name: Readonly<Record<string, string>>}>;
  }>;
  result?: Readonly<{completion?: boolean; extensions: Readonly<Record<string, unknown>>}>;
  timestamp: string;
}>;

/** Message from the page around: `{target: "chainrule", v: 1, method, args: [...]}`; `v` may be left out. */
export type Command =
  | {readonly method: "play" | "pause" | "next" | "prev"}
  | {readonly method: "go"; readonly step: number}
  | {readonly method: "speed"; readonly speed: number}
  | {readonly method: "values"; readonly values: Values}
  | {readonly method: "theme"; readonly theme: Theme}
  | {readonly method: "notation"; readonly notation: Notation};

/** Message to the page around: `{source: "chainrule", v: 1, type, ...}`. */
export type EmbedMessage =
  | {readonly type: "ready"; readonly step: number; readonly last: number; readonly title: string}
  | {readonly type: "stepchange"; readonly step: number; readonly last: number; readonly text: string}
  | {readonly type: "values"; readonly values: Values}
  | {readonly type: "height"; readonly height: number}
  | {readonly type: "xapi"; readonly statement: Statement}
  | {readonly type: "error"; readonly message: string};

type Message = EmbedMessage & {readonly source: typeof NAME; readonly v: typeof VERSION};

/** reveal.js says these bare words to every frame on a slide that is entered or left. */
export type DeckWord = "slide:start" | "slide:stop";

const THEMES: readonly unknown[] = ["auto", "light", "dark"];
const MOST_VALUES = 2_000;
const HEIGHTS = {least: 50, most: 5_000};

type ArgumentParser = (argument: unknown) => Command | null;

const finite = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

const METHODS: Readonly<Record<Command["method"], ArgumentParser>> = {
  play: () => ({method: "play"}),
  pause: () => ({method: "pause"}),
  next: () => ({method: "next"}),
  prev: () => ({method: "prev"}),
  go: (step) => (finite(step) ? {method: "go", step} : null),
  speed: (speed) => (finite(speed) && speed >= 0.1 && speed <= 10 ? {method: "speed", speed} : null),
  values: (values) => (areValues(values) ? {method: "values", values} : null),
  theme: (theme) => (THEMES.includes(theme) ? {method: "theme", theme: theme as Theme} : null),
  notation: (word) => (typeof word === "string" && isNotation(word) ? {method: "notation", notation: word} : null),
};

/** The command in a message; null for everything else. */
export function commandOf(data: unknown): Command | null {
  if (typeof data !== "object" || data === null) return null;
  const {target, v, method, args} = data as Readonly<Record<string, unknown>>;
  if (target !== NAME || (v !== undefined && v !== VERSION)) return null;
  if (typeof method !== "string" || !Object.hasOwn(METHODS, method)) return null;
  return METHODS[method as Command["method"]](Array.isArray(args) ? args[0] : undefined);
}

export function deckWordOf(data: unknown): DeckWord | null {
  return data === "slide:start" || data === "slide:stop" ? data : null;
}

/** A message as it is sent. The page around is not known, and nothing in it is secret. */
export function message(body: EmbedMessage): Message {
  const {least, most} = HEIGHTS;
  const content =
    body.type === "height" ? {...body, height: Math.max(least, Math.min(most, Math.ceil(body.height)))} : body;
  return {source: NAME, v: VERSION, ...content};
}

/** Return the message of a call to reveal.js in the parent. */
export function deckCall(method: "next" | "prev" | "triggerKey", ...args: readonly number[]): string {
  return JSON.stringify(args.length > 0 ? {method, args} : {method});
}

function areValues(values: unknown): values is Values {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return false;
  const all = Object.values(values);
  return all.length <= MOST_VALUES && all.every(isValue);
}
