/** A number as the screen shows it: the twin of the backend's number.py, held to it by shared cases. */
import {type Arr, float, isLarge, type Num} from "./trace";

const MINUS = "\u2212";
const TIMES = "\u00d7";

/** Two decimals in the middle of the scale, fewer above, two significant digits below, scientific beyond. */
export function number(value: Num): string {
  const x = float(value);
  if (Number.isNaN(x)) return "NaN";
  const sign = x < 0 ? MINUS : "";
  const size = Math.abs(x);
  if (size === Number.POSITIVE_INFINITY) return `${sign}\u221e`;
  if (size === 0) return "0.00";
  return sign + magnitude(size);
}

function magnitude(size: number): string {
  // A number just under a border may round across it; the text then follows the class it lands in.
  if (size >= 99999.5 || size < 0.0009995) return scientific(size);
  if (size >= 9999.95) return size.toFixed(0);
  if (size >= 999.995) return size.toFixed(1);
  if (size >= 0.0995) return size.toFixed(2);
  return size.toFixed(size >= 0.00995 ? 3 : 4);
}

function scientific(size: number): string {
  const [digits = "", exponent = "0"] = size.toExponential(1).split("e");
  const power = Number(exponent);
  return `${digits}e${power < 0 ? MINUS : ""}${Math.abs(power)}`;
}

/** The shape of an array as text: "3", "2×3". */
export function shapeText(shape: readonly number[]): string {
  return shape.join(TIMES);
}

/** Whatever stands on a wire: a number, a short vector in brackets, or else the shape. */
export function text(value: Arr, shape: readonly number[] = []): string {
  if (typeof value === "number" || typeof value === "string") return number(value);
  if (isLarge(value)) return `[${shapeText(value.shape)}]`;
  const flat = value.every((entry) => typeof entry === "number" || typeof entry === "string");
  if (flat && value.length <= 3) return `[${value.map((entry) => number(entry as Num)).join(" ")}]`;
  return `[${shapeText(shape.length > 0 ? shape : shapeOf(value))}]`;
}

function shapeOf(value: Arr): number[] {
  const shape: number[] = [];
  let at: Arr = value;
  while (Array.isArray(at)) {
    shape.push(at.length);
    at = (at[0] ?? 0) as Arr;
  }
  return shape;
}
