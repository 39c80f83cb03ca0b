import {afterEach, expect, vi} from "vitest";

const error = vi.spyOn(console, "error");
const warn = vi.spyOn(console, "warn");

afterEach(() => {
  const said = [...error.mock.calls, ...warn.mock.calls];
  error.mockClear();
  warn.mockClear();
  expect(said, "the code under test wrote to the console").toEqual([]);
});
