/** The parts of the page that show the state and are there from the first picture on, and what the user does in them. */

import {createTransport} from "../player/element/controls";
import type {Stage} from "../player/element/stage-types";
import type {Action as PlayerAction} from "../player/model/transport";
import {fetchFunctions} from "../shared/api";
import {byId} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {memoizeSuccess} from "../shared/memoize";
import type {SourceEdit} from "../shared/request";
import {createExplainWords} from "./dialogs/explain-words";
import {createEditor} from "./editor/editor";
import {createReadingNotes} from "./editor/reading-notes";
import {createHealth} from "./health/health";
import {createHandGradients} from "./inspector/hand-gradients";
import {createInspector} from "./inspector/inspector";
import {createNumberTip} from "./inspector/number-tip";
import type {Later} from "./later";
import {createRound} from "./round";
import type {Action, State} from "./state";
import type {Teaching} from "./teaching";
import type {Tools} from "./tools";
import {UPSTREAM} from "./values/value-rows";
import {createValues} from "./values/values";

type PartsOptions = Readonly<{
  state: () => State;
  dispatch: (action: Action) => void;
  move: (action: PlayerAction) => void;
  stage: Stage;
  tools: Later<Tools>;
  teaching: Teaching;
  windows: Readonly<{open(): Promise<void>}>;
  layers: () => void;
  openArray: (id: string, what: "value" | "gradient") => void;
  edit: (edit: SourceEdit) => void;
  wait: (rest: Promise<unknown>) => void;
  retry: () => void;
  failed: () => void;
}>;

export function createParts(options: PartsOptions) {
  const {state, dispatch, move, stage, tools, teaching, windows, layers, openArray, edit, wait, retry, failed} =
    options;
  const functions = memoizeSuccess(fetchFunctions, (names) => names.length > 0);
  const editor = createEditor({
    label: tr("Formula"),
    source: state().request.source,
    onChange: (source) => dispatch({type: "edit", source}),
    onLeave: () => byId("stage").focus(),
    onUndo: () => dispatch({type: "undo"}),
    onRedo: () => dispatch({type: "redo"}),
    functions,
  });

  return {
    stage,
    round: createRound(byId("transport"), (round) => dispatch({type: "round", round})),
    transport: createTransport(byId("transport"), (action) => {
      const by = action.type === "move" ? action.by : 0;
      if (by === 0 || !teaching.takes(by > 0 ? "next" : "back")) move(action);
    }),
    editor,
    values: createValues({
      onInput: (name, value) => dispatch(name === UPSTREAM ? {type: "upstream", value} : {type: "value", name, value}),
      onSettle: () => dispatch({type: "settled"}),
      onReset: () => dispatch({type: "reset"}),
    }),
    inspector: createInspector({
      onPlay: () => move({type: "play"}),
      onEnlarge: () => void windows.open(),
      onSelect: (id) => dispatch({type: "select", id}),
      onToggle: (id, open) => dispatch({type: "toggle", id, open}),
      onStep: (step) => dispatch({type: "player", action: {type: "seek", step}}),
      onArray: openArray,
      onJacobian: (box) => tools.use(({jacobian}) => jacobian.open(box)),
      onAsk: (ask) => teaching.toggle(ask),
    }),
    handGradients: createHandGradients({
      onRow: (span, box) => {
        dispatch({type: "select", id: box});
        editor.mark(span);
      },
    }),
    reading: createReadingNotes(edit),
    health: createHealth({
      onGo: stage.go,
      onToggle: () => dispatch({type: "health"}),
      onLayers: layers,
      onFail: failed,
    }),
    words: createExplainWords(),
    tip: createNumberTip(),
    wait,
    edit,
    retry,
    shapes: () => dispatch({type: "shapes", shapes: {}}),
    closed: () => dispatch({type: "view", view: "gates"}),
    ones: () => dispatch({type: "upstream", value: null}),
  };
}
