/** Numbers that stand in a program and can be turned: how many units, how strong the penalty, which data. Pure. */

type Dial = Readonly<{name: string; value: number; line: string}>;

const UNITS = /^([ \t]*)(units|hidden|n_hidden|width|H)([ \t]*=[ \t]*)(\d{1,3})[ \t]*$/m;
const PENALTY = /^([ \t]*)(lam|lambda_?|λ|reg|weight_decay)([ \t]*=[ \t]*)(\d*\.?\d+(?:e-?\d+)?)[ \t]*$/m;
const DATA = /\b(moons|circles|xor|spiral|blobs)\(([^()]*)\)/;

export const DIALS = {units: UNITS, penalty: PENALTY} as const;

/** The number of such a line; null where the program has none. */
export function dialIn(source: string, dial: RegExp): Dial | null {
  const match = dial.exec(source);
  if (match === null) return null;
  return {name: match[2] as string, value: Number(match[4]), line: match[0]};
}

/** The program with another number there. */
export const withDial = (source: string, dial: RegExp, value: number): string =>
  source.replace(dial, (_, space: string, name: string, equals: string) => `${space}${name}${equals}${value}`);

/** The program with other points of the same kind; null where its data is not drawn by one of these functions. */
export function otherPoints(source: string): string | null {
  const match = DATA.exec(source);
  if (match === null) return null;
  const [whole, name, inside] = match as unknown as [string, string, string];
  const parts = inside.split(",");
  // The last of three numbers in a row is the seed, too: moons(200, 0.2, 0).
  const place = parts.findIndex(
    (part, k) => /^\s*seed\s*=\s*\d+\s*$/.test(part) || (k === 2 && /^\s*\d+\s*$/.test(part)),
  );
  if (place < 0) parts.push(" seed=1000");
  else parts[place] = (parts[place] as string).replace(/\d+/, (digits) => String(Number(digits) + 1000));
  return source.replace(whole, () => `${name}(${parts.join(",")})`);
}
