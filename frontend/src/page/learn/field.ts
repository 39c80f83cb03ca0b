/** Two-dimensional data, and what the network makes of its plane: field, boundary, folds, and all that goes with it. */

import {fetchField} from "../../shared/api";
import type {Field, Run} from "../../shared/contract";
import {h, withCode, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {addStyle} from "../late-style";
import type {LearnContext} from "./context";
import {type DataPoint, objection, withPoints} from "./data-text";
import {createDials} from "./dials";
import style from "./field.css?inline";
import {createFieldView} from "./field-view";
import {drawParts, type LossParts, lossParts, parametersAt, partsBar, penaltyOf} from "./loss-parts";
import {oneExample} from "./one-example";
import {createPastePoints} from "./paste-points";
import {type Frame, SIDES} from "./plot";
import {createPointEditor, type EditorMemory, newMemory} from "./point-editor";
import {type PointNetwork, pointNetwork} from "./point-network";
import {lossAt} from "./run-numbers";
import {createSecondPlane} from "./second-plane";
import {createUnitFolds} from "./unit-folds";

addStyle(style);

const FRAME: Frame = {...SIDES, height: 390, top: 12, bottom: 30};
const GRID = 56;

type Loaded = Readonly<{field: Field; network: PointNetwork}>;

const loaded = new WeakMap<Run, Promise<Loaded | string>>();

function load({run, start}: LearnContext): Promise<Loaded | string> {
  const loading =
    loaded.get(run) ??
    fetchField(start, run.parameters).then((answer) => {
      if (!answer.ok) return `${answer.problem.detail} ${answer.problem.hint ?? ""}`;
      return {field: answer.value, network: pointNetwork(answer.value)};
    });
  loaded.set(run, loading);
  return loading;
}

/** Content of a place for one run; drawn again at each of its updates. */
type Pane = Readonly<{run: Run; element: HTMLElement; update: (context: LearnContext) => void}>;
/** State that a place keeps from one run to the next. */
type Memory = Readonly<{editor: EditorMemory; plane: {lens: string | null; share: number}}>;

const panes = new WeakMap<HTMLElement, Pane>();
const memories = new WeakMap<HTMLElement, Memory>();

export async function fieldPicture(place: HTMLElement, context: LearnContext, isCurrent: () => boolean): Promise<void> {
  const currentPane = panes.get(place);
  if (currentPane !== undefined && currentPane.run === context.run && currentPane.element.parentElement === place) {
    currentPane.update(context);
    return;
  }
  const answer = await load(context);
  if (!isCurrent()) return;
  if (typeof answer === "string") {
    place.replaceChildren(h("p", {class: "fine"}, ...withCode(answer)));
    return;
  }
  const memory = memories.get(place) ?? {editor: newMemory(), plane: {lens: null, share: 0}};
  memories.set(place, memory);
  const pane = createPane(answer, context, memory);
  panes.set(place, pane);
  memory.editor.focused ||=
    place.contains(document.activeElement) && document.activeElement?.matches(".field") === true;
  place.replaceChildren(pane.element);
  pane.update(context);
  const {opening, start, run} = context;
  const example = opening.point === null ? null : oneExample(start, run, answer.field, opening.point);
  opening.point = null;
  if (example !== null) context.feed(example);
}

function createPane({field, network}: Loaded, first: LearnContext, memory: Memory): Pane {
  let context = first;
  let parts: LossParts | null | undefined; // undefined: not asked for yet
  const view = createFieldView(field, network, {
    frame: FRAME,
    id: "field-clip",
    grid: GRID,
    named: true,
    folds: field.folds,
  });
  const words = h("p", {class: "fine", role: "status"});
  const caption = h("p", {class: "fine"});
  const bar = h("div", {});
  const curves = h("div", {});
  const folds = field.folds ? createUnitFolds(field, network, view) : null;
  const second = createSecondPlane(field, network, memory.plane);

  function change(points: readonly DataPoint[], done: string): boolean {
    const program = objection(points) ?? withPoints(context.start, context.run, field, points);
    if (typeof program === "string") {
      words.replaceChildren(...withCode(program));
      return false;
    }
    write(words, done);
    context.replace(program);
    return true;
  }

  const editor = createPointEditor({
    view,
    field,
    memory: memory.editor,
    change,
    feed(index) {
      const example = index === null ? null : oneExample(context.start, context.run, field, index);
      if (index !== null && example === null)
        write(
          words,
          tr("The program works out its data or its parameters in lines that cannot be taken out for one point."),
        );
      else context.feed(example);
    },
    fed: () => context.example?.index ?? null,
  });
  const all = h("button", {type: "button", class: "button"}, tr("All points in the graph"));
  all.addEventListener("click", () => context.feed(null));
  const fed = h("p", {class: "fine"});
  const marks = field.names.map(
    (name, k) => `${k % 2 === 0 ? tr("round") : tr("square")}: ${field.labels_name} = ${name}`,
  );
  const paste = createPastePoints({classes: field.names, dropOn: view.element, take: change});
  const element = h(
    "div",
    {class: "field-pane"},
    createDials(first.start, (program) => context.replace(program)),
    editor,
    view.element,
    words,
    h("div", {class: "point-row"}, fed, all),
    caption,
    folds?.element,
    bar,
    curves,
    second.element,
    paste,
  );

  function drawCurves(): void {
    if (parts === undefined) {
      parts = null;
      void lossParts(context, field, pointNetwork(field)).then((curves) => {
        parts = curves;
        drawCurves();
      });
    }
    if (parts !== null) curves.replaceChildren(...drawParts(parts, context.run.iterations[context.index] as number));
  }

  return {
    run: first.run,
    element,
    update(now) {
      context = now;
      const {run, index, example} = now;
      network.take({...now.start.values, ...parametersAt(run, index)});
      const right = view.update().filter(Boolean).length;
      folds?.update();
      second.update();
      const sentence = tr`Update ${run.iterations[index]}: ${right} of ${field.points.length} points are on their own side of the boundary.`;
      const dashed = field.folds ? tr(" Dashed: where a unit of the first layer has the sum 0, and folds.") : "";
      write(caption, `${sentence} ${marks.join(", ")}.${dashed}`);
      bar.replaceChildren(...(network.size("penalty") > 0 ? [partsBar(lossAt(run, index), penaltyOf(network))] : []));
      all.hidden = example === null;
      const one =
        example === null ? "" : tr`The graph shows point ${example.index + 1} alone, ${example.label}: a row of 1.`;
      write(fed, one);
      field.points.forEach((_, k) => {
        view.mark(k)?.classList.toggle("fed", k === example?.index);
      });
      drawCurves();
    },
  };
}
