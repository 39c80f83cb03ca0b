/** The element's inside: picture, sentence, formula, sliders, controls, and what stands there before a trace does. */

import {tr} from "../../shared/i18n/tr";
import tokensCss from "../../shared/tokens.css?inline";
import arraysCss from "../draw/arrays.css?inline";
import type {Action} from "../model/transport";
import {createTransport, type Transport} from "./controls";
import transportCss from "./controls.css?inline";
import directionsCss from "./directions.css?inline";
import elementCss from "./element.css?inline";
import questionMarkCss from "./question-mark.css?inline";
import {createRunBar, type RunBar} from "./run-bar";
import runBarCss from "./run-bar.css?inline";
import {createSliders, type Sliders} from "./sliders";
import slidersCss from "./sliders.css?inline";
import {createStage} from "./stage";
import stageCss from "./stage.css?inline";
import type {Stage} from "./stage-types";

const KEYS: Readonly<Record<string, Action>> = {
  ArrowRight: {type: "move", by: 1},
  ArrowLeft: {type: "move", by: -1},
  PageDown: {type: "move", by: 1},
  PageUp: {type: "move", by: -1},
  Home: {type: "start"},
  End: {type: "end"},
  " ": {type: "toggle"},
};

export interface Parts {
  readonly root: ShadowRoot;
  readonly player: HTMLElement;
  readonly fallback: HTMLElement;
  readonly stage: Stage;
  readonly problem: HTMLElement;
  readonly status: HTMLElement;
  readonly formula: HTMLElement;
  readonly sliders: Sliders;
  readonly runBar: RunBar;
  readonly controls: HTMLElement;
  readonly transport: Transport;
  readonly press: (event: KeyboardEvent) => void; // what a key does; also of a page that is nothing but this picture
}

interface Hooks {
  act(action: Action): void;
  set(name: string, value: number): void;
  size(): number;
  folds(): boolean;
  scrubs(): boolean;
  goRun(index: number): void;
  toggleRun(): void;
}

export function buildShell(host: HTMLElement, {act, set, size, folds, scrubs, goRun, toggleRun}: Hooks): Parts {
  const document = host.ownerDocument;
  const root = host.shadowRoot ?? host.attachShadow({mode: "open"});
  const make = (name: string, part: string, tag = "div"): HTMLElement => {
    const element = document.createElement(tag);
    element.className = name;
    element.setAttribute("part", part);
    return element;
  };
  const player = make("cr-player", "player");
  player.tabIndex = 0;
  player.setAttribute("role", "group");
  player.setAttribute("aria-label", tr("Backpropagation, step by step"));
  const picture = make("cr-picture", "picture");
  const caption = make("cr-caption", "caption");
  const status = make("cr-status", "status", "p");
  status.setAttribute("aria-live", "polite");
  const formula = make("cr-formula", "formula");
  const controls = make("cr-controls", "controls");
  caption.append(status, formula);
  const values = make("cr-values", "values");
  const runBar = make("cr-run", "run");
  player.append(picture, caption, values, runBar, controls);
  const fallback = make("cr-fallback", "fallback");
  const transport = createTransport(controls, act);
  transport.element.append(valuesButton(make("cr-button cr-tune", "values-button", "button"), player));
  const problem = make("cr-problem", "problem", "p");
  problem.setAttribute("role", "alert");
  fallback.append(document.createElement("slot"), problem);
  root.replaceChildren(fallback, player);
  const css = [
    tokensCss,
    stageCss,
    arraysCss,
    transportCss,
    directionsCss,
    slidersCss,
    runBarCss,
    questionMarkCss,
    elementCss,
  ];
  adoptStyles(root, css.join(""));
  const press = pressKeys(act);
  player.addEventListener("keydown", press);
  return {
    root,
    player,
    fallback,
    stage: createStage(picture, {wheel: "modifier", text: size, folds, scrubs, passing: true}),
    problem,
    status,
    formula,
    sliders: createSliders(values, set),
    runBar: createRunBar(runBar, {go: goRun, toggle: toggleRun}),
    controls,
    transport,
    press,
  };
}

/** In a small frame the sliders take the place of the sentence at a tap. */
function valuesButton(button: HTMLElement, player: HTMLElement): HTMLElement {
  button.title = tr("Values");
  button.ariaLabel = button.title;
  button.ariaPressed = "false";
  button.textContent = "x=";
  button.addEventListener("click", () => {
    button.ariaPressed = String(player.classList.toggle("tuned"));
  });
  return button;
}

function pressKeys(act: (action: Action) => void): (event: KeyboardEvent) => void {
  return (event) => {
    const action = KEYS[event.key];
    const pressed = event.composedPath()[0];
    if (!action || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const is = (selector: string): boolean => pressed instanceof Element && pressed.matches(selector);
    if (is("input, textarea, select") || (event.key === " " && is("button"))) return;
    event.preventDefault();
    act(action);
  };
}

/** A constructed sheet passes a strict Content-Security-Policy; a <style> is for browsers without it. */
function adoptStyles(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = root.ownerDocument.createElement("style");
    style.textContent = css;
    root.prepend(style);
  }
}
