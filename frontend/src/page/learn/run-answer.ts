/** The answer to a request for a run, in the panel: its words, and the range of its controls; or what is wrong. */

import type {Problem, Run} from "../../shared/contract";
import {withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {OWN_LINES} from "../../shared/run-fields";
import {leafChips} from "./leaf-chips";
import type {createPanel} from "./panel";

type Parts = ReturnType<typeof createPanel>;

const IN_THE_TEXT = tr("Values that stand in the text stay in the picture as they are written.");

/** `note`: what to look at; `onLeaves`: other leaves are to move. */
export function showAnswer(parts: Parts, run: Run, note: string, onLeaves: (names: readonly string[]) => void): void {
  const {words, slider, act, fast, leaves} = parts;
  const isWritten = run.optimizer !== OWN_LINES && run.leaves.some(({parameter, free}) => parameter && !free);
  const notices = run.notices.map(({text}) => text);
  words.replaceChildren(...withCode([run.text, ...notices, note, isWritten ? IN_THE_TEXT : ""].join(" ").trim()));
  slider.max = String(run.iterations.length - 1);
  act.hidden = fast.hidden = run.iterations.length < 2;
  leaves.replaceChildren(...leafChips(run, onLeaves));
}

export function showProblem({words}: Parts, {detail, hint}: Pick<Problem, "detail" | "hint">): void {
  words.replaceChildren(...withCode(hint === null ? detail : `${detail} ${hint}`));
}
