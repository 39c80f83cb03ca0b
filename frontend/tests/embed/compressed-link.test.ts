import {deflateRawSync, inflateRawSync} from "node:zlib";
import {expect, test} from "vitest";
import {pack, writtenOut} from "../../src/shared/compressed-link";
import {deflate} from "../../src/shared/deflate";
import {VERSION, WORDS} from "../../src/shared/link-words";

/** What the server does with it: the fields of a packed link. */
function unpack(packed: string): string[] {
  const [version, text] = packed.split(".") as [string, string];
  expect(version).toBe(VERSION);
  return inflateRawSync(Buffer.from(text, "base64url"), {dictionary: Buffer.from(WORDS)})
    .toString()
    .split("\0");
}

test("a packed query comes back whole, shorter than what a browser's own compressor makes of it", async () => {
  const program = "W1 = np.random.randn(4, 3)\nh = np.maximum(0, W1 @ x + b)\ndh = W2.T @ dz  # σ & =\n";
  const query = new URLSearchParams({source: program, view: "units"}).toString();
  const packed = await pack(query);
  expect(packed).toMatch(/^1\.[\w-]+$/);
  expect(unpack(packed)).toEqual([`source=${program}`, "view=units"]);
  expect(packed.length).toBeLessThan(0.7 * ((deflateRawSync(query).length * 4) / 3));
});

test("of a program that repeats itself the browser's own compressor makes less", async () => {
  const source = Array.from({length: 200}, (_, n) => `h${n + 1} = tanh(h${n}*w + ${n})`).join("\n");
  const [version, text] = (await pack(new URLSearchParams({source}).toString())).split(".") as [string, string];
  expect(version).toBe("0");
  expect(inflateRawSync(Buffer.from(text, "base64url")).toString()).toBe(`source=${source}`);
});

test.each(Array.from({length: 40}, (_, seed) => seed))("any text is raw DEFLATE: %i", (seed) => {
  let state = seed + 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  const pieces = ["np.sum(", "x", "σ", "\n", "aaaaaaaaaaaaaaaa", "0.125", String.fromCodePoint(next(0xd000) + 1)];
  const text = Array.from({length: next(900)}, () => pieces[next(pieces.length)]).join("");
  const bytes = new TextEncoder().encode(text.repeat(1 + next(60)));
  const words = new TextEncoder().encode(seed % 2 ? WORDS : "");
  const dictionary = words.length > 0 ? {dictionary: words} : {};
  expect(inflateRawSync(deflate(bytes, words), dictionary).equals(bytes)).toBe(true);
});

test("what the server unpacked stands for the address it came with, and for no other", () => {
  const packed = {search: "?z=abc&step=2", query: "source=x&step=2"};
  expect(writtenOut({search: "?z=abc&step=2", hash: ""}, packed)).toEqual({search: "?source=x&step=2", hash: ""});
  expect(writtenOut({search: "?source=y", hash: "#a"}, packed)).toEqual({search: "?source=y", hash: "#a"});
  expect(writtenOut({search: "?z=abc", hash: ""}, null)).toEqual({search: "?z=abc", hash: ""});
});
