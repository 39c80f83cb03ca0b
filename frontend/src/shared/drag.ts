/** Pointers that drag a part of a drawing. */

/** Return the place of a pointer, in the units of the drawing. */
export function placeIn(svg: SVGSVGElement, event: Pick<PointerEvent, "clientX" | "clientY">): [number, number] {
  const box = svg.getBoundingClientRect();
  const {width, height} = svg.viewBox.baseVal;
  return [
    ((event.clientX - box.left) / Math.max(1, box.width)) * width,
    ((event.clientY - box.top) / Math.max(1, box.height)) * height,
  ];
}

/** Follows a pointer from the press to the release. */
export function draggable(target: SVGElement, onDrag: (event: PointerEvent) => void, onEnd: () => void): void {
  let isDragging = false;
  target.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    isDragging = true;
    target.setPointerCapture?.(event.pointerId);
    event.preventDefault();
    onDrag(event);
  });
  target.addEventListener("pointermove", (event) => {
    if (isDragging) onDrag(event);
  });
  for (const name of ["pointerup", "pointercancel"] as const)
    target.addEventListener(name, () => {
      if (isDragging) onEnd();
      isDragging = false;
    });
}
