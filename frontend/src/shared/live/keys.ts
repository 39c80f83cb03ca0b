/** The presenter's key: in this window's own storage, never in an address, a page or another window. */

import type {Keys} from "./drive";

const NAME = "chainrule.live";

/** Returns whether it was kept. */
export function rememberKeys(keys: Keys | null): boolean {
  try {
    if (keys === null) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, JSON.stringify(keys));
    return true;
  } catch {
    return false;
  }
}

/** The session that this window drove before it was loaded again. */
export function recallKeys(): Keys | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
    const {code, key} = (stored ?? {}) as Partial<Record<string, unknown>>;
    return typeof code === "string" && typeof key === "string" ? {code, key} : null;
  } catch {
    return null;
  }
}
