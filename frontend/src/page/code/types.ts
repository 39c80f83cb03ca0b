/** Types that the two views of a program share. */

import type {Phase} from "../../shared/contract";

export type Highlight = Readonly<{lines: readonly number[]; phase: Phase}>;

/** View of the text: a plain block at once, CodeMirror in its place as soon as that has been fetched. */
export type CodeView = Readonly<{set(text: string, language: string): void; light(highlight: Highlight): void}>;
