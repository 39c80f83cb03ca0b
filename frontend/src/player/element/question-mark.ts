/** The place in the picture that the hall is asked about: a question mark on its wire or box. */

const SVG = "http://www.w3.org/2000/svg";
const MARK = "asked-mark";
const HEIGHT = {value: -14, gradient: 15}; // px from the wire's label point

interface AskedMark {
  /** Marks a wire or a box by its id, where its value stands or its gradient; null takes the mark away. */
  show(id: string | null, what?: "value" | "gradient"): void;
  destroy(): void;
}

/** @param root what holds the picture; the mark is put back whenever it was drawn anew. */
export function createQuestionMark(root: ParentNode & EventTarget): AskedMark {
  let markedBox: string | null = null;
  let field: "value" | "gradient" = "gradient";

  function draw(): void {
    const place = markedBox === null ? null : placeOf(root, markedBox);
    const markElement = root.querySelector(`.${MARK}`);
    markElement?.remove();
    if (place === null) return;
    // A box keeps its sign: its mark stands at its upper corner.
    const box = place.classList.contains("label") ? null : place.getBBox();
    place.append(box === null ? mark(0, HEIGHT[field]) : mark(box.x + box.width, box.y));
  }

  root.addEventListener("cr-draw", draw);
  return {
    show(id, what = "gradient") {
      markedBox = id;
      field = what;
      draw();
    },
    destroy() {
      root.removeEventListener("cr-draw", draw);
      markedBox = null;
      draw();
    },
  };
}

/** The element of a wire's label, or of a box. */
function placeOf(root: ParentNode, id: string): SVGGElement | null {
  const named = [...root.querySelectorAll<SVGGElement>("g.label, g.node")];
  return named.find((element) => element.getAttribute("data-id") === id) ?? null;
}

function mark(x: number, y: number): SVGGElement {
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", MARK);
  group.setAttribute("transform", `translate(${x},${y})`);
  const circle = document.createElementNS(SVG, "circle");
  circle.setAttribute("r", "11");
  const text = document.createElementNS(SVG, "text");
  text.setAttribute("y", "5");
  text.textContent = "?";
  group.append(circle, text);
  return group;
}
