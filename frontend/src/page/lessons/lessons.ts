/** A lesson under way: its scenes one after the other, each gone on from when its thing is done. */

import {fetchLesson} from "../../shared/api";
import type {Lesson, LessonRow, Scene} from "../../shared/contract";
import {isTextField} from "../../shared/dom";
import type {TraceRequest} from "../../shared/request";
import type {Command} from "../keys";
import {requestFrom} from "../predict/exercise";
import type {Predict} from "../predict/types";
import type {Action, State} from "../state";
import {createBar} from "./bar";
import {createChoices, firstChoices, sourceOf} from "./choices";
import {isFormula, isMet, panelTargets, type SceneView, targetsOf} from "./conditions";
import {createExplorer} from "./explorer";
import {createSceneNotation} from "./notation";
import {createLessonStore, fieldsOf} from "./offline";
import {createPicture} from "./picture";
import {progressOf, rememberScene} from "./progress";
import {createRing} from "./ring";
import {readTraining} from "./training";

/** `covers`: it lies over the sentence of the scene, so the user opens it, when he has read that. */
type Panel = Readonly<{isOpen: () => boolean; toggle: () => void; covers?: boolean}>;

/** Panels that a scene can open, or wait for. */
export type Panels = Readonly<Record<string, Panel>>;

type LessonsOptions = Readonly<{
  state: () => State;
  dispatch: (action: Action) => void;
  load: (request: TraceRequest, step: number | null, enters: boolean) => void;
  onAddress: () => void;
  train: (settings: Readonly<Record<string, unknown>>) => void;
  predict: Predict;
  rows: () => Promise<readonly LessonRow[]>;
  panels: Panels;
}>;

type Lessons = Readonly<{
  /** Opens a lesson at a scene, from 0; null: where it was left. Resolves to whether there is such a lesson. */
  open(id: string, at: number | null): Promise<boolean>;
  /** Opens one that is no file of the server's; `hash` is its address, if it has one. */
  openLesson(lesson: Lesson, at: number, hash: string | null): void;
  close(): void;
  show(): void;
  takes(command: Command): boolean;
  address(): string | null;
}>;

const PAUSE = 1600; // ms between the thing that is done and the next scene

/** `ready`: the scene's own picture is there, so that its condition is not judged by the one before. */
type Walk = Readonly<{
  lesson: Lesson;
  hash: string | null;
  at: number;
  ready: boolean;
  isMet: boolean | null;
  paused: boolean;
  choices: readonly string[]; // the labels of what is chosen in the scene
}>;

