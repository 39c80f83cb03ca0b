/** The arithmetic of the tape where it need not be there at once: the page fetches it after the first picture. */

import type * as Tape from "./tape";

export type TapeFunctions = typeof Tape;

let loadedTape: TapeFunctions | null = null;

/** Return the functions of the tape, or null until they have arrived. */
export const tapeNow = (): TapeFunctions | null => loadedTape;

/** Provide them where they are part of the same file. */
export function provideTape(functions: TapeFunctions): void {
  loadedTape = functions;
}

/** Fetch them; without them the server is asked, as for a graph without a tape. */
export async function fetchTape(): Promise<void> {
  loadedTape = await import("./tape").catch(() => null);
}
