/** A program, a notebook, a trace, a table of values or a model that is dropped on the page. */

import type {TraceRequest} from "../../shared/request";
import {LESSON, listenForFiles} from "./listen";

type GraphContext = Readonly<{
  request: () => TraceRequest;
  load: (request: TraceRequest) => void;
  say: (text: string) => void;
  failed: () => void;
}>;

/** Opens what is dropped; values go into the program that is there. Lessons have a listener of their own. */
export function listenForGraphs({request, load, say, failed}: GraphContext): void {
  async function open(file: File): Promise<void> {
    const {contentIn} = await import("./content");
    const content = await contentIn(file);
    if ("refused" in content) say(content.refused);
    else if ("request" in content) load(content.request);
    else load({...request(), values: {...request().values, ...content.values}});
  }

  listenForFiles(
    (name) => !LESSON.test(name),
    (file) => void open(file).catch(failed),
  );
}
