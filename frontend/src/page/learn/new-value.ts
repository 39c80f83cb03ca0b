/** A value and what an update makes of it, with as many digits as tell the two apart. Pure. */

import {number} from "../../shared/number";

const CLEAR = 0.01; // a move from here on shows in the usual two decimals
const MOST_DECIMALS = 8;

/** Return both as text: a small move has two significant digits. */
export function valueAndNext(from: number, by: number): readonly [string, string] {
  const to = from + by;
  const plain = [number(from), number(to)] as const;
  const size = Math.abs(by);
  const decimals = 1 + Math.ceil(-Math.log10(size));
  if (!(size > 0 && size < CLEAR) || decimals > MOST_DECIMALS || Math.abs(from) >= 1000) return plain;
  return [withDecimals(from, decimals), withDecimals(to, decimals)];
}

const withDecimals = (value: number, decimals: number): string => value.toFixed(decimals).replace("-", "−");
