/** The presenter's picture, asked for by those who follow: by an address, so that caches between them answer the hall. */

import {type Answer, problemOf} from "../api";
import type {Trace} from "../contract";
import {type CompactTrace, expand} from "../expand";
import {language} from "../i18n/tr";
import type {TraceRequest} from "../request";

const LONGEST_ADDRESS = 4_000; // characters; longer questions go as a body

/** Fetch the trace by GET, or by POST where its address would be too long. */
export async function fetchTraceFrom(
  server: string,
  request: TraceRequest,
  aspect: number | null,
  signal: AbortSignal,
): Promise<Answer<Trace>> {
  const address = `${server}/api/v1/trace`;
  const languageParam: Record<string, string> = language() === "en" ? {} : {lang: language()};
  const query = [queryOf(request, aspect), new URLSearchParams(languageParam).toString()].filter(Boolean).join("&");
  try {
    const response =
      query.length <= LONGEST_ADDRESS
        ? await fetch(`${address}?${query}`, {signal})
        : await fetch(address, {
            signal,
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({
              ...request,
              defaults: true,
              words: "templates",
              ...languageParam,
              ...(aspect === null ? {} : {aspect}),
            }),
          });
    const body: unknown = await response.json();
    return response.ok
      ? {ok: true, value: expand(body as Trace | CompactTrace)}
      : {ok: false, problem: problemOf(body, response.status)};
  } catch {
    return {ok: false, problem: problemOf(null, 0)};
  }
}

/** The same for all who ask the same, so that caches know it. */
function queryOf(request: TraceRequest, aspect: number | null): string {
  const {source, values, view, open, closed, output, upstream, mode, direction, graph, round = 1} = request;
  const query = new URLSearchParams({source});
  const set = (name: string, text: string, isUsual: boolean): void => {
    if (!isUsual) query.set(name, text);
  };
  set("values", JSON.stringify(values), Object.keys(values).length === 0);
  set("view", view, view === "gates");
  set("open", open.join(","), open.length === 0);
  set("closed", closed.join(","), closed.length === 0);
  set("output", output ?? "", output === null);
  set("upstream", JSON.stringify(upstream), upstream === null);
  set("mode", mode, mode === "reverse");
  set("direction", JSON.stringify(direction), direction === null);
  set("graph", graph, graph === "forward");
  set("round", String(round), round === 1);
  set("aspect", String(aspect), aspect === null);
  query.set("defaults", "true");
  query.set("words", "templates");
  return query.toString();
}
