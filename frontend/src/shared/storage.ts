/** Storage of the browser: guarded, since it throws in sandboxed frames and private windows. */

import type {Theme} from "./appearance";
import {type Digits, isDigits} from "./digits";

const THEME = "chainrule.theme";
const DIGITS = "chainrule.digits";
const NOTATION = "chainrule.notation";

/** Return what is stored; null where there is nothing or no storage. */
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

/** Return the theme that was chosen, else "auto". */
export function recallTheme(): Theme {
  const theme = recall(THEME);
  return theme === "light" || theme === "dark" ? theme : "auto";
}

/** Store the theme; false where that is not allowed. */
export const rememberTheme = (theme: Theme): boolean => remember(THEME, theme);

/** Return the notation that was chosen; null for none. */
export const recallNotation = (): string | null => recall(NOTATION);

/** Store the notation; false where that is not allowed. */
export const rememberNotation = (notation: string): boolean => remember(NOTATION, notation);

/** Return the digits that were chosen, else "short". */
export function recallDigits(): Digits {
  const digits = recall(DIGITS);
  return isDigits(digits) ? digits : "short";
}

/** Store the choice of digits; false where that is not allowed. */
export const rememberDigits = (digits: Digits): boolean => remember(DIGITS, digits);
