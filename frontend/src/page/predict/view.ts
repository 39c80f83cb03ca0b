/** View of an exercise: the slots in the picture, the question at the foot of the stage, the list beside it. */

import type {Blank, Trace} from "../../shared/contract";
import {byId} from "../../shared/dom";
import type {State} from "../state";
import {createCard} from "./card";
import {drillFor} from "./mistakes";
import {choosable} from "./order";
import {createPanel} from "./panel";
import {currentBlank, isDone, type Quiz} from "./quiz";
import {createSlotLayer, slotsOf} from "./slots";
import {answerText, type Choice, lineChoices, patternChoices} from "./solutions";

type ViewOptions = Readonly<{
  state: () => State;
  onType: (text: string) => void;
  onCommit: (answer: string) => void;
  onReveal: () => void;
  onDrill: () => void;
  onFocus: (id: string) => void;
  onSolution: () => void;
  onAgain: (by: number) => void; // with a seed greater by this
  onBack: () => void;
  onClose: () => void;
  link: () => string; // the address of the exercise
}>;

/** `left`: the document with numbers left out. `turns`: the gates of an order that have had theirs. */
type QuizView = Readonly<{
  quiz: Quiz | null;
  left: Trace | null;
  turns: readonly string[];
  isInner: boolean; // another exercise waits until this one is over
  notice: string | null; // why there is nothing to ask
}>;

type View = Readonly<{
  show(view: QuizView): void;
  /** Makes places of the picture pulse for a while; none ends it. */
  pulse(ids: readonly string[]): void;
  /** Return the choices for an answer. */
  choices(blank: Blank): readonly Choice[];
  /** Puts the cursor into the field: on a phone the keyboard comes up. */
  focus(): void;
}>;

const PULSE = 2600; // ms

export function createView(options: ViewOptions): View {
  let now: QuizView = {quiz: null, left: null, turns: [], isInner: false, notice: null};
  let pulsing: readonly string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slots = createSlotLayer(byId("stage"), options.onFocus);
  const card = createCard(options);
  const panel = createPanel({...options, onCopy: copyLink});
  byId("stage").addEventListener("cr-draw", drawSlots);

  function drawSlots(): void {
    const {trace, player} = options.state();
    if (trace !== null) slots.draw(trace, now.quiz === null ? [] : slotsOf(trace, now.quiz, player.step), pulsing);
  }

  function choices(blank: Blank): readonly Choice[] {
    if (blank.kind === "pattern") return patternChoices();
    if (blank.kind === "wrong_line") return lineChoices(options.state().request.source);
    return blank.kind === "order" && now.left !== null ? choosable(now.left, new Set(now.turns)) : [];
  }

  async function copyLink(): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(location.origin + location.pathname + options.link());
      return true;
    } catch {
      return false; // no permission, or no secure context
    }
  }

  function pulse(ids: readonly string[]): void {
    clearTimeout(timer);
    pulsing = ids;
    drawSlots();
    if (ids.length > 0) timer = setTimeout(() => pulse([]), PULSE);
  }

  return {
    show(view) {
      now = view;
      const {quiz, left, isInner, notice} = view;
      const blank = quiz && currentBlank(quiz);
      card.show(quiz, blank === null ? [] : choices(blank), drillFor(mistakeSaid(quiz), 0) !== null, notice);
      const isSolved = quiz?.mode === "predict" && isDone(quiz);
      panel.show(isSolved ? null : quiz, options.state(), isInner, (of, answer) => answerText(left, of, answer));
      drawSlots();
    },
    pulse,
    choices,
    focus: card.focus,
  };
}

/** The code of the mistake that was spoken of last. */
export const mistakeSaid = (quiz: Quiz | null): string | null =>
  quiz?.feedback ? (quiz.marks[quiz.feedback.id]?.mistake ?? null) : null;
