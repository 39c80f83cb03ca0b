/** Data from which every picture of learning is drawn. */

import type {RunFields} from "../../shared/api";
import type {Run, Trace} from "../../shared/contract";
import type {TraceRequest, Values} from "../../shared/request";
import type {LossTape} from "./loss-tape";
import type {OneExample} from "./one-example";
import type {Opening} from "./opening";

export type LearnContext = Readonly<{
  run: Run;
  index: number; // the entry that is open
  start: TraceRequest; // what the run began with
  trace: Trace;
  fields: RunFields;
  tape: LossTape | null; // the loss as a function of the parameters, where the browser can run it
  open: (index: number) => void;
  edit: (source: string) => void; // the program is another
  replace: (program: Readonly<{source: string; values: Values}>) => void; // so are its values; the picture stays meanwhile
  example: OneExample | null; // that the graph shows, in place of all
  feed: (example: OneExample | null) => void;
  opening: Opening; // what the address asks for; a picture that takes it sets it to null
  onGraph: (entry: string | null) => void; // whose optimizer is open as a graph
  restart: (entries: readonly number[]) => void; // the run begins elsewhere
}>;
