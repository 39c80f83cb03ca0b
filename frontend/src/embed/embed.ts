/** The page inside other people's frames: the player without the editor, its keys and its messages. */

import {createAskInRows} from "../player/element/ask-in-rows";
import {type ChainRule, TAG} from "../player/element/element";
import {followLive} from "../player/element/follow";
import {type Answer, fetchRun, fetchTrace} from "../shared/api";
import {readAppearance, type Theme} from "../shared/appearance";
import {compressedHere, writtenOut} from "../shared/compressed-link";
import type {Trace} from "../shared/contract";
import {DEFAULT_REQUEST} from "../shared/default-request";
import {h, withCode} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {misread, readLink, requestOfLink} from "../shared/link";
import type {Problem, TraceRequest, Values} from "../shared/request";
import {MOST_KEPT, readFields, serverFields} from "../shared/run-fields";
import {createCheckPanel} from "./check";
import {actionOf, type Move} from "./keys";
import {type Command, commandOf, deckCall, deckWordOf, type EmbedMessage, message} from "./protocol";
import {atPlace, type EmbedState, firstState, focusAfter, heightFor, withFold, withValues} from "./state";
import {createRecorder} from "./xapi";

const address = writtenOut(location, compressedHere(document, location));
const link = readLink(address);
const notUnderstood = misread(address);
const appearance = readAppearance(new URLSearchParams(address.search));
const main = document.getElementById("embed") ?? document.body;
const player = document.createElement(TAG) as ChainRule;

const record = createRecorder(activityOf(location.href), document.title);

const inRows = createAskInRows<Answer<Trace>>(player, (answer) => (answer.ok ? answer.value : null));
const check = link.panel === "check" && appearance.live === "" ? createCheckPanel(link, measure) : null;
let state: EmbedState = firstState(requestOfLink(link, DEFAULT_REQUEST));
const inFlight = createLatest();
const restLater = createRest(150);

/** The signal of the newest request; the one before is given up. */
function createLatest(): {next(): AbortSignal} {
  let controller = new AbortController();
  return {
    next() {
      controller.abort();
      controller = new AbortController();
      return controller.signal;
    },
  };
}

/** Runs the last of several acts, once nothing has come for so many ms. */
function createRest(ms: number): (act: () => void) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
}

function tell(body: EmbedMessage): void {
  if (window.parent === window) return;
  window.parent.postMessage(message(body), "*");
  const statement = appearance.xapi ? record(body) : null;
  if (statement !== null) window.parent.postMessage(message({type: "xapi", statement}), "*");
}

function applyTheme(theme: Theme): void {
  if (theme === "auto") {
    delete document.documentElement.dataset.theme;
    player.removeAttribute("theme");
  } else {
    document.documentElement.dataset.theme = theme;
    player.setAttribute("theme", theme);
  }
}

/** The same graph is the same activity, wherever it begins. */
function activityOf(href: string): string {
  const url = new URL(href);
  for (const name of ["step", "xapi"]) url.searchParams.delete(name);
  return url.href;
}

/** `step`: where the picture begins; null: where it was. */
async function ask(step: number | null): Promise<void> {
  const signal = inFlight.next();
  const {request} = state;
  const {values: _, ...picture} = request;
  const fetchPicture = (aspect: number | null): Promise<Answer<Trace>> => fetchTrace(request, signal, aspect);
  // Before the first picture nobody knows its window.
  const isFirst = state.trace === null;
  const answer = isFirst ? await fetchPicture(null) : await inRows.ask(JSON.stringify(picture), fetchPicture);
  if (signal.aborted) return;
  if (!answer.ok) {
    complain(answer.problem);
    return;
  }
  const trace = answer.value;
  state = {...state, trace};
  if (step !== null) player.setAttribute("step", String(step));
  player.trace = trace;
  if (!player.isConnected) main.replaceChildren(player, ...(check === null ? [] : [check.element]));
  if (step !== null) player.step = step;
  if (isFirst && !player.fits(trace)) return ask(step);
  if (isFirst) void train(state.request);
  void check?.show(request, trace);
  measure();
  tell({type: "ready", step: player.step, last: trace.steps.length, title: document.title});
}

/** The run that the address asks for, below the picture. */
async function train(start: TraceRequest): Promise<void> {
  if (link.train === null) return;
  const answer = await fetchRun(
    start,
    serverFields(readFields(link.train), state.trace?.loop?.rounds == null),
    MOST_KEPT,
  );
  if (!answer.ok) {
    complain(answer.problem);
    return;
  }
  player.setAttribute("t", String(link.t ?? 0));
  player.run = answer.value;
  measure();
}

/** Shows what the presenter of a session shows; what is stepped here leaves it, and a button catches up. */
function followSession(code: string): void {
  main.replaceChildren(player);
  const button = h("button", {type: "button", class: "catch-up", hidden: true}, tr("Catch up"));
  button.addEventListener("click", () => session.catchUp());
  main.append(button);
  player.addEventListener("ready", () => {
    state = {...state, trace: player.trace};
    measure();
    tell({type: "ready", step: player.step, last: state.trace?.steps.length ?? 0, title: document.title});
  });
  const session = followLive(player, {
    server: new URL(".", location.href).href.replace(/\/$/, ""),
    code,
    onChange({following, ended, state: shared}) {
      button.hidden = following || ended || shared === null;
      if (shared !== null) state = {...state, request: shared.request};
      if (ended && shared === null) main.replaceChildren(h("p", {role: "alert"}, tr`There is no session ${code}.`));
    },
  });
}

