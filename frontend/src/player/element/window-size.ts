/** The size of a picture's window: reading it while something moves makes the browser lay out the page anew. */

import type {Size} from "../draw/camera";

interface WindowSize {
  size(): Size;
  /** Measures at once, for a caller that may just have changed the window. */
  sizeNow(): Size;
  /** Calls when the window has another size. */
  watch(resized: () => void): void;
  stop(): void;
}

export function createWindowSize(svg: SVGSVGElement): WindowSize {
  let measured: Size | null = null;
  let observer: ResizeObserver | null = null;
  const size = (): Size => {
    if (measured !== null) return measured;
    const read = {width: svg.clientWidth || 800, height: svg.clientHeight || 500};
    if (observer !== null) measured = read;
    return read;
  };
  return {
    size,
    sizeNow() {
      measured = null;
      return size();
    },
    watch(resized) {
      if (typeof ResizeObserver === "undefined") return;
      observer = new ResizeObserver(() => {
        measured = null;
        resized();
      });
      observer.observe(svg);
    },
    stop: () => observer?.disconnect(),
  };
}
