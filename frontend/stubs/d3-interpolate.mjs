/**
 * In the place of d3-interpolate, of which d3-transition brings along what blends colours, texts and CSS transforms.
 * Here a transition moves by `tween` alone; an attribute or a style that one were given would jump to its end.
 */
export {interpolateZoom} from "../node_modules/d3-interpolate/dist/d3-interpolate.mjs";

export function interpolateNumber(_, end) {
  return () => end;
}

export const interpolateRgb = interpolateNumber;
export const interpolateString = interpolateNumber;
export const interpolateTransformSvg = interpolateNumber;
export const interpolateTransformCss = interpolateNumber;
