/** The places that a picture is looked at, and the shape of its rows there: the page's camera rule, for paper. Pure. */

import {LEAST_TYPE, legible, type Size, subjectOf} from "../../player/draw/camera";
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
const LEAST = 0.2;
const STEP = 0.7; // from one aspect to the next: about one row more
const LARGE = 400; // boxes beyond which a second layout is not worth its time

/** Returns whether a graph stands in several rows: a wire then leads back. */
const isInRows = ({edges, flow}: Trace): boolean =>
  flow === "right" && edges.some(({path}) => path.some(([x], i) => i > 0 && x < (path[i - 1]?.[0] ?? x) - 1));

/** The aspect to ask for first: rows no wider than the paper where they can be read so, else of its own shape. */
export function aspectOn(id: PaperId, trace: Trace): number | null {
  const room = roomOn(id);
  if (room === null || trace.flow === "down") return null;
  const subject = subjectOf(trace);
  const across = room.width / legible(subject, 1);
  const fits = subject.width <= across && subject.height <= room.height / legible(subject, 1);
  if (fits && !isInRows(trace)) return null;
  const aspect = Math.max(room.width / room.height, (across * across) / (subject.width * subject.height));
  return rounded(aspect);
}

const rounded = (aspect: number): number => Math.max(LEAST, Math.min(MOST, Math.round(aspect * 10) / 10));

/** Returns the room of a paper in px; null: as long as it is. */
const roomOn = (id: PaperId): Size | null => PAPERS.find((paper) => paper.id === id)?.room ?? null;

/** A picture on its paper: the aspect of its rows, and the height in px of its digits there, null where nobody knows. */
type OnPaper = Readonly<{aspect: number | null; digits: number | null}>;

/** The fewest rows whose digits can be read on the paper; where none can be, those that show them largest. */
export async function fitOn(
  id: PaperId,
  trace: Trace,
  ask: (aspect: number) => Promise<Trace | null>,
): Promise<OnPaper> {
  const room = roomOn(id);
  const first = aspectOn(id, trace);
  if (room === null) return {aspect: first, digits: null};
  if (first === null) return {aspect: null, digits: digitsOn(room, trace)};
  const least = Math.max(LEAST, Math.min(first, rounded(room.width / room.height)));
  let best: OnPaper = {aspect: first, digits: null};
  for (let aspect = first; ; aspect = Math.max(least, rounded(aspect * STEP))) {
    const answer = await ask(aspect);
    if (answer === null) return best;
    const digits = digitsOn(room, answer);
    if (digits > (best.digits ?? 0)) best = {aspect, digits};
    if (digits >= LEAST_TYPE || aspect <= least || answer.nodes.length > LARGE) return best;
  }
}

/** The height of its smallest digits where it fills the paper. */
function digitsOn(room: Size, trace: Trace): number {
  const subject = subjectOf(trace);
  return subject.type * Math.min(room.width / subject.width, room.height / subject.height);
}
