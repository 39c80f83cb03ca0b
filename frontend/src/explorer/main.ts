/** The activation explorer. This file owns the one state; everything else is told what to show. */

import {byId, prefersReducedMotion, write} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {number} from "../shared/number";
import {recallTheme, rememberTheme} from "../shared/storage";
import {type Activation, at, curve, type Data, type Sample, type Settings} from "./data";
import {createAbout, createChips, createFacts, type Row} from "./panels";
import {type Curve, createPlots} from "./plots";
import {type Action, readState, reduce, type State, writeState} from "./state";
import {createZigzag} from "./zigzag";

const data = JSON.parse(byId("data").textContent ?? "{}") as Data;
const activationsByName = new Map(data.activations.map((one) => [one.name, one]));
const NONE: Settings = {};

let state: State = {...readState(location.search, data.activations), theme: recallTheme()};

const acts = {
  onToggle: (name: string) => dispatch({type: "toggle", name}),
  onFocus: (name: string) => dispatch({type: "focus", name}),
  onSet: (name: string, parameter: string, value: number) => dispatch({type: "set", name, parameter, value}),
};
const chips = createChips(byId("chips"), data.activations, acts);
const facts = createFacts(byId("facts"), acts);
const about = createAbout(byId("about"), acts);
const plots = createPlots(
  byId("plots"),
  (x) => dispatch({type: "x", x}),
  () => prefersReducedMotion(window),
);
const slider = byId<HTMLInputElement>("x");

function dispatch(action: Action): void {
  const before = state;
  state = reduce(state, action);
  if (state === before) return;
  show();
  if (state.theme !== before.theme) rememberTheme(state.theme);
  remember();
}

/** One entry of the history however far the hand goes. A page in a foreign frame may have no history. */
let later: ReturnType<typeof setTimeout> | undefined;
function remember(): void {
  clearTimeout(later);
  later = setTimeout(() => {
    try {
      history.replaceState(null, "", writeState(state));
    } catch {
      // the address stays as it is
    }
    write(byId("live"), description());
  }, 250);
}

const samples = new Map<string, readonly Sample[]>();

/** A curve is worked out once for each setting. */
function curveOf(of: Activation, settings: Settings): readonly Sample[] {
  const key = `${of.name} ${JSON.stringify(settings)}`;
  const samplesOfCurve = samples.get(key) ?? curve(of, settings);
  samples.set(key, samplesOfCurve);
  return samplesOfCurve;
}

function rows(): Row[] {
  return state.names.flatMap((name, slot) => {
    const of = name === null ? undefined : activationsByName.get(name);
    if (!of) return [];
    const settings = state.settings[of.name] ?? NONE;
    return [{of, slot, settings, now: at(of, state.x, settings), focus: of.name === state.focus}];
  });
}

function show(): void {
  const {theme} = state;
  if (theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme;
  const all = rows();
  const curves = all.map(({of, slot, settings, now, focus}): Curve => {
    const {name, title, marks} = of;
    return {name, title, slot, samples: curveOf(of, settings), now, marks, focus};
  });
  plots.show(curves, state.x);
  chips.show(state);
  facts.show(all);
  const focus = all.find((row) => row.focus);
  if (focus) about.show(focus);
  if (Number(slider.value) !== state.x) slider.value = String(state.x);
  slider.setAttribute("aria-valuetext", `x = ${number(state.x)}`);
  write(byId("x-value"), number(state.x));
  for (const button of byId("places").querySelectorAll<HTMLElement>("button"))
    button.setAttribute("aria-pressed", String(Number(button.dataset.x) === state.x));
}

const description = (): string =>
  `x = ${number(state.x)}. ${rows()
    .map(({of, now}) => tr`${of.title}: value ${number(now.value)}, slope ${number(now.slope)}`)
    .join(". ")}.`;

slider.addEventListener("input", () => dispatch({type: "x", x: Number(slider.value)}));
byId("places").addEventListener("click", (event) => {
  const place = (event.target as Element).closest<HTMLElement>("[data-x]")?.dataset.x;
  if (place !== undefined) dispatch({type: "x", x: Number(place)});
});
document.getElementById("theme-button")?.addEventListener("click", () => {
  const dark = state.theme === "dark" || (state.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  dispatch({type: "theme", theme: dark ? "light" : "dark"});
});

show();
createZigzag(byId("zigzag"), data);
document.body.dataset.ready = "";
