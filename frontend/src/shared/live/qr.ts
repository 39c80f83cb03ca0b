/** The address of a session as a QR code: a picture that a phone reads from the back row. */

import {encode} from "uqr";
import {element} from "../svg";

const BORDER = 4; // modules of white around it, as the standard asks for

/** Dark on white whatever the theme is: not every phone reads the opposite. */
export function qrCode(text: string, label: string): SVGSVGElement {
  const {data, size} = encode(text, {ecc: "M", border: BORDER});
  const svg = element("svg", {
    viewBox: `0 0 ${size} ${size}`,
    class: "qr",
    role: "img",
    "aria-label": label,
    "shape-rendering": "crispEdges",
  });
  svg.append(
    element("rect", {width: size, height: size, fill: "#fff"}),
    element("path", {fill: "#000", d: runs(data)}),
  );
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
