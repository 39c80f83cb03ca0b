/** The four calls of SCORM 1.2: a learning system's `API` stands in one of the windows around the page. */

interface Api {
  LMSInitialize(empty: ""): string;
  LMSGetValue(name: string): string;
  LMSSetValue(name: string, value: string): string;
  LMSCommit(empty: ""): string;
  LMSFinish(empty: ""): string;
}

const FARTHEST = 20; // windows around this one
const MOST = 4000; // characters that a system keeps

/** The visit of one learner. Without a learning system nothing is kept and nothing is reported. */
export class Visit {
  readonly #api: Api | null;
  #over = false;

  constructor(from: Window = window) {
    const api = find(from) ?? (from.opener ? find(from.opener as Window) : null);
    this.#api = api && String(api.LMSInitialize("")) === "true" ? api : null;
  }

  get reports(): boolean {
    return this.#api !== null;
  }

  /** Id of the learner in the system; empty where nobody says it. */
  get learner(): string {
    return this.#api?.LMSGetValue("cmi.core.student_id") ?? "";
  }

  /** Answers of an earlier visit, by the ids of the blanks. */
  get answers(): ReadonlyMap<string, string> {
    try {
      const stored: unknown = JSON.parse(this.#api?.LMSGetValue("cmi.suspend_data") || "{}");
      return new Map(Object.entries(stored as object).map(([id, text]) => [id, String(text)]));
    } catch {
      return new Map(); // kept by something else
    }
  }

  /** Score in percent, and the answers for the next visit. It is passed once all is right. */
  report(right: number, of: number, answers: ReadonlyMap<string, string>): void {
    const api = this.#api;
    if (!api || this.#over) return;
    api.LMSSetValue("cmi.core.score.min", "0");
    api.LMSSetValue("cmi.core.score.max", "100");
    api.LMSSetValue("cmi.core.score.raw", String(Math.round((10_000 * right) / of) / 100));
    api.LMSSetValue("cmi.core.lesson_status", right === of ? "passed" : "incomplete");
    const suspendData = JSON.stringify(Object.fromEntries(answers));
    if (suspendData.length <= MOST) api.LMSSetValue("cmi.suspend_data", suspendData);
    api.LMSSetValue("cmi.core.exit", "suspend");
    api.LMSCommit("");
  }

  /** The page is left. */
  finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#api?.LMSFinish("");
  }
}

/** The same learner has the same variant on every visit. */
export function variantOf(learner: string, count: number): number {
  let hash = 0;
  for (const letter of learner) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % count;
}

function find(from: Window): Api | null {
  let place = from;
  for (let depth = 0; depth < FARTHEST; depth++) {
    try {
      const api = (place as Window & {API?: Api}).API;
      if (api) return api;
    } catch {
      return null; // a window of another origin: a system that frames the page so has no way to it
    }
    if (place.parent === place) return null;
    place = place.parent;
  }
  return null;
}
