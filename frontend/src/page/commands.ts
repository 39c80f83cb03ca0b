/** Effect of each command, whether a key, a button or a lesson gives it. */

import {ZOOM} from "../player/draw/zoom-bar";
import type {Stage} from "../player/element/stage-types";
import type {Action as PlayerAction} from "../player/model/transport";
import {byId} from "../shared/dom";
import {NOTATIONS} from "../shared/notation";
import {VIEWS} from "../shared/request";
import type {createWays} from "./directions/ways";
import type {Editor} from "./editor/editor";
import {functionAt} from "./functions";
import type {createHall} from "./hall/hall";
import type {Command} from "./keys";
import type {Later} from "./later";
import type {createLive} from "./live/live";
import type {TogglePane} from "./panes/panes";
import type {createShapes} from "./shapes/shapes";
import type {Action, State} from "./state";
import type {Teaching} from "./teaching";
import type {Tools} from "./tools";

type CommandContext = Readonly<{
  state: () => State;
  dispatch: (action: Action) => void;
  move: (action: PlayerAction) => void;
  stage: Stage;
  editor: Editor;
  hall: ReturnType<typeof createHall>;
  tools: Later<Tools>;
  teaching: Teaching;
  ways: ReturnType<typeof createWays>;
  shapes: ReturnType<typeof createShapes>;
  layers: Readonly<{open(): Promise<void>}>;
  live: ReturnType<typeof createLive>;
  windows: Readonly<{open(): Promise<void>}>;
  panes: TogglePane;
}>;

const next = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length] as T;

export function createCommands(context: CommandContext): Readonly<Record<Command, () => void>> {
  const {state, dispatch, move, stage, editor, hall, tools, teaching, ways, shapes, layers, live, windows, panes} =
    context;

  function toggleTheme(): void {
    const dark =
      state().theme === "dark" ||
      (state().theme === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
    dispatch({type: "theme", theme: dark ? "light" : "dark"});
  }

  return {
    play: () => move({type: "toggle"}),
    next: () => move({type: "move", by: 1}),
    back: () => move({type: "move", by: -1}),
    start: () => move({type: "start"}),
    end: () => move({type: "end"}),
    slower: () => dispatch({type: "player", action: {type: "speed", speed: Math.max(0.5, state().player.speed / 2)}}),
    faster: () => dispatch({type: "player", action: {type: "speed", speed: Math.min(2, state().player.speed * 2)}}),
    editor: () => {
      dispatch({type: "tab", tab: "formula"});
      editor.focus();
    },
    examples: () => byId("examples-button").click(),
    view: () => dispatch({type: "view", view: next(VIEWS, state().request.view)}),
    fold: () => {
      const selectedFunction = functionAt(state());
      if (selectedFunction !== null) dispatch({type: "toggle", id: selectedFunction.id, open: !selectedFunction.open});
    },
    code: () =>
      tools.use(({learn, code}) => {
        learn.close();
        code.toggle();
      }),
    learn: () => tools.use(({learn}) => learn.toggle()),
    check: () => tools.use(({check}) => check.open()),
    mode: () => ways.toggleMode(),
    graph: () => ways.toggleGraph(),
    costs: () => tools.use(({costs}) => costs.toggle()),
    shapes: () => shapes.toggle(),
    layers: () => void layers.open(),
    predict: () => teaching.toggle(),
    health: () => dispatch({type: "health"}),
    live: () => live.toggle(),
    windows: () => void windows.open(),
    present: () => hall.toggle(),
    blank: () => hall.blank(),
    laser: () => hall.laser(),
    widths: () => byId("stage").classList.toggle("no-widths"),
    left: () => panes("left"),
    right: () => panes("right"),
    search: () => tools.use(({search}) => search.open()),
    notation: () => {
      const ids = NOTATIONS.map(({id}) => id);
      dispatch({type: "notation", notation: next(ids, state().notation)});
    },
    "zoom-in": () => stage.zoom(ZOOM),
    "zoom-out": () => stage.zoom(1 / ZOOM),
    fit: () => stage.fit(),
    theme: toggleTheme,
    help: () => tools.use(({help}) => help.open()),
  };
}
