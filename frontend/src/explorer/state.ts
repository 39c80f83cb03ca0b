/** The explorer's one state, the function that changes it, and the address that holds it. */

import type {Activation, Settings} from "./data";
import {END} from "./data";

export const MOST = 6; // curves that can still be told apart
type Theme = "auto" | "light" | "dark";

export type State = Readonly<{
  names: readonly (string | null)[]; // by colour; null: that colour is free
  focus: string; // whose marks are drawn
  x: number;
  settings: Readonly<Record<string, Settings>>;
  theme: Theme;
}>;

export type Action =
  | {type: "toggle"; name: string}
  | {type: "focus"; name: string}
  | {type: "x"; x: number}
  | {type: "set"; name: string; parameter: string; value: number}
  | {type: "theme"; theme: Theme};

export const namesOf = (state: State): string[] => state.names.filter((name) => name !== null);

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "toggle":
      return toggle(state, action.name);
    case "focus":
      return namesOf(state).includes(action.name) ? {...state, focus: action.name} : state;
    case "x":
      return {...state, x: clamp(action.x)};
    case "set": {
      const own = {...state.settings[action.name], [action.parameter]: action.value};
      return {...state, settings: {...state.settings, [action.name]: own}};
    }
    case "theme":
      return {...state, theme: action.theme};
  }
}

/** Show a curve or hide it; a curve keeps its colour as long as it is shown. The last one stays. */
function toggle(state: State, name: string): State {
  const names = namesOf(state);
  if (names.includes(name)) {
    if (names.length === 1) return state;
    const slots = state.names.map((other) => (other === name ? null : other));
    const rest = names.filter((other) => other !== name);
    return {...state, names: slots, focus: state.focus === name ? (rest[rest.length - 1] ?? state.focus) : state.focus};
  }
  if (names.length >= MOST) return state;
  const free = state.names.indexOf(null);
  const slots = free < 0 ? [...state.names, name] : state.names.map((other, i) => (i === free ? name : other));
  return {...state, names: slots, focus: name};
}

export function clamp(x: number): number {
  return Math.round(Math.max(-END, Math.min(END, Number.isFinite(x) ? x : 0)) * 100) / 100 + 0;
}

/** The state an address asks for. */
export function readState(search: string, activations: readonly Activation[]): State {
  const words = new URLSearchParams(search);
  const names = new Set(activations.map(({name}) => name));
  const texts = (words.get("show") ?? "sigmoid,tanh,relu").split(",").filter((name) => names.has(name));
  const slots = [...new Set(texts)].slice(0, MOST);
  if (slots.length === 0) slots.push("sigmoid");
  const settings: Record<string, Record<string, number>> = {};
  for (const {name, parameters} of activations)
    for (const {name: parameter} of parameters) {
      const value = Number(words.get(`${name}.${parameter}`) ?? Number.NaN);
      if (Number.isFinite(value)) settings[name] = {...settings[name], [parameter]: value};
    }
  const focus = words.get("focus") ?? "";
  return {
    names: slots,
    focus: slots.includes(focus) ? focus : (slots[0] ?? "sigmoid"),
    x: clamp(Number(words.get("x") ?? 1)),
    settings,
    theme: "auto",
  };
}

export function writeState(state: State): string {
  const words = new URLSearchParams({show: namesOf(state).join(","), x: String(state.x)});
  const names = namesOf(state);
  if (state.focus !== names[0]) words.set("focus", state.focus);
  for (const [name, own] of Object.entries(state.settings))
    if (names.includes(name))
      for (const [parameter, value] of Object.entries(own)) words.set(`${name}.${parameter}`, String(value));
  return `?${words.toString().replaceAll("%2C", ",")}`;
}
