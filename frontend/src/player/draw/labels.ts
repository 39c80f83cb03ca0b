/** The numbers: the value above its wire, the gradient below it. */
import type {WireFrame} from "../frame";
import type {Layer} from "./wires";

/** Baselines from the label point. */
export const ABOVE = -8;
export const BELOW = 18;

interface Line {
  readonly key: "value" | "gradient";
  readonly text: string;
  readonly partial: boolean;
}

function lines(wire: WireFrame): Line[] {
  const found: Line[] = [];
  if (wire.value !== null) found.push({key: "value", text: wire.value, partial: false});
  if (wire.gradient !== null) found.push({key: "gradient", text: wire.gradient, partial: wire.partial});
  return found;
}

export function drawLabels(layer: Layer, wires: readonly WireFrame[]): void {
  layer
    .selectAll<SVGGElement, WireFrame>("g.label")
    .data(wires, (wire) => wire.edge.id)
    .join((enter) =>
      enter
        .append("g")
        .attr("class", "label")
        .attr("data-id", (wire) => wire.edge.id),
    )
    .attr("transform", (wire) => `translate(${wire.edge.label[0]},${wire.edge.label[1]})`)
    .selectAll<SVGTextElement, Line>("text")
    .data(lines, (line) => line.key)
    .join((enter) => enter.append("text").attr("y", (line) => (line.key === "value" ? ABOVE : BELOW)))
    .attr("class", (line) => (line.partial ? `${line.key} partial` : line.key))
    .text((line) => line.text);
}
