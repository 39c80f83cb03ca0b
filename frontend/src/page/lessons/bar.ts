/** The lesson at the head of the stage: one sentence, what is to be done, a dot for each scene. */

import type {Lesson} from "../../shared/contract";
import {byId, h, setAttribute, withCode, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

type BarOptions = Readonly<{
  parts: readonly HTMLElement[]; // what stands between the sentence and the foot
  onScene: (at: number) => void;
  onGoOn: () => void;
  onTodo: () => void; // to the thing to touch
  onPause: () => void; // free play, and back to the lesson
  onClose: () => void;
}>;

/** `met`: the thing is done; null: there is none. `away`: the page shows something else. */
type BarView = Readonly<{
  lesson: Lesson;
  at: number;
  ready: boolean; // the picture of the scene is there
  isMet: boolean | null;
  away: boolean;
  next: string | null; // the lesson after this one
}>;

type Bar = Readonly<{show(view: BarView | null): void}>;

/** Value of `data-lesson`: `away` in free play, else the kind of thing to touch. Narrow pages leave out other tools. */
function touchedBy({lesson, at, away}: BarView): string {
  const scene = lesson.scenes[at];
  return away ? "away" : (scene?.do?.target ?? (scene?.panel == null ? "" : "panel"));
}

/** Task of a scene that only asks. */
const TO_PREDICT = tr("Answer what is asked under the graph, or let it be shown.");

export function createBar(options: BarOptions): Bar {
  const sentence = h("p", {class: "lesson-sentence", "aria-live": "polite"});
  const todo = h("button", {type: "button", class: "lesson-todo"});
  const goOn = h("button", {type: "button", class: "lesson-go"});
  const dots = h("ol", {class: "lesson-dots", "aria-label": tr("Scenes")});
  const pause = h("button", {type: "button", class: "link"});
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close the lesson")}, "×");
  const bar = h(
    "section",
    {class: "lesson-bar", "aria-label": tr("Lesson"), hidden: true},
    sentence,
    ...options.parts,
    h("div", {class: "lesson-foot"}, todo, goOn, dots, pause),
    close,
  );
  byId("stage").prepend(bar);
  goOn.addEventListener("click", options.onGoOn);
  todo.addEventListener("click", options.onTodo);
  pause.addEventListener("click", options.onPause);
  close.addEventListener("click", options.onClose);
  dots.addEventListener("click", (event) => {
    const at = (event.target as Element).closest<HTMLElement>("[data-scene]")?.dataset.scene;
    if (at !== undefined) options.onScene(Number(at));
  });
  let shownLesson: Lesson | null = null;

  return {
    show(view) {
      bar.hidden = view === null;
      setAttribute(document.body, "data-lesson", view === null ? null : touchedBy(view));
      setAttribute(document.body, "data-scene", view === null ? null : view.ready ? "ready" : "coming");
      if (view === null) return;
      const {lesson, at, isMet, away, next} = view;
      const scene = lesson.scenes[at];
      const over = scene === undefined;
      const words = over ? tr`That was “${lesson.title}”.` : scene.sentence;
      if (sentence.dataset.words !== words) {
        sentence.dataset.words = words;
        sentence.replaceChildren(...withCode(words));
      }
      sentence.hidden = away;
      setAttribute(bar, "aria-label", tr`Lesson: ${lesson.title}`);
      const toDo = isMet === false ? (scene?.do?.sentence ?? TO_PREDICT) : "";
      if (todo.dataset.words !== toDo) {
        todo.dataset.words = toDo;
        todo.replaceChildren(...withCode(toDo));
      }
      todo.hidden = away || toDo === "";
      write(goOn, over ? (next === null ? "" : tr`Next: ${next}`) : isMet === true ? tr("✓ Go on") : tr("Go on"));
      goOn.hidden = away || isMet === false || (over ? next === null : !view.ready);
      if (lesson !== shownLesson) {
        shownLesson = lesson;
        dots.replaceChildren(
          ...lesson.scenes.map(({title}, index) =>
            h("li", {}, h("button", {type: "button", "data-scene": index, "aria-label": title, title})),
          ),
        );
      }
      dots.querySelectorAll("button").forEach((button, index) => {
        setAttribute(button, "aria-current", index === at ? "step" : null);
        button.classList.toggle("visited", index < at);
      });
      write(pause, away ? tr("Back to the lesson") : tr("Free play"));
    },
  };
}
