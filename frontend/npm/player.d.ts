/** A document as `/api/v1/trace` answers it; openapi.json has every field. */
export interface Trace {
  readonly source: string;
  readonly output: string;
  readonly value: unknown;
  readonly gradients: Readonly<Record<string, unknown>>;
  readonly nodes: readonly object[];
  readonly edges: readonly object[];
  readonly steps: readonly {readonly phase: "forward" | "backward"; readonly text: string}[];
}

/** A number or nested lists for each name. */
export type Values = Readonly<Record<string, unknown>>;

/** What the element is asked to show, and how. As attributes, objects are JSON and lists stand with commas. */
export interface ChainRuleAttributes {
  readonly source?: string;
  readonly encoded?: string;
  readonly src?: string;
  readonly values?: Values;
  readonly output?: string;
  readonly upstream?: unknown;
  readonly view?: "gates" | "functions" | "units";
  readonly open?: readonly string[] | string;
  readonly closed?: readonly string[] | string;
  readonly round?: number;
  readonly server?: string;
  readonly step?: number;
  readonly controls?: boolean;
  readonly editable?: boolean;
  readonly autoplay?: boolean;
  readonly loop?: boolean;
  readonly speed?: number;
  readonly notation?: "partial" | "bar" | "delta";
  readonly theme?: "auto" | "light" | "dark";
  readonly fontSize?: number;
  /** The code of a live session, which `live.js` follows. */
  readonly live?: string;
}

export declare const TAG: "chain-rule";

/** <chain-rule>: defined as soon as the module is loaded. */
export declare class ChainRule extends HTMLElement {
  trace: Trace | null;
  step: number;
  get values(): Readonly<Record<string, number>>;
  set values(values: Readonly<Record<string, number>>);
  readonly playing: boolean;
  play(): void;
  pause(): void;
  next(): void;
  prev(): void;
  go(step: number): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "chain-rule": ChainRule;
  }
}
