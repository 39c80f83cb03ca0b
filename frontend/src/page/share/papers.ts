/** The places that a picture is looked at, and the shape of its rows there: the page's camera rule, for paper. Pure. */

import {legible, type Size, subjectOf} from "../../player/draw/camera";
import type {Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";

export type PaperId = "row" | "slide" | "page" | "column";

/** `room`: in px at which 12 is legible; null: as long as it is. A column is as high as it likes. */
type Paper = Readonly<{id: PaperId; label: string; room: Size | null}>;

export const PAPERS: readonly Paper[] = [
  {id: "row", label: tr("One row"), room: null},
  {id: "slide", label: tr("Slide, 16:9"), room: {width: 960, height: 540}},
  {id: "page", label: tr("A4 page"), room: {width: 605, height: 907}},
  {id: "column", label: tr("Column of a README"), room: {width: 830, height: 8300}},
];

const MOST = 8; // as the page asks for

/** Returns whether a graph stands in several rows: a wire then leads back. */
const isInRows = ({edges, flow}: Trace): boolean =>
  flow === "right" && edges.some(({path}) => path.some(([x], i) => i > 0 && x < (path[i - 1]?.[0] ?? x) - 1));

/** The aspect to ask for: rows no wider than the paper where they can be read so, else of its own shape. */
export function aspectOn(id: PaperId, trace: Trace): number | null {
  const room = PAPERS.find((paper) => paper.id === id)?.room ?? null;
  if (room === null || trace.flow === "down") return null;
  const subject = subjectOf(trace);
  const across = room.width / legible(subject, 1);
  const fits = subject.width <= across && subject.height <= room.height / legible(subject, 1);
  if (fits && !isInRows(trace)) return null;
  const aspect = Math.max(room.width / room.height, (across * across) / (subject.width * subject.height));
  return Math.min(MOST, Math.round(aspect * 10) / 10);
}
