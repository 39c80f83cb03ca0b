/**
 * In the place of d3-color, which d3-transition brings along (10 kB) to blend one colour into another. Here colours are
 * classes and CSS blends them; a transition moves numbers alone, and takes a text for one when it is no colour.
 */
export function color() {
  return null;
}

export const rgb = color;
export const hsl = color;
export const lab = color;
export const hcl = color;
export const cubehelix = color;
