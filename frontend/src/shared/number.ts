/** A number as the screen shows it: the twin of the backend's number.py, held to it by shared cases. */
import {type Arr, float, isAbstract, isLarge, isLeftOut, type Num} from "./contract";
import {tr} from "./i18n/tr";

const MINUS = "\u2212";
const TIMES = "\u00d7";
const ENTRIES_SHOWN = 4;

/** Two decimals for everyday sizes, fewer above, two significant digits below, scientific beyond. */
export function number(value: Num): string {
  if (isLeftOut(value)) return String(value);
  const x = float(value);
  if (Number.isNaN(x)) return "NaN";
  if (x === 0) return "0.00";
  return (x < 0 ? MINUS : "") + magnitude(Math.abs(x));
}

function magnitude(size: number): string {
  if (size === Number.POSITIVE_INFINITY) return "\u221e";
  if (size >= 0.1 && size < 1000) {
    const digits = size.toFixed(2);
    return digits.length < 7 ? digits : "1000.0";
  }
  if (size >= 1000 && size < 100_000) {
    const digits = size.toFixed(size < 9999.95 ? 1 : 0);
    return digits.length < 6 || digits.includes(".") ? digits : "1.0e5";
  }
  // The class is that of the rounded number, so 0.00099999 is "0.0010".
  const rounded = size.toExponential(1);
  const [mantissa = "", power = "0"] = rounded.split("e");
  const exponent = Number(power);
  if (exponent > -4 && exponent < 0) return Number(rounded).toFixed(1 - exponent);
  return `${mantissa}e${exponent < 0 ? MINUS : ""}${Math.abs(exponent)}`;
}

/** The shape of an array as text: "3", "2×3". */
export function shapeText(shape: readonly number[]): string {
  return shape.join(TIMES);
}

/** The shape of anything as a label: "2×3"; of a single number "scalar". */
export function sizeText(shape: readonly number[]): string {
  return shape.length === 0 ? tr("scalar") : shapeText(shape);
}

/** A value as a label: the number, an array's entries while they are few, else its shape. */
export function text(value: Arr): string {
  if (typeof value === "number" || typeof value === "string") return number(value);
  if (isAbstract(value)) return sizeText(value.shape);
  const shape = shapeOf(value);
  const size = shape.reduce((product, length) => product * length, 1);
  if (isLarge(value) || size === 0 || size > ENTRIES_SHOWN)
    return shape.length === 1 ? tr`${size} entries` : shapeText(shape);
  return bracketed(value);
}

/** Writes the few entries of a label; the depth of the calls is that of a small array. */
function bracketed(value: Arr): string {
  if (typeof value === "number" || typeof value === "string") return number(value);
  return isLarge(value) ? shapeText(value.shape) : `[${value.map(bracketed).join(", ")}]`;
}

/** The shape of nested lists; of a number none. */
export function shapeOf(value: Arr): readonly number[] {
  if (typeof value === "object" && isLarge(value)) return value.shape;
  const shape: number[] = [];
  let at: Arr | undefined = value;
  while (Array.isArray(at)) {
    shape.push(at.length);
    at = at[0];
  }
  return shape;
}
