/** A program, a notebook, a trace, a table of values or a model that is dropped on the page. */

import type {TraceRequest} from "../../shared/request";
import {LESSON, listenForFiles} from "./listen";

type GraphContext = Readonly<{
  question: () => TraceRequest;
  load: (question: TraceRequest) => void;
  say: (text: string) => void;
  failed: () => void;
}>;

/** Opens what is dropped; values go into the program that is there. Lessons have a listener of their own. */
export function listenForGraphs({question, load, say, failed}: GraphContext): void {
  async function open(file: File): Promise<void> {
    const {contentOf} = await import("./graph-in");
    const {MODEL, modelIn} = await import("./model-in");
    const content = MODEL.test(file.name) ? await modelIn(file) : contentOf(file.name, await file.text());
    if ("refused" in content) say(content.refused);
    else if ("question" in content) load(content.question);
    else load({...question(), values: {...question().values, ...content.values}});
  }

  listenForFiles(
    (name) => !LESSON.test(name),
    (file) => void open(file).catch(failed),
  );
}
