/** Tools that buttons open beside or over the picture: code, training, checks, dialogs. They are loaded after it. */

import type {Link} from "../shared/link";
import type {TraceRequest} from "../shared/request";
import {createCode} from "./code/code";
import type {ExplainWords} from "./dialogs/explain-words";
import {createWhole} from "./dialogs/full-array";
import {createHelp} from "./dialogs/help";
import {createJacobian} from "./dialogs/jacobian";
import {createSearch} from "./dialogs/search";
import {createCheck} from "./directions/check";
import {createCosts} from "./directions/costs";
import costsStyle from "./directions/costs.css?inline";
import {addStyle} from "./late-style";
import {createLearn} from "./learn/learn";
import learnStyle from "./learn/learn.css?inline";
import {createMore} from "./more";
import type {Action, State} from "./state";

type ToolsOptions = Readonly<{
  link: Link; // what the address asked for
  state: () => State;
  dispatch: (action: Action) => void;
  go: (id: string) => void; // shows a box in the picture
  words: ExplainWords;
  load: (request: TraceRequest) => void; // another picture
  onMove: () => void; // the address is another one
}>;

export type Tools = ReturnType<typeof createTools>;

export function createTools({link, state, dispatch, go, words, load, onMove}: ToolsOptions) {
  addStyle(learnStyle, "first"); // lessons adapt them
  addStyle(costsStyle, "first");
  createMore();
  const closeCosts = (): void => {
    if (state().panel === "costs") dispatch({type: "panel", panel: null});
  };
  const code = createCode(closeCosts);
  const isCodeOpen = (): boolean => document.body.hasAttribute("data-code");
  const closeCode = (): void => {
    if (isCodeOpen()) code.toggle();
  };
  const learn = createLearn({
    link,
    onOpen: () => {
      closeCode();
      closeCosts();
    },
    onUpdate: (values, fromStart, source) =>
      dispatch({type: "update", values, fromStart, ...(source !== undefined && {source})}),
    onStart: (values, source) => dispatch({type: "start", values, ...(source !== undefined && {source})}),
    onStep: (step) => dispatch({type: "player", action: {type: "seek", step}}),
    onEdit: (source) => dispatch({type: "edit", source}),
    onLoad: load,
    onMove,
    onRound: (round) => dispatch({type: "round", round}),
    onSettle: () => dispatch({type: "settled"}),
  });
  const jacobian = createJacobian(state);
  const costs = createCosts({
    state,
    dispatch,
    onOpen: () => {
      learn.close();
      closeCode();
    },
  });
  const check = createCheck(state, dispatch, go);
  const show = (now: State): void => {
    jacobian.show(now);
    code.show(now);
    learn.show(now);
    costs.show(now);
    check.show(now);
  };
  show(state());
  return {
    code,
    learn,
    check,
    costs,
    array: createWhole(state),
    jacobian,
    search: createSearch({trace: () => state().trace, onBox: go, onWord: words.open}),
    help: createHelp(words.open),
    show,
    /** Close the panels beside the picture: they would show numbers that are left out of it. */
    closePanels() {
      learn.close();
      closeCode();
      closeCosts();
    },
  };
}
