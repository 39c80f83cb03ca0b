/** Printing: the full picture stands on the page, whatever the window looked at. */

import {type Camera, type Size, type Subject, TYPE} from "./camera";

/** The room on an A4 page below a short program, in its px. */
const PAGE: Size = {width: 700, height: 880};
/** The height that leaves room for the step's words on the same page. */
const SHARED = 640;
/** The least type on paper, in px: 6 pt. */
const LEAST = 8;
/** The share of a scale that may be lost for a picture to stay on one page. */
const LEAST_SHARE = 0.7;
/** The largest scale: what has little in it need not fill the page. */
const MOST = 1.4;

/**
 * The scale on paper: with the step's words on one page, else on a page of its own, else over several: digits that
 * nobody can read are no picture.
 */
export function scaleOnPaper({width, height, type}: Subject): number {
  const across = Math.min(MOST, PAGE.width / width);
  const readable = LEAST / type;
  for (const room of [SHARED, PAGE.height]) if (room / height >= readable) return Math.min(across, room / height);
  // Numbers that are too wide to be read at all leave the shape: better whole on a page, if that is not much smaller.
  if (across < readable) return Math.max(LEAST_SHARE * across, Math.min(across, PAGE.height / height));
  return Math.min(across, readable);
}

interface Paper {
  /** The page is being printed: what the window has to say of its size is of no account. */
  readonly printing: boolean;
}

interface PaperOptions {
  readonly svg: SVGSVGElement;
  readonly window: Window;
  readonly signal: AbortSignal;
  readonly subject: () => Subject | null; // null: there is no picture
  readonly at: () => Omit<Camera, "fits">;
  readonly restore: () => void;
}

export function createPaper({svg, window, signal, subject, at, restore}: PaperOptions): Paper {
  let printing = false;
  window.addEventListener(
    "beforeprint",
    () => {
      printing = true;
      const picture = subject();
      if (picture === null) return;
      const {width, height} = picture;
      const {k, x, y} = at();
      const scale = scaleOnPaper(picture);
      svg.setAttribute("viewBox", [x, y, k * width, k * height].join(" "));
      svg.style.maxWidth = `${Math.round(width * scale)}px`;
      svg.classList.remove("tiny");
      svg.classList.toggle("no-numbers", scale * TYPE.number < LEAST);
      svg.classList.toggle("no-entries", scale * TYPE.array < LEAST);
    },
    {signal},
  );
  window.addEventListener(
    "afterprint",
    () => {
      printing = false;
      svg.removeAttribute("viewBox");
      svg.style.removeProperty("max-width");
      restore();
    },
    {signal},
  );
  return {
    get printing() {
      return printing;
    },
  };
}