export function createLessons(options: LessonsOptions): Lessons {
  const {state, dispatch, predict} = options;
  let walk: Walk | null = null;
  let next: LessonRow | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  const store = createLessonStore();
  const ring = createRing();
  const picture = createPicture();
  const notation = createSceneNotation(
    () => state().notation,
    (next) => dispatch({type: "notation", notation: next}),
  );
  const choices = createChoices(choose);
  const explorer = createExplorer(show);
  const panels: Panels = {
    ...options.panels,
    explorer: {isOpen: explorer.isOpen, toggle: explorer.toggle, covers: true},
  };
  const bar = createBar({
    parts: [choices.element, explorer.element, picture.element],
    onScene: (at) => void enter(at),
    onGoOn: goOn,
    onTodo: () => {
      if (!ring.focus()) document.querySelector<HTMLElement>(".predict-ask :is(input, button)")?.focus();
    },
    onPause: pause,
    onClose: close,
  });
  window.addEventListener("keydown", onKey, {capture: true});
  // A field of the panel of training changes nothing of the page's state.
  for (const type of ["input", "change", "click"]) document.addEventListener(type, () => setTimeout(show));

  async function open(id: string, at: number | null): Promise<boolean> {
    const answer = await fetchLesson(id);
    if (!answer.ok) {
      predict.say([answer.problem.detail, answer.problem.hint ?? ""].join(" ").trim());
      return false;
    }
    openLesson(answer.value, at ?? progressOf(id)?.at ?? 0, null);
    return true;
  }

  function openLesson(lesson: Lesson, at: number, hash: string | null): void {
    walk = {lesson, hash, at: 0, ready: false, isMet: null, paused: false, choices: []};
    next = null;
    void options.rows().then((rows) => {
      const here = rows.findIndex(({id}) => id === lesson.id);
      next = (here < 0 ? null : rows.slice(here + 1).find(({problem}) => problem === null)) ?? null;
      draw();
    });
    void enter(Math.min(at, lesson.scenes.length - 1), true);
  }

  async function enter(at: number, enters = false): Promise<void> {
    if (walk === null) return;
    const mine = ++turn;
    clearTimeout(timer);
    const {lesson} = walk;
    const scene = lesson.scenes[at];
    const choices = firstChoices(scene?.choose ?? null);
    walk = {...walk, at, ready: false, isMet: null, paused: false, choices};
    if (lesson.id !== "") rememberScene(lesson.id, at, lesson.scenes.length);
    if (scene === undefined) {
      notation.enter(null);
      predict.end();
      options.onAddress();
      draw();
      return;
    }
    leaveFields();
    closePanels(scene);
    notation.enter(scene.notation);
    const request = requestFrom(scene.request as Partial<TraceRequest>);
    if (scene.ask.length > 0) {
      await predict.begin({request, fields: fieldsOf(scene)}, "predict", enters ? "enter" : "load");
    } else {
      predict.end();
      options.load(request, scene.position, enters);
    }
    if (mine !== turn || walk === null) return; // another scene meanwhile
    await waitForPicture(mine);
    if (mine !== turn || walk === null) return;
    if (scene.panel !== null) openPanel(scene.panel);
    if (scene.train !== null) options.train(scene.train);
    walk = {...walk, ready: true};
    store.keep(lesson);
    options.onAddress();
    show();
  }

  /** Leave the field of the scene before, which would take what is typed for this one. */
  function leaveFields(): void {
    let {activeElement} = document;
    while (activeElement?.shadowRoot?.activeElement) activeElement = activeElement.shadowRoot.activeElement; // editor
    if (isTextField(activeElement) && activeElement instanceof HTMLElement) activeElement.blur();
  }

  /** Waits until the scene's own picture is there. */
  async function waitForPicture(mine: number): Promise<void> {
    const {request} = state();
    for (let look = 0; look < LOOKS && mine === turn; look++) {
      const now = state();
      if (now.request !== request || (now.traceRequest === request && !now.waiting) || now.problem !== null) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }

  function closePanels({panel}: Scene): void {
    for (const [name, each] of Object.entries(panels)) if (name !== panel && each.isOpen()) each.toggle();
  }

  function openPanel(name: string): void {
    const panel = panels[name];
    if (panel !== undefined && !panel.isOpen() && panel.covers !== true) panel.toggle();
  }

  function viewOf(scene: Scene): SceneView {
    return {
      state: state(),
      scene,
      filled: (index) => predict.filled(index === null ? scene.ask : scene.ask.slice(index, index + 1)),
      training: readTraining(),
      panels: Object.fromEntries(Object.entries(panels).map(([name, each]) => [name, each.isOpen()])),
      choices: walk?.choices ?? [],
    };
  }

  const sceneNow = (): Scene | null => walk?.lesson.scenes[walk.at] ?? null;

  /** Looks whether the thing is done; if so the next scene comes after a moment, unless there is something to be read. */
  function show(): void {
    const scene = sceneNow();
    notation.keep();
    if (walk?.ready && scene !== null && !walk.paused && !isAway(scene)) {
      const isConditionMet = walk.isMet === true ? true : isMet(viewOf(scene));
      if (isConditionMet === true && walk.isMet !== true) {
        clearTimeout(timer);
        if (predict.outcome() !== "wrong" && scene.picture === null) timer = setTimeout(goOn, PAUSE);
      }
      walk = {...walk, isMet: isConditionMet};
    }
    draw();
  }

  /** The page shows another formula than the scene, and not because the scene asks for one. */
  function isAway({request, choose: lists, do: condition}: Scene): boolean {
    const {source} = state().request;
    const own = lists === null ? (request.source ?? "") : sourceOf(lists, walk?.choices ?? []);
    return condition?.condition !== "formula" && !isFormula(source, own);
  }

  /** Another program in the place of the scene's, at the same end of its steps. */
  function choose(list: number, label: string): void {
    const lists = sceneNow()?.choose ?? null;
    if (walk === null || lists === null) return;
    walk = {...walk, choices: walk.choices.map((each, at) => (at === list ? label : each))};
    const {request, trace, player} = state();
    const atEnd = trace !== null && player.step >= trace.steps.length;
    options.load(
      {...request, source: sourceOf(lists, walk.choices)},
      atEnd ? Number.MAX_SAFE_INTEGER : player.step,
      false,
    );
    show();
  }

  function draw(): void {
    const scene = sceneNow();
    if (walk === null) {
      bar.show(null);
      choices.show(null, []);
      explorer.show(null);
      picture.show(null, state().request);
      ring.show([]);
      return;
    }
    const away = walk.paused || (scene !== null && isAway(scene));
    bar.show({lesson: walk.lesson, at: walk.at, ready: walk.ready, isMet: walk.isMet, away, next: next?.title ?? null});
    choices.show(away ? null : scene, walk.choices);
    explorer.show(away ? null : scene);
    if (away || scene === null || walk.ready) picture.show(away ? null : scene, state().request);
    ring.show(scene !== null && walk.ready && !away ? targetSelectors(scene, walk.isMet) : []);
  }

  /** Selectors of the one thing to touch: what the condition is about, or the button of a panel. */
  function targetSelectors({do: condition, panel: name}: Scene, isConditionMet: boolean | null): readonly string[] {
    if (isConditionMet === false && condition !== null) return targetsOf(condition, state());
    const panel = name === null ? undefined : panels[name];
    return panel?.covers && !panel.isOpen() ? panelTargets(name ?? "") : [];
  }

  function goOn(): void {
    if (walk === null) return;
    if (sceneNow() === null) {
      if (next !== null) void open(next.id, 0);
      return;
    }
    void enter(walk.at + 1);
  }

  function pause(): void {
    const scene = sceneNow();
    if (walk === null) return;
    const away = walk.paused || (scene !== null && isAway(scene));
    if (away) void enter(walk.at);
    else {
      clearTimeout(timer);
      predict.end();
      walk = {...walk, paused: true};
      draw();
    }
  }

  function close(): void {
    turn++;
    clearTimeout(timer);
    if (walk === null) return;
    notation.enter(null);
    predict.end();
    walk = null;
    options.onAddress();
    draw();
  }

  /** A presenter's remote: what is asked for is shown, what is to be played is played, and then the next scene comes. */
  function onKey(event: KeyboardEvent): void {
    const by = event.key === "PageDown" ? 1 : event.key === "PageUp" ? -1 : 0;
    const target = event.composedPath()[0] ?? event.target;
    const isChosen = target instanceof HTMLSelectElement && walk?.isMet === true; // in a list that has done its part
    if (by === 0 || walk === null || walk.paused || (isTextField(target) && !isChosen)) return;
    if (
      target instanceof Element &&
      target.closest("dialog:not(.check-dialog, .explorer-dialog), [role=menu]") !== null
    )
      return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (by < 0) {
      if (walk.at > 0) void enter(walk.at - 1);
      return;
    }
    const scene = sceneNow();
    if (scene !== null && !walk.ready) return; // pressed twice: the scene that comes is not passed over unseen
    if (predict.takes("next")) return;
    const plays = scene?.do?.condition === "step" && walk.isMet === false;
    if (plays) dispatch({type: "player", action: {type: "move", by: 1}});
    else goOn();
  }

  return {
    open,
    openLesson,
    close,
    show,
    takes(command) {
      const scene = sceneNow();
      if (walk === null || walk.paused || command !== "next" || (scene !== null && isAway(scene))) return false;
      const {trace, player} = state();
      const atEnd = trace !== null && player.step >= trace.steps.length;
      const goes = walk.isMet === true || scene === null || (walk.isMet === null && walk.ready && atEnd);
      if (goes) goOn();
      return goes;
    },
    address() {
      if (walk === null || walk.paused) return null;
      const scene = sceneNow();
      if (scene === null || isAway(scene)) return null;
      const where = walk.hash ?? `#lesson=${encodeURIComponent(walk.lesson.id)}`;
      return `${where}&scene=${walk.at + 1}`;
    },
  };
}

const LOOK = 60; // ms
const LOOKS = 1000; // a minute: a slow machine reads a long program
