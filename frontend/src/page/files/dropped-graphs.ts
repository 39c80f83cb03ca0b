/** A program, a notebook, a trace, a table of values or a model that is dropped on the page. */

import {tr} from "../../shared/i18n/tr";
import type {TraceRequest, Values} from "../../shared/request";
import {LESSON, listenForFiles} from "./listen";

type GraphContext = Readonly<{
  request: () => TraceRequest;
  leaves: () => readonly string[];
  load: (request: TraceRequest) => void;
  say: (text: string) => void;
  failed: () => void;
}>;

/** Opens what is dropped; values go into the program that is there. Lessons have a listener of their own. */
export function listenForGraphs({request, leaves, load, say, failed}: GraphContext): void {
  async function open(file: File): Promise<void> {
    const {contentIn} = await import("./content");
    const content = await contentIn(file);
    if ("refused" in content) say(content.refused);
    else if ("request" in content) load(content.request);
    else give(content.values);
  }

  /** Columns for names of the program; others have no place in it. */
  function give(values: Values): void {
    // A Greek letter of the text is called by its word in the trace.
    const names = new Set([...(request().source.match(/[\p{L}_]\w*/gu) ?? []), ...leaves()]);
    const [own, others] = [true, false].map((isOwn) => Object.keys(values).filter((at) => names.has(at) === isOwn));
    if (own?.length) load({...request(), values: {...request().values, ...pick(values, own)}});
    if (others?.length)
      say(tr`The program has no ${others.join(", ")}: a column stands below the name that it is for.`);
  }

  listenForFiles(
    (name) => !LESSON.test(name),
    (file) => void open(file).catch(failed),
  );
}

const pick = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
