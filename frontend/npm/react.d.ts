import type {CSSProperties, ReactElement} from "react";
import type {ChainRuleAttributes, Trace} from "./player";

export interface ChainRuleProps extends ChainRuleAttributes {
  readonly trace?: Trace;
  readonly className?: string;
  readonly id?: string;
  readonly style?: CSSProperties;
  readonly onReady?: (event: CustomEvent<{last: number}>) => void;
  readonly onStepChange?: (event: CustomEvent<{step: number; last: number}>) => void;
  readonly onValuesChange?: (event: CustomEvent<{values: Readonly<Record<string, number>>}>) => void;
  readonly onError?: (event: CustomEvent<{message: string}>) => void;
}

export function ChainRule(props: ChainRuleProps): ReactElement;
