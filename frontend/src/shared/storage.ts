/** Storage of the browser: guarded, since it throws in sandboxed frames and private windows. */

import type {Theme} from "./appearance";
import {type Digits, isDigits} from "./digits";

const THEME = "chainrule.theme";
const DIGITS = "chainrule.digits";
const NOTATION = "chainrule.notation";

export function recall(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Returns whether it was kept: there may be no storage, or no room in it. The page works without. */
export function remember(key: string, value: string): boolean {
  try {
    window.localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

export function recallTheme(): Theme {
  const theme = recall(THEME);
  return theme === "light" || theme === "dark" ? theme : "auto";
}

export const rememberTheme = (theme: Theme): boolean => remember(THEME, theme);
export const recallNotation = (): string | null => recall(NOTATION);
export const rememberNotation = (notation: string): boolean => remember(NOTATION, notation);

export function recallDigits(): Digits {
  const digits = recall(DIGITS);
  return isDigits(digits) ? digits : "short";
}

export const rememberDigits = (digits: Digits): boolean => remember(DIGITS, digits);
