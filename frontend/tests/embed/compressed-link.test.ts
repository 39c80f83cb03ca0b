import {inflateRawSync} from "node:zlib";
import {expect, test} from "vitest";
import {pack, writtenOut} from "../../src/shared/compressed-link";

test("a packed query is raw DEFLATE in base64url and comes back whole", async () => {
  const query = `source=${"h = tanh(h*w) + σ\n".repeat(200)}&view=units`;
  const packed = (await pack(query)) ?? "";
  expect(packed).toMatch(/^[\w-]+$/);
  expect(packed.length).toBeLessThan(query.length / 10);
  expect(inflateRawSync(Buffer.from(packed, "base64url")).toString()).toBe(query);
});

test("what the server unpacked stands for the address it came with, and for no other", () => {
  const packed = {search: "?z=abc&step=2", query: "source=x&step=2"};
  expect(writtenOut({search: "?z=abc&step=2", hash: ""}, packed)).toEqual({search: "?source=x&step=2", hash: ""});
  expect(writtenOut({search: "?source=y", hash: "#a"}, packed)).toEqual({search: "?source=y", hash: "#a"});
  expect(writtenOut({search: "?z=abc", hash: ""}, null)).toEqual({search: "?z=abc", hash: ""});
});