function complain(problem: Problem): void {
  const words = [problem.detail, problem.hint].filter((text): text is string => text !== null);
  const lines = words.map((text) => h("p", {role: "alert"}, ...withCode(text)));
  if (state.trace === null)
    main.replaceChildren(h("div", {class: "problem"}, ...lines, h("pre", {}, state.request.source)));
  tell({type: "error", message: words.join(" ")});
}

/** The height at which the picture fills the width that the frame has. */
function measure(): void {
  const width = window.innerWidth;
  state = {...state, width};
  if (state.trace === null || width === 0) return;
  const rest = [
    ...(player.shadowRoot?.querySelectorAll<HTMLElement>(
      "[part~=caption], [part~=values], [part~=run], [part~=controls]",
    ) ?? []),
  ];
  const below = rest.reduce((sum, part) => sum + part.offsetHeight, 0);
  const picture = heightFor(state.trace, width, below, appearance.font);
  main.style.setProperty("--picture", `${picture}px`);
  const height = picture + (check?.element.offsetHeight ?? 0);
  if (Math.abs(height - state.height) < 2) return;
  state = {...state, height};
  tell({type: "height", height});
}

const MOVES: Readonly<Record<Move, () => void>> = {
  next: () => player.next(),
  prev: () => player.prev(),
  start: () => player.go(0),
  end: () => player.go(state.trace?.steps.length ?? 0),
  toggle: () => (player.playing ? player.pause() : player.play()),
};

function obey(command: Command): void {
  switch (command.method) {
    case "go":
      player.go(command.step);
      break;
    case "speed":
      player.setAttribute("speed", String(command.speed));
      break;
    case "theme":
      applyTheme(command.theme);
      break;
    case "notation":
      player.setAttribute("notation", command.notation);
      break;
    case "values":
      state = withValues(state, command.values as Values);
      void ask(null);
      if (player.run !== null) void train(state.request);
      break;
    default:
      player[command.method]();
  }
}

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.composedPath()[0];
  const is = (selector: string): boolean => target instanceof Element && target.matches(selector);
  const pressed = {
    key: event.key,
    keyCode: event.keyCode,
    typing: is("input, textarea, select, [role=slider], [role=spinbutton], [contenteditable]"),
    button: is("button, a, summary, [role=button]"),
  };
  const action = actionOf(pressed, state.focus, player.step, state.trace?.steps.length ?? 0);
  if (action === null) return;
  // Before the element sees it: inside a deck the step after the last one belongs to the deck.
  event.preventDefault();
  event.stopPropagation();
  if (action.do === "move") MOVES[action.move]();
  else
    window.parent.postMessage(action.do === "key" ? deckCall("triggerKey", action.code) : deckCall(action.method), "*");
}

function listen(): void {
  player.addEventListener("stepchange", (event) => {
    const {step, last} = (event as CustomEvent<{step: number; last: number}>).detail;
    tell({type: "stepchange", step, last, text: state.trace?.steps[step - 1]?.text ?? ""});
  });
  player.addEventListener("valueschange", (event) => {
    const {values} = (event as CustomEvent<{values: Values}>).detail;
    tell({type: "values", values});
    state = withValues(state, values);
    // Too big for the browser to reckon with: the server does, once the hand rests. The check always is its work.
    if (!state.trace?.tape || check !== null) restLater(() => void ask(null));
  });
  player.addEventListener("place", (event) => {
    state = atPlace(state, (event as CustomEvent<{values?: Values; round?: number}>).detail);
    restLater(() => void ask(null));
  });
  player.addEventListener("fold", (event) => {
    const {id, open} = (event as CustomEvent<{id: string; open: boolean}>).detail;
    state = withFold(state, id, open);
    void ask(null);
  });
  window.addEventListener("pointerdown", () => {
    state = {...state, focus: focusAfter(state.focus, "pointer")};
  });
  window.addEventListener("keydown", press, {capture: true});
  window.addEventListener("resize", () => {
    if (window.innerWidth !== state.width) measure(); // what the page around does to the height is its answer
  });
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || window.parent === window) return;
    const word = deckWordOf(event.data);
    if (word !== null) {
      state = {...state, focus: focusAfter(state.focus, word)};
      if (word === "slide:start") window.focus();
      else player.pause();
      return;
    }
    const command = commandOf(event.data);
    if (command !== null) obey(command);
  });
}

for (const name of ["controls", "autoplay", "loop", "editable"] as const)
  player.toggleAttribute(name, appearance[name]);
player.setAttribute("folds", "");
if (appearance.font !== 1) player.setAttribute("font-size", String(appearance.font));
if (link.notation !== null) player.setAttribute("notation", link.notation);
if (link.speed !== null) player.setAttribute("speed", String(link.speed));
main.toggleAttribute("data-check", check !== null);
applyTheme(appearance.theme);
listen();
if (appearance.live !== "") followSession(appearance.live);
else if (notUnderstood.length > 0) {
  const detail = tr`The address says ${notUnderstood.join(", ")}, which is not understood.`;
  complain({code: "bad-field", detail, hint: null, span: null});
} else if (link.panel === "costs") {
  const hint = tr("Leave `panel` out, or open the page: it has the costs under J.");
  complain({code: "bad-field", detail: tr("A frame shows no costs of derivatives."), hint, span: null});
} else void ask(link.step ?? (link.train === null ? 0 : Number.MAX_SAFE_INTEGER));
