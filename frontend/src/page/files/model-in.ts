/** A model's file as a request: the server reads it, and keeps nothing. */

import {fetchModel} from "../../shared/api";
import {tr} from "../../shared/i18n/tr";
import {REVERSE} from "../../shared/request";
import type {FileContent} from "./graph-in";

/** Bytes up to which a file is sent; the server says the same. */
const LARGEST = 2_000_000;

export const MODEL = /\.onnx$/i;

/** The question of a model: with its numbers where a request can hold them, else with its shapes alone. */
export async function modelIn(file: File): Promise<FileContent> {
  if (file.size > LARGEST)
    return {
      refused: tr`${file.name} is larger than 2 MB. On your own machine \`chainrule import\` takes files of any size.`,
    };
  const answer = await fetchModel(file);
  if (!answer.ok) return {refused: [answer.problem.detail, answer.problem.hint ?? ""].join(" ").trim()};
  const {source, values, shapes} = answer.value;
  const common = {source, output: null, upstream: null, view: "functions", open: [], closed: [], ...REVERSE} as const;
  return {request: values === null ? {...common, values: {}, shapes_only: shapes} : {...common, values}};
}
