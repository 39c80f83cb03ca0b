/** Drives a session from the page: each change of the picture goes to all who follow. */

import {tr} from "../../shared/i18n/tr";
import {beginSession} from "../../shared/live/begin";
import {LOCAL} from "../../shared/live/channel";
import {createDriver, type Driver} from "../../shared/live/drive";
import {type Feed, follow} from "../../shared/live/follow";
import {rememberKeys} from "../../shared/live/keys";
import type {LiveState, Prediction} from "../../shared/live/state";
import type {TraceRequest} from "../../shared/request";
import {isExercise} from "../predict/exercise";
import type {State} from "../state";
import {type Asking, createAsking} from "./ask";
import {createCard} from "./card";

export type PresenterOptions = Readonly<{
  state: () => State;
  load: (request: TraceRequest, step: number) => void;
  go: (step: number) => void;
}>;

export interface Presenter {
  show(state: State): void;
  /** Opens and closes the card. */
  toggle(): void;
}

/** The address of this page's service. */
const SERVER = new URL(".", location.href).href.replace(/\/$/, "");

/** @param onOver this window drives no more. Returns null where there can be no session. */
export async function startPresenting(options: PresenterOptions, onOver: () => void): Promise<Presenter | null> {
  const card = createCard();
  const start = await beginSession(SERVER);
  if ("problem" in start) {
    card.complain(start.problem);
    onOver();
    return null;
  }
  const {keys, version, state: sessionState} = start;
  if (sessionState !== null && !sameState(sessionState, options.state()))
    options.load(sessionState.request, sessionState.step);
  let sentText = "";
  let asking: Asking | null = null;
  let feed: Feed | null = null;

  const driver: Driver = createDriver(SERVER, keys, version, {
    onLost: (reason) => over(reason === "taken" ? tr("Another screen presents now.") : tr("The session has ended.")),
    onConnection: (connected) => card.connection(connected),
  });

  function over(sentence: string): void {
    rememberKeys(null);
    feed?.close();
    driver.close();
    asking?.close();
    card.over(sentence);
    onOver();
  }

  function show(state: State): void {
    asking?.step(state);
    const next = stateOf(state, asking?.prediction ?? null);
    if (next === null) return;
    const text = JSON.stringify(next);
    if (text === sentText) return;
    sentText = text;
    // Numbers that the presenter's own exercise leaves out are there for those who follow.
    driver.send(next, state.trace !== null && isExercise(state.trace) ? null : state.trace);
  }

  asking = createAsking({
    driver,
    state: options.state,
    go: options.go,
    onChange: () => show(options.state()),
  });
  card.open({
    code: keys.code,
    address: `${SERVER}/live/${keys.code}`,
    asking: keys.code === LOCAL ? null : asking,
    handOver: () => driver.handOver(),
    end: async () => {
      feed?.close();
      await driver.end();
      over(tr("The session has ended."));
    },
  });
  if (keys.code !== LOCAL) {
    feed = follow(SERVER, keys.code, {
      onState: (_, newest) => driver.noteVersion(newest),
      onEnd: () => over(tr("The session has ended.")),
      onConnection: (connected) => card.connection(connected),
    });
  }
  return {show, toggle: card.toggle};
}

/** Return the state for those who follow: the last picture that was drawn, with the numbers as they were moved. */
function stateOf(
  {trace, traceRequest, request, player, notation}: State,
  prediction: Prediction | null,
): LiveState | null {
  if (trace === null || traceRequest === null) return null;
  return {
    request: traceRequest.source === request.source ? request : traceRequest,
    step: player.step,
    notation,
    prediction,
  };
}

const sameState = ({request, step}: LiveState, state: State): boolean =>
  JSON.stringify([request, step]) === JSON.stringify([state.request, state.requestedStep ?? state.player.step]);
