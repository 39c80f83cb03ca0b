import type {components, operations} from "./schema.js";

export type Schemas = components["schemas"];
export type {components, operations};

/** What an operation takes: its body, the parts of its path, its query, and what stops it. */
export type Input<K extends keyof operations> = (operations[K] extends {requestBody: {content: {"application/json": infer B}}}
  ? {body: B}
  : unknown) &
  (operations[K] extends {parameters: {path: infer P extends object}} ? {path: P} : unknown) &
  (operations[K] extends {parameters: {query: infer Q extends object}}
    ? {query: Q}
    : operations[K] extends {parameters: {query?: infer Q extends object}}
      ? {query?: Q}
      : unknown) & {signal?: AbortSignal};

/** What it gives: the document of its JSON, or a file. */
export type Output<K extends keyof operations> = operations[K] extends {
  parameters: {path: {format: string}};
}
  ? Blob
  : operations[K] extends {responses: {200: {content: {"application/json": infer A}}}}
    ? operations[K] extends {responses: {204: unknown}}
      ? A | undefined
      : A
    : operations[K] extends {responses: {201: {content: {"application/json": infer A}}}}
      ? A
      : operations[K] extends {responses: {204: unknown}}
        ? undefined
        : Blob;

/** The operations that end: an event stream is read by an `EventSource`. */
export type Operation = {
  [K in keyof operations]: operations[K] extends {responses: {200: {content: {"text/event-stream": unknown}}}}
    ? never
    : K;
}[keyof operations];

/** The optional argument of an operation that needs none. */
type Arguments<K extends keyof operations> = object extends Input<K> ? [input?: Input<K>] : [input: Input<K>];

/** A trace comes in full, unless its steps are asked for as templates. */
type Compact = {words: "templates"};
type Answer<K extends keyof operations, I> = I extends readonly [{body: Compact} | {query: Compact}]
  ? Output<K>
  : Exclude<Output<K>, Compact>;

export type Client = {
  readonly [K in Operation]: <const I extends Arguments<K>>(...input: I) => Promise<Answer<K, I>>;
};

export interface Options {
  /** Used in place of the global one. */
  readonly fetch?: typeof globalThis.fetch;
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function createClient(base: string, options?: Options): Client;

/** A request that was refused; `problem` is null where the answer was none of the service's. */
export class ChainruleError extends Error {
  readonly status: number;
  readonly problem: Schemas["Problem"] | null;
}
