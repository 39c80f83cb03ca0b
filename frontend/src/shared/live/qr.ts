/** The address of a session as a QR code: a picture that a phone reads from the back row. */

import {encode} from "uqr";

const SVG = "http://www.w3.org/2000/svg";
const BORDER = 4; // modules of white around it, as the standard asks for

/** Dark on white whatever the theme is: not every phone reads the opposite. */
export function qrCode(text: string, label: string): SVGSVGElement {
  const {data, size} = encode(text, {ecc: "M", border: BORDER});
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    viewBox: `0 0 ${size} ${size}`,
    class: "qr",
    role: "img",
    "aria-label": label,
    "shape-rendering": "crispEdges",
  }))
    svg.setAttribute(name, value);
  const ground = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({width: size, height: size, fill: "#fff"}))
    ground.setAttribute(name, String(value));
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("fill", "#000");
  path.setAttribute("d", runs(data));
  svg.append(ground, path);
  return svg;
}

/** Each run of dark modules of a row as one rectangle. */
function runs(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1]) return [];
        const end = row.findIndex((next, at) => at > x && !next);
        const width = (end < 0 ? row.length : end) - x;
        return [`M${x} ${y}h${width}v1h-${width}z`];
      }),
    )
    .join("");
}
