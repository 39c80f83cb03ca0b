/** What the browser remembers: guarded, since storage throws in sandboxed frames and private windows. */

import type {Question, Theme} from "./state";

const THEME = "chainrule.theme";
const NOTATION = "chainrule.notation";
const KEPT = "chainrule.kept";
const DISMISSED = "chainrule.dismissed";
const MOST = 10;

/** A formula somebody typed, with what belonged to it. `id` tells one sitting from the next. */
export type Kept = Readonly<{id: string; at: number; question: Question}>;

export function recall(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // Nothing can be kept here; the page works without.
  }
}

export function recallTheme(): Theme {
  const theme = recall(THEME);
  return theme === "light" || theme === "dark" ? theme : "auto";
}

export const rememberTheme = (theme: Theme): void => remember(THEME, theme);
export const recallNotation = (): string | null => recall(NOTATION);
export const rememberNotation = (notation: string): void => remember(NOTATION, notation);

/** The formulas typed on this machine, newest first. */
export function kept(): readonly Kept[] {
  try {
    const list: unknown = JSON.parse(recall(KEPT) ?? "[]");
    return Array.isArray(list) ? list.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** Keeps a formula. The same sitting renews its own entry; another sitting's entry is never overwritten. */
export function keep(id: string, question: Question, at: number): void {
  const others = kept().filter((entry) => entry.id !== id && entry.question.source !== question.source);
  remember(KEPT, JSON.stringify([{id, at, question}, ...others].slice(0, MOST)));
}

function isKept(entry: unknown): entry is Kept {
  if (typeof entry !== "object" || entry === null) return false;
  const {id, at, question} = entry as Partial<Kept>;
  return typeof id === "string" && typeof at === "number" && typeof question?.source === "string";
}

/** Whether somebody said that they have seen the notice about this formula. */
export const isDismissed = (id: string): boolean => recall(DISMISSED) === id;
export const dismiss = (id: string): void => remember(DISMISSED, id);
