/** Lessons, predictions and exercises: one object for the page, which knows their addresses, their menu and their keys. */

import {type Answer, fetchLessons} from "../shared/api";
import type {LessonRow, Trace} from "../shared/contract";
import {DEFAULT_REQUEST} from "../shared/default-request";
import {tr} from "../shared/i18n/tr";
import {memoizeSuccess} from "../shared/memoize";
import type {ExerciseFields, Problem, TraceRequest} from "../shared/request";
import {LESSON, listenForFiles} from "./files/listen";
import type {Command} from "./keys";
import {addStyle} from "./late-style";
import hallPicture from "./lessons/hall-picture.css?inline";
import {createLessons, type Panels} from "./lessons/lessons";
import {createLessonMenu} from "./lessons/menu";
import narrow from "./lessons/narrow.css?inline";
import {lessonIn, lessonOf} from "./lessons/own-file";
import {type Exercise, isTaught, readExercise} from "./predict/exercise";
import {openExerciseDialog} from "./predict/exercise-dialog";
import exerciseDialog from "./predict/exercise-dialog.css?inline";
import {createPredict} from "./predict/predict";
import type {PredictOptions} from "./predict/types";
import type {State} from "./state";

export type TeachingOptions = PredictOptions &
  Readonly<{
    train: (settings: Readonly<Record<string, unknown>>) => void; // as a link's `train` says it
    panels: Panels;
    onBegin: () => void; // what stands beside the picture makes room
  }>;

export type Teaching = Readonly<{
  /** The document of a question with what is asked for left out; null: nothing is. */
  trace(request: TraceRequest, aspect: number | null): Promise<Answer<Trace>> | null;
  show(state: State): void;
  /** Takes a command that means something else while a lesson or an exercise is open. */
  takes(command: Command): boolean;
  /** Takes a click on a box or a wire of the picture. */
  picks(id: string | null): boolean;
  /** Leaves numbers of the picture out, or puts them back. */
  toggle(ask?: ExerciseFields["ask"]): void;
  address(): string | null;
  /** Opens what an address names; false: it names no lesson and no exercise. */
  opens(hash: string): boolean;
  close(): void;
}>;

/** Return the words of a problem: its detail and what to do. */
const wordsOf = ({detail, hint}: Problem): string => [detail, hint ?? ""].join(" ").trim();

export function createTeaching(options: TeachingOptions): Teaching {
  const {state, onAddress} = options;
  addStyle(narrow);
  addStyle(hallPicture);
  addStyle(exerciseDialog);
  const predict = createPredict(options);
  const fetchOnce = memoizeSuccess(fetchLessons, (answer) => answer.ok);
  const rows = async (): Promise<readonly LessonRow[]> => {
    const answer = await fetchOnce();
    return answer.ok ? answer.value : [];
  };
  const lessons = createLessons({...options, predict, rows});
  const menu = createLessonMenu({
    rows,
    onLesson: (id) => void lessons.open(id, null),
    onExercise: () => openExerciseDialog(state(), (exercise) => void openExercise(exercise, true)),
    onPredict: () => predict.toggle(),
    onFile: (file) => void openFile(file),
  });
  listenForFiles(
    (name) => LESSON.test(name),
    (file) => void openFile(file),
  );

  async function openFile(file: File): Promise<void> {
    const answer = await lessonOf(file.name, await file.text());
    if (answer.ok) lessons.openLesson(answer.value.lesson, 0, answer.value.hash);
    else predict.say(wordsOf(answer.problem));
  }

  /** An exercise that cannot be asked for is the graph that it would be asked of. */
  async function openExercise(exercise: Exercise, enters: boolean): Promise<void> {
    lessons.close();
    options.onBegin();
    const start = await predict.begin(exercise, "exercise", enters ? "enter" : "load");
    if (!start && state().trace === null) options.load(exercise.request, null, false);
  }

  /** Open the first picture where an address names nothing that could be opened. */
  function openFirst(): void {
    if (state().trace === null) options.load(DEFAULT_REQUEST, null, false);
  }

  async function openLesson(hash: string): Promise<void> {
    const params = new URLSearchParams(hash.replace(/^#/, ""));
    const scene = params.get("scene");
    const at = scene === null ? null : Math.max(0, Number.parseInt(scene, 10) - 1 || 0);
    const id = params.get("lesson");
    if (id !== null) {
      if (!(await lessons.open(id, at))) openFirst();
      return;
    }
    const own = await lessonIn(hash);
    if (own?.ok) lessons.openLesson(own.value.lesson, at ?? 0, own.value.hash);
    else {
      predict.say(own === null ? tr("This link holds no lesson.") : wordsOf(own.problem));
      openFirst();
    }
  }

  return {
    trace: predict.trace,
    show(now) {
      predict.show(now);
      lessons.show();
    },
    takes(command) {
      menu.close();
      return predict.takes(command) || lessons.takes(command);
    },
    picks: predict.picks,
    toggle(ask) {
      options.onBegin();
      predict.toggle(ask);
    },
    address: () => lessons.address() ?? predict.address(),
    opens(hash) {
      if (!isTaught(hash)) return false;
      const exercise = readExercise(hash);
      if (exercise !== null) void openExercise(exercise, false);
      else void openLesson(hash);
      return true;
    },
    close() {
      lessons.close();
      predict.end();
      onAddress();
    },
  };
}
