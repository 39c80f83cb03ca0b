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
  const seed = /\bseed\s*=\s*(\d+)/.exec(inside);
  const other = seed === null ? `${inside}, seed=1000` : inside.replace(seed[0], `seed=${Number(seed[1]) + 1000}`);
  return source.replace(whole, `${name}(${other})`);
}
