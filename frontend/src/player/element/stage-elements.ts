/** The elements of a stage: a window, its drawing, and what pan and zoom move. */

const SVG = "http://www.w3.org/2000/svg";

interface StageElements {
  readonly element: HTMLElement;
  readonly svg: SVGSVGElement;
  readonly viewport: SVGGElement;
}

/** `label`: what a screen reader calls the picture. */
export function buildStage(document: Document, label: string): StageElements {
  const element = document.createElement("div");
  element.className = "cr-stage";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "cr-svg");
  svg.setAttribute("role", "group");
  svg.setAttribute("tabindex", "-1"); // a browser makes it a stop of its own because it listens for focus
  svg.setAttribute("aria-label", label);
  const viewport = document.createElementNS(SVG, "g");
  viewport.setAttribute("class", "viewport");
  svg.append(viewport);
  element.append(svg);
  return {element, svg, viewport};
}
