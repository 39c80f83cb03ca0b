/** The numbers: the value above its wire, the gradient below it. */

import {type Arr, isAbstract} from "../../shared/contract";
import {text} from "../../shared/number";
import {patch} from "../../shared/patch";
import {type NameParts, nameLength, namePieces} from "../../shared/split-name";
import type {WireFrame} from "../model/frame";
import {markup, picture} from "./arrays";
import {drawSaved} from "./saved";
import {isNew, type Layer} from "./wires";
import {writeName} from "./write-name";

const SVG = "http://www.w3.org/2000/svg";
/** Baselines from the label point. */
export const ABOVE = -8;
export const BELOW = 18;

interface Line {
  readonly key: "value" | "gradient" | "local" | "tangent";
  readonly above: boolean;
  readonly text: string;
  readonly partial: boolean;
  readonly array: Arr;
  readonly shape: readonly number[];
  readonly leaf: string | null; // a number that can be taken in the hand, by its name
}

/** A tangent stands under its value, or under the gradient that it is the tangent of. */
function lines({edge, partial, values, gradients, locals, tangents, leaf}: WireFrame): Line[] {
  const {shape} = edge;
  const line = (key: Line["key"], array: Arr | null, above: boolean): Line[] => {
    if (array === null) return [];
    const own = {partial: key === "gradient" && partial, leaf: key === "value" ? leaf : null};
    return [{key, above, text: text(array), array, shape, ...own}];
  };
  return [
    ...line("value", values, true),
    ...line("local", locals, true),
    ...line("gradient", gradients, tangents !== null),
    ...line("tangent", tangents, false),
  ];
}

/** A number, or a shape alone. */
const isText = ({array, shape}: Line): boolean => shape.length === 0 || isAbstract(array);

const lineClass = (line: Line): string =>
  [line.key, line.partial ? "partial" : "", line.leaf === null ? "" : "scrub"].filter(Boolean).join(" ");

const CHIP = 14; // px high
const CHIP_NAME = 13; // px, the size of its name
const ACCENT = /\p{M}/u; // a sign over a letter, such as a hat

/** Higher with an index, lower with a hat: neither touches the number on its side. */
function baseline(pieces: readonly NameParts[]): string {
  if (pieces.some(({base}) => ACCENT.test(base.normalize("NFD")))) return "5.5";
  return pieces.some(({sub}) => sub !== "") ? "3" : "4";
}

/** The name of the value, on its wire. */
function drawName(this: SVGGElement, {name, edge}: WireFrame): void {
  const nameElement = this.querySelector(":scope > .name");
  if (nameElement?.getAttribute("data-name") === name) {
    this.append(nameElement); // above the numbers, whatever step came before
    return;
  }
  nameElement?.remove();
  if (name === "") return;
  const make = (tag: string): SVGElement => this.ownerDocument.createElementNS(SVG, tag);
  const chip = make("g");
  chip.setAttribute("class", "name");
  chip.setAttribute("data-name", name);
  const pieces = namePieces(name);
  const width = 9 + 7 * nameLength(pieces);
  // Two arrays leave little room between them: at their left end it hides least.
  const aside = edge.shape.length === 0 ? 0 : ((edge.label_size?.[0] ?? 0) - width) / 2 - 5;
  if (aside > 0) chip.setAttribute("transform", `translate(${-aside})`);
  const box = make("rect");
  box.setAttribute("class", "chip");
  for (const [key, value] of Object.entries({x: -width / 2, y: -CHIP / 2, width, height: CHIP, rx: CHIP / 2}))
    box.setAttribute(key, String(value));
  const text = make("text") as SVGTextElement;
  text.setAttribute("class", "chip-name");
  text.setAttribute("y", baseline(pieces));
  writeName(text, pieces, CHIP_NAME);
  chip.append(box, text);
  this.append(chip);
}

/** Content of a grid, so that it is built again only when it changes. */
const built = new WeakMap<Element, string>();

/** Only the numbers that changed are written: a slider that moves would else lay out every entry of every array. */
function renew(grid: SVGGElement, html: string): void {
  if (grid.firstChild === null) {
    grid.innerHTML = html;
    return;
  }
  const fresh = grid.cloneNode(false) as SVGGElement;
  fresh.innerHTML = html;
  patch(grid, [...fresh.childNodes]);
}

const drawKeys = new WeakMap<Element, readonly unknown[]>();

export function drawLabels(layer: Layer, wires: readonly WireFrame[]): void {
  const labels = layer
    .selectAll<SVGGElement, WireFrame>("g.label")
    .data(wires, (wire) => wire.edge.id)
    .join((enter) =>
      enter
        .append("g")
        .attr("class", "label")
        .attr("data-id", (wire) => wire.edge.id),
    )
    .filter(function (wire) {
      return isNew(drawKeys, this, [wire]);
    })
    .attr("transform", (wire) => `translate(${wire.edge.label[0]},${wire.edge.label[1]})`);
  labels
    .selectAll<SVGTextElement, Line>(":scope > text:not(.saved-bytes)")
    .data(
      (wire) => lines(wire).filter(isText),
      (line) => line.key,
    )
    .join((enter) => enter.append("text").attr("y", (line) => (line.above ? ABOVE : BELOW)))
    .attr("class", lineClass)
    .attr("data-name", (line) => line.leaf)
    .each(function (line) {
      if (this.textContent !== line.text) this.textContent = line.text;
    });
  labels
    .selectAll<SVGGElement, Line>("g.cr-array")
    .data(
      (wire) => lines(wire).filter((line) => !isText(line)),
      (line) => line.key,
    )
    .join("g")
    .attr("class", (line) => `cr-array ${lineClass(line)}`)
    .each(function (line) {
      const html = markup(picture(line.array, line.shape, line.above));
      if (built.get(this) === html) return;
      renew(this, html);
      built.set(this, html);
    });
  labels.each(drawSaved).each(drawName);
}
