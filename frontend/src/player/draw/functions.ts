/** Functions in the picture: the dashed frames of open ones, and the small buttons that open and close. */
import type {Trace, TraceFunction} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {partsOf, rims} from "./frame-parts";
import type {Part} from "./part";
import type {Layer} from "./wires";

const ROOM = 18; // what the button takes of a title, or of a closed function's label
const SIGN = 11;
const WIDE = 8000; // px; the dashes of a longer frame cost more than the rest of the picture

/** The dashed frames, outer before inner. With `buttons` the title stands beside its button. */
export function drawFrames(layer: Layer, {functions, flow}: Trace, buttons: boolean): void {
  layer
    .selectAll<SVGGElement, TraceFunction>("g.frame")
    .data(
      functions.filter((item) => item.open),
      (item) => item.id,
    )
    .join((enter) => {
      const group = enter.append("g").attr("data-id", (item) => item.id);
      group.append("rect");
      group.append("path").attr("class", "rest");
      group.append("path").attr("class", "rim");
      group.append("text");
      return group;
    })
    .attr("class", "frame")
    .classed("wide", ({width}) => width > WIDE)
    .classed("broken", isBroken)
    .attr("transform", (item) => `translate(${item.x - item.width / 2},${item.y - item.height / 2})`)
    .each(function (item) {
      const rect = this.querySelector("rect");
      rect?.setAttribute("width", String(item.width));
      rect?.setAttribute("height", String(item.height));
      rect?.setAttribute("rx", isBroken(item) ? "0" : "14");
      const parts = isBroken(item) ? partsOf(item) : [];
      const [left, top] = [item.x - item.width / 2, item.y - item.height / 2];
      this.querySelector("path.rest")?.setAttribute(
        "d",
        parts
          .slice(1)
          .map((part) => filled(part, left, top))
          .join(""),
      );
      this.querySelector("path.rim")?.setAttribute("d", rims(parts, flow, left, top));
      const text = this.querySelector("text");
      text?.setAttribute("x", buttons ? String(14 + ROOM) : "14");
      text?.setAttribute("y", "19");
      if (text) text.textContent = item.name;
    });
}

const isBroken = ({rest}: TraceFunction): boolean => (rest ?? []).length > 0;

const filled = ({x0, x1, y0, y1}: Part, left: number, top: number): string =>
  `M${x0 - left},${y0 - top}H${x1 - left}V${y1 - top}H${x0 - left}Z`;

/** The action of a button, for those who hear it. */
export const buttonLabel = (item: TraceFunction): string =>
  (item.count ?? 1) > 1
    ? `${item.name}: ${item.open ? tr("draw them as one") : tr("draw them one by one")}`
    : `${item.name}: ${item.open ? tr("close to one gate") : tr("open to its gates")}`;

/** One button for each function: on the title of a frame, inside the left end of a closed function.
 *
 * Those of frames are one tab stop, `tab`; a closed function is itself one of the boxes that can be reached.
 */
export function drawButtons(layer: Layer, functions: readonly TraceFunction[], tab: string | null): void {
  layer
    .selectAll<SVGGElement, TraceFunction>("g.fold")
    .data(functions, (item) => `${item.open} ${item.id}`)
    .join((enter) => {
      const group = enter
        .append("g")
        .attr("class", (item) => (item.open ? "fold close" : "fold open"))
        .attr("role", "button")
        .attr("data-function", (item) => item.id);
      group.append("rect").attr("class", "hit").attr("rx", 6);
      group
        .append("path")
        .attr("class", "sign")
        .attr("d", (item) => sign(!item.open));
      return group;
    })
    .attr("aria-label", buttonLabel)
    .attr("aria-expanded", (item) => String(item.open))
    .attr("tabindex", (item) => (item.open && item.id === tab ? 0 : -1))
    .attr("transform", place)
    .each(function (item) {
      const rect = this.querySelector("rect");
      const width = item.open ? Math.min(item.width - 8, ROOM + 20 + 7.4 * item.name.length) : ROOM + 10;
      const height = item.open ? 24 : item.height;
      for (const [name, value] of Object.entries({x: -7, y: -height / 2, width, height}))
        rect?.setAttribute(name, String(value));
    });
}

function place(item: TraceFunction): string {
  const left = item.x - item.width / 2 + (item.open ? 14 : 12);
  return `translate(${left},${item.open ? item.y - item.height / 2 + 15 : item.y})`;
}

/** A small square with a minus, or with a plus. */
function sign(plus: boolean): string {
  const half = SIGN / 2;
  const square = `M0,${-half}H${SIGN}V${half}H0Z`;
  return `${square}M2.5,0H${SIGN - 2.5}${plus ? `M${half},${2.5 - half}V${half - 2.5}` : ""}`;
}

/** Shift of a closed function's label to the right of the middle, to leave its button room. */
export const LABEL_SHIFT = ROOM / 2;

/** The next frame button for an arrow key; null at either end. */
export function nextButton(functions: readonly TraceFunction[], id: string, key: string): string | null {
  const open = functions.filter((item) => item.open);
  const at = open.findIndex((item) => item.id === id);
  const by = key === "ArrowRight" || key === "ArrowDown" ? 1 : key === "ArrowLeft" || key === "ArrowUp" ? -1 : 0;
  return by === 0 || at < 0 ? null : (open[at + by]?.id ?? null);
}
