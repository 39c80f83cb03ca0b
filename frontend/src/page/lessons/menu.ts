/** The menu of lessons, beside that of examples: the next one, what can be done with this graph, all other lessons. */

import type {LessonRow} from "../../shared/contract";
import {byId, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {createMenu, menuGroup, menuItem} from "../menu";
import {nextLesson, progressOf, progressText} from "./progress";

type LessonMenuOptions = Readonly<{
  rows: () => Promise<readonly LessonRow[]>;
  onLesson: (id: string) => void;
  onExercise: () => void;
  onPredict: () => void;
  onFile: (file: File) => void;
}>;

export function createLessonMenu(options: LessonMenuOptions): {close(): void} {
  const menu = byId("lessons-menu");
  const picker = h("input", {type: "file", accept: ".md,text/markdown,text/plain", hidden: true});
  document.body.append(picker);
  picker.addEventListener("change", () => {
    const file = picker.files?.[0];
    picker.value = "";
    if (file !== undefined) options.onFile(file);
  });

  return createMenu(byId<HTMLButtonElement>("lessons-button"), menu, async (act) => {
    const rows = await options.rows();
    const lesson = ({id, title, summary, scenes, problem}: LessonRow): HTMLElement => {
      const shows = problem ?? `${summary}${summary === "" ? "" : " "}(${progressText(progressOf(id), scenes)})`;
      return menuItem(
        title,
        shows,
        act(() => options.onLesson(id)),
      );
    };
    const next = nextLesson(rows);
    const rest = rows.filter((row) => row !== next);
    menu.replaceChildren(
      ...(next === undefined
        ? []
        : [menuGroup(progressOf(next.id) === null ? tr("Begin here") : tr("Go on here"), [lesson(next)])]),
      menuGroup(tr("This graph"), [
        menuItem(tr("Exercise…"), tr("Its numbers are left out; what is filled in is marked"), act(options.onExercise)),
        menuItem(
          tr("Predict (Q)"),
          tr("Each gradient is a question mark until it is typed or shown"),
          act(options.onPredict),
        ),
      ]),
      rows.length > 0
        ? menuGroup(tr("Lessons"), rest.map(lesson))
        : h("p", {class: "fine", role: "none"}, tr("The lessons could not be fetched. Close and open to try again.")),
      menuGroup(tr("Your own"), [
        menuItem(
          tr("Open a lesson's file…"),
          tr("A text in Markdown; it can be dropped on the page, too"),
          act(() => picker.click()),
        ),
      ]),
    );
  });
}
