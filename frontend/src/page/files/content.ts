/** The content of a file of any kind that becomes a graph. */

import {contentOf, type FileContent} from "./graph-in";
import {MODEL, modelIn} from "./model-in";

/** Read it: a program, a notebook, a trace or a table of values here, a model by the server. */
export async function contentIn(file: File): Promise<FileContent> {
  return MODEL.test(file.name) ? modelIn(file) : contentOf(file.name, await file.text());
}
