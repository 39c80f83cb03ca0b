/** Raw DEFLATE (RFC 1951) against a text that both sides know, which a browser's own compressor cannot take. */

const LEAST = 3;
const LONGEST = 258;
const WINDOW = 32_768;
const TRIES = 64; // earlier places that are compared at each position
const END = 256;

/** Base and extra bits of the codes for lengths from 257 and for distances from 0. */
const LENGTHS = ranges(29, 3, (code) => (code < 8 || code === 28 ? 0 : (code >> 2) - 1), [28, LONGEST]);
const DISTANCES = ranges(30, 1, (code) => (code < 4 ? 0 : (code >> 1) - 1));

type Range = readonly [base: number, bits: number];

function ranges(
  count: number,
  first: number,
  bitsOf: (code: number) => number,
  last?: readonly [number, number],
): Range[] {
  let base = first;
  return Array.from({length: count}, (_, code) => {
    const bits = bitsOf(code);
    const range: Range = [last && code === last[0] ? last[1] : base, bits];
    base += 1 << bits;
    return range;
  });
}

/** The text as one block with the fixed codes. `words`: what the receiver's decompressor is given as its dictionary. */
export function deflate(text: Uint8Array, words: Uint8Array): Uint8Array {
  const all = new Uint8Array(words.length + text.length);
  all.set(words);
  all.set(text, words.length);
  const out = new Bits();
  out.write(0b011, 3); // the last block, fixed codes
  const places = new Map<number, number[]>();
  let count = 0;
  const learn = (end: number): void => {
    for (; count < end && count + LEAST <= all.length; count++) {
      const key = keyAt(all, count);
      const earlier = places.get(key);
      if (earlier) earlier.push(count);
      else places.set(key, [count]);
    }
  };
  for (let at = words.length; at < all.length; ) {
    learn(at);
    const [length, distance] = longest(all, at, places);
    if (length < LEAST) {
      out.symbol(all[at] as number);
      at++;
    } else {
      out.range(LENGTHS, length, (code) => out.symbol(257 + code));
      out.range(DISTANCES, distance, (code) => out.huffman(code, 5));
      at += length;
    }
  }
  out.symbol(END);
  return out.bytes();
}

function keyAt(all: Uint8Array, at: number): number {
  return ((all[at] as number) << 16) | ((all[at + 1] as number) << 8) | (all[at + 2] as number);
}

/** The longest earlier piece that is the same as what follows, and how far back it is. */
function longest(all: Uint8Array, at: number, places: ReadonlyMap<number, readonly number[]>): [number, number] {
  let best = 0;
  let distance = 0;
  const earlier = at + LEAST <= all.length ? (places.get(keyAt(all, at)) ?? []) : [];
  const most = Math.min(LONGEST, all.length - at);
  for (let candidate = earlier.length - 1; candidate >= 0 && candidate >= earlier.length - TRIES; candidate--) {
    const place = earlier[candidate] as number;
    if (at - place > WINDOW) break;
    let length = LEAST;
    while (length < most && all[place + length] === all[at + length]) length++;
    if (length > best) [best, distance] = [length, at - place];
  }
  return [best, distance];
}

class Bits {
  readonly #bytes: number[] = [];
  #bits = 0;
  #count = 0;

  /** Lowest bit first. */
  write(value: number, count: number): void {
    this.#bits |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#bytes.push(this.#bits & 255);
      this.#bits >>>= 8;
      this.#count -= 8;
    }
  }

  /** A code, highest bit first. */
  huffman(code: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) this.write((code >> bit) & 1, 1);
  }

  /** A letter, the end, or the code of a length. */
  symbol(value: number): void {
    if (value < 144) this.huffman(0x30 + value, 8);
    else if (value < 256) this.huffman(0x190 + value - 144, 9);
    else if (value < 280) this.huffman(value - 256, 7);
    else this.huffman(0xc0 + value - 280, 8);
  }

  /** The code of the range that a number is in, then its place in it. */
  range(table: readonly Range[], value: number, write: (code: number) => void): void {
    const code = table.findLastIndex(([base]) => base <= value);
    const [base, bits] = table[code] as Range;
    write(code);
    this.write(value - base, bits);
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#count > 0 ? [...this.#bytes, this.#bits & 255] : this.#bytes);
  }
}
